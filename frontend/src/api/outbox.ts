/* Messages on their way. Each is kept in a store that outlives the page until the server says that it is committed, and is sent again,
 * with the same clientId, after every loss. Invariants: a room has at most one on the wire, so their order holds; one that was ever
 * written to a socket is not changed any more: another text, or its deletion, waits in the same entry and goes out when it is stored. */
import { randomIdentifier } from "../utils/identifier";
import type { Cancel, Timers } from "../utils/timers";
import { backoffMs } from "./backoff";
import { asApiError, localError, type ApiError } from "./errors";
import type { MessageEditInput, MessageEditReply, MessageSendInput, MessageSendReply } from "./protocol.gen";

/** Symbol in the text to userId. */
type Tags = Readonly<Record<string, number>>;

/** What a message is besides its text. */
export interface OutboxMore {
	tags?: Tags;
	/** The root of its thread. */
	parentMessage?: number | null;
	quotedMessage?: number | null;
}

/** What a message shall become; content null: it shall be deleted. */
export interface OutboxWish {
	content: string | null;
	tags: Tags;
}

export interface OutboxEntry extends OutboxMore {
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
	/** Waits until the message is stored. */
	wish?: OutboxWish | null;
	/** The message is stored under this id; what is on its way is the wish. */
	messageId?: number | null;
}

/** Where entries survive a reload. Each promise is kept when the change is on disk. */
export interface OutboxStore {
	/** `again`: called when there may be something to adopt. */
	load(again?: () => void): Promise<OutboxEntry[]>;
	/** What a page left that is gone since; none of it is given to anybody else. */
	adopt?(again: () => void): Promise<OutboxEntry[]>;
	put(entry: OutboxEntry): Promise<void>;
	remove(clientId: string): Promise<void>;
}

export interface OutboxOptions {
	store: OutboxStore;
	send(input: MessageSendInput): Promise<MessageSendReply>;
	edit(input: MessageEditInput): Promise<MessageEditReply>;
	/** An entry is new or changed. */
	onChange(entry: Readonly<OutboxEntry>): void;
	/** It is committed; `reply` is null when that is known from its event. */
	onStored(entry: Readonly<OutboxEntry>, reply: MessageSendReply | null): void;
	onDiscarded(entry: Readonly<OutboxEntry>): void;
	/** Its wish came true, or was refused. */
	onWishEnded(entry: Readonly<OutboxEntry>, outcome: MessageEditReply | ApiError): void;
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
		await this.#take(this.#options.store.load(() => void this.adopt()));
	}

	/** Reads what other pages have left behind since. */
	async adopt(): Promise<void> {
		const left = this.#options.store.adopt?.(() => void this.adopt());
		if (left !== undefined) await this.#take(left);
	}

	/** Queues a message; the answer is its entry. */
	add(roomId: number, content: string, more: OutboxMore = {}): Readonly<OutboxEntry> {
		const entry: OutboxEntry = {
			...more,
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
		void this.adopt();
	}

	offline(): void {
		this.#online = false;
		for (const lane of this.#lanes.values()) lane.cancelRetry();
	}

	/** The message came back as an event: it is committed, whether the answer came or not. */
	acknowledge(clientId: string, messageId: number): void {
		const entry = this.#entries.get(clientId);
		if (entry !== undefined && !entry.messageId) this.#stored(entry, messageId, null);
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

	/** Another text; a refused one becomes a new message. Null: what may be stored for a week already is not changed, or there is no such message. */
	edit(clientId: string, content: string, tags: Tags = {}): Readonly<OutboxEntry> | null {
		const entry = this.#entries.get(clientId);
		if (entry === undefined || isStale(entry)) return null;
		if (entry.state === "failed") {
			this.discard(clientId);
			return this.add(entry.roomId, content, { ...moreOf(entry), tags });
		}
		if (entry.firstTriedAt !== null) return this.#wish(entry, { content, tags });
		entry.content = content;
		entry.tags = tags;
		void this.#changed(entry);
		return entry;
	}

	/** Forgets it, or, when it may be stored, deletes it as soon as it is. False: there is no such message, or it is stale. */
	remove(clientId: string): boolean {
		const entry = this.#entries.get(clientId);
		if (entry === undefined) return false;
		if (this.discard(clientId)) return true;
		if (isStale(entry)) return false;
		this.#wish(entry, { content: null, tags: {} });
		return true;
	}

	/** What a stored message shall become, by the last word of it: it waits for a connection, and behind what was written in the room before. The answer is its entry. */
	change(roomId: number, messageId: number, wish: OutboxWish): Readonly<OutboxEntry> {
		const waiting = this.entries.find((entry) => entry.messageId === messageId);
		if (waiting !== undefined) return this.#wish(waiting as OutboxEntry, wish);
		const entry: OutboxEntry = {
			clientId: randomIdentifier(),
			roomId,
			content: "",
			createdAt: this.#options.timers.now(),
			firstTriedAt: null,
			state: "waiting",
			error: null,
			messageId,
			wish,
		};
		this.#entries.set(entry.clientId, entry);
		void this.#changed(entry).then(() => this.#sendNext(roomId));
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

	/** The last wish counts; one on its way is answered first, and then this one goes out. */
	#wish(entry: OutboxEntry, wish: OutboxWish): Readonly<OutboxEntry> {
		entry.wish = wish;
		void this.#changed(entry);
		return entry;
	}

	async #take(left: Promise<OutboxEntry[]>): Promise<void> {
		const entries = await left.catch((reason: unknown) => {
			this.#options.onBug(`the outbox could not be read: ${String(reason)}`);
			return [];
		});
		entries.sort((a, b) => a.createdAt - b.createdAt);
		for (const entry of entries.filter(({ clientId }) => !this.#entries.has(clientId))) {
			this.#entries.set(entry.clientId, entry);
			this.#options.onChange(entry);
		}
		this.#sendAll();
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
		if (entry.messageId) return this.#sendWish(entry, entry.messageId);
		const { roomId, clientId, content } = entry;
		const { tags, parentMessage, quotedMessage } = moreOf(entry);
		const stored = await this.#options.send({
			roomId,
			clientId,
			content,
			tags,
			parentMessage,
			quotedMessage,
			timeDiff: Math.max(0, now - entry.createdAt),
		});
		this.#lane(roomId).attempt = 0;
		if (this.#entries.has(clientId) && !entry.messageId) this.#stored(entry, stored.id, stored);
	}

	async #sendWish(entry: OutboxEntry, id: number): Promise<void> {
		const { wish } = entry;
		if (!wish) return this.#remove(entry);
		const reply = await this.#options.edit({ id, content: wish.content, tags: wish.tags });
		this.#lane(entry.roomId).attempt = 0;
		if (entry.wish !== wish) return; // another one since
		this.#remove(entry);
		this.#options.onWishEnded(entry, reply);
	}

	#refused(entry: OutboxEntry, lane: Lane, error: ApiError): void {
		if (!this.#entries.has(entry.clientId) || error.code === "stopped") return;
		if (entry.messageId && !error.retryable) {
			this.#remove(entry);
			return this.#options.onWishEnded(entry, error);
		}
		if (!error.retryable && entry.wish && this.#takeBack(entry, entry.wish)) return;
		const { code, message } = error;
		entry.state = error.retryable ? "waiting" : "failed";
		entry.error = error.retryable ? null : { code, message };
		lane.attempt = error.retryable ? lane.attempt + 1 : 0;
		void this.#changed(entry);
		if (!error.retryable || !this.#online) return;
		const wait = error.retryAfterMs ?? backoffMs(lane.attempt - 1, this.#options.timers.random());
		lane.cancelRetry = this.#options.timers.after(wait, () => this.#sendNext(entry.roomId));
	}

	/** It was never stored: what was wished meanwhile is all there is. True: nothing is. */
	#takeBack(entry: OutboxEntry, { content, tags }: OutboxWish): boolean {
		entry.wish = null;
		if (content === null) {
			this.#remove(entry);
			this.#options.onDiscarded(entry);
			return true;
		}
		entry.content = content;
		entry.tags = tags;
		return false;
	}

	/** Committed. What was wished meanwhile goes out next. */
	#stored(entry: OutboxEntry, messageId: number, reply: MessageSendReply | null): void {
		if (!entry.wish) {
			this.#remove(entry);
			return this.#options.onStored({ ...entry }, reply);
		}
		entry.messageId = messageId;
		entry.state = "waiting";
		this.#options.onStored({ ...entry }, reply);
		void this.#changed(entry).then(() => this.#sendNext(entry.roomId));
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

/** It may be stored, for so long that its text is what the others have read. */
function isStale(entry: OutboxEntry): boolean {
	return entry.state === "failed" && entry.error?.code === "stale";
}

/** Entries of an earlier version lack these. */
function moreOf({ tags, parentMessage, quotedMessage }: OutboxMore): Required<OutboxMore> {
	return { tags: tags ?? {}, parentMessage: parentMessage ?? null, quotedMessage: quotedMessage ?? null };
}
