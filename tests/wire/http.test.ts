/* HTTP/1.1 by hand: what nobody sends who means well. Each case on a connection of its own; what happens to it hurts nobody else. */
import { server } from "../contract/harness/world";
import { legend, runHttpCase } from "./harness/http_case";
import { OwnServer } from "./harness/own_server";
import { runTable } from "./harness/suite";
import { requests } from "./http/all";
import { deadlines, hurry } from "./http/deadlines";

const hurried = new OwnServer(hurry);

const table = { name: "http", title: "HTTP/1.1", legend, least: 330 };
const slow = new Set(deadlines.cases);

runTable(table, [...requests, deadlines], (one) =>
	runHttpCase(one, slow.has(one) ? hurried.port : server.port),
);
