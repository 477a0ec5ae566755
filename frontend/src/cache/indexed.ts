/* The cache in IndexedDB. Writes are collected for a quarter of a second and go in one transaction; the outbox is written at once. */
import { deleteDB, type IDBPObjectStore, type StoreNames } from "idb";

import type { GroupView, MessageView, RoomView, UserView } from "../api/protocol.gen";
import type { Position } from "../api/streams";
import { WINDOW_MAX, type Cache, type Draft, type RoomLine, type Snapshot } from "./cache";
import { databaseName, messagesOf, openDatabase, type Database, type Tables } from "./database";
import { createMemoryCache } from "./memory";
import { OutboxTable, type Locks } from "./outbox-table";

const FLUSH_AFTER_MS = 250;
const OPEN_WITHIN_MS = 2_000;

/** null: remove. */
interface Batch {
	rooms: Map<number, RoomView | null>;
	groups: Map<number, GroupView>;
	people: Map<number, UserView>;
	cleared: Set<number>;
	messages: Map<string, MessageView>;
	/** By the message's id. */
	amended: Map<number, Partial<MessageView>>;
	lines: RoomLine[];
	positions: Map<number, Position>;
	drafts: Map<string, Draft | null>;
}

function emptyBatch(): Batch {
	return {
		rooms: new Map(),
		groups: new Map(),
		people: new Map(),
		cleared: new Set(),
		messages: new Map(),
		amended: new Map(),
		lines: [],
		positions: new Map(),
		drafts: new Map(),
	};
}

/** A person's cache; in memory when the browser gives no database. `locks`: by which tabs know of each other. */
export async function openCache(
	userId: number,
	onBug: (text: string) => void,
	locks: Locks | null = navigator.locks ?? null,
): Promise<Cache> {
	const cache = new IndexedCache(userId, onBug, locks);
	try {
		await Promise.race([cache.open(), refuseAfter(OPEN_WITHIN_MS)]);
		return cache;
	} catch (reason) {
		cache.outbox.close();
		onBug(`no IndexedDB: ${String(reason)}`);
		return createMemoryCache();
	}
}

/** Forgets a person's cache without opening it. */
export async function destroyCache(userId: number): Promise<void> {
	if (typeof indexedDB === "undefined") return;
	await Promise.race([deleteDB(databaseName(userId)), refuseAfter(OPEN_WITHIN_MS)]).catch(() => undefined);
}

function refuseAfter(ms: number): Promise<never> {
	return new Promise((_resolve, reject) => setTimeout(() => reject(new Error("it does not open")), ms));
}

class IndexedCache implements Cache {
	readonly outbox: OutboxTable;
	readonly #userId: number;
	readonly #onBug: (text: string) => void;
	#database: Database | null = null;
	#batch = emptyBatch();
	#timer: ReturnType<typeof setTimeout> | null = null;

	constructor(userId: number, onBug: (text: string) => void, locks: Locks | null) {
		this.#userId = userId;
		this.#onBug = onBug;
		this.outbox = new OutboxTable(userId, () => this.#database, locks);
	}

	async open(): Promise<void> {
		this.#database = await openDatabase(this.#userId, () => (this.#database = null));
	}

	async load(): Promise<Snapshot> {
		const snapshot: Snapshot = { rooms: [], groups: [], people: [], drafts: [], positions: new Map() };
		const names = ["rooms", "groups", "people", "drafts", "positions"] as const;
		const transaction = this.#database?.transaction(names);
		if (transaction === undefined) return snapshot;
		snapshot.rooms = await transaction.objectStore("rooms").getAll();
		snapshot.groups = await transaction.objectStore("groups").getAll();
		snapshot.people = await transaction.objectStore("people").getAll();
		snapshot.drafts = await transaction.objectStore("drafts").getAll();
		for (const { streamId, seq, epoch } of await transaction.objectStore("positions").getAll()) {
			snapshot.positions.set(streamId, { seq, epoch });
		}
		return snapshot;
	}

	async window(roomId: number): Promise<MessageView[]> {
		return await this.#newest("messages", roomId);
	}

	async lines(roomId: number): Promise<RoomLine[]> {
		return await this.#newest("lines", roomId);
	}

	/** Oldest first; what is older than these is forgotten. */
	async #newest<Name extends "messages" | "lines">(
		name: Name,
		roomId: number,
	): Promise<Tables[Name]["value"][]> {
		await this.flush();
		const store = this.#database?.transaction(name, "readwrite").store;
		const newest: Tables[Name]["value"][] = [];
		let cursor = (await store?.openCursor(messagesOf(roomId), "prev")) ?? null;
		while (cursor !== null && newest.length < WINDOW_MAX) {
			newest.push(cursor.value);
			cursor = await cursor.continue();
		}
		if (cursor !== null) await store?.delete(IDBKeyRange.bound([roomId, 0], cursor.key));
		return newest.reverse();
	}

	putRoom(room: RoomView): void {
		this.#queue().rooms.set(room.roomId, room);
	}

	removeRoom(roomId: number): void {
		this.#queue().rooms.set(roomId, null);
		this.clearStream(roomId);
	}

	putGroup(group: GroupView): void {
		this.#queue().groups.set(group.channelId, group);
	}

	putPeople(people: readonly UserView[]): void {
		for (const person of people) this.#queue().people.set(person.userId, person);
	}

	putMessages(messages: readonly MessageView[]): void {
		const batch = this.#queue();
		for (const message of messages) {
			batch.messages.set(`${message.roomId}/${message.seq}`, message);
			batch.amended.delete(message.id);
		}
	}

	amendMessage(messageId: number, change: Partial<MessageView>): void {
		const { amended } = this.#queue();
		amended.set(messageId, { ...amended.get(messageId), ...change });
	}

	putLine(line: RoomLine): void {
		this.#queue().lines.push(line);
	}

	putDraft(draft: Draft): void {
		this.#queue().drafts.set(`${draft.roomId}/${draft.threadId}`, draft);
	}

	removeDraft({ roomId, threadId }: Pick<Draft, "roomId" | "threadId">): void {
		this.#queue().drafts.set(`${roomId}/${threadId}`, null);
	}

	clearStream(streamId: number): void {
		const batch = this.#queue();
		batch.cleared.add(streamId);
		batch.positions.delete(streamId);
		for (const [key, { roomId }] of batch.messages) if (roomId === streamId) batch.messages.delete(key);
		batch.lines = batch.lines.filter(({ roomId }) => roomId !== streamId);
	}

	putPosition(streamId: number, position: Position): void {
		this.#queue().positions.set(streamId, position);
	}

	async flush(): Promise<void> {
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		const batch = this.#batch;
		this.#batch = emptyBatch();
		if (this.#database !== null) await write(this.#database, batch);
	}

	close(): void {
		this.outbox.close();
		void this.flush()
			.catch((reason: unknown) => this.#onBug(`the cache could not be written: ${String(reason)}`))
			.finally(() => this.#forgetDatabase());
	}

	async destroy(): Promise<void> {
		this.outbox.close();
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#batch = emptyBatch();
		this.#forgetDatabase();
		await destroyCache(this.#userId);
	}

	#forgetDatabase(): void {
		this.#database?.close();
		this.#database = null;
	}

	#queue(): Batch {
		this.#timer ??= setTimeout(() => {
			this.flush().catch((reason: unknown) =>
				this.#onBug(`the cache could not be written: ${String(reason)}`),
			);
		}, FLUSH_AFTER_MS);
		return this.#batch;
	}
}

type MessageTable = IDBPObjectStore<Tables, StoreNames<Tables>[], "messages", "readwrite">;

async function write(database: Database, batch: Batch): Promise<void> {
	const names = ["rooms", "groups", "people", "messages", "lines", "positions", "drafts"] as const;
	const transaction = database.transaction(names, "readwrite");
	const rooms = transaction.objectStore("rooms");
	const messages = transaction.objectStore("messages");
	const positions = transaction.objectStore("positions");
	const lines = transaction.objectStore("lines");
	const drafts = transaction.objectStore("drafts");
	const work: Promise<unknown>[] = [];
	for (const streamId of batch.cleared) {
		const range = messagesOf(streamId);
		work.push(messages.delete(range), lines.delete(range), positions.delete(streamId));
	}
	for (const [id, room] of batch.rooms) work.push(room === null ? rooms.delete(id) : rooms.put(room));
	for (const group of batch.groups.values()) work.push(transaction.objectStore("groups").put(group));
	for (const person of batch.people.values()) work.push(transaction.objectStore("people").put(person));
	for (const message of batch.messages.values()) work.push(messages.put(message));
	for (const [id, change] of batch.amended) work.push(amend(messages, id, change));
	for (const line of batch.lines) work.push(lines.put(line));
	for (const [streamId, position] of batch.positions) work.push(positions.put({ streamId, ...position }));
	for (const [key, draft] of batch.drafts) {
		const [roomId = 0, threadId = 0] = key.split("/").map(Number);
		work.push(draft === null ? drafts.delete([roomId, threadId]) : drafts.put(draft));
	}
	work.push(transaction.done);
	await Promise.all(work);
}

async function amend(messages: MessageTable, id: number, change: Partial<MessageView>): Promise<void> {
	const known = await messages.index("id").get(id);
	if (known !== undefined) await messages.put({ ...known, ...change });
}
