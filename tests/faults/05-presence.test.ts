/* Presence through what can happen to workers and to Redis: right again within seconds, no ghosts, and nobody seen going who was there. */
import type { WebSocket } from "ws";
import { afterEach, expect, it } from "vitest";

import { events, howIs, openFor, portOf, saidOf, seen, watch } from "../contract/harness/presence";
import { Coverage } from "../contract/harness/coverage";
import { Complaints, Person, type Connection, type World } from "../contract/harness/person";
import { childrenLike, holderOf } from "../contract/harness/processes";
import {
	queryArchive,
	startServer,
	workersOf,
	type Server,
	type ServerOptions,
} from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";
import { Proxy } from "./proxy";
import { losingPublished, startRedis } from "./redis";

/** As in the server: how long whoever went is shown as before, and a socket's turn. */
const LINGER_MS = 3_000;
const TURN_MS = 1_500;
/** A hash lives that long without its worker. */
const TTL_MS = 15_000;

const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
	for (const clean of cleanUp.splice(0).reverse()) await clean();
});

class Stage {
	readonly server: Server;
	readonly world: World;

	constructor(server: Server) {
		this.server = server;
		const complaints = new Complaints();
		const coverage = new Coverage("/dev/null");
		this.world = { origin: server.address.origin, coverage, complaints, connections: [] };
	}

	static async open(options: ServerOptions = {}): Promise<Stage> {
		const stage = new Stage(await startServer(options));
		cleanUp.push(() => stage.#end());
		return stage;
	}

	async #end(): Promise<void> {
		this.world.connections.forEach((connection) => connection.stop());
		expect(await this.server.remove()).toBe(0);
		expect(this.server.alarms).toEqual([]);
		expect(this.world.complaints.lines).toEqual([]);
	}

	somebody(): Promise<Person> {
		return new Person(this.world).register();
	}

	async viewer(): Promise<Connection> {
		return await (await this.somebody()).connect();
	}

	workerAt(port: number): number {
		const { pid, port: serverPort } = this.server.address;
		return holderOf(workersOf(pid), serverPort, port)?.pid ?? 0;
	}

	/** A socket that does not come back by itself, on another worker than the viewer's. */
	async elsewhere(person: Person, than: Connection): Promise<WebSocket> {
		let dropped = false;
		const found = await until("another worker", async () => {
			const socket = await openFor(person);
			socket.on("error", () => undefined);
			if (this.workerAt(portOf(socket)) !== this.workerAt(than.localPort)) return socket;
			socket.terminate();
			dropped = true;
			return null;
		});
		// What the viewer's own worker says of them is to be over: it would be taken for what the other says.
		if (dropped) await sleep(LINGER_MS + TURN_MS);
		return found;
	}

	get redis(): number {
		return childrenLike(this.server.address.pid, /redis-server/)[0]?.pid ?? 0;
	}
}

it("Redis killed: everybody stays as they are, and what changes is told again within seconds", async () => {
	const stage = await Stage.open();
	const ann = await stage.viewer();
	const [bo, cy] = [await stage.somebody(), await stage.somebody()];
	const [bos, cys] = [await stage.elsewhere(bo, ann), await stage.elsewhere(cy, ann)];
	await watch(ann, bo.userId, cy.userId);
	await seen(ann, bo.userId, "online");
	await seen(ann, cy.userId, "online");
	for (let i = 0; i < 3; i++) {
		const from = ann.frames.length;
		process.kill(stage.redis, "SIGKILL");
		const killed = Date.now();
		await until("told to ask again", () => events(ann, "peopleStale", from).length > 0);
		console.log(`told to ask again ${Date.now() - killed} ms after Redis was killed`);
		expect(Date.now() - killed).toBeLessThan(6_000);
		await sleep(LINGER_MS + TURN_MS);
		expect(saidOf(ann, bo.userId, from)).toEqual([]);
		expect((await watch(ann, bo.userId, cy.userId)).map(({ presence }) => presence)).toEqual([
			"online",
			"online",
		]);
		await sleep(TTL_MS / 10);
	}
	bos.terminate();
	const gone = Date.now();
	await seen(ann, bo.userId, "offline");
	expect(Date.now() - gone).toBeLessThan(LINGER_MS + TURN_MS + 1_000);
	expect(howIs(ann, cy.userId)?.presence).toBe("online");
	cys.terminate();
});

it("who goes while Redis is away is offline when it is back", async () => {
	const stage = await Stage.open();
	const ann = await stage.viewer();
	const [bo, cy] = [await stage.somebody(), await stage.somebody()];
	const [bos, cys] = [await stage.elsewhere(bo, ann), await stage.elsewhere(cy, ann)];
	await watch(ann, bo.userId, cy.userId);
	await seen(ann, bo.userId, "online");
	await seen(ann, cy.userId, "online");
	process.kill(stage.redis, "SIGSTOP");
	await sleep(6_000);
	bos.terminate();
	await sleep(2_000);
	process.kill(stage.redis, "SIGCONT");
	const back = Date.now();
	await seen(ann, bo.userId, "offline", 15_000);
	console.log(`offline ${Date.now() - back} ms after Redis went on`);
	expect(howIs(ann, cy.userId)?.presence).toBe("online");
	cys.terminate();
});

it("everything in Redis deleted: written anew, and nobody notices", async () => {
	const redis = await startRedis();
	cleanUp.push(() => redis.stop());
	const stage = await Stage.open({ config: { redis_url: `redis://127.0.0.1:${redis.port}/0` } });
	const ann = await stage.viewer();
	const bo = await stage.somebody();
	const socket = await stage.elsewhere(bo, ann);
	await watch(ann, bo.userId);
	await seen(ann, bo.userId, "online");
	const from = ann.frames.length;
	await redis.command("FLUSHALL");
	const hashes = async () => await redis.command("KEYS confab:0:p:*");
	await until("both workers have written", async () => (await hashes()).startsWith("*2"));
	await sleep(LINGER_MS + TURN_MS);
	expect(saidOf(ann, bo.userId, from)).toEqual([]);
	const later = await stage.viewer();
	expect((await watch(later, bo.userId))[0]?.presence).toBe("online");
	socket.terminate();
	await seen(ann, bo.userId, "offline");
});

it("half of what is published is lost: presence is right all the same after a few seconds", async () => {
	const redis = await startRedis();
	let losing = false;
	const filter = losingPublished(() => losing && Math.random() < 0.5);
	const proxy = new Proxy({ to: { port: redis.port }, filter });
	cleanUp.push(
		() => redis.stop(),
		() => proxy.close(),
	);
	const stage = await Stage.open({ config: { redis_url: `redis://127.0.0.1:${await proxy.listen()}/0` } });
	const viewers = [await stage.viewer(), await stage.viewer(), await stage.viewer()];
	const people = await Promise.all(Array.from({ length: 8 }, () => stage.viewer()));
	const ids = people.map(({ person }) => person.userId);
	for (const viewer of viewers) await watch(viewer, ...ids);
	losing = true;
	const is = new Map<number, boolean>();
	for (let i = 0; i < 100; i++) {
		const one = people[Math.floor(Math.random() * people.length)];
		if (one === undefined) continue;
		const away = Math.random() < 0.5;
		is.set(one.person.userId, away);
		await one.client.request("setPresence", { away });
		await sleep(50);
	}
	const ended = Date.now();
	for (const viewer of viewers) {
		for (const id of ids) await seen(viewer, id, is.get(id) ? "away" : "online", 40_000);
	}
	console.log(`right ${Date.now() - ended} ms after the last change`);
});

it("a worker that hangs: its people are offline when its hash has expired, and back when it goes on", async () => {
	const stage = await Stage.open({ config: { watchdog_ms: 120_000 } });
	const ann = await stage.viewer();
	const bo = await stage.somebody();
	const socket = await stage.elsewhere(bo, ann);
	await watch(ann, bo.userId);
	// Sockets tried on the way to that worker have left: only its own word is left.
	await sleep(LINGER_MS + TURN_MS);
	await seen(ann, bo.userId, "online");
	const worker = stage.workerAt(portOf(socket));
	process.kill(worker, "SIGSTOP");
	const stopped = Date.now();
	await seen(ann, bo.userId, "offline", 40_000);
	const after = Date.now() - stopped;
	console.log(`offline ${after} ms after its worker began to hang`);
	expect(after).toBeGreaterThan(TTL_MS - 6_000);
	expect(after).toBeLessThan(TTL_MS + 6_000 + LINGER_MS + TURN_MS);
	process.kill(worker, "SIGCONT");
	await seen(ann, bo.userId, "online", 10_000);
	socket.terminate();
});

it("workers replaced one by one: who stays away as told is shown until they are back, others go in the end", async () => {
	const stage = await Stage.open({ config: { drain_ms: 6_000 } });
	const [bo, cy, dee] = [await stage.somebody(), await stage.somebody(), await stage.somebody()];
	const before = await Promise.all([openFor(bo), openFor(cy)]);
	const olds = workersOf(stage.server.address.pid).map(({ pid }) => pid);
	const closed = before.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
	stage.server.signal("SIGHUP");
	await Promise.all(closed);
	const sentAway = Date.now();
	await until(
		"all are replaced",
		() => {
			const pids = workersOf(stage.server.address.pid).map(({ pid }) => pid);
			return pids.length === 2 && !pids.some((pid) => olds.includes(pid));
		},
		20_000,
	);
	const ann = await dee.connect();
	expect((await watch(ann, bo.userId, cy.userId)).map(({ presence }) => presence)).toEqual([
		"online",
		"online",
	]);
	await sleep(Math.max(0, sentAway + 6_000 - Date.now()));
	const again = await openFor(bo);
	await seen(ann, cy.userId, "offline", TTL_MS + 15_000);
	console.log(`offline ${Date.now() - sentAway} ms after being sent away`);
	expect(saidOf(ann, bo.userId).map(({ presence }) => presence)).not.toContain("offline");
	const sql = `SELECT last_seen_ms FROM user WHERE id = ${cy.userId}`;
	await until("noted", () => {
		const at = Number(queryArchive(stage.server.address.dataDir, sql)[0]?.[0]);
		return at > sentAway - 20_000 && at < sentAway + 5_000;
	});
	again.terminate();
});
