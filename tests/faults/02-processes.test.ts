/* kill -9 under load, of whatever there is: back within 3 s, nothing acknowledged lost, nothing twice. */
import { expect, it } from "vitest";

import { childrenLike, childrenOf, isRunning } from "../contract/harness/processes";
import { metricsOf, startServer, workersOf } from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";
import { Load } from "./load";

const BACK_MS = 3_000;
/** Clients that lose one connection after the other wait ever longer; one that held this long is the first again. */
const STEADY_MS = 5_500;

function pick<T>(list: readonly T[]): T {
	const one = list[Math.floor(Math.random() * list.length)];
	if (one === undefined) throw new Error("nothing to pick from");
	return one;
}

it("kill -9 of a worker: another is there, its people come back, nothing is lost", async () => {
	const load = new Load(await startServer());
	await load.join(8);
	load.talk(80);
	for (let i = 0; i < 4; i++) {
		await sleep(STEADY_MS);
		const before = workersOf(load.server.address.pid);
		const { pid } = pick(before);
		process.kill(pid, "SIGKILL");
		const killed = Date.now();
		await until("two workers", () => {
			const now = workersOf(load.server.address.pid).map((worker) => worker.pid);
			return now.length === 2 && !now.includes(pid);
		});
		await until("everybody is connected", () =>
			load.connections.every(({ client }) => client.state.kind === "open"),
		);
		const back = Date.now() - killed;
		console.log(`everybody back after ${back} ms`);
		expect(back).toBeLessThan(BACK_MS);
	}
	await load.quiet();
	load.check();
	const closes = load.connections.flatMap((connection) => connection.closes);
	expect(closes.length).toBeGreaterThan(0);
	await load.end();
});

it("a worker that hangs is replaced; its people are not kept for ever", async () => {
	const config = { watchdog_ms: 2_000, ping_interval_ms: 500 };
	const load = new Load(await startServer({ config }));
	await load.join(6);
	load.talk(100);
	await sleep(1_000);
	const { pid } = pick(workersOf(load.server.address.pid));
	process.kill(pid, "SIGSTOP");
	await until(
		"it is replaced",
		() => !workersOf(load.server.address.pid).some((worker) => worker.pid === pid),
		15_000,
	);
	await load.quiet();
	load.check();
	await load.end();
});

it("kill -9 of MariaDB: messages wait, then all are there", async () => {
	const load = new Load(await startServer());
	await load.join(6);
	load.talk(60);
	for (let i = 0; i < 3; i++) {
		await sleep(2_000);
		const [{ pid } = { pid: 0 }] = childrenLike(load.server.address.pid, /mariadbd/);
		process.kill(pid, "SIGKILL");
		const killed = Date.now();
		const heard = await load.firstHeardAfter(killed + 100);
		console.log(`talking again after ${heard - killed} ms`);
		expect(heard - killed).toBeLessThan(BACK_MS);
	}
	await load.quiet();
	load.check();
	await load.end();
});

it("MariaDB hangs: nothing is acknowledged that is not stored, and it goes on", async () => {
	const load = new Load(await startServer());
	await load.join(4);
	load.talk(100);
	await sleep(1_000);
	const [{ pid } = { pid: 0 }] = childrenLike(load.server.address.pid, /mariadbd/);
	process.kill(pid, "SIGSTOP");
	await sleep(14_000);
	expect((await fetch(`${load.server.address.origin}/health`)).status).toBe(200);
	process.kill(pid, "SIGCONT");
	await load.quiet(60_000);
	load.check();
	await load.end();
});

it("anything dies at any time, for half a minute", async () => {
	const load = new Load(await startServer());
	await load.join(8);
	load.talk(60);
	const end = Date.now() + 30_000;
	while (Date.now() < end) {
		await sleep(300 + Math.random() * 2_500);
		const victims = childrenOf(load.server.address.pid);
		if (victims.length > 0) process.kill(pick(victims).pid, "SIGKILL");
	}
	await until(
		"ready",
		async () => (await fetch(`${load.server.address.origin}/ready`).catch(() => null))?.status === 200,
		15_000,
	);
	await load.quiet(60_000);
	load.check();
	// The last victim may still wait out its back-off: readiness asks one worker only.
	await until(
		"both workers' writers connected",
		async () => (await metricsOf(load.server.address.origin)).get("confab_archive_up") === 2,
		15_000,
	);
	await load.end();
});

it("kill -9 of the supervisor: all ends within moments, and another start finds everything", async () => {
	const first = await startServer();
	const { port, dataDir, pid } = first.address;
	const load = new Load(first);
	await load.join(6);
	load.talk(80);
	await sleep(2_000);
	const processes = childrenOf(pid);
	process.kill(pid, "SIGKILL");
	const killed = Date.now();
	await until("all have ended", () => processes.every((each) => !isRunning(each.pid)), 5_000);
	expect(Date.now() - killed).toBeLessThan(1_500);
	const started = Date.now();
	const second = await startServer({ dataDir, config: { port } });
	console.log(`ready again after ${Date.now() - started} ms`);
	expect(Date.now() - started).toBeLessThan(5_000);
	await load.quiet(60_000);
	load.check();
	load.connections.forEach((connection) => connection.stop());
	expect(await second.remove()).toBe(0);
	expect([...first.alarms, ...second.alarms]).toEqual([]);
});
