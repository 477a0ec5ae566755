/* The clients' own networks fail: cut, dark, and all at once. */
import { expect, it } from "vitest";

import { Client } from "../../frontend/src/api/client";
import { createMemoryOutbox } from "../../frontend/src/cache/memory";
import { startServer } from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";
import { Load, ROOM } from "./load";
import { Proxy } from "./proxy";
import { WebSocket } from "ws";

it("connections break at any time", async () => {
	const load = new Load(await startServer());
	await load.join(8);
	load.talk(60);
	const end = Date.now() + 15_000;
	while (Date.now() < end) {
		await sleep(50 + Math.random() * 200);
		load.connections[Math.floor(Math.random() * load.connections.length)]?.cut();
	}
	await load.quiet();
	load.check();
	await load.end();
});

it("a line goes dark: both ends notice, and the client misses nothing", async () => {
	const load = new Load(await startServer({ config: { ping_interval_ms: 600 } }));
	await load.join(3);
	const proxy = new Proxy({ to: { port: load.server.address.port } });
	const port = await proxy.listen();
	const person = load.connections[0]?.person;
	if (person === undefined) throw new Error("nobody");
	const seen: number[] = [];
	const bugs: string[] = [];
	const client = new Client({
		outboxStore: createMemoryOutbox(),
		onBug: (text) => bugs.push(text),
		openSocket: () => {
			const headers = { ...person.headers(), Host: `localhost:${load.server.address.port}` };
			return new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers }) as never;
		},
	});
	client.on("printMessage", ({ seq }) => seen.push(seq));
	client.on("joinUser", ({ seq }) => seen.push(seq));
	client.start();
	await until("connected", () => client.state.kind === "open");
	load.talk(60);
	await sleep(1_000);
	proxy.dark();
	await until("the client notices", () => client.state.kind !== "open", 5_000);
	await sleep(2_000);
	proxy.light();
	await sleep(1_000);
	await load.quiet();
	const head = load.archive().at(-1)?.seq ?? 0;
	await until("caught up", () => client.position(ROOM)?.seq === head, 45_000);
	client.stop();
	proxy.close();
	expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => (seen[0] ?? 0) + i));
	expect(seen.at(-1)).toBe(head);
	expect(bugs).toEqual([]);
	load.check();
	await load.end();
});
