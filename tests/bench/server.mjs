// A server with private databases for measurements in Node: started, people registered, processes and what they use.
import { spawn, execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tick = 1000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
const page = Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" }));

export const { WebSocket } = createRequire(join(root, "frontend/package.json"))("ws");
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function freePort() {
	const probe = createServer();
	await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
	const { port } = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	return port;
}

/** Two workers; `config` are further options by name. What protects from strangers would measure itself here and is raised. */
export async function startServer(config = {}) {
	const folder = mkdtempSync(join(tmpdir(), "confab-bench-"));
	chmodSync(folder, 0o755);
	const port = await freePort();
	const million = 1000000;
	const options = {
		port,
		data_dir: join(folder, "data"),
		migrations_dir: join(root, "migrations"),
		workers: 2,
		registration: "open",
		log_level: "warn",
		password_queue_max: 10000,
		sockets_per_address_max: million,
		rate_registrations_per_hour: million,
		rate_handshakes_per_s: million,
		rate_handshakes_burst: million,
		...config,
	};
	const env = { ...process.env };
	for (const [name, value] of Object.entries(options)) env[`CONFAB_${name.toUpperCase()}`] = String(value);
	const binary = process.env.CONFABD ?? join(root, "build/release/confabd");
	const child = spawn(binary, ["run"], { env, stdio: ["ignore", "pipe", "inherit"] });
	await new Promise((resolve, reject) => {
		child.once("exit", () => reject(new Error("the server ended")));
		child.stdout.on("data", (text) => String(text).includes("is running.") && resolve());
	});
	return { child, folder, origin: `http://localhost:${port}`, port };
}

export async function stopServer({ child, folder }) {
	child.removeAllListeners("exit");
	child.kill("SIGTERM");
	await new Promise((resolve) => child.once("exit", resolve));
	rmSync(folder, { recursive: true, force: true });
}

/** A cookie of somebody new. */
export async function register(origin, i) {
	const body = JSON.stringify({ username: `bench${i}`, password: "correct horse battery" });
	const headers = { "Content-Type": "application/json", Origin: origin };
	const response = await fetch(`${origin}/api/register`, { method: "POST", headers, body });
	if (!response.ok) throw new Error(await response.text());
	return response.headers.getSetCookie()[0].split(";")[0];
}

/** What `make(i)` gives for 0 … count−1, so many at once. */
export async function inParts(count, atOnce, make) {
	const all = [];
	for (let i = 0; i < count; i += atOnce) {
		const part = Array.from({ length: Math.min(atOnce, count - i) }, (_, k) => make(i + k));
		all.push(...(await Promise.all(part)));
	}
	return all;
}

/** A socket that is signed in, once its first frame came; `hear(text)` gets all frames after it but pings, which are answered. */
export function openSocket(origin, cookie, { localAddress, hear = () => {} } = {}) {
	const socket = new WebSocket(`${origin.replace("http", "ws")}/ws`, {
		headers: { Cookie: cookie, Origin: origin },
		perMessageDeflate: false,
		...(localAddress && { localAddress, family: 4 }),
	});
	return new Promise((resolve, reject) => {
		socket.once("error", reject);
		socket.on("message", (data) => {
			const text = String(data);
			if (text.startsWith('{"action":"setWsId"')) {
				socket.off("error", reject);
				socket.on("error", () => {});
				resolve({ socket, first: JSON.parse(text) });
			} else if (text.startsWith('{"action":"ping"')) socket.send('{"action":"pong"}');
			else hear(text);
		});
	});
}

/** The processes that the server started. */
export function childrenOf(parent) {
	const parentOf = (pid) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[1];
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((pid) => {
			try {
				return parentOf(pid) === String(parent);
			} catch {
				return false;
			}
		});
}

/** Processor time so far in ms and resident bytes of the processes, by what they are. */
export function used(pids) {
	const sums = {};
	for (const kind of ["worker", "redis", "mariadb"]) sums[kind] = { ms: 0, bytes: 0 };
	for (const pid of pids) {
		const text = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
		const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
		const kind = command.includes("redis") ? "redis" : command.includes("worker") ? "worker" : "mariadb";
		sums[kind].ms += (Number(text[11]) + Number(text[12])) * tick;
		sums[kind].bytes += Number(text[21]) * page;
	}
	return sums;
}
