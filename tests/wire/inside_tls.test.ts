/* The same cases of RFC 6455 and HTTP/1.1 once more, inside TLS: nothing that is said in it may be any different. */
import { afterAll, beforeAll, expect } from "vitest";

import { runHttpCase, type HttpCase } from "./harness/http_case";
import { legend, runSocketCase, type Server, type SocketCase } from "./harness/socket_case";
import type { Stream } from "./harness/stream";
import { runTable, type Category } from "./harness/suite";
import { dialled } from "./harness/tls";
import { closeWorld, openWorld, type TlsWorld } from "./harness/tls_world";
import { requests } from "./http/all";
import { register } from "./tls/people";
import { sockets } from "./websocket/all";

let world: TlsWorld;
let target: Server;

const dial = async (port: number): Promise<Stream> => (await dialled(port)).stream;

beforeAll(async () => {
	world = await openWorld(["strict"]);
	const { port } = world.strict.address;
	const { host, cookie } = await register(world.strict, true);
	target = { port, host, cookie, dial: () => dial(port) };
}, 120_000);

afterAll(async () => {
	expect(await closeWorld(world)).toEqual([]);
}, 120_000);

type Either = SocketCase | HttpCase;

const named = <C extends Either>(prefix: string, all: readonly Category<C>[]): Category<C>[] =>
	all.map(({ category, cases }) => ({ category: `${prefix}: ${category}`, cases }));

/** One side of TLS alone cannot be ended and the other kept: that is for TCP. */
const both = requests.map(({ category, cases }) => ({
	category,
	cases: cases.filter(({ halfClosed }) => !halfClosed),
}));

const ofSockets = new Set<Either>(sockets.flatMap(({ cases }) => cases));
const categories: Category<Either>[] = [...named("RFC 6455", sockets), ...named("HTTP", both)];
const table = { name: "inside_tls", title: "RFC 6455 and HTTP/1.1 inside TLS", legend, least: 900 };

runTable(table, categories, (one) =>
	ofSockets.has(one)
		? runSocketCase(one as SocketCase, target)
		: runHttpCase(one as HttpCase, target.port, dial),
);
