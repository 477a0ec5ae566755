/* Requests that wait for their answer, by the number they carry (cbId). Each ends exactly once: answered, refused, timed out or, when
 * the connection goes, `disconnected` — which does not say whether the server did it. */
import type { JsonRecord } from "../utils/record";
import type { Cancel, Timers } from "../utils/timers";
import { type ApiError, errorFromBody, localError } from "./errors";

interface Waiting {
	resolve(reply: JsonRecord): void;
	reject(error: ApiError): void;
	cancelTimeout: Cancel;
}

export class Requests {
	#last = 0;
	readonly #waiting = new Map<number, Waiting>();
	readonly #timers: Timers;

	constructor(timers: Timers) {
		this.#timers = timers;
	}

	/** Requests without an answer yet. */
	get size(): number {
		return this.#waiting.size;
	}

	/** Calls `write` with the number that the frame must carry. */
	begin(write: (cbId: number) => boolean, timeoutMs: number): Promise<JsonRecord> {
		const cbId = ++this.#last;
		return new Promise((resolve, reject) => {
			const cancelTimeout = this.#timers.after(timeoutMs, () =>
				this.#fail(cbId, localError("timeout")),
			);
			this.#waiting.set(cbId, { resolve, reject, cancelTimeout });
			if (!write(cbId)) this.#fail(cbId, localError("disconnected"));
		});
	}

	/** True if the frame was the answer of a request, whether it is still waited for or not. */
	settle(frame: JsonRecord): boolean {
		const cbId = frame["cbId"];
		if (typeof cbId !== "number" || !(cbId >= 1 && cbId <= this.#last)) return false;
		const waiting = this.#take(cbId);
		if (frame["action"] === "growlError") waiting?.reject(errorFromBody(frame));
		else waiting?.resolve(frame);
		return true;
	}

	failAll(error: ApiError): void {
		for (const cbId of [...this.#waiting.keys()]) this.#fail(cbId, error);
	}

	#fail(cbId: number, error: ApiError): void {
		this.#take(cbId)?.reject(error);
	}

	#take(cbId: number): Waiting | undefined {
		const waiting = this.#waiting.get(cbId);
		this.#waiting.delete(cbId);
		waiting?.cancelTimeout();
		return waiting;
	}
}
