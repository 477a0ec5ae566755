/* Redis away: chat goes on, a second late, and nothing is missing or doubled afterwards. */
import { afterEach, expect, it } from "vitest";

import { randomIdentifier } from "../../frontend/src/utils/identifier";
import { childrenLike } from "../contract/harness/processes";
import type { Connection } from "../contract/harness/person";
import { metricsOf, startServer } from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";
import { Load } from "./load";
import { Proxy } from "./proxy";
import { losingPublished, startRedis } from "./redis";

const AWAY_MS = 20_000;
/** Until a Redis that says nothing is taken for away. */
const NOTICED_MS = 5_000;

const cleanUp: (() => void)[] = [];

afterEach(() => cleanUp.splice(0).forEach((clean) => clean()));

const redisOf = (pid: number): number | undefined => childrenLike(pid, /redis-server/)[0]?.pid;

async function busUp(load: Load, workers: number): Promise<boolean> {
	return (await metricsOf(load.server.address.origin)).get("confab_bus_up") === workers;
}

/** Nine in ten words said in that time were heard within a little more than the second between two looks at the archive. */
function expectAboutASecondLate(load: Load, from: number, to: number): void {
	const delays = load.delays(from, to);
	expect(delays.length).toBeGreaterThan(50);
	expect(delays[Math.floor(delays.length * 0.9)]).toBeLessThan(2_500);
	expect(delays.at(-1)).toBeLessThan(6_000);
	console.log(
		`said ${delays.length}, heard after ${delays[delays.length >> 1]} ms in the middle, ${delays.at(-1)} ms at most`,
	);
}

it("Redis hangs for 20 s", async () => {
	const load = new Load(await startServer());
	await load.join(6);
	load.talk(100);
	await sleep(1_000);
	const pid = redisOf(load.server.address.pid) ?? 0;
	process.kill(pid, "SIGSTOP");
	const stopped = Date.now();
	await sleep(AWAY_MS);
	process.kill(pid, "SIGCONT");
	const back = Date.now();
	await until("the bus is back", () => busUp(load, 2), 10_000);
	await sleep(1_000);
	await load.quiet();
	load.check();
	expectAboutASecondLate(load, stopped + NOTICED_MS, back - 1_000);
	expect(load.connections.flatMap(({ closes }) => closes)).toEqual([]);
	await load.end();
});

it("a room that is made while Redis hangs, and once that is noticed, can be used when it is answered", async () => {
	const load = new Load(await startServer());
	await load.join(2);
	const [ann, bo] = load.connections as [Connection, Connection];
	const pid = redisOf(load.server.address.pid) ?? 0;
	process.kill(pid, "SIGSTOP");
	for (const wait of [0, NOTICED_MS]) {
		await sleep(wait);
		const wish = { channelName: `made after ${wait} ms`, users: [bo.person.userId] };
		const { roomId } = await ann.client.request("addChannel", wish);
		const said = { roomId, clientId: randomIdentifier(), content: "at once" };
		await ann.client.request("printMessage", said);
		await until("the other one is in it", () => bo.client.position(roomId), NOTICED_MS + 5_000);
		const { content } = await bo.client.request("loadMessages", { roomId, count: 1 });
		expect(content).toMatchObject([{ content: "at once" }]);
	}
	process.kill(pid, "SIGCONT");
	await load.end();
});

it("Redis is dead for 20 s: killed as often as it is started again", async () => {
	const load = new Load(await startServer());
	await load.join(6);
	load.talk(100);
	await sleep(1_000);
	const stopped = Date.now();
	let kills = 0;
	while (Date.now() < stopped + AWAY_MS) {
		const pid = redisOf(load.server.address.pid);
		if (pid !== undefined) {
			process.kill(pid, "SIGKILL");
			kills++;
		}
		await sleep(20);
	}
	const back = Date.now();
	expect(kills).toBeGreaterThan(1);
	await until("the bus is back", () => busUp(load, 2), 15_000);
	await sleep(1_000);
	await load.quiet();
	load.check();
	expectAboutASecondLate(load, stopped + 1_000, back - 1_000);
	await load.end();
});

it("kill -9 of Redis: back within 3 s", async () => {
	const load = new Load(await startServer());
	await load.join(6);
	load.talk(100);
	for (let i = 0; i < 3; i++) {
		await sleep(1_500);
		const pid = await until("Redis", () => redisOf(load.server.address.pid));
		process.kill(pid, "SIGKILL");
		const killed = Date.now();
		await until("another Redis", () => {
			const now = redisOf(load.server.address.pid);
			return now !== undefined && now !== pid;
		});
		await until("the bus is back", () => busUp(load, 2), 10_000);
		console.log(`bus back after ${Date.now() - killed} ms`);
		expect(Date.now() - killed).toBeLessThan(3_000);
	}
	await load.quiet();
	load.check();
	await load.end();
});

it("half of what is published is lost on the way: it is read from the archive instead", async () => {
	const redis = await startRedis();
	let losing = false;
	const filter = losingPublished(() => losing && Math.random() < 0.5);
	const proxy = new Proxy({ to: { port: redis.port }, filter });
	cleanUp.push(
		() => redis.stop(),
		() => proxy.close(),
	);
	const config = { redis_url: `redis://127.0.0.1:${await proxy.listen()}/0`, head_check_ms: 1_000 };
	const load = new Load(await startServer({ config }));
	await load.join(6);
	losing = true;
	load.talk(60);
	const from = Date.now();
	await sleep(8_000);
	const to = Date.now();
	await load.quiet();
	load.check();
	const healed = (await metricsOf(load.server.address.origin)).get("confab_stream_healed_total") ?? 0;
	expect(healed).toBeGreaterThan(20);
	expect(load.delays(from, to).at(-1)).toBeLessThan(3_000);
	await load.end();
});

it("everything that is published is lost, and nobody notices but the clock", async () => {
	const redis = await startRedis();
	let losing = false;
	const proxy = new Proxy({ to: { port: redis.port }, filter: losingPublished(() => losing) });
	cleanUp.push(
		() => redis.stop(),
		() => proxy.close(),
	);
	const config = { redis_url: `redis://127.0.0.1:${await proxy.listen()}/0`, head_check_ms: 1_000 };
	const load = new Load(await startServer({ config }));
	await load.join(4);
	losing = true;
	load.talk(200);
	const from = Date.now();
	await sleep(6_000);
	const to = Date.now();
	await load.quiet();
	load.check();
	expect(load.delays(from, to).at(-1)).toBeLessThan(3_500);
	await load.end();
});

it("the line to Redis is cut again and again, and goes dark", async () => {
	const redis = await startRedis();
	const proxy = new Proxy({ to: { port: redis.port } });
	cleanUp.push(
		() => redis.stop(),
		() => proxy.close(),
	);
	const load = new Load(
		await startServer({ config: { redis_url: `redis://127.0.0.1:${await proxy.listen()}/0` } }),
	);
	await load.join(6);
	load.talk(80);
	for (let i = 0; i < 10; i++) {
		await sleep(200 + Math.random() * 800);
		proxy.cut();
	}
	proxy.dark();
	await sleep(6_000);
	proxy.light();
	await until("the bus is back", () => busUp(load, 2), 15_000);
	await sleep(1_000);
	await load.quiet();
	load.check();
	await load.end();
});
