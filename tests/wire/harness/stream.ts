/* One raw TCP connection (or a TLS one, made elsewhere): bytes out in segments of any size, bytes in as they come, and how it ended. */
import { connect, type Socket } from "node:net";

import { sleep } from "../../contract/harness/wait";

export type Ending = "open" | "end" | "reset";

export class Stream {
	readonly socket: Socket;
	/** Everything that came and was not taken yet. */
	received = Buffer.alloc(0);
	ending: Ending = "open";
	#wake: (() => void)[] = [];

	constructor(socket: Socket) {
		this.socket = socket;
		socket.on("data", (bytes: Buffer) => {
			this.received = Buffer.concat([this.received, bytes]);
			this.#changed();
		});
		socket.on("end", () => this.#ended("end"));
		socket.on("error", () => this.#ended("reset"));
		socket.on("close", () => this.#ended("reset"));
	}

	static async open(port: number, host = "127.0.0.1", localAddress?: string): Promise<Stream> {
		// Half open: when the server has ended its side, ours stays, so that what it does then can be seen.
		const socket = connect({
			port,
			host,
			localAddress,
			allowHalfOpen: true,
			noDelay: true,
		});
		await new Promise<void>((resolve, reject) => {
			socket.once("connect", resolve);
			socket.once("error", reject);
		});
		return new Stream(socket);
	}

	/** Sends in segments of that many bytes, each a write of its own; 0: in one. */
	async send(bytes: Uint8Array, segment = 0): Promise<void> {
		const size = segment || bytes.length || 1;
		for (let at = 0; at < bytes.length && this.ending === "open"; at += size) {
			this.socket.write(bytes.subarray(at, at + size));
			if (segment) await new Promise((resolve) => setImmediate(resolve));
		}
	}

	/** True when `done` says so; false when nothing more can come, or it takes too long. */
	async until(done: () => boolean, withinMs = 4_000): Promise<boolean> {
		const end = Date.now() + withinMs;
		while (!done()) {
			const leftMs = end - Date.now();
			if (this.ending !== "open" || leftMs <= 0) return done();
			const changed = new Promise<void>((resolve) => this.#wake.push(resolve));
			await Promise.race([changed, sleep(Math.min(leftMs, 200))]);
		}
		return true;
	}

	async ended(withinMs = 4_000): Promise<Ending> {
		await this.until(() => this.ending !== "open", withinMs);
		return this.ending;
	}

	take(size: number): Buffer {
		const taken = this.received.subarray(0, size);
		this.received = this.received.subarray(size);
		return taken;
	}

	close(): void {
		this.socket.destroy();
	}

	#ended(ending: Ending): void {
		if (this.ending === "open") this.ending = ending;
		this.#changed();
	}

	#changed(): void {
		this.#wake.splice(0).forEach((wake) => wake());
	}
}
