/* HTTP/1.1 by hand: what nobody sends who means well. Each case on a connection of its own; what happens to it hurts nobody else. */
import { afterAll, beforeAll, expect, inject } from "vitest";

import { startServer, type Server } from "../contract/harness/server";
import { server } from "../contract/harness/world";
import { legend, runHttpCase } from "./harness/http_case";
import { runTable } from "./harness/suite";
import { deadlines, hurry } from "./http/deadlines";
import { exchanges } from "./http/exchanges";
import { heads, methods } from "./http/heads";
import { sizes } from "./http/sizes";
import { smuggling } from "./http/smuggling";
import { targets } from "./http/targets";

let hurried: Server;

beforeAll(async () => {
	hurried = await startServer({ config: { ...hurry, static_dir: inject("site") } });
}, 120_000);

afterAll(async () => {
	expect(await hurried.remove()).toBe(0);
	expect(hurried.alarms).toEqual([]);
}, 60_000);

const table = { name: "http", title: "HTTP/1.1", legend, least: 150 };
const categories = [smuggling, ...heads, methods, ...targets, sizes, ...exchanges, deadlines];
const slow = new Set(deadlines.cases);

runTable(table, categories, (one) => runHttpCase(one, slow.has(one) ? hurried.address.port : server.port));
