#!/usr/bin/env node
// What presence costs: two workers with private databases, people with views of each other, so many of whom change each second.
//   CONFABD=<binary> node tests/bench/presence.mjs [people=1000] [view=40] [changes a second=100] [seconds=20]
// Prints processor time of workers and Redis per second, idle and with changes, frames and bytes a second, and what a change costs.
import { spawn, execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { WebSocket } = createRequire(join(root, "frontend/package.json"))("ws");
const [people, view, changes, seconds] = [1000, 40, 100, 20].map((usual, i) =>
	Number(process.argv[2 + i] ?? usual),
);
const binary = process.env.CONFABD ?? join(root, "build/release/confabd");
const tick = 1000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const heard = { frames: 0, bytes: 0, people: 0 };

async function freePort() {
	const probe = createServer();
	await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
	const { port } = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	return port;
}

async function start(folder, port) {
	const limits = [
		"rate_registrations_per_hour",
		"rate_handshakes_per_s",
		"rate_handshakes_burst",
		"rate_requests_per_s",
		"rate_requests_burst",
	];
	const env = {
		...process.env,
		CONFAB_PORT: port,
		CONFAB_DATA_DIR: join(folder, "data"),
		CONFAB_WORKERS: 2,
		CONFAB_REGISTRATION: "open",
	};
	for (const name of [...limits, "sockets_per_address_max"]) env[`CONFAB_${name.toUpperCase()}`] = 1000000;
	Object.assign(env, {
		CONFAB_MIGRATIONS_DIR: join(root, "migrations"),
		CONFAB_LOG_LEVEL: "warn",
		CONFAB_PASSWORD_QUEUE_MAX: 10000,
	});
	const child = spawn(binary, ["run"], { env, stdio: ["ignore", "pipe", "inherit"] });
	await new Promise((resolve, reject) => {
		child.once("exit", () => reject(new Error("the server ended")));
		child.stdout.on("data", (text) => String(text).includes("is running.") && resolve());
	});
	return child;
}

/** A cookie of somebody new. */
async function register(origin, i) {
	const body = JSON.stringify({ username: `bench${i}`, password: "correct horse battery" });
	const headers = { "Content-Type": "application/json", Origin: origin };
	const response = await fetch(`${origin}/api/register`, { method: "POST", headers, body });
	if (!response.ok) throw new Error(await response.text());
	return response.headers.getSetCookie()[0].split(";")[0];
}

function open(origin, cookie) {
	const socket = new WebSocket(`${origin.replace("http", "ws")}/ws`, {
		headers: { Cookie: cookie, Origin: origin },
		perMessageDeflate: false,
	});
	return new Promise((resolve, reject) => {
		socket.once("error", reject);
		socket.on("message", (data) => {
			const text = String(data);
			if (text.startsWith('{"action":"setWsId"')) {
				const { userId } = JSON.parse(text);
				resolve({ socket, userId });
			} else if (text.startsWith('{"action":"presence"')) {
				heard.frames++;
				heard.bytes += text.length;
				heard.people += text.split('"userId"').length - 1;
			} else if (text.startsWith('{"action":"ping"')) socket.send('{"action":"pong"}');
		});
	});
}

function childrenOf(parent) {
	const stat = (pid) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((pid) => {
			try {
				return stat(pid)[1] === String(parent);
			} catch {
				return false;
			}
		});
}

/** Processor time of the processes so far, in ms, by what they are. */
function spent(pids) {
	const sums = { worker: 0, redis: 0, mariadb: 0 };
	for (const pid of pids) {
		const text = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
		const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
		const kind = command.includes("redis") ? "redis" : command.includes("worker") ? "worker" : "mariadb";
		sums[kind] += (Number(text[11]) + Number(text[12])) * tick;
	}
	return sums;
}

async function measure(name, pids, run) {
	Object.assign(heard, { frames: 0, bytes: 0, people: 0 });
	const before = spent(pids);
	const started = Date.now();
	await run();
	const took = (Date.now() - started) / 1000;
	const after = spent(pids);
	const cost = Object.fromEntries(
		Object.keys(after).map((kind) => [kind, (after[kind] - before[kind]) / took]),
	);
	const figures = Object.entries(cost).map(([kind, ms]) => `${kind}=${ms.toFixed(1)}ms/s`);
	console.log(
		`${name}: ${figures.join(" ")} frames=${(heard.frames / took).toFixed(0)}/s people=${(heard.people / took).toFixed(0)}/s bytes=${(heard.bytes / took).toFixed(0)}/s`,
	);
	return cost;
}

const folder = mkdtempSync(join(tmpdir(), "confab-bench-"));
chmodSync(folder, 0o755);
const port = await freePort();
const origin = `http://localhost:${port}`;
const server = await start(folder, port);
try {
	const crowd = [];
	for (let i = 0; i < people; i += 20) {
		const some = Array.from({ length: Math.min(20, people - i) }, (_, k) =>
			register(origin, i + k).then((cookie) => open(origin, cookie)),
		);
		crowd.push(...(await Promise.all(some)));
	}
	const pids = childrenOf(server.pid);
	crowd.forEach(({ socket }, i) => {
		const userIds = Array.from({ length: view }, (_, k) => crowd[(i * 13 + k * 41) % people].userId);
		socket.send(JSON.stringify({ action: "watchPeople", userIds: [...new Set(userIds)], cbId: 1 }));
	});
	await sleep(5000);
	console.log(`${people} people on two workers, each with a view of ${view}, ${changes} changes a second`);
	const idle = await measure("idle", pids, () => sleep(seconds * 1000));
	let n = 0;
	const busy = await measure("busy", pids, async () => {
		for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
			for (let k = 0; k < changes / 10; k++, n++) {
				const away = Math.floor(n / people) % 2 === 0;
				crowd[(n * 7) % people].socket.send(JSON.stringify({ action: "setPresence", away }));
			}
		}
	});
	for (const kind of Object.keys(idle))
		console.log(`${kind}: ${(((busy[kind] - idle[kind]) * 1000) / changes).toFixed(0)} us a change`);
} finally {
	server.removeAllListeners("exit");
	server.kill("SIGTERM");
	await new Promise((resolve) => server.once("exit", resolve));
	rmSync(folder, { recursive: true, force: true });
}
process.exit();
