/* Messages by room. A room's window is painted from the cache, filled by loadMessages when it is opened, and kept up to date by events,
 * which come once each and in order. What one writes shows at once and is replaced by its event. */
import { defineStore } from "pinia";

import type { OutboxEntry } from "../api/outbox";
import { WINDOW_MAX } from "../cache/cache";
import { live, liveOrNull, type Live } from "./live";
import { RoomMessages, type RoomWindow } from "./room-window";

export type { RoomWindow, ShownMessage } from "./room-window";

const PAGE = 50;

export const useMessagesStore = defineStore("messages", () => {
	const rooms = new Map<number, RoomMessages>();
	/** Rooms that are shown or were: kept filled across a reset. */
	const wanted = new Set<number>();

	function messagesOf(roomId: number): RoomMessages {
		const known = rooms.get(roomId) ?? new RoomMessages(liveOrNull()?.userId ?? 0);
		rooms.set(roomId, known);
		return known;
	}

	/** What to show of a room; reactive, and the same object for as long as one is signed in. */
	function window(roomId: number): RoomWindow {
		return messagesOf(roomId).view;
	}

	/** The room is shown: paints what the device has, then sees to it that the newest page is there. */
	async function open(roomId: number): Promise<void> {
		wanted.add(roomId);
		const room = messagesOf(roomId);
		if (!room.view.loaded) await paint(roomId, room);
		if (room.storedCount < PAGE) await loadOlder(roomId);
	}

	async function paint(roomId: number, room: RoomMessages): Promise<void> {
		const { client, cache } = live();
		const generation = room.generation;
		const cached = await cache.window(roomId).catch(() => []);
		const valid = generation === room.generation && client.position(roomId) !== undefined;
		if (valid && cached.length > 0) room.add(cached);
	}

	/** Fetches the page before the first message shown, or the newest. Fails quietly: the next connection tries again. */
	async function loadOlder(roomId: number): Promise<void> {
		const room = messagesOf(roomId);
		if (room.view.loading || room.complete) return;
		room.view.loading = true;
		try {
			await fetchPage(roomId, room);
		} catch {
			// Not loaded is what it stays.
		} finally {
			room.view.loading = false;
		}
	}

	async function fetchPage(roomId: number, room: RoomMessages): Promise<void> {
		const { client, cache } = live();
		const generation = room.generation;
		const page = await client.request("loadMessages", { roomId, before: room.firstSeq, count: PAGE });
		if (generation !== room.generation) return;
		if (room.storedCount < WINDOW_MAX) cache.putMessages(page.content);
		room.add(page.content);
		// A page may end early: the room begins at its message 1.
		const oldest = page.content[page.content.length - 1];
		if (!oldest || oldest.number === 1) room.setComplete();
	}

	/** Shows it at once and sends it when it can. */
	function send(roomId: number, content: string): void {
		live().client.outbox.add(roomId, content);
	}

	async function retry(clientId: string): Promise<void> {
		await live().client.outbox.retry(clientId);
	}

	/** Gives up one that failed or never left. False: it is on its way. */
	function discard(clientId: string): boolean {
		return live().client.outbox.discard(clientId);
	}

	/** Another text for one that was refused or never left. False: it may be stored already. */
	function edit(clientId: string, content: string): boolean {
		return live().client.outbox.edit(clientId, content) !== null;
	}

	/** After a connection opened, or what was known is void: rooms that are shown fill again. */
	function refill(roomId: number): void {
		const room = messagesOf(roomId);
		if (wanted.has(roomId) && room.storedCount < PAGE) void loadOlder(roomId);
	}

	function reset(streamId: number): void {
		live().cache.clearStream(streamId);
		rooms.get(streamId)?.reset();
		if (live().client.state.kind === "open") refill(streamId);
	}

	function changed(entry: Readonly<OutboxEntry>): void {
		messagesOf(entry.roomId).putPending(entry);
	}

	function attach({ client, cache }: Live): void {
		client.on("setWsId", () => queueMicrotask(() => [...wanted].forEach(refill)));
		client.on("printMessage", (event) => {
			const { action: _action, handler: _handler, ...message } = event;
			messagesOf(event.roomId).add([message]);
			cache.putMessages([message]);
		});
		client.on("streamReset", ({ streamId }) => reset(streamId));
		client.on("streamMoved", ({ streamId, position }) => cache.putPosition(streamId, position));
		client.on("roomRemoved", ({ roomId }) => forget(roomId));
		client.on("outboxChanged", changed);
		client.on("outboxStored", ({ entry, reply }) =>
			messagesOf(entry.roomId).acknowledge(entry.clientId, reply),
		);
		client.on("outboxDiscarded", (entry) => messagesOf(entry.roomId).removePending(entry.clientId));
	}

	function forget(roomId: number): void {
		wanted.delete(roomId);
		rooms.get(roomId)?.reset();
	}

	function clear(): void {
		rooms.clear();
		wanted.clear();
	}

	return { window, open, loadOlder, send, retry, discard, edit, attach, clear };
});
