/* HTTP/1.1 by hand: what nobody sends who means well. Each case on a connection of its own; what happens to it hurts nobody else. */
import { afterAll, beforeAll, expect, inject } from "vitest";

import { startServer, type Server } from "../contract/harness/server";
import { server } from "../contract/harness/world";
import { legend, runHttpCase } from "./harness/http_case";
import { runTable } from "./harness/suite";
import { requests } from "./http/all";
import { deadlines, hurry } from "./http/deadlines";

let hurried: Server;

beforeAll(async () => {
	hurried = await startServer({ config: { ...hurry, static_dir: inject("site") } });
}, 120_000);

afterAll(async () => {
	expect(await hurried.remove()).toBe(0);
	expect(hurried.alarms).toEqual([]);
}, 60_000);

const table = { name: "http", title: "HTTP/1.1", legend, least: 330 };
const slow = new Set(deadlines.cases);

runTable(table, [...requests, deadlines], (one) =>
	runHttpCase(one, slow.has(one) ? hurried.address.port : server.port),
);
