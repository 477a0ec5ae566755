/* A regular expression that runs away cannot be stopped from within: another thread writes down what is being read, and ends the process. */
import { Worker } from "node:worker_threads";

const TICK_MS = 500;
const LENGTH_MAX = 65_536;

const guard = `
const { workerData: { length, bytes, file, tickMs, ticksMax } } = require("node:worker_threads");
const { writeFileSync } = require("node:fs");
let at = -1, ticks = 0;
setInterval(() => {
	const now = Atomics.load(length, 1);
	ticks = now === at ? ticks + 1 : 0;
	at = now;
	if (ticks < ticksMax || Atomics.load(length, 0) < 0) return;
	writeFileSync(file, bytes.slice(0, length[0]));
	console.error("FAIL: longer than " + (tickMs * ticksMax) / 1000 + " s, see " + file);
	process.kill(process.pid, "SIGKILL");
}, tickMs);`;

export class Watchdog {
	/** The length of what is being read (-1: nothing), and how many there were. */
	readonly #length = new Int32Array(new SharedArrayBuffer(8));
	readonly #bytes = new Uint8Array(new SharedArrayBuffer(LENGTH_MAX));
	readonly #encoder = new TextEncoder();

	constructor(file: string, secondsMax: number) {
		const workerData = {
			length: this.#length,
			bytes: this.#bytes,
			file,
			tickMs: TICK_MS,
			ticksMax: (secondsMax * 1_000) / TICK_MS,
		};
		new Worker(guard, { eval: true, workerData }).unref();
	}

	during(content: string, action: () => void): void {
		const bytes = this.#encoder.encode(content).subarray(0, LENGTH_MAX);
		this.#bytes.set(bytes);
		Atomics.store(this.#length, 0, bytes.length);
		Atomics.add(this.#length, 1, 1);
		try {
			action();
		} finally {
			Atomics.store(this.#length, 0, -1);
		}
	}
}
