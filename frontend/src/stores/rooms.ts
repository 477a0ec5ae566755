/* One's rooms: what the server says of them, how much is unread, and how far one has read. */
import { defineStore } from "pinia";
import { computed, ref, shallowReactive } from "vue";

import type { ClientEvents } from "../api/client";
import type { GroupView, ListedRoom, RoomView } from "../api/protocol.gen";
import { live, type Live } from "./live";

export type Room = Readonly<RoomView>;

const READ_AFTER_MS = 300;

export const useRoomsStore = defineStore("rooms", () => {
	const rooms = shallowReactive(new Map<number, Room>());
	const groups = shallowReactive(new Map<number, GroupView>());
	/** The newest message's seq by room, as far as it was heard of here. */
	const newest = new Map<number, number>();
	/** Read positions to be told to the server, by room. */
	const reading = new Map<number, number>();
	/** Rooms are known, from the cache or the server. */
	const loaded = ref(false);
	let timer: ReturnType<typeof setTimeout> | null = null;

	const list = computed(() =>
		[...rooms.values()].sort((a, b) => (a.name ?? "").localeCompare(b.name ?? "")),
	);
	const totalUnread = computed(() => list.value.reduce((sum, room) => sum + room.unread, 0));

	function byId(roomId: number): Room | undefined {
		return rooms.get(roomId);
	}

	function group(channelId: number | null): GroupView | undefined {
		return channelId === null ? undefined : groups.get(channelId);
	}

	function put(room: Room): void {
		rooms.set(room.roomId, Object.freeze(room));
		live().cache.putRoom(room);
	}

	function putGroup(view: GroupView): void {
		groups.set(view.channelId, view);
		live().cache.putGroup(view);
	}

	function change(roomId: number, amend: (room: Room) => Partial<RoomView>): void {
		const room = rooms.get(roomId);
		if (room !== undefined) put({ ...room, ...amend(room) });
	}

	function remove(roomId: number): void {
		rooms.delete(roomId);
		newest.delete(roomId);
		reading.delete(roomId);
		live().cache.removeRoom(roomId);
	}

	/** The rooms that one may join or has joined, all pages. */
	async function browse(): Promise<ListedRoom[]> {
		const found: ListedRoom[] = [];
		for (let after: number | undefined; ; after = found.at(-1)?.roomId) {
			const page = await live().client.request("listRooms", { after });
			found.push(...page.rooms);
			if (page.rooms.length < 100) return found;
		}
	}

	/** Resolves when the server has it; the room appears with its roomLive. */
	async function join(roomId: number): Promise<void> {
		await live().client.request("joinRoom", { roomId });
	}

	/** Everything up to `seq`, or all there is, has been seen. Told to the server a moment later. */
	function markRead(roomId: number, seq?: number): void {
		const room = rooms.get(roomId);
		const upTo = seq ?? Math.max(newest.get(roomId) ?? 0, room?.seq ?? 0);
		if (room === undefined || upTo <= Math.max(room.readSeq, reading.get(roomId) ?? 0)) return;
		reading.set(roomId, upTo);
		if (upTo >= Math.max(newest.get(roomId) ?? 0, room.seq)) change(roomId, () => ({ unread: 0 }));
		timer ??= setTimeout(tellRead, READ_AFTER_MS);
	}

	function tellRead(): void {
		timer = null;
		const positions = [...reading];
		reading.clear();
		for (const [roomId, seq] of positions) void moveRead(roomId, seq);
	}

	/** The answer counts what is unread; asking for an older position changes nothing and counts, too. */
	async function moveRead(roomId: number, seq: number): Promise<void> {
		try {
			const { readSeq, unread } = await live().client.request("setReadPosition", { roomId, seq });
			change(roomId, () => ({ readSeq, unread }));
		} catch {
			// The next first frame says how it stands.
		}
	}

	function opened(event: ClientEvents["setWsId"]): void {
		const served = new Set(event.rooms.map((room) => room.roomId));
		[...rooms.keys()].filter((roomId) => !served.has(roomId)).forEach(remove);
		event.channels.forEach(putGroup);
		event.rooms.forEach(put);
		loaded.value = true;
	}

	function added(event: ClientEvents["roomLive"]): void {
		putGroup(event.channel);
		put(event.room);
	}

	/** Events up to the room's own seq are counted in its `unread` already. */
	function posted(event: ClientEvents["printMessage"]): void {
		newest.set(event.roomId, Math.max(event.seq, newest.get(event.roomId) ?? 0));
		const own = event.userId === live().userId;
		change(event.roomId, (room) => (event.seq > room.seq && !own ? { unread: room.unread + 1 } : {}));
	}

	function joined({ roomId, seq, userId }: ClientEvents["joinUser"]): void {
		change(roomId, (room) => {
			if (seq <= room.seq || room.users.includes(userId)) return {};
			return { users: [...room.users, userId], memberCount: room.memberCount + 1 };
		});
	}

	function left({ roomId, seq, userId }: ClientEvents["leaveUser"]): void {
		change(roomId, (room) => {
			if (seq <= room.seq) return {};
			return {
				users: room.users.filter((id) => id !== userId),
				memberCount: Math.max(0, room.memberCount - 1),
			};
		});
	}

	function readElsewhere({ roomId, readSeq }: ClientEvents["setReadPosition"]): void {
		const room = rooms.get(roomId);
		if (room !== undefined && readSeq > room.readSeq) void moveRead(roomId, readSeq);
	}

	function attach({ client, snapshot }: Live): void {
		snapshot.groups.forEach((view) => groups.set(view.channelId, view));
		snapshot.rooms.forEach((room) => rooms.set(room.roomId, Object.freeze(room)));
		loaded.value = snapshot.rooms.length > 0;
		client.on("setWsId", opened);
		client.on("roomLive", added);
		client.on("roomRemoved", ({ roomId }) => remove(roomId));
		client.on("printMessage", posted);
		client.on("joinUser", joined);
		client.on("leaveUser", left);
		client.on("setReadPosition", readElsewhere);
	}

	function clear(): void {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		[rooms, groups, newest, reading].forEach((each) => each.clear());
		loaded.value = false;
	}

	return { list, loaded, totalUnread, byId, group, browse, join, markRead, attach, clear };
});
