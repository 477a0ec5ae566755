/* A Redis of one's own behind a proxy, and a filter that loses some of what was published. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "../contract/harness/server";
import { until } from "../contract/harness/wait";

export class Redis {
	readonly port: number;
	readonly #child: ChildProcess;
	readonly #folder: string;

	constructor(port: number, child: ChildProcess, folder: string) {
		this.port = port;
		this.#child = child;
		this.#folder = folder;
	}

	/** The raw answer to one inline command. */
	command(text: string): Promise<string> {
		return new Promise((resolve, reject) => {
			const socket = connect(this.port, "127.0.0.1");
			let answer = "";
			socket.once("error", reject);
			socket.setEncoding("utf8").on("data", (part: string) => {
				answer += part;
				// The answer to the ping behind it ends what belongs to the command.
				if (!answer.endsWith("+PONG\r\n")) return;
				socket.destroy();
				resolve(answer.slice(0, -"+PONG\r\n".length));
			});
			socket.write(`${text}\r\nPING\r\n`);
		});
	}

	stop(): void {
		this.#child.kill("SIGTERM");
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

export async function startRedis(): Promise<Redis> {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), "confab-redis-"));
	const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
	// The package without the system's service has the server under this name; it goes by how it is called.
	const child = spawn("/usr/bin/redis-check-rdb", settings, {
		argv0: "redis-server",
		stdio: ["ignore", "pipe", "pipe"],
	});
	let output = "";
	child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
	process.once("exit", () => child.kill("SIGTERM"));
	await until("Redis", () => output.includes("Ready to accept connections"));
	return new Redis(port, child, folder);
}

/** Length of the RESP value at the start of `bytes`; -1: not all of it is there. */
function valueLength(bytes: Buffer): number {
	const lineEnd = bytes.indexOf("\r\n");
	if (lineEnd < 0) return -1;
	const kind = String.fromCharCode(bytes[0] ?? 0);
	const count = Number(bytes.toString("latin1", 1, lineEnd));
	let end = lineEnd + 2;
	if (kind === "$") {
		if (count >= 0) end += count + 2;
		return end <= bytes.length ? end : -1;
	}
	for (let i = 0; (kind === "*" || kind === ">") && i < count; i++) {
		const inner = valueLength(bytes.subarray(end));
		if (inner < 0) return -1;
		end += inner;
	}
	return end;
}

/** A filter that loses published messages when `lose` says so of them, and nothing else. */
export function losingPublished(lose: (published: string) => boolean): () => (bytes: Buffer) => Buffer {
	return () => {
		let rest: Buffer = Buffer.alloc(0);
		return (bytes) => {
			rest = Buffer.concat([rest, bytes]);
			const passed: Buffer[] = [];
			for (let length = valueLength(rest); length > 0; length = valueLength(rest)) {
				const value = rest.subarray(0, length);
				const published = /^[*>]3\r\n\$7\r\nmessage\r\n/.test(value.toString("latin1", 0, 20));
				if (!published || !lose(value.toString("utf8"))) passed.push(value);
				rest = rest.subarray(length);
			}
			return Buffer.concat(passed);
		};
	};
}
