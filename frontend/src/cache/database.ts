/* The tables of a person's own IndexedDB. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

import type { OutboxEntry } from "../api/outbox";
import type { GroupView, MessageView, RoomView, UserView } from "../api/protocol.gen";
import type { Position } from "../api/streams";
import type { Draft, RoomLine } from "./cache";

export interface Tables extends DBSchema {
	rooms: { key: number; value: RoomView };
	groups: { key: number; value: GroupView };
	people: { key: number; value: UserView };
	messages: { key: [number, number]; value: MessageView; indexes: { id: number } };
	lines: { key: [number, number]; value: RoomLine };
	positions: { key: number; value: Position & { streamId: number } };
	/** `owner`: the tab that has it; see OutboxTable. */
	outbox: { key: string; value: OutboxEntry & { owner?: string } };
	drafts: { key: [number, number]; value: Draft };
}

export type Database = IDBPDatabase<Tables>;

const VERSION = 3;

export function databaseName(userId: number): string {
	return `confab-${userId}`;
}

/** `onLost`: another page wants a newer version, or the browser closed it. */
export function openDatabase(userId: number, onLost: () => void): Promise<Database> {
	return openDB<Tables>(databaseName(userId), VERSION, {
		upgrade(database, before, _after, transaction) {
			if (before < 1) {
				database.createObjectStore("rooms", { keyPath: "roomId" });
				database.createObjectStore("groups", { keyPath: "channelId" });
				database.createObjectStore("people", { keyPath: "userId" });
				database.createObjectStore("messages", { keyPath: ["roomId", "seq"] });
				database.createObjectStore("positions", { keyPath: "streamId" });
				database.createObjectStore("outbox", { keyPath: "clientId" });
			}
			if (before < 2) database.createObjectStore("drafts", { keyPath: ["roomId", "threadId"] });
			if (before < 3) {
				database.createObjectStore("lines", { keyPath: ["roomId", "seq"] });
				const messages = transaction.objectStore("messages");
				messages.createIndex("id", "id");
				// Messages of before lack what a view has now: they, and where they end, are fetched anew.
				void messages.clear();
				void transaction.objectStore("positions").clear();
			}
		},
		blocking(_current, _blocked, event) {
			(event.target as IDBDatabase).close();
			onLost();
		},
		terminated: onLost,
	});
}

/** Every key of a room's messages. */
export function messagesOf(roomId: number): IDBKeyRange {
	return IDBKeyRange.bound([roomId, 0], [roomId, Number.MAX_SAFE_INTEGER]);
}
