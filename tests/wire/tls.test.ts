/* TLS on the server's own listener: what it agrees on, what it refuses, and that both schemes on one port are what they should be. */
import { afterAll, beforeAll, expect } from "vitest";

import { runTable } from "./harness/suite";
import { closeWorld, legend, openWorld, type TlsWorld } from "./harness/tls_world";
import { applications, groups, renegotiating, suites, versions } from "./tls/agreeing";
import { hellos, silence } from "./tls/hellos";
import { resuming } from "./tls/resuming";
import { leading, schemes } from "./tls/schemes";

let world: TlsWorld;

beforeAll(async () => {
	world = await openWorld(["strict", "lan", "hurried", "sparing"]);
}, 120_000);

afterAll(async () => {
	expect(await closeWorld(world)).toEqual([]);
}, 120_000);

const table = { name: "tls", title: "TLS", legend, least: 90 };
const agreeing = [versions, suites, groups, applications, renegotiating];

runTable(table, [...agreeing, resuming, hellos, silence, leading, schemes], (one) => one.run(world));
