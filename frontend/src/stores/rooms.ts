/* One's rooms and their groups, as the server has them. The first frame and roomLive bring a room as it is at its `seq`; events with a higher one amend it. What
 * comes with a lower one (on catching up) is in it already. How far one has read is stores/reading.ts. */
import { defineStore } from "pinia";
import { computed, ref, shallowReactive, shallowRef } from "vue";

import type { ClientEvents } from "../api/client";
import type { GroupView, MemberReadReply, MessageView, RoomView } from "../api/protocol.gen";
import { live, liveOrNull, type Live } from "./live";
import { usePeopleStore } from "./people";
import { UnreadLedger } from "./unread";

export type Room = Readonly<RoomView> & {
	/** When the newest message known here was written; 0: none is. */
	readonly activity: number;
};

/** A room that is one's own no more. */
export interface GoneRoom {
	room: Room;
	why: "removed" | "deleted" | "left";
}

export const useRoomsStore = defineStore("rooms", () => {
	const rooms = shallowReactive(new Map<number, Room>());
	const groups = shallowReactive(new Map<number, GroupView>());
	/** The newest seq by room, as far as it was heard of here. */
	const newest = new Map<number, number>();
	const ledger = new UnreadLedger();
	/** Rooms are known, from the cache or the server. */
	const loaded = ref(false);
	/** The last room that was lost. */
	const gone = shallowRef<GoneRoom | null>(null);
	/** Rooms that one is about to leave or delete: no news when they go. */
	const leaving = new Set<number>();

	const list = computed(() =>
		[...rooms.values()].sort((a, b) => (a.name ?? "").localeCompare(b.name ?? "")),
	);
	/** Without the direct rooms that one left. */
	const shown = computed(() => list.value.filter((room) => !room.hidden));
	/** What one wants to be told of: mentions only, or nothing, of rooms that were made quiet. */
	const totalUnread = computed(() => shown.value.reduce((sum, room) => sum + wantedUnread(room), 0));

	function byId(roomId: number): Room | undefined {
		return rooms.get(roomId);
	}

	function group(channelId: number | null): GroupView | undefined {
		return channelId === null ? undefined : groups.get(channelId);
	}

	function mainRoomOf(channelId: number | null): Room | undefined {
		return list.value.find((room) => room.channelId === channelId && room.isMainInChannel);
	}

	/** The direct room with somebody (oneself: one's notes), also a hidden one. */
	function directWith(userId: number): Room | undefined {
		return list.value.find(({ channelId, users }) => {
			const alone = users.length === 1 && users[0] === userId;
			const pair = users.length === 2 && users.includes(userId);
			return channelId === null && (userId === liveOrNull()?.userId ? alone : pair);
		});
	}

	function isAdministrator(): boolean {
		return usePeopleStore().get(liveOrNull()?.userId ?? 0)?.role === "administrator";
	}

	/** One keeps order in this group. */
	function ownsGroup(channelId: number): boolean {
		const own = group(channelId)?.channelCreatorId === liveOrNull()?.userId;
		return own || isAdministrator();
	}

	/** One keeps order here; nobody does in a direct room. */
	function isModerator(roomId: number): boolean {
		const room = rooms.get(roomId);
		if (room === undefined || room.channelId === null) return false;
		return room.roomCreatorId === liveOrNull()?.userId || ownsGroup(room.channelId);
	}

	function mayWrite(roomId: number): boolean {
		return rooms.get(roomId)?.isReadOnly !== true || isModerator(roomId);
	}

	function put(room: RoomView & { activity?: number }): void {
		const activity = room.activity ?? rooms.get(room.roomId)?.activity ?? 0;
		const next = Object.freeze({ ...room, activity });
		rooms.set(room.roomId, next);
		live().cache.putRoom(next);
	}

	function putGroup(view: GroupView): void {
		groups.set(view.channelId, view);
		live().cache.putGroup(view);
	}

	function change(roomId: number, amend: (room: Room) => Partial<Room>): void {
		const room = rooms.get(roomId);
		if (room !== undefined) put({ ...room, ...amend(room) });
	}

	function remove(roomId: number, why: GoneRoom["why"]): void {
		const room = rooms.get(roomId);
		if (room !== undefined) gone.value = { room, why: leaving.delete(roomId) ? "left" : why };
		rooms.delete(roomId);
		newest.delete(roomId);
		ledger.forget(roomId);
		live().cache.removeRoom(roomId);
	}

	/** Until the request is answered, that these rooms go is one's own doing. */
	async function leavingBy<T>(roomIds: readonly number[], request: Promise<T>): Promise<T> {
		roomIds.forEach((roomId) => leaving.add(roomId));
		try {
			return await request;
		} catch (reason) {
			roomIds.forEach((roomId) => leaving.delete(roomId));
			throw reason;
		}
	}

	/** The newest seq of a room that is known here. */
	function newestSeq(roomId: number): number {
		return Math.max(newest.get(roomId) ?? 0, rooms.get(roomId)?.seq ?? 0);
	}

	/** A message of this time was seen in a room: it has been active at least then. */
	function active(roomId: number, time: number): void {
		const room = rooms.get(roomId);
		if (room !== undefined && room.activity < time) put({ ...room, activity: time });
	}

	function mentionsOne(tags: MessageView["tags"]): boolean {
		return Object.values(tags).some((id) => id <= 0 || id === live().userId);
	}

	function takeUp(room: RoomView): void {
		ledger.counted(room.roomId, room.seq);
		put(room);
	}

	function opened(event: ClientEvents["setWsId"]): void {
		const served = new Set(event.rooms.map((room) => room.roomId));
		[...rooms.keys()].filter((roomId) => !served.has(roomId)).forEach((id) => remove(id, "removed"));
		event.channels.forEach(putGroup);
		event.rooms.forEach(takeUp);
		loaded.value = true;
	}

	function added(event: ClientEvents["roomLive"]): void {
		if (event.channel !== null) putGroup(event.channel);
		takeUp(event.room);
	}

	/** A message shows a hidden direct room again. */
	function posted({ roomId, seq, time, userId, tags }: ClientEvents["printMessage"]): void {
		newest.set(roomId, Math.max(seq, newest.get(roomId) ?? 0));
		active(roomId, time);
		if (seq <= (rooms.get(roomId)?.seq ?? seq)) return;
		const own = userId === live().userId;
		const mention = !own && mentionsOne(tags);
		const counts = !own && ledger.add(roomId, { seq, mention });
		change(roomId, ({ unread, mentions }) => ({
			hidden: false,
			unread: unread + (counts ? 1 : 0),
			mentions: mentions + (counts && mention ? 1 : 0),
		}));
	}

	/** Its mentions may be others now. */
	function edited({ roomId, message }: ClientEvents["editMessage"] | ClientEvents["deleteMessage"]): void {
		const mention = !message.deleted && message.userId !== live().userId && mentionsOne(message.tags);
		if (!ledger.mention(roomId, message.seq, mention)) return;
		change(roomId, ({ readSeq, mentions }) => {
			if (message.seq <= readSeq) return {};
			return { mentions: Math.max(0, mentions + (mention ? 1 : -1)) };
		});
	}

	/** One's read position is there now, by an answer or an event, which count what was there up to `countedSeq`. */
	function readMoved({ roomId, readSeq, unread, mentions, countedSeq }: MemberReadReply): void {
		ledger.counted(roomId, countedSeq);
		const later = ledger.behind(roomId, readSeq);
		change(roomId, () => ({
			readSeq,
			unread: unread + later.unread,
			mentions: mentions + later.mentions,
		}));
	}

	/** The list of members is whole: in large rooms it has only oneself. */
	function hasAll({ users, memberCount }: Room): boolean {
		return users.length === memberCount;
	}

	function joined({ roomId, seq, userId }: ClientEvents["joinUser"]): void {
		change(roomId, (room) => {
			if (seq <= room.seq) return {};
			if (!hasAll(room)) return { memberCount: room.memberCount + 1 };
			if (room.users.includes(userId)) return {};
			return { users: [...room.users, userId], memberCount: room.memberCount + 1 };
		});
	}

	/** Nobody leaves a direct room; whoever is suspended is still the one it is with. */
	function left({ roomId, seq, userId }: ClientEvents["leaveUser"]): void {
		change(roomId, (room) => {
			if (seq <= room.seq || room.channelId === null) return {};
			if (!hasAll(room)) return { memberCount: Math.max(0, room.memberCount - 1) };
			const users = room.users.filter((id) => id !== userId);
			return { users, memberCount: users.length };
		});
	}

	function saved({ roomId, seq, room: shared, channel }: ClientEvents["saveRoomSettings"]): void {
		if (seq <= (rooms.get(roomId)?.seq ?? seq)) return;
		if (channel !== null) putGroup(channel);
		change(roomId, () => shared);
	}

	/** A group and its main room have one name. */
	function groupSaved({ roomId, seq, channel }: ClientEvents["saveChannelSettings"]): void {
		if (seq <= (rooms.get(roomId)?.seq ?? seq)) return;
		putGroup(channel);
		change(roomId, () => ({ name: channel.channelName }));
	}

	function ownSaved({ roomId, notify, volume, hidden }: ClientEvents["saveMemberSettings"]): void {
		change(roomId, () => ({ notify, volume, hidden, notifications: notify !== "nothing" }));
	}

	function attach({ client, snapshot }: Live): void {
		snapshot.groups.forEach((view) => groups.set(view.channelId, view));
		snapshot.rooms.forEach((room) => rooms.set(room.roomId, Object.freeze({ activity: 0, ...room })));
		loaded.value = snapshot.rooms.length > 0;
		client.on("setWsId", opened);
		client.on("roomLive", added);
		client.on("roomRemoved", ({ roomId }) => remove(roomId, "removed"));
		client.on("deleteRoom", ({ roomId }) => remove(roomId, "deleted"));
		client.on("printMessage", posted);
		client.on("editMessage", edited);
		client.on("deleteMessage", edited);
		client.on("joinUser", joined);
		client.on("leaveUser", left);
		client.on("saveRoomSettings", saved);
		client.on("saveChannelSettings", groupSaved);
		client.on("saveMemberSettings", ownSaved);
	}

	function clear(): void {
		[rooms, groups, newest, ledger, leaving].forEach((each) => each.clear());
		loaded.value = false;
		gone.value = null;
	}

	const state = { list, shown, loaded, gone, totalUnread };
	const questions = { byId, group, mainRoomOf, directWith, newestSeq };
	const rights = { isModerator, mayWrite, ownsGroup };
	return { ...state, ...questions, ...rights, change, active, readMoved, leavingBy, attach, clear };
});

/** How much of a room's unread messages one wants to be told. */
export function wantedUnread({ notify, unread, mentions }: Room): number {
	return { all: unread, mentions, nothing: 0 }[notify];
}
