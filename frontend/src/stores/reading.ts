/* How far one has read in each room, and how far others have. One's own position is absolute: it moves on by reading, and back by "mark as unread", here or in
 * another session; the server's answer or event counts what is unread. */
import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import type { ClientEvents } from "../api/client";
import { asApiError } from "../api/errors";
import type { MemberReadReply, Reader } from "../api/protocol.gen";
import { againAfterMs, live, liveOrNull, type Live } from "./live";
import { useRoomsStore } from "./rooms";

const READ_AFTER_MS = 300;
/** In larger rooms the server does not say when others read on. */
const READERS_MAX = 500;

export const useReadingStore = defineStore("reading", () => {
	const rooms = useRoomsStore();
	/** Positions to be told to the server, by room. */
	const wanted = new Map<number, number>();
	/** Positions the server was told of and has not answered. */
	const telling = new Map<number, number>();
	/** The private stream's seq of the last event about a room. */
	const heard = new Map<number, number>();
	/** Marked as unread, so what is in sight does not move the position until the room is opened again. */
	const held = shallowReactive(new Set<number>());
	/** How far the others have read, by room; only rooms that were asked for. */
	const readers = shallowReactive(new Map<number, ReadonlyMap<number, number>>());
	let timer: ReturnType<typeof setTimeout> | null = null;

	/** Everything up to `seq`, or all there is, has been seen. Told to the server a moment later. */
	function markRead(roomId: number, seq?: number): void {
		const room = rooms.byId(roomId);
		const newest = rooms.newestSeq(roomId);
		const upTo = seq ?? newest;
		if (room === undefined || held.has(roomId)) return;
		if (upTo <= Math.max(room.readSeq, wanted.get(roomId) ?? 0)) return;
		wanted.set(roomId, upTo);
		if (upTo >= newest) rooms.change(roomId, () => ({ unread: 0, mentions: 0 }));
		plan();
	}

	function plan(): void {
		timer ??= setTimeout(tell, READ_AFTER_MS);
	}

	function tell(): void {
		timer = null;
		const positions = [...wanted];
		wanted.clear();
		for (const [roomId, seq] of positions) void tellOne(roomId, seq);
	}

	/** The page may be gone in a moment. */
	function flush(): void {
		if (timer === null) return;
		clearTimeout(timer);
		tell();
	}

	async function tellOne(roomId: number, seq: number): Promise<void> {
		const before = heard.get(roomId);
		telling.set(roomId, seq);
		try {
			const reply = await live().client.request("setReadPosition", { roomId, seq });
			settle(reply, before);
		} catch (reason) {
			tellAgain(roomId, seq, reason);
		} finally {
			if (telling.get(roomId) === seq) telling.delete(roomId);
		}
	}

	/** Soon, or with the next connection. */
	function tellAgain(roomId: number, seq: number, reason: unknown): void {
		if (!asApiError(reason).retryable || wanted.has(roomId)) return;
		wanted.set(roomId, seq);
		const afterMs = againAfterMs(reason);
		if (afterMs !== null) timer ??= setTimeout(tell, afterMs);
	}

	/** An answer may be older than an event that came before it: the events decide. */
	function settle(reply: MemberReadReply, before: number | undefined): void {
		if (heard.get(reply.roomId) === before && !held.has(reply.roomId)) rooms.readMoved(reply);
	}

	/** The message with this seq and all after it are unread again; fails with an ApiError. */
	async function markUnread(roomId: number, seq: number): Promise<void> {
		held.add(roomId);
		wanted.delete(roomId);
		const before = heard.get(roomId);
		try {
			const reply = await live().client.request("markUnread", { roomId, seq });
			if (heard.get(roomId) === before) rooms.readMoved(reply);
		} catch (reason) {
			held.delete(roomId);
			throw reason;
		}
	}

	/** The room was opened, or one wrote in it: reading counts again. */
	function release(roomId: number): void {
		held.delete(roomId);
	}

	/** Who writes in a room has read it; to the server one's own message is unread like any other. */
	function wrote({ entry, reply }: ClientEvents["outboxStored"]): void {
		release(entry.roomId);
		// Without an answer its event was here already, as the newest of the room.
		markRead(entry.roomId, reply?.seq);
	}

	/** The position was moved, here or in another session; backwards means that somebody marked as unread. */
	function moved(event: ClientEvents["setReadPosition"]): void {
		const { roomId, readSeq } = event;
		const room = rooms.byId(roomId);
		if (room === undefined) return;
		heard.set(roomId, event.seq);
		if (readSeq < room.readSeq) held.add(roomId);
		// On the way to further down: its own event comes.
		else if (readSeq < Math.max(telling.get(roomId) ?? 0, wanted.get(roomId) ?? 0)) return;
		rooms.readMoved(event);
	}

	function putReaders(roomId: number, list: readonly Reader[]): void {
		const known = new Map(readers.get(roomId));
		// What others read stays read for one, also when they mark it as unread for themselves.
		for (const { userId, readSeq } of list) known.set(userId, Math.max(readSeq, known.get(userId) ?? 0));
		readers.set(roomId, known);
	}

	/** Asks how far the members of a room have read; from then on it is kept up to date. Fails quietly: nothing is shown. */
	async function follow(roomId: number): Promise<void> {
		const size = rooms.byId(roomId)?.memberCount ?? 0;
		if (readers.has(roomId) || size > READERS_MAX) return;
		readers.set(roomId, new Map());
		try {
			for (let after: number | undefined; ;) {
				const page = await live().client.request("getReadPositions", { roomId, after });
				putReaders(roomId, page.readers);
				after = page.readers.at(-1)?.userId;
				if (page.readers.length < 500 || after === undefined) return;
			}
		} catch {
			readers.delete(roomId);
		}
	}

	/** The others who have read up to a message, by what is known. */
	function readersOf(roomId: number, seq: number): number[] {
		const own = liveOrNull()?.userId;
		const known = [...(readers.get(roomId) ?? [])];
		return known.filter(([userId, read]) => read >= seq && userId !== own).map(([userId]) => userId);
	}

	function attach({ client }: Live): void {
		client.on("setReadPosition", moved);
		client.on("outboxStored", wrote);
		client.on("memberRead", ({ roomId, readers: list }) => {
			if (readers.has(roomId)) putReaders(roomId, list);
		});
		// What was said while there was no connection is not repeated.
		client.on("setWsId", () => {
			if (wanted.size > 0) plan();
			const known = [...readers.keys()];
			readers.clear();
			known.forEach((roomId) => void follow(roomId));
		});
		client.on("leaveUser", ({ roomId, userId }) => {
			const known = new Map(readers.get(roomId));
			if (known.delete(userId)) readers.set(roomId, known);
		});
		client.on("roomRemoved", ({ roomId }) => readers.delete(roomId));
		client.on("deleteRoom", ({ roomId }) => readers.delete(roomId));
	}

	function clear(): void {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		[wanted, telling, heard, held, readers].forEach((each) => each.clear());
	}

	return { held, flush, markRead, markUnread, release, follow, readersOf, attach, clear };
});
