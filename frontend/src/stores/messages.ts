/* Messages by room. A room's window is painted from the cache, filled by loadMessages when it is opened, and kept up to date by events,
 * which come once each and in order. What one writes or changes shows at once and is replaced by its event. */
import { defineStore } from "pinia";

import type { ClientEvents } from "../api/client";
import { asApiError } from "../api/errors";
import type { OutboxEntry } from "../api/outbox";
import type { MessageLoadInput, MessageLoadReply, MessageView } from "../api/protocol.gen";
import { WINDOW_MAX, type RoomLine } from "../cache/cache";
import { againAfterMs, live, liveOrNull, type Live } from "./live";
import { makeMessageActions } from "./message-actions";
import { RoomLines } from "./room-lines";
import { RoomMessages, type RoomWindow } from "./room-window";
import type { ShownMessage } from "./shown-message";
import type { ThreadView } from "./thread-window";

export type { RefusedText } from "./message-actions";
export type { RoomWindow } from "./room-window";
export type { ShownMessage } from "./shown-message";
export type { ThreadView } from "./thread-window";

const PAGE = 50;
/** What is shown before the first unread message. */
const CONTEXT = 20;
/** A page may hold nothing but replies: then the next one is fetched at once. */
const PAGES_AT_ONCE = 5;
const ENOUGH_ITEMS = 15;
const FIND_AFTER_MS = 20;
const FIND_MAX = 100;

type Changed = "editMessage" | "deleteMessage" | "setReaction" | "setPinned";

export const useMessagesStore = defineStore("messages", () => {
	const rooms = new Map<number, RoomMessages>();
	/** Rooms that are shown or were: kept filled across a reset. */
	const wanted = new Set<number>();
	/** In how many places a room is shown just now. */
	const inView = new Map<number, number>();
	/** Threads that are shown, by room. */
	const threads = new Map<number, Set<number>>();
	const lines = new RoomLines();
	/** Single messages to be asked for, by room; those that were not found are not asked for again. */
	const sought = new Map<number, Set<number>>();
	const lost = new Set<number>();
	let findTimer: ReturnType<typeof setTimeout> | null = null;
	const fillTimers = new Map<number, ReturnType<typeof setTimeout>>();

	function messagesOf(roomId: number): RoomMessages {
		const known = rooms.get(roomId) ?? new RoomMessages(liveOrNull()?.userId ?? 0);
		// A page that is leaving asks when nobody is signed in any more.
		if (liveOrNull() !== null) rooms.set(roomId, known);
		return known;
	}

	/** What to show of a room; reactive, and the same object for as long as one is signed in. */
	function window(roomId: number): RoomWindow {
		return messagesOf(roomId).view;
	}

	/** The same for a thread. */
	function thread(roomId: number, rootId: number): ThreadView {
		return messagesOf(roomId).thread(rootId);
	}

	/** A stored message, wherever it stands. Undefined: not here; it is asked for, and the answer makes this change. */
	function message(roomId: number, messageId: number): ShownMessage | undefined {
		const shown = messagesOf(roomId).shown.get(messageId);
		if (shown === undefined) seek(roomId, messageId);
		return shown;
	}

	/** The server knows no such message. */
	function isLost(messageId: number): boolean {
		return lost.has(messageId);
	}

	/** The room is shown: paints what the device has, then sees to it that the newest page is there. */
	async function open(roomId: number): Promise<void> {
		const first = !wanted.has(roomId);
		wanted.add(roomId);
		inView.set(roomId, (inView.get(roomId) ?? 0) + 1);
		const room = messagesOf(roomId);
		if (first) await paint(roomId, room);
		if (room.liveCount < PAGE) await loadOlder(roomId);
	}

	/** It is shown no more: what lies far back is fetched again when it is wanted. */
	function leave(roomId: number): void {
		inView.set(roomId, Math.max(0, (inView.get(roomId) ?? 0) - 1));
		if (!inView.get(roomId)) messagesOf(roomId).leave();
	}

	async function paint(roomId: number, room: RoomMessages): Promise<void> {
		const { client, cache } = live();
		const generation = room.generation;
		const end = room.beginRead();
		const [cached, known] = await Promise.all([
			cache.window(roomId).catch(() => []),
			cache.lines(roomId).catch(() => []),
		]);
		const valid = generation === room.generation && client.position(roomId) !== undefined;
		if (valid && cached.length > 0) room.addPage(room.upToDate(dense(cached)));
		if (valid) room.addLines(known);
		end();
	}

	/** Asks for messages; null when they are not what is shown any more. */
	async function load(
		roomId: number,
		wish: Omit<MessageLoadInput, "roomId">,
	): Promise<MessageLoadReply | null> {
		const room = messagesOf(roomId);
		const generation = room.generation;
		const end = room.beginRead();
		try {
			const reply = await live().client.request("loadMessages", { count: PAGE, ...wish, roomId });
			if (generation !== room.generation) return null;
			return { ...reply, content: room.upToDate(reply.content) };
		} finally {
			end();
		}
	}

	/** Fetches what is before the first message shown, or the newest. Fails quietly, and tries again. */
	async function loadOlder(roomId: number): Promise<void> {
		const room = messagesOf(roomId);
		if (room.view.loading || room.complete) return;
		await loading(roomId, room.view, () => loadOlderPages(roomId, room));
	}

	/** One answer at a time. When something else is to be shown since it was asked for, nobody else has asked for that meanwhile. */
	async function loading(
		roomId: number,
		view: { loading: boolean },
		work: () => Promise<void>,
	): Promise<void> {
		const { generation } = messagesOf(roomId);
		view.loading = true;
		try {
			await work();
		} catch (reason) {
			// Not loaded is what it stays for now.
			fillLater(roomId, reason);
		} finally {
			view.loading = false;
		}
		if (generation !== messagesOf(roomId).generation && liveOrNull() !== null) refill(roomId);
	}

	async function loadOlderPages(roomId: number, room: RoomMessages): Promise<void> {
		let items = 0;
		for (let pages = 0; pages < PAGES_AT_ONCE && items < ENOUGH_ITEMS && !room.complete; pages++) {
			const page = await load(roomId, { before: room.firstSeq });
			if (page === null) return;
			if (!room.inPast && room.liveCount < WINDOW_MAX) live().cache.putMessages(page.content);
			room.addPage(page.content);
			if (page.atStart || page.content.length === 0) room.setComplete();
			items += page.content.filter(({ parentMessage }) => parentMessage === null).length;
		}
	}

	/** In the past: fetches what is behind the last message shown, until that is the newest. */
	async function loadNewer(roomId: number): Promise<void> {
		const room = messagesOf(roomId);
		const after = room.lastSeq;
		if (room.view.loading || !room.inPast || after === undefined) return;
		await loading(roomId, room.view, async () => {
			const page = await load(roomId, { after });
			if (page?.content.length) room.addPage(page.content);
			else if (page !== null) room.reachedNewest();
		});
	}

	/** Shows the surroundings of a message. null: there is no such message here; fails with an ApiError. */
	async function jump(roomId: number, messageId: number): Promise<MessageView | null> {
		const room = messagesOf(roomId);
		const target = await find(roomId, messageId);
		if (target === null) return null;
		const { parentMessage } = target;
		// A reply is in its thread; beside it, the room stands at the root.
		const shown = parentMessage === null ? target : await find(roomId, parentMessage);
		if (shown === null || room.showing(shown)) return target;
		const page = await load(roomId, { around: shown.id });
		if (page === null) return target;
		room.jump(page.content);
		if (page.atStart) room.setComplete();
		return target;
	}

	/** Shows what follows a place in the room, and a little of what is before it; fails with an ApiError. */
	async function jumpAfter(roomId: number, seq: number): Promise<void> {
		const room = messagesOf(roomId);
		const end = room.beginRead(); // until both are here
		try {
			const [before, after] = await Promise.all([
				load(roomId, { before: seq + 1, count: CONTEXT }),
				load(roomId, { after: seq }),
			]);
			if (before === null || after === null) return;
			room.jump(room.upToDate([...before.content, ...after.content]));
			if (before.atStart) room.setComplete();
		} finally {
			end();
		}
	}

	async function find(roomId: number, messageId: number): Promise<MessageView | null> {
		const room = messagesOf(roomId);
		const known = room.find(messageId);
		if (known !== undefined) return known;
		await fetchLoose(roomId, [messageId]);
		return room.find(messageId) ?? null;
	}

	async function fetchLoose(roomId: number, messagesIds: number[]): Promise<void> {
		const room = messagesOf(roomId);
		const generation = room.generation;
		const end = room.beginRead();
		try {
			const asked = { roomId, messagesIds };
			const { content, rest } = await live().client.request("loadMessagesByIds", asked);
			const there = new Set([...content.map(({ id }) => id), ...rest]);
			messagesIds.filter((id) => !there.has(id)).forEach((id) => lost.add(id));
			if (generation === room.generation) room.addLoose(room.upToDate(content));
			if (rest.length > 0 && rest.length < messagesIds.length) await fetchLoose(roomId, rest);
		} finally {
			end();
		}
	}

	function seek(roomId: number, messageId: number): void {
		if (lost.has(messageId) || liveOrNull() === null) return;
		const ids = sought.get(roomId) ?? new Set();
		sought.set(roomId, ids.add(messageId));
		planFind();
	}

	function planFind(): void {
		if (sought.size > 0) findTimer ??= setTimeout(() => void findSought(), FIND_AFTER_MS);
	}

	async function findSought(): Promise<void> {
		findTimer = null;
		const asked = [...sought].map(([roomId, ids]) => [roomId, [...ids].slice(-FIND_MAX)] as const);
		sought.clear();
		await Promise.all(asked.map(([roomId, ids]) => findSome(roomId, ids)));
	}

	/** Fails quietly: tries again later, or with the next connection. */
	async function findSome(roomId: number, ids: number[]): Promise<void> {
		try {
			await fetchLoose(roomId, ids);
		} catch (reason) {
			if (!asApiError(reason).retryable || !wanted.has(roomId)) return;
			sought.set(roomId, new Set([...(sought.get(roomId) ?? []), ...ids]));
			fillLater(roomId, reason);
		}
	}

	/** Back to what is new. */
	async function toNewest(roomId: number): Promise<void> {
		const room = messagesOf(roomId);
		room.showNewest();
		if (room.liveCount < PAGE) await loadOlder(roomId);
	}

	/** The thread is shown: its root and its newest replies are fetched. Fails quietly, unless there is no such message. */
	async function openThread(roomId: number, rootId: number): Promise<void> {
		const shown = threads.get(roomId) ?? new Set();
		threads.set(roomId, shown.add(rootId));
		const { view } = messagesOf(roomId).threadOf(rootId);
		if (view.loaded) return;
		await loadReplies(roomId, rootId);
	}

	function closeThread(roomId: number, rootId: number): void {
		threads.get(roomId)?.delete(rootId);
	}

	/** Fetches the page before the first reply shown, or the newest. */
	async function loadReplies(roomId: number, rootId: number): Promise<void> {
		const room = messagesOf(roomId);
		const window = room.threadOf(rootId);
		if (window.view.loading || (window.view.loaded && !window.view.hasOlder)) return;
		await loading(roomId, window.view, async () => {
			window.view.missing = (await find(roomId, rootId)) === null;
			if (!window.view.missing) await loadReplyPage(roomId, room, rootId);
		});
	}

	async function loadReplyPage(roomId: number, room: RoomMessages, rootId: number): Promise<void> {
		const window = room.threadOf(rootId);
		const page = await load(roomId, { threadId: rootId, before: window.firstSeq });
		if (page === null) return;
		const oldest = Math.min(...page.content.map(({ seq }) => seq));
		window.reached(oldest, page.atStart || page.content.length === 0);
		room.addLoose(page.content);
	}

	/** After a connection opened, or what was known is void: what is shown fills again. */
	function refill(roomId: number): void {
		const room = messagesOf(roomId);
		if (wanted.has(roomId) && room.liveCount < PAGE) void loadOlder(roomId);
		for (const rootId of threads.get(roomId) ?? []) {
			if (!room.thread(rootId).loaded) void loadReplies(roomId, rootId);
		}
	}

	/** The server had no time. With the next connection it is asked in any case. */
	function fillLater(roomId: number, reason: unknown): void {
		const afterMs = againAfterMs(reason);
		if (afterMs === null || fillTimers.has(roomId)) return;
		const fill = (): void => {
			fillTimers.delete(roomId);
			refill(roomId);
			planFind();
		};
		fillTimers.set(roomId, setTimeout(fill, afterMs));
	}

	function refillAll(): void {
		[...wanted].forEach(refill);
		planFind();
	}

	function reset(streamId: number): void {
		live().cache.clearStream(streamId);
		rooms.get(streamId)?.reset();
		if (live().client.state.kind === "open") refill(streamId);
	}

	function posted(event: ClientEvents["printMessage"]): void {
		const { action: _action, handler: _handler, parentReplies, parentLastReply, ...view } = event;
		const room = messagesOf(view.roomId);
		room.addNewest(view);
		live().cache.putMessages([view]);
		replied(view, parentReplies, parentLastReply);
		if (!inView.get(view.roomId)) room.trim();
	}

	/** The root has so many replies now. */
	function replied(reply: MessageView, count: number | undefined, lastReply: number | undefined): void {
		if (reply.parentMessage === null || count === undefined) return;
		amend(reply.roomId, reply.parentMessage, {
			threadMessagesCount: count,
			...(lastReply === undefined ? {} : { lastReply }),
		});
		const { view } = messagesOf(reply.roomId);
		view.replied = null; // the same one again counts
		view.replied = reply.parentMessage;
	}

	function amend(roomId: number, messageId: number, change: Partial<MessageView>): void {
		messagesOf(roomId).amend(messageId, change);
		live().cache.amendMessage(messageId, change);
	}

	/** Whoever shows what is pinned shall have it. */
	function pinned(message: MessageView): void {
		const room = messagesOf(message.roomId);
		room.addLoose([message]);
		room.view.pinned = message.pinned ? message.id : null;
	}

	function changed(event: ClientEvents[Changed]): void {
		if (event.action === "setPinned" && wanted.has(event.roomId)) pinned(event.message);
		amend(event.roomId, event.message.id, event.message);
		replied(event.message, event.parentReplies, event.parentLastReply);
	}

	function outboxChanged(entry: Readonly<OutboxEntry>): void {
		if (entry.messageId) actions.wishedBefore(entry);
		else messagesOf(entry.roomId).putPending(entry);
	}

	function addLine(line: RoomLine): void {
		messagesOf(line.roomId).addLine(line);
		live().cache.putLine(line);
	}

	const actions = makeMessageActions(messagesOf, message);

	function attach(opened: Live): void {
		const { client, cache } = opened;
		client.on("setWsId", () => queueMicrotask(refillAll));
		client.on("printMessage", posted);
		client.on("editMessage", changed);
		client.on("deleteMessage", changed);
		client.on("setReaction", changed);
		client.on("setPinned", changed);
		lines.attach(opened, addLine);
		client.on("streamReset", ({ streamId }) => reset(streamId));
		client.on("streamMoved", ({ streamId, position }) => {
			// Where the private stream is, the drafts know: see there.
			if (streamId > 0) cache.putPosition(streamId, position);
		});
		client.on("roomRemoved", ({ roomId }) => forget(roomId));
		client.on("deleteRoom", ({ roomId }) => forget(roomId));
		client.on("outboxChanged", outboxChanged);
		client.on("outboxStored", ({ entry, reply }) => {
			messagesOf(entry.roomId).acknowledge(entry.clientId, reply);
			actions.wishedBefore(entry);
		});
		client.on("outboxDiscarded", (entry) => messagesOf(entry.roomId).removePending(entry.clientId));
		client.on("outboxWishEnded", ({ entry, outcome }) => actions.wishEnded(entry, outcome));
	}

	function forget(roomId: number): void {
		wanted.delete(roomId);
		threads.delete(roomId);
		rooms.get(roomId)?.reset();
	}

	function clear(): void {
		if (findTimer !== null) clearTimeout(findTimer);
		findTimer = null;
		fillTimers.forEach((timer) => clearTimeout(timer));
		[fillTimers, rooms, wanted, inView, threads, sought, lost, lines, actions].forEach((each) =>
			each.clear(),
		);
	}

	const { clear: _clear, wishedBefore: _wished, wishEnded: _ended, ...deeds } = actions;
	const views = { window, thread, message, isLost };
	const moves = {
		open,
		leave,
		loadOlder,
		loadNewer,
		jump,
		jumpAfter,
		toNewest,
		openThread,
		closeThread,
		loadReplies,
	};
	return { ...views, ...moves, ...deeds, attach, clear };
});

/** The cache may be written by several tabs: what is behind a hole in the numbers is not used. */
function dense(messages: readonly MessageView[]): readonly MessageView[] {
	const hole = messages.findLastIndex(
		({ number }, at) => at > 0 && number !== (messages[at - 1]?.number ?? 0) + 1,
	);
	return messages.slice(Math.max(0, hole));
}
