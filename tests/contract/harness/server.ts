/* A whole server of its own: `confabd run` with two workers and private databases in a temporary folder, stopped by its pid. */
import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { childrenLike, type Process } from "./processes";
import { leaks, logTexts, processTexts } from "./secrets";
import { until, within } from "./wait";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** What a test file needs to know of a server that another process started. */
export interface ServerAddress {
	origin: string;
	port: number;
	pid: number;
	dataDir: string;
	/** Token of the set-up link, if it was printed. */
	setup: string;
}

export interface ServerOptions {
	/** Configuration by key, e.g. { ping_interval_ms: 500 }. */
	config?: Record<string, string | number | boolean>;
	workers?: number;
	/** Of an earlier server, to start it again. */
	dataDir?: string;
	binary?: string;
}

/** Limits that a test does not reach by accident. */
const generous = {
	registration: "open",
	rate_messages_per_s: 100_000,
	rate_messages_burst: 100_000,
	rate_requests_per_s: 100_000,
	rate_requests_burst: 100_000,
	rate_joins_per_min: 100_000,
	rate_rooms_per_min: 100_000,
	rate_logins_per_min: 100_000,
	rate_registrations_per_hour: 100_000,
	rate_invitations_per_hour: 100_000,
	rate_handshakes_per_s: 100_000,
	rate_handshakes_burst: 100_000,
	rate_tls_per_s: 100_000,
	rate_tls_burst: 100_000,
	rate_pings_per_s: 100_000,
	rate_pings_burst: 100_000,
	drain_ms: 500,
	log_level: "info",
};

const sanitizers = {
	ASAN_OPTIONS: "abort_on_error=1:detect_leaks=0:handle_abort=1:detect_stack_use_after_return=1",
	UBSAN_OPTIONS: "halt_on_error=1:abort_on_error=1:print_stacktrace=1",
};

/** What must never stand in a server's output. */
const alarms = /AddressSanitizer|LeakSanitizer|UndefinedBehavior|runtime error:|ASSERT|assertion/i;

export function defaultBinary(): string {
	return resolve(repository, process.env["CONFABD"] ?? "build/sanitize/confabd");
}

/** Servers that this process started and that have not ended. */
const running = new Set<Server>();

/** Ends what a failed test left behind. */
export async function stopLeftovers(): Promise<void> {
	for (const server of running) await server.remove().catch(() => undefined);
}

export class Server {
	readonly address: ServerAddress;
	readonly #child: ChildProcess;
	readonly #output: string[];

	constructor(address: ServerAddress, child: ChildProcess, output: string[]) {
		this.address = address;
		this.#child = child;
		this.#output = output;
	}

	get output(): string {
		return this.#output.join("");
	}

	/** Lines of the output that no run may have. */
	get alarms(): string[] {
		return this.output.split("\n").filter((line) => alarms.test(line));
	}

	get running(): boolean {
		return this.#child.exitCode === null && this.#child.signalCode === null;
	}

	signal(name: NodeJS.Signals): void {
		this.#child.kill(name);
	}

	/** As Ctrl-C does; the answer is the exit code. */
	async stop(): Promise<number> {
		running.delete(this);
		const exited = exitOf(this.#child);
		if (this.running) this.signal("SIGTERM");
		try {
			return await within("the server's end", exited, 40_000);
		} catch (reason) {
			this.signal("SIGKILL");
			throw reason;
		}
	}

	/** Stops it and removes its data; fails when it wrote down what is secret. */
	async remove(): Promise<number> {
		const { pid, port, dataDir } = this.address;
		const processes = this.running ? processTexts(pid) : [];
		const code = await this.stop();
		const found = leaks(port, [["output", this.output], ...logTexts(dataDir), ...processes]);
		rmSync(join(dataDir, ".."), { recursive: true, force: true });
		if (found.length > 0) throw new Error(`secrets were written down:\n${found.join("\n")}`);
		return code;
	}
}

function exitOf(child: ChildProcess): Promise<number> {
	if (child.exitCode !== null) return Promise.resolve(child.exitCode);
	return new Promise((resolve) =>
		child.once("exit", (code, signal) => resolve(code ?? (signal ? 128 : 0))),
	);
}

export function workersOf(supervisor: number): Process[] {
	return childrenLike(supervisor, /\bworker\b/);
}

export async function freePort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
	const address = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	if (address === null || typeof address === "string") throw new Error("no free port");
	return address.port;
}

/** A folder that the user we drop to can enter. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), "confab-test-"));
	chmodSync(folder, 0o755);
	return folder;
}

function environment(options: ServerOptions, port: number, dataDir: string): NodeJS.ProcessEnv {
	const config: Record<string, string | number | boolean> = {
		...generous,
		migrations_dir: join(repository, "migrations"),
		static_dir: resolve(repository, process.env["CLIENT_DIST"] ?? "frontend/dist"),
		...options.config,
		port,
		data_dir: dataDir,
		workers: options.workers ?? 2,
	};
	const own = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !name.startsWith("CONFAB")),
	);
	const variables = Object.entries(config).map(([key, value]) => [
		`CONFAB_${key.toUpperCase()}`,
		String(value),
	]);
	return { ...own, ...sanitizers, ...(Object.fromEntries(variables) as Record<string, string>) };
}

export async function startServer(options: ServerOptions = {}): Promise<Server> {
	const port = Number(options.config?.["port"] ?? (await freePort()));
	const dataDir = options.dataDir ?? join(temporaryFolder(), "data");
	const output: string[] = [];
	const child = spawn(options.binary ?? defaultBinary(), ["run"], {
		env: environment(options, port, dataDir),
		stdio: ["ignore", "pipe", "pipe"],
	});
	process.once("exit", () => child.kill("SIGTERM"));
	child.stdout.setEncoding("utf8").on("data", (text: string) => output.push(text));
	child.stderr.setEncoding("utf8").on("data", (text: string) => output.push(text));
	await until("the server's card", () => started(child, output), 90_000);
	const setup = /\/setup[^\s]*?([A-Za-z0-9_-]{43})/.exec(output.join(""))?.[1] ?? "";
	const address = { origin: `http://localhost:${port}`, port, pid: child.pid ?? 0, dataDir, setup };
	const server = new Server(address, child, output);
	running.add(server);
	return server;
}

function started(child: ChildProcess, output: readonly string[]): boolean {
	if (child.exitCode !== null || child.signalCode !== null) {
		throw new Error(`the server ended (${child.exitCode ?? child.signalCode}):\n${output.join("")}`);
	}
	return output.some((text) => text.includes("is running."));
}

/** Rows of a query, straight from the private MariaDB. */
export function queryArchive(dataDir: string, sql: string): string[][] {
	const text = execFileSync("mariadb", queryArguments(dataDir, sql), { encoding: "utf8" });
	return text
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => line.split("\t"));
}

/** Runs statements while the test goes on. */
export async function queryArchiveBeside(dataDir: string, sql: string): Promise<void> {
	await promisify(execFile)("mariadb", queryArguments(dataDir, sql));
}

function queryArguments(dataDir: string, sql: string): string[] {
	const settings = [
		"--no-defaults",
		`--socket=${dataDir}/sockets/mariadb.sock`,
		"--user=confab",
		"--batch",
	];
	return [...settings, "--skip-column-names", "confab", "-e", sql];
}

/** Values of /metrics by name. */
export async function metricsOf(origin: string): Promise<Map<string, number>> {
	const text = await (await fetch(`${origin}/metrics`)).text();
	const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
	return new Map(lines.map((line) => [line.split(/[ {]/)[0] ?? "", Number(line.split(" ").at(-1))]));
}
