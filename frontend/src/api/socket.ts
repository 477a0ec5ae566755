/* One WebSocket that comes back: connecting → open (at the first frame) → waiting → connecting …, until stopped or signed out.
 * Invariant: at most one live WebSocket and one retry timer. Frames go to `onFrame` only while open, the first (setWsId) included. */
import { parseRecord, type JsonRecord } from "../utils/record";
import { systemTimers, type Cancel, type Timers } from "../utils/timers";
import { backoffMs } from "./backoff";
import { encode } from "./encode";

export type SocketState =
	| { kind: "stopped" }
	| { kind: "connecting" }
	| { kind: "open" }
	| { kind: "waiting"; retryAt: number }
	| { kind: "signedOut"; reason: string };

/** What we use of a WebSocket; the browser's and that of the package `ws` have it. */
export interface WebSocketLike {
	onopen: ((event: never) => unknown) | null;
	onmessage: ((event: { data: unknown }) => unknown) | null;
	onclose: ((event: { code: number; reason: string }) => unknown) | null;
	onerror: ((event: never) => unknown) | null;
	/** As in the standard: 1 is open. */
	readonly readyState: number;
	send(data: string): void;
	close(code?: number, reason?: string): void;
}

export interface SocketOptions {
	/** Makes a WebSocket that starts connecting. */
	open: () => WebSocketLike;
	/** Is the cookie's session still good? Asked when a handshake fails and after close 1008. May throw: then nobody knows. */
	checkSession?: () => Promise<boolean>;
	timers?: Timers;
}

export interface SocketEvents {
	onState(state: SocketState): void;
	onFrame(frame: JsonRecord, text: string): void;
	/** Something that cannot be, of the server or of ours. */
	onBug(text: string): void;
}

const FIRST_FRAME_MS = 15_000;
const PROBE_MS = 5_000;
const STEADY_MS = 5_000;
const PINGS_OF_SILENCE = 2.5;
const DEFAULT_PING_INTERVAL_MS = 25_000;
const COME_BACK_MAX_MS = 60_000;
const READY_STATE_OPEN = 1;
const CLOSE_COME_BACK = 1001;
const CLOSE_POLICY = 1008;
const CLOSE_NORMAL = 1000;

export class Socket {
	#state: SocketState = { kind: "stopped" };
	#live: WebSocketLike | null = null;
	#attempt = 0;
	#pingIntervalMs = DEFAULT_PING_INTERVAL_MS;
	#cancelRetry: Cancel = () => undefined;
	#cancelSilence: Cancel = () => undefined;
	#cancelSteady: Cancel = () => undefined;
	readonly #options: SocketOptions;
	readonly #events: SocketEvents;
	readonly #timers: Timers;

	constructor(options: SocketOptions, events: SocketEvents) {
		this.#options = options;
		this.#events = events;
		this.#timers = options.timers ?? systemTimers;
	}

	get state(): SocketState {
		return this.#state;
	}

	start(): void {
		if (this.#state.kind === "stopped" || this.#state.kind === "signedOut") this.#connect();
	}

	stop(): void {
		this.#drop(CLOSE_NORMAL);
		this.#enter({ kind: "stopped" });
	}

	/** Leaves the connection and makes another, soon. */
	restart(): void {
		if (this.#live !== null) this.#lost();
	}

	/** False: not open, nothing was written. One that is closing has not told so yet. */
	send(frame: object): boolean {
		if (this.#state.kind !== "open" || this.#live?.readyState !== READY_STATE_OPEN) return false;
		this.#live.send(encode(frame));
		return true;
	}

	/** The device woke up, came online or is looked at again: try now, or see whether the connection still lives. */
	wake(): void {
		if (this.#state.kind === "waiting") this.#connect();
		else if (this.send({ action: "ping", time: this.#timers.now() })) this.#expectFrameWithin(PROBE_MS);
		else if (this.#state.kind === "open") this.#connect(); // it is closing, and may take its time
	}

	#enter(state: SocketState): void {
		this.#state = state;
		this.#events.onState(state);
	}

	#connect(): void {
		this.#drop(CLOSE_NORMAL);
		this.#enter({ kind: "connecting" });
		try {
			this.#adopt(this.#options.open());
		} catch (reason) {
			this.#events.onBug(`the WebSocket could not be made: ${String(reason)}`);
			this.#retryIn(this.#nextDelayMs());
		}
	}

	#adopt(live: WebSocketLike): void {
		this.#live = live;
		live.onmessage = (event) => this.#received(event.data);
		live.onclose = (event) => this.#closed(event.code, event.reason);
		live.onerror = () => undefined; // onclose follows and says more
		this.#expectFrameWithin(FIRST_FRAME_MS);
	}

	/** Lets go of the WebSocket; nothing of it is heard any more. */
	#drop(code: number): void {
		this.#cancelRetry();
		this.#cancelSilence();
		this.#cancelSteady();
		const live = this.#live;
		this.#live = null;
		if (live === null) return;
		live.onmessage = live.onclose = null;
		try {
			live.close(code);
		} catch (reason) {
			this.#events.onBug(`close failed: ${String(reason)}`);
		}
	}

	#received(data: unknown): void {
		const text = typeof data === "string" ? data : "";
		const frame = parseRecord(text);
		if (frame === null)
			return this.#events.onBug(`a frame that is no JSON object: ${text.slice(0, 100)}`);
		if (this.#state.kind === "connecting") this.#opened(frame);
		if (this.#state.kind !== "open") return;
		this.#expectFrameWithin(PINGS_OF_SILENCE * this.#pingIntervalMs);
		if (frame["action"] === "ping") this.send({ action: "pong", time: frame["time"] });
		this.#events.onFrame(frame, text);
	}

	#opened(first: JsonRecord): void {
		if (first["action"] !== "setWsId") {
			this.#events.onBug(`the first frame is ${String(first["action"])}`);
			return this.#lost();
		}
		const interval = first["pingIntervalMs"];
		this.#pingIntervalMs =
			typeof interval === "number" && interval > 0 ? interval : DEFAULT_PING_INTERVAL_MS;
		this.#cancelSteady = this.#timers.after(STEADY_MS, () => (this.#attempt = 0));
		this.#enter({ kind: "open" });
	}

	#expectFrameWithin(ms: number): void {
		this.#cancelSilence();
		this.#cancelSilence = this.#timers.after(ms, () => this.#lost());
	}

	#lost(): void {
		this.#drop(CLOSE_NORMAL);
		this.#retryIn(this.#nextDelayMs());
	}

	#closed(code: number, reason: string): void {
		const wasOpen = this.#state.kind === "open";
		this.#drop(CLOSE_NORMAL);
		this.#retryIn(code === CLOSE_COME_BACK ? this.#askedDelayMs(reason) : this.#nextDelayMs());
		if (code === CLOSE_POLICY || !wasOpen) void this.#doubtSession(code, reason);
	}

	/** Signs out when the server says that the session is gone; a refused handshake alone does not show why. */
	async #doubtSession(code: number, reason: string): Promise<void> {
		const good = await this.#sessionIsGood(code);
		if (good || this.#state.kind === "stopped") return;
		this.#drop(CLOSE_NORMAL);
		this.#enter({ kind: "signedOut", reason });
	}

	async #sessionIsGood(code: number): Promise<boolean> {
		if (this.#options.checkSession === undefined) return code !== CLOSE_POLICY;
		try {
			return await this.#options.checkSession();
		} catch {
			return true;
		}
	}

	#askedDelayMs(reason: string): number {
		const asked = /^\d{1,9}$/.test(reason) ? Number(reason) : this.#nextDelayMs();
		return Math.min(asked, COME_BACK_MAX_MS);
	}

	#nextDelayMs(): number {
		return backoffMs(this.#attempt++, this.#timers.random());
	}

	#retryIn(ms: number): void {
		this.#cancelRetry();
		this.#cancelRetry = this.#timers.after(ms, () => this.#connect());
		this.#enter({ kind: "waiting", retryAt: this.#timers.now() + ms });
	}
}
