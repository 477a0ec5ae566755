import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { firstFrame, messageEvent, roomView, userView } from "../api/testing/fake-socket";
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
		backend.server.latest.deliver(firstFrame([roomView(12, { seq: 10, unread: 2, readSeq: 8 })]));
	});

	afterEach(() => {
		backend.end();
		expect(backend.bugs).toEqual([]);
	});

	const unread = (): number | undefined => useRoomsStore().byId(12)?.unread;

	it("counts what others write, and not what the first frame has counted already", async () => {
		backend.server.latest.deliver(messageEvent(12, 11));
		backend.server.latest.deliver(messageEvent(12, 12, { userId: 7 }));
		expect(unread()).toBe(3);
		backend.server.latest.drop();
		await backend.timers.advance(1_000);
		backend.server.latest.deliver(firstFrame([roomView(12, { seq: 14, unread: 4, readSeq: 8 })]));
		await backend.settle();
		const changes = [messageEvent(12, 13), messageEvent(12, 14)];
		backend.server.latest.answer("getChanges", {
			streams: [{ roomId: 12, changes, seq: 14, head: 14, epoch: 1, resync: false }],
		});
		await backend.settle();
		expect(unread()).toBe(4);
		expect(useRoomsStore().totalUnread).toBe(4);
	});

	it("tells the server once how far one has read", async () => {
		const rooms = useRoomsStore();
		backend.server.latest.deliver(messageEvent(12, 11));
		rooms.markRead(12, 10);
		rooms.markRead(12);
		expect(unread()).toBe(0);
		await new Promise((resolve) => setTimeout(resolve, 330));
		expect(backend.server.latest.asked("setReadPosition")).toMatchObject([{ roomId: 12, seq: 11 }]);
		backend.server.latest.answer("setReadPosition", { roomId: 12, readSeq: 11, unread: 0 });
		await backend.settle();
		expect(rooms.byId(12)?.readSeq).toBe(11);
		rooms.markRead(12);
		await new Promise((resolve) => setTimeout(resolve, 330));
		expect(backend.server.latest.asked("setReadPosition")).toHaveLength(1);
	});

	it("learns from another device how much is left", async () => {
		const event = {
			action: "setReadPosition",
			handler: "room",
			userId: 7,
			seq: 1,
			roomId: 12,
			readSeq: 9,
		};
		backend.server.latest.deliver(event);
		await backend.settle();
		expect(backend.server.latest.asked("setReadPosition")).toMatchObject([{ roomId: 12, seq: 9 }]);
		backend.server.latest.answer("setReadPosition", { roomId: 12, readSeq: 9, unread: 1 });
		await backend.settle();
		expect(unread()).toBe(1);
	});

	it("follows who comes and goes", () => {
		const rooms = useRoomsStore();
		const joined = {
			action: "joinUser",
			handler: "room",
			roomId: 12,
			userId: 30,
			time: 1,
			user: userView(30),
		};
		backend.server.latest.deliver({ ...joined, seq: 11 });
		expect(rooms.byId(12)).toMatchObject({ users: [7, 9, 30], memberCount: 3 });
		backend.server.latest.deliver({ ...joined, seq: 12 });
		expect(rooms.byId(12)?.memberCount).toBe(3);
		backend.server.latest.deliver({
			action: "leaveUser",
			handler: "room",
			roomId: 12,
			seq: 13,
			userId: 9,
			time: 1,
		});
		expect(rooms.byId(12)).toMatchObject({ users: [7, 30], memberCount: 2 });
	});

	it("gets and loses rooms", () => {
		const rooms = useRoomsStore();
		backend.server.latest.deliver({
			action: "roomLive",
			handler: "room",
			room: roomView(20, { name: "attic" }),
			channel,
		});
		expect(rooms.list.map(({ name }) => name)).toEqual(["attic", "room 12"]);
		expect(rooms.group(1)?.channelName).toBe("all");
		backend.server.latest.deliver({
			action: "roomRemoved",
			handler: "room",
			userId: 7,
			seq: 1,
			roomId: 12,
		});
		expect(rooms.list.map(({ roomId }) => roomId)).toEqual([20]);
		expect(backend.written).toContain("remove 12");
	});

	it("drops rooms that the next first frame does not have", async () => {
		backend.server.latest.drop();
		await backend.timers.advance(1_000);
		backend.server.latest.deliver(firstFrame([roomView(13)]));
		expect(useRoomsStore().list.map(({ roomId }) => roomId)).toEqual([13]);
		expect(backend.written).toContain("remove 12");
	});

	it("looks through all pages of rooms", async () => {
		const found = useRoomsStore().browse();
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
