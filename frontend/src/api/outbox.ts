/* Messages on their way. Each is kept in a store that outlives the page until the server says that it is committed, and is sent again,
 * with the same clientId, after every loss. Invariants: a room has at most one on the wire, so their order holds; one that was ever
 * written to a socket is not changed any more. */
import { randomIdentifier } from "../utils/identifier";
import type { Cancel, Timers } from "../utils/timers";
import { backoffMs } from "./backoff";
import { asApiError, localError, type ApiError } from "./errors";
import type { MessageSendInput, MessageSendReply } from "./protocol.gen";

export interface OutboxEntry {
	clientId: string;
	roomId: number;
	content: string;
	/** Milliseconds since 1970, by this device. */
	createdAt: number;
	/** When it was first written to a socket; null: never, so the server cannot have it. */
	firstTriedAt: number | null;
	/** waiting: not written since the last loss. sent: written, not answered. failed: refused; waits for its writer. */
	state: "waiting" | "sent" | "failed";
	error: { code: string; message: string } | null;
}

/** Where entries survive a reload. Each promise is kept when the change is on disk. */
export interface OutboxStore {
	load(): Promise<OutboxEntry[]>;
	put(entry: OutboxEntry): Promise<void>;
	remove(clientId: string): Promise<void>;
}

export interface OutboxOptions {
	store: OutboxStore;
	send(input: MessageSendInput): Promise<MessageSendReply>;
	/** An entry is new or changed. */
	onChange(entry: Readonly<OutboxEntry>): void;
	/** It is committed; `reply` is null when that is known from its event. */
	onStored(entry: Readonly<OutboxEntry>, reply: MessageSendReply | null): void;
	onDiscarded(entry: Readonly<OutboxEntry>): void;
	onBug(text: string): void;
	timers: Timers;
}

/** Longer than this the server need not remember a clientId; a resend then needs a person's word. */
export const STALE_AFTER_MS = 7 * 24 * 3600 * 1000;

interface Lane {
	busy: boolean;
	attempt: number;
	cancelRetry: Cancel;
}

export class Outbox {
	readonly #entries = new Map<string, OutboxEntry>();
	readonly #lanes = new Map<number, Lane>();
	readonly #options: OutboxOptions;
	#online = false;

	constructor(options: OutboxOptions) {
		this.#options = options;
	}

	/** In the order they were written. */
	get entries(): readonly Readonly<OutboxEntry>[] {
		return [...this.#entries.values()];
	}

	/** Reads what an earlier page left behind. Called once, before the first connection. */
	async load(): Promise<void> {
		const entries = await this.#options.store.load();
		entries.sort((a, b) => a.createdAt - b.createdAt);
		for (const entry of entries.filter(({ clientId }) => !this.#entries.has(clientId))) {
			this.#entries.set(entry.clientId, entry);
			this.#options.onChange(entry);
		}
		this.#sendAll();
	}

	/** Queues a message; the answer is its entry. */
	add(roomId: number, content: string): Readonly<OutboxEntry> {
		const entry: OutboxEntry = {
			clientId: randomIdentifier(),
			roomId,
			content,
			createdAt: this.#options.timers.now(),
			firstTriedAt: null,
			state: "waiting",
			error: null,
		};
		this.#entries.set(entry.clientId, entry);
		void this.#changed(entry).then(() => this.#sendNext(roomId));
		return entry;
	}

	/** A connection is open: everything waiting goes out. */
	online(): void {
		this.#online = true;
		for (const lane of this.#lanes.values()) lane.attempt = 0;
		this.#sendAll();
	}

	offline(): void {
		this.#online = false;
		for (const lane of this.#lanes.values()) lane.cancelRetry();
	}

	/** The message came back as an event: it is committed, whether the answer came or not. */
	acknowledge(clientId: string): void {
		this.#finish(clientId, null);
	}

	/** Sends a failed one again, unchanged: the server recognises it if it has it after all. */
	async retry(clientId: string): Promise<void> {
		const entry = this.#failed(clientId);
		if (entry === undefined) return;
		if (entry.firstTriedAt !== null) entry.firstTriedAt = this.#options.timers.now();
		entry.state = "waiting";
		entry.error = null;
		await this.#changed(entry);
		this.#sendNext(entry.roomId);
	}

	/** Another text for one that was never written, or that was refused: that becomes a new message. Null: it may be stored already. */
	edit(clientId: string, content: string): Readonly<OutboxEntry> | null {
		const entry = this.#entries.get(clientId);
		if (entry === undefined || !this.#changeable(entry)) return null;
		if (entry.state === "failed") {
			this.discard(clientId);
			return this.add(entry.roomId, content);
		}
		entry.content = content;
		void this.#changed(entry);
		return entry;
	}

	/** Forgets one that was never written, or that failed. False: it is on its way. */
	discard(clientId: string): boolean {
		const entry = this.#entries.get(clientId);
		if (entry === undefined || (entry.state !== "failed" && entry.firstTriedAt !== null)) return false;
		this.#remove(entry);
		this.#options.onDiscarded(entry);
		return true;
	}

	/** A stale one may be stored: its text is what the others may have read. */
	#changeable(entry: OutboxEntry): boolean {
		return entry.firstTriedAt === null || (entry.state === "failed" && entry.error?.code !== "stale");
	}

	#failed(clientId: string): OutboxEntry | undefined {
		const entry = this.#entries.get(clientId);
		return entry?.state === "failed" ? entry : undefined;
	}

	#sendAll(): void {
		for (const roomId of new Set(this.entries.map((entry) => entry.roomId))) this.#sendNext(roomId);
	}

	#lane(roomId: number): Lane {
		const lane = this.#lanes.get(roomId) ?? { busy: false, attempt: 0, cancelRetry: () => undefined };
		this.#lanes.set(roomId, lane);
		return lane;
	}

	#sendNext(roomId: number): void {
		const lane = this.#lane(roomId);
		const entry = this.entries.find((each) => each.roomId === roomId && each.state !== "failed");
		if (!this.#online || lane.busy || entry === undefined) return;
		lane.cancelRetry();
		lane.busy = true;
		void this.#sendOne(entry as OutboxEntry)
			.catch((reason: unknown) => this.#refused(entry as OutboxEntry, lane, asApiError(reason)))
			.finally(() => this.#sent(lane, roomId));
	}

	#sent(lane: Lane, roomId: number): void {
		lane.busy = false;
		if (lane.attempt === 0) this.#sendNext(roomId);
	}

	async #sendOne(entry: OutboxEntry): Promise<void> {
		const now = this.#options.timers.now();
		if (entry.firstTriedAt !== null && now - entry.firstTriedAt > STALE_AFTER_MS)
			throw localError("stale");
		entry.firstTriedAt ??= now;
		entry.state = "sent";
		await this.#changed(entry); // on disk before it is on the wire
		if (!this.#entries.has(entry.clientId)) return;
		const { roomId, clientId, content } = entry;
		const stored = await this.#options.send({
			roomId,
			clientId,
			content,
			timeDiff: Math.max(0, now - entry.createdAt),
		});
		this.#lane(roomId).attempt = 0;
		this.#finish(clientId, stored);
	}

	#refused(entry: OutboxEntry, lane: Lane, error: ApiError): void {
		if (!this.#entries.has(entry.clientId)) return;
		const { code, message } = error;
		entry.state = error.retryable ? "waiting" : "failed";
		entry.error = error.retryable ? null : { code, message };
		lane.attempt = error.retryable ? lane.attempt + 1 : 0;
		void this.#changed(entry);
		if (!error.retryable || !this.#online) return;
		const wait = error.retryAfterMs ?? backoffMs(lane.attempt - 1, this.#options.timers.random());
		lane.cancelRetry = this.#options.timers.after(wait, () => this.#sendNext(entry.roomId));
	}

	#finish(clientId: string, reply: MessageSendReply | null): void {
		const entry = this.#entries.get(clientId);
		if (entry === undefined) return;
		this.#remove(entry);
		this.#options.onStored(entry, reply);
	}

	#remove(entry: OutboxEntry): void {
		this.#entries.delete(entry.clientId);
		this.#options.store.remove(entry.clientId).catch((reason: unknown) => this.#storeFailed(reason));
	}

	async #changed(entry: OutboxEntry): Promise<void> {
		this.#options.onChange({ ...entry });
		await this.#options.store.put({ ...entry }).catch((reason: unknown) => this.#storeFailed(reason));
	}

	/** A full disk must not keep people from talking; the message then lives as long as the page. */
	#storeFailed(reason: unknown): void {
		this.#options.onBug(`the outbox could not be kept: ${String(reason)}`);
	}
}
