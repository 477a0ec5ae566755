import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { firstFrame, messageEvent, roomView, userView } from "../api/testing/fake-socket";
import { browseRooms, leaveRoom } from "./room-requests";
import { useRoomsStore } from "./rooms";
import { useSessionStore } from "./session";
import { FakeBackend } from "./testing/fake-backend";

const channel = { channelId: 1, channelName: "all", channelCreatorId: null };

describe("the rooms store", () => {
	let backend: FakeBackend;

	beforeEach(async () => {
		backend = new FakeBackend();
		backend.status(7);
		await useSessionStore().start();
		deliver(firstFrame([roomView(12, { seq: 10, unread: 2, readSeq: 8 })]));
	});

	afterEach(() => {
		backend.end();
		expect(backend.bugs).toEqual([]);
	});

	const deliver = (frame: object): void => backend.server.latest.deliver(frame);
	const room = () => useRoomsStore().byId(12);
	const unread = (): number | undefined => room()?.unread;
	const shared = (seq: number, more: object = {}) => ({
		action: "saveRoomSettings",
		handler: "room",
		roomId: 12,
		seq,
		userId: 9,
		time: 1,
		channel,
		room: {
			roomId: 12,
			name: "shed",
			channelId: 1,
			roomCreatorId: 9,
			isMainInChannel: false,
			isOpen: false,
			isVisible: false,
			isReadOnly: true,
			p2p: false,
			...more,
		},
	});
	const own = (more: object = {}) => ({
		action: "saveMemberSettings",
		handler: "room",
		userId: 7,
		seq: 1,
		roomId: 12,
		notify: "mentions",
		volume: 10,
		hidden: false,
		...more,
	});
	const gone = (action: "roomRemoved" | "deleteRoom", roomId = 12) =>
		action === "roomRemoved"
			? { action, handler: "room", userId: 7, seq: 1, roomId }
			: { action, handler: "room", userId: 9, seq: 11, roomId, time: 1 };

	/** The connection goes and comes back with these rooms. */
	async function reconnect(...rooms: ReturnType<typeof roomView>[]): Promise<void> {
		backend.server.latest.drop();
		await backend.timers.advance(1_000);
		deliver(firstFrame(rooms));
		await backend.settle();
	}

	function answerChanges(changes: object[], seq: number): Promise<void> {
		const part = { roomId: 12, changes, seq, head: seq, epoch: 1, resync: false };
		backend.server.latest.answer("getChanges", { streams: [part] });
		return backend.settle();
	}

	it("counts what others write, and not what the first frame has counted already", async () => {
		deliver(messageEvent(12, 11));
		deliver(messageEvent(12, 12, { userId: 7 }));
		expect(unread()).toBe(3);
		await reconnect(roomView(12, { seq: 14, unread: 4, readSeq: 8 }));
		await answerChanges([messageEvent(12, 13), messageEvent(12, 14)], 14);
		expect(unread()).toBe(4);
		expect(useRoomsStore().totalUnread).toBe(4);
	});

	it("counts what mentions one, also when a text is changed", () => {
		deliver(messageEvent(12, 11, { tags: { a: 7 } }));
		deliver(messageEvent(12, 12, { tags: { a: 9 } }));
		deliver(messageEvent(12, 13, { tags: { a: 0 } }));
		deliver(messageEvent(12, 14, { tags: { a: 7 }, userId: 7 }));
		expect(room()).toMatchObject({ unread: 5, mentions: 2 });
		const about = (seq: number, action: string, of: object) => {
			const { action: _action, handler: _handler, ...message } = messageEvent(12, 11, of);
			return { action, handler: "ws-message", roomId: 12, seq, userId: 9, time: 1, message };
		};
		deliver(about(15, "editMessage", { tags: {} }));
		expect(room()?.mentions).toBe(1);
		deliver(about(16, "editMessage", { tags: { b: 7 } }));
		deliver(about(17, "editMessage", { tags: { b: 7 } }));
		expect(room()?.mentions).toBe(2);
		deliver(about(18, "deleteMessage", { content: null, deleted: true, tags: { b: 7 } }));
		expect(room()?.mentions).toBe(1);
	});

	it("adds to the server's count what came behind it", () => {
		const rooms = useRoomsStore();
		deliver(messageEvent(12, 11));
		deliver(messageEvent(12, 12, { tags: { a: 7 } }));
		rooms.readMoved({ roomId: 12, readSeq: 11, unread: 0, mentions: 0, countedSeq: 11 });
		expect(room()).toMatchObject({ readSeq: 11, unread: 1, mentions: 1 });
		deliver(messageEvent(12, 13));
		rooms.readMoved({ roomId: 12, readSeq: 13, unread: 0, mentions: 0, countedSeq: 12 });
		expect(room()).toMatchObject({ readSeq: 13, unread: 0, mentions: 0 });
		rooms.readMoved({ roomId: 12, readSeq: 9, unread: 4, mentions: 1, countedSeq: 13 });
		expect(room()).toMatchObject({ readSeq: 9, unread: 4, mentions: 1 });
	});

	it("counts once what the server has counted before it is seen here", () => {
		const rooms = useRoomsStore();
		rooms.readMoved({ roomId: 12, readSeq: 8, unread: 3, mentions: 0, countedSeq: 11 });
		deliver(messageEvent(12, 11));
		expect(unread()).toBe(3);
		deliver(messageEvent(12, 12));
		deliver(messageEvent(12, 13, { userId: 7 }));
		expect(unread()).toBe(4);
	});

	it("follows who comes and goes", () => {
		const joined = { action: "joinUser", handler: "room", roomId: 12, userId: 30, time: 1 };
		deliver({ ...joined, user: userView(30), seq: 11 });
		expect(room()).toMatchObject({ users: [7, 9, 30], memberCount: 3 });
		deliver({ ...joined, user: userView(30), seq: 12 });
		expect(room()?.memberCount).toBe(3);
		deliver({ action: "leaveUser", handler: "room", roomId: 12, seq: 13, userId: 9, time: 1 });
		expect(room()).toMatchObject({ users: [7, 30], memberCount: 2 });
	});

	it("only counts the members of a large room", () => {
		deliver({
			action: "roomLive",
			handler: "room",
			channel,
			room: roomView(20, { users: [7], memberCount: 900 }),
		});
		const place = { handler: "room", roomId: 20, userId: 30, time: 1 };
		deliver({ ...place, action: "joinUser", seq: 1, user: userView(30) });
		expect(useRoomsStore().byId(20)).toMatchObject({ users: [7], memberCount: 901 });
		deliver({ ...place, action: "leaveUser", seq: 2 });
		expect(useRoomsStore().byId(20)).toMatchObject({ users: [7], memberCount: 900 });
	});

	it("follows a room's settings and its group's name", () => {
		deliver(shared(11));
		expect(room()).toMatchObject({
			name: "shed",
			isReadOnly: true,
			isOpen: false,
			roomCreatorId: 9,
			unread: 2,
		});
		deliver({
			action: "saveChannelSettings",
			handler: "room",
			roomId: 12,
			seq: 12,
			userId: 9,
			time: 1,
			channel: { channelId: 1, channelName: "everybody", channelCreatorId: 9 },
		});
		expect(room()?.name).toBe("everybody");
		expect(useRoomsStore().group(1)).toMatchObject({ channelName: "everybody", channelCreatorId: 9 });
	});

	it("takes no old settings on catching up", async () => {
		await reconnect(roomView(12, { seq: 11, name: "newest" }));
		await answerChanges([shared(11)], 11);
		expect(room()?.name).toBe("newest");
	});

	it("follows one's own settings of a room", () => {
		deliver(own());
		expect(room()).toMatchObject({ notify: "mentions", volume: 10, notifications: true });
		expect(useRoomsStore().totalUnread).toBe(0);
		deliver(own({ seq: 2, notify: "nothing" }));
		expect(room()).toMatchObject({ notify: "nothing", notifications: false });
	});

	it("hides a direct room until a message comes", () => {
		const rooms = useRoomsStore();
		const direct = roomView(20, { name: null, channelId: null, users: [7, 9] });
		deliver({ action: "roomLive", handler: "room", room: direct, channel });
		expect(rooms.directWith(9)?.roomId).toBe(20);
		deliver(own({ roomId: 20, hidden: true }));
		expect(rooms.shown.map(({ roomId }) => roomId)).toEqual([12]);
		deliver(messageEvent(20, 1));
		expect(rooms.shown.map(({ roomId }) => roomId)).toEqual([20, 12]);
	});

	it("tells one's notes from the direct room with somebody", () => {
		const notes = roomView(21, { name: null, channelId: null, users: [7], memberCount: 1 });
		deliver({ action: "roomLive", handler: "room", room: notes, channel });
		expect(useRoomsStore().directWith(7)?.roomId).toBe(21);
		expect(useRoomsStore().directWith(9)).toBeUndefined();
	});

	it("knows when a room was active last", async () => {
		const rooms = useRoomsStore();
		deliver(messageEvent(12, 11, { time: 500 }));
		rooms.active(12, 400);
		expect(room()?.activity).toBe(500);
		await reconnect(roomView(12, { seq: 11 }));
		expect(room()?.activity).toBe(500);
	});

	it("knows who keeps order, and who may write", () => {
		const rooms = useRoomsStore();
		deliver(shared(11));
		expect([rooms.isModerator(12), rooms.mayWrite(12)]).toEqual([false, false]);
		deliver(shared(12, { roomCreatorId: 7 }));
		expect([rooms.isModerator(12), rooms.mayWrite(12)]).toEqual([true, true]);
		const direct = roomView(20, { name: null, channelId: null, roomCreatorId: 7 });
		deliver({ action: "roomLive", handler: "room", room: direct, channel });
		expect(rooms.isModerator(20)).toBe(false);
	});

	it("lets administrators and a group's owner keep order in every room of it", () => {
		const rooms = useRoomsStore();
		expect(rooms.isModerator(12)).toBe(false);
		deliver({
			action: "userProfileChanged",
			handler: "ws",
			userId: 7,
			seq: 1,
			user: userView(7, { role: "administrator" }),
		});
		expect(rooms.isModerator(12)).toBe(true);
		deliver({ action: "userProfileChanged", handler: "ws", userId: 7, seq: 2, user: userView(7) });
		deliver({ ...shared(11), channel: { ...channel, channelCreatorId: 7 } });
		expect([rooms.isModerator(12), rooms.ownsGroup(1)]).toEqual([true, true]);
	});

	it.each(["roomRemoved", "deleteRoom"] as const)("gets and loses rooms: %s", (how) => {
		const rooms = useRoomsStore();
		deliver({ action: "roomLive", handler: "room", room: roomView(20, { name: "attic" }), channel });
		expect(rooms.list.map(({ name }) => name)).toEqual(["attic", "room 12"]);
		expect(rooms.group(1)?.channelName).toBe("all");
		deliver(gone(how));
		expect(rooms.list.map(({ roomId }) => roomId)).toEqual([20]);
		expect(rooms.gone?.room.name).toBe("room 12");
		expect(rooms.gone?.why).toBe(how === "deleteRoom" ? "deleted" : "removed");
		expect(backend.written).toContain("remove 12");
	});

	it("makes no news of a room that one leaves", async () => {
		const left = leaveRoom(12);
		await backend.settle();
		deliver(gone("roomRemoved"));
		backend.server.latest.answer("leaveUser", { roomId: 12 });
		await left;
		expect(useRoomsStore().gone?.why).toBe("left");
	});

	it("makes news of a room that one could not leave and is thrown out of later", async () => {
		const left = leaveRoom(12);
		await backend.settle();
		backend.server.latest.refuse("leaveUser", "busy");
		await expect(left).rejects.toMatchObject({ code: "busy" });
		deliver(gone("roomRemoved"));
		expect(useRoomsStore().gone?.why).toBe("removed");
	});

	it("drops rooms that the next first frame does not have", async () => {
		await reconnect(roomView(13));
		expect(useRoomsStore().list.map(({ roomId }) => roomId)).toEqual([13]);
		expect(backend.written).toContain("remove 12");
	});

	it("looks through all pages of rooms", async () => {
		const found = browseRooms();
		const listed = (roomId: number) => ({
			roomId,
			name: `r${roomId}`,
			channelId: 1,
			memberCount: 1,
			joined: false,
		});
		await backend.settle();
		backend.server.latest.answer("listRooms", {
			rooms: Array.from({ length: 100 }, (_, i) => listed(i + 1)),
		});
		await backend.settle();
		expect(backend.server.latest.asked("listRooms").at(-1)).toMatchObject({ after: 100 });
		backend.server.latest.answer("listRooms", { rooms: [listed(101)] });
		expect(await found).toHaveLength(101);
	});
});
