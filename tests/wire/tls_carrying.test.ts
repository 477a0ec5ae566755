/* What goes through TLS, small and large, and certificates that are renewed meanwhile. A file of its own: it keeps the machine busy, and
 * the other one looks at deadlines. */
import { afterAll, beforeAll, expect } from "vitest";

import { runTable } from "./harness/suite";
import { closeWorld, legend, openWorld, type TlsWorld } from "./harness/tls_world";
import { exchanges } from "./tls/exchanges";
import { renewing } from "./tls/renewing";

let world: TlsWorld;

beforeAll(async () => {
	world = await openWorld(["strict", "hurried"]);
}, 120_000);

afterAll(async () => {
	expect(await closeWorld(world)).toEqual([]);
}, 120_000);

const table = { name: "tls_carrying", title: "TLS: what it carries, renewal", legend, least: 18 };

runTable(table, [exchanges, renewing], (one) => one.run(world));
