/* HTTP/1.1 by hand: what nobody sends who means well. Each case on a connection of its own; what happens to it hurts nobody else. */
import { server } from "../contract/harness/world";
import { legend, runHttpCase } from "./harness/http_case";
import { runTable } from "./harness/suite";
import { exchanges } from "./http/exchanges";
import { heads, methods } from "./http/heads";
import { sizes } from "./http/sizes";
import { smuggling } from "./http/smuggling";
import { targets } from "./http/targets";

const table = { name: "http", title: "HTTP/1.1", legend, least: 150 };

runTable(table, [smuggling, ...heads, methods, ...targets, sizes, ...exchanges], (one) =>
	runHttpCase(one, server.port),
);
