/* What a server runs out of: descriptors, memory, readers who read, connections to its own databases. Who is there goes on talking, and
 * nothing acknowledged is lost. */
import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { connect as connectTcp, type Socket } from "node:net";
import { fileURLToPath } from "node:url";

import { afterEach, expect, it } from "vitest";

import { Person, type Connection } from "../contract/harness/person";
import { metricsOf, startServer, workersOf } from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";
import { Load } from "./load";
import { startRedis } from "./redis";

const cleanUp: (() => void)[] = [];

afterEach(() => cleanUp.splice(0).forEach((clean) => clean()));

/** A line of /proc/PID/status in bytes. */
function memoryOf(pid: number, field: "VmRSS" | "VmData"): number {
	const line = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
	return Number(line?.[1]) * 1024;
}

/** Seconds of processor time so far. */
function processorTimeOf(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** As the process's own user: root in a container may not. */
function limit(pid: number, what: "nofile" | "data", soft: number | "unlimited"): void {
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	const idOf = (kind: string): string => new RegExp(`^${kind}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? "";
	const [user, group] = [idOf("Uid"), idOf("Gid")];
	const asUser = [`--reuid=${user}`, `--regid=${group}`, "--clear-groups"];
	execFileSync("setpriv", [...asUser, "prlimit", `--pid=${pid}`, `--${what}=${soft}:`]);
}

/** Many TCP connections, from addresses of their own. */
function dial(port: number, count: number, first: string): Socket[] {
	return Array.from({ length: count }, () => {
		const socket = connectTcp({ host: "127.0.0.1", port, localAddress: first });
		socket.on("error", () => undefined);
		cleanUp.push(() => socket.destroy());
		return socket;
	});
}

it("without a descriptor left, who is there is served and the others wait", async () => {
	const load = new Load(await startServer());
	await load.join(6);
	load.talk(100);
	const { origin, port, pid } = load.server.address;
	const workers = workersOf(pid);
	const soft = /^Max open files\s+(\d+)/m.exec(
		readFileSync(`/proc/${workers[0]?.pid}/limits`, "utf8"),
	)?.[1];
	for (const worker of workers) {
		const highest = Math.max(...readdirSync(`/proc/${worker.pid}/fd`).map(Number));
		limit(worker.pid, "nofile", highest + 1);
	}
	const idle = dial(port, 700, "127.0.0.2");
	const told = () => load.server.output.match(/cannot accept/g)?.length ?? 0;
	await until("descriptors are gone in both", () => told() >= workers.length);
	const before = workers.map((worker) => processorTimeOf(worker.pid));
	const from = Date.now();
	// A connection of its own: the client's library keeps some.
	const [waiting] = dial(port, 1, "127.0.0.3");
	let answer = "";
	waiting?.setEncoding("latin1").on("data", (part: string) => (answer += part));
	waiting?.write(`GET /health HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
	await sleep(5_000);
	const to = Date.now();
	const used = workers.map(
		(worker, i) => (processorTimeOf(worker.pid) - (before[i] ?? 0)) / ((to - from) / 1000),
	);
	console.log(
		`processor while nothing can be accepted: ${used.map((share) => share.toFixed(3)).join(", ")}`,
	);
	// The conversation costs something; a loop that turns for nothing takes all there is.
	for (const share of used) expect(share).toBeLessThan(0.4);
	const delays = load.delays(from, to - 1_000);
	expect(delays.length).toBeGreaterThan(20);
	expect(delays.at(-1)).toBeLessThan(2_000);
	expect(answer).toBe("");
	expect(told()).toBe(workers.length);
	// Those who said nothing go: there is place for the one who waited.
	idle.forEach((socket) => socket.destroy());
	await until("the answer", () => answer.startsWith("HTTP/1.1 200 "));
	for (const worker of workers) limit(worker.pid, "nofile", Number(soft));
	expect((await fetch(`${origin}/ready`)).status).toBe(200);
	await load.quiet();
	load.check();
	expect(load.connections.flatMap(({ closes }) => closes)).toEqual([]);
	await load.end();
});

it("a worker that gets no more memory is replaced, and nothing acknowledged is lost", async () => {
	const load = new Load(await startServer());
	await load.join(6);
	load.talk(80);
	const { origin, port, pid } = load.server.address;
	await sleep(1_500);
	const before = workersOf(pid).map((worker) => worker.pid);
	for (const worker of before) limit(worker, "data", memoryOf(worker, "VmData") + 24 * 1024 * 1024);
	// Bodies that do not end: each is kept up to its bound.
	const head = `POST /api/auth HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${origin}\r\nContent-Length: 65000\r\n\r\n`;
	for (let i = 0; i < 8; i++) {
		for (const socket of dial(port, 200, `127.0.0.${20 + i}`)) socket.write(head + "x".repeat(64_000));
	}
	const gone = () => before.filter((worker) => !workersOf(pid).some((now) => now.pid === worker));
	await until("a worker is replaced", () => gone().length > 0, 30_000);
	await until("two workers", () => workersOf(pid).length === 2, 30_000);
	cleanUp.splice(0).forEach((clean) => clean());
	for (const worker of workersOf(pid)) limit(worker.pid, "data", "unlimited");
	console.log(`${gone().length} of ${before.length} workers were replaced`);
	await load.quiet(60_000);
	load.check();
	await until("both work", async () => (await metricsOf(origin)).get("confab_archive_up") === 2, 15_000);
	load.connections.forEach((connection) => connection.stop());
	expect(await load.server.remove()).toBe(0);
	// The only thing that went wrong is what was provoked.
	for (const line of load.server.alarms) {
		expect(line).toMatch(
			/out of memory|failed to (allocate|mmap)|ERROR: AddressSanitizer|SUMMARY: AddressSanitizer|memory_/i,
		);
	}
});

/** `each` sockets of each person that read nothing. */
async function readNothing(port: number, people: Person[], each: number): Promise<void> {
	const script = fileURLToPath(new URL("slow_readers.py", import.meta.url));
	const count = people.length * each;
	const child = spawn("python3", [script, String(port), String(count)], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	cleanUp.push(() => child.kill());
	let output = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
	for (const person of people) child.stdin.write(`Cookie: ${person.cookie}\n`.repeat(each));
	await until("all are upgraded", () => output.includes("ready"), 20_000);
}

it("two hundred who read nothing are let go, in bounded memory, and nobody else notices", async () => {
	const config = { socket_queue_bytes_max: 262_144 };
	const load = new Load(await startServer({ config }));
	await load.join(5);
	const { origin, port, pid } = load.server.address;
	const people = await Promise.all(Array.from({ length: 5 }, () => new Person(load.world).register()));
	await readNothing(port, people, 40);
	await until("they are open", async () => (await metricsOf(origin)).get("confab_sessions") === 205);
	const workers = workersOf(pid);
	const before = workers.map((worker) => memoryOf(worker.pid, "VmRSS"));
	const from = Date.now();
	load.talk(100);
	const wordy = load.connections[0] as Connection;
	const letGo = async () => (await metricsOf(origin)).get("confab_slow_readers_closed_total") ?? 0;
	let peak = 0;
	for (let i = 0; i < 300 && (await letGo()) < 200; i++) {
		load.say(wordy, "x".repeat(18_000));
		const grown = workers.map((worker, k) => memoryOf(worker.pid, "VmRSS") - (before[k] ?? 0));
		peak = Math.max(peak, ...grown);
		await sleep(50);
	}
	expect(await letGo()).toBe(200);
	await load.quiet();
	const delays = load.delays(from, Date.now());
	const p99 = delays[Math.floor(delays.length * 0.99)] ?? Infinity;
	console.log(
		`heard after ${delays[delays.length >> 1]} ms in the middle, p99 ${p99} ms; grown by ${peak >> 20} MB at most`,
	);
	expect(p99).toBeLessThan(2_500);
	// Their queues would be 50 MB; the sanitizer keeps up to 256 MB of what was given back.
	expect(peak).toBeLessThan(320 * 1024 * 1024);
	load.check();
	expect(load.connections.flatMap(({ closes }) => closes)).toEqual([]);
	await load.end();
});

it("a MariaDB that takes no more connections is waited for; three a worker are enough", async () => {
	const load = new Load(await startServer());
	await load.join(6);
	load.talk(60);
	const { origin, dataDir } = load.server.address;
	const asRoot = (sql: string): string => {
		const socket = `--socket=${dataDir}/sockets/mariadb.sock`;
		return execFileSync(
			"mariadb",
			["--no-defaults", socket, "--user=root", "--skip-column-names", "-e", sql],
			{
				encoding: "utf8",
			},
		).trim();
	};
	const connections = (): number[] =>
		asRoot("SELECT id FROM information_schema.processlist WHERE user = 'confab'")
			.split("\n")
			.filter(Boolean)
			.map(Number);
	await sleep(1_500);
	expect(connections()).toHaveLength(6);
	// Only one of the six finds a place again.
	asRoot("GRANT USAGE ON *.* TO confab@localhost WITH MAX_USER_CONNECTIONS 1");
	for (const id of connections()) asRoot(`KILL ${id}`);
	await until(
		"not all are back",
		async () => ((await metricsOf(origin)).get("confab_archive_up") ?? 2) < 2,
	);
	await sleep(4_000);
	expect(connections().length).toBeLessThanOrEqual(1);
	expect((await fetch(`${origin}/health`)).status).toBe(200);
	asRoot("GRANT USAGE ON *.* TO confab@localhost WITH MAX_USER_CONNECTIONS 0");
	await until("all are back", () => connections().length === 6, 15_000);
	await load.quiet(60_000);
	load.check();
	expect(load.connections.flatMap(({ closes }) => closes)).toEqual([]);
	await load.end();
});

/** A connection to Redis that stays, and the answer to each command. */
function redisClient(port: number): (command: string) => Promise<string> {
	const socket = connectTcp(port, "127.0.0.1");
	cleanUp.push(() => socket.destroy());
	let heard = "";
	socket.setEncoding("utf8").on("data", (part: string) => (heard += part));
	return async (command) => {
		heard = "";
		socket.write(`${command}\r\nPING\r\n`);
		await until(`Redis: ${command}`, () => heard.endsWith("+PONG\r\n"));
		return heard.slice(0, -"+PONG\r\n".length);
	};
}

it("a Redis that takes no more connections is done without; two a worker are enough", async () => {
	const redis = await startRedis();
	cleanUp.push(() => redis.stop());
	const load = new Load(await startServer({ config: { redis_url: `redis://127.0.0.1:${redis.port}/0` } }));
	await load.join(6);
	load.talk(100);
	const ask = redisClient(redis.port);
	const others = async (): Promise<number> =>
		((await ask("CLIENT LIST")).match(/\bid=\d+/g)?.length ?? 0) - 1;
	await sleep(1_500);
	expect(await others()).toBe(4);
	await ask("CONFIG SET maxclients 1");
	await ask("CLIENT KILL TYPE pubsub");
	await ask("CLIENT KILL TYPE normal SKIPME yes");
	const from = Date.now();
	await sleep(8_000);
	expect(await others()).toBe(0);
	const to = Date.now();
	await ask("CONFIG SET maxclients 1000");
	await until("they are back", async () => (await others()) === 4, 15_000);
	const delays = load.delays(from, to - 2_000);
	console.log(
		`without Redis heard after ${delays[delays.length >> 1]} ms in the middle, ${delays.at(-1)} ms at most`,
	);
	expect(delays.length).toBeGreaterThan(40);
	expect(delays.at(-1)).toBeLessThan(6_000);
	await load.quiet();
	load.check();
	expect(load.connections.flatMap(({ closes }) => closes)).toEqual([]);
	await load.end();
});
