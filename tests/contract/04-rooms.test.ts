/* Rooms: found, joined, read. */
import { beforeAll, describe, expect, it } from "vitest";

import { queryArchive } from "./harness/server";
import { until } from "./harness/wait";
import { newcomer, server } from "./harness/world";

/* Rooms cannot be made by an action yet. */
const OPEN = 5001;
const HIDDEN = 5002;
const CLOSED = 5003;

beforeAll(() => {
	const columns = "(id, group_id, name, is_main, is_open, is_visible)";
	const rows = `(${OPEN}, 1, 'garden', 0, 1, 1), (${HIDDEN}, 1, 'cellar', 0, 1, 0), (${CLOSED}, 1, 'vault', 0, 0, 1)`;
	const heads = [OPEN, HIDDEN, CLOSED].map((id) => `(${id}, 0, 0, 0, 1)`).join(", ");
	queryArchive(server.dataDir, `INSERT IGNORE INTO room ${columns} VALUES ${rows}`);
	queryArchive(server.dataDir, `INSERT IGNORE INTO stream_head VALUES ${heads}`);
});

describe("listRooms", () => {
	it("shows visible rooms of one's groups, with how many are in them", async () => {
		const { client } = await (await newcomer()).connect();
		const { rooms } = await client.request("listRooms", {});
		const ids = rooms.map(({ roomId }) => roomId);
		expect(ids).toContain(1);
		expect(ids).toContain(OPEN);
		expect(ids).not.toContain(HIDDEN);
		expect(ids).toEqual([...ids].sort((a, b) => a - b));
		expect(rooms.find(({ roomId }) => roomId === 1)).toMatchObject({ name: "all", joined: true });
		expect(rooms.find(({ roomId }) => roomId === OPEN)).toMatchObject({
			name: "garden",
			joined: false,
			channelId: 1,
		});
	});
});

describe("joinRoom", () => {
	it("brings the room, live, to all of one's sockets, and tells those who are in it", async () => {
		const ann = await newcomer();
		const [here, there] = [await ann.connect(), await (await ann.another()).connect()];
		const bo = await (await newcomer()).connect();
		await bo.client.request("joinRoom", { roomId: OPEN });
		await bo.event({ action: "roomLive" });

		expect(await here.client.request("joinRoom", { roomId: OPEN })).toMatchObject({ roomId: OPEN });
		for (const connection of [here, there]) {
			expect(await connection.event({ action: "roomAdded", roomId: OPEN })).toMatchObject({
				userId: ann.userId,
			});
			const live = await connection.event({ action: "roomLive" });
			expect(live["room"]).toMatchObject({ roomId: OPEN, name: "garden", unread: 0 });
			expect(live["channel"]).toMatchObject({ channelId: 1 });
		}
		const joined = await bo.event({ action: "joinUser", roomId: OPEN, userId: ann.userId });
		expect(joined["user"]).toMatchObject({ userId: ann.userId, user: ann.name });

		await bo.client.request("printMessage", { roomId: OPEN, clientId: "welcome", content: "welcome" });
		for (const connection of [here, there])
			await connection.event({ action: "printMessage", roomId: OPEN, content: "welcome" });
		const later = await (await ann.another()).connect();
		const rooms = later.first["rooms"] as { roomId: number }[];
		expect(rooms.map(({ roomId }) => roomId).sort()).toEqual([1, OPEN]);
	});

	it("is fine twice, and makes one member", async () => {
		const ann = await newcomer();
		const connection = await ann.connect();
		const { client } = connection;
		await Promise.all(Array.from({ length: 5 }, () => client.request("joinRoom", { roomId: OPEN })));
		await client.request("joinRoom", { roomId: OPEN });
		const where = `room_id = ${OPEN} AND user_id = ${ann.userId}`;
		expect(queryArchive(server.dataDir, `SELECT COUNT(*) FROM room_member WHERE ${where}`)).toEqual([
			["1"],
		]);
		await connection.event({ action: "roomLive" });
		expect(connection.applied.filter(({ action }) => action === "roomLive")).toHaveLength(1);
		const later = await (await ann.another()).connect();
		const rooms = later.first["rooms"] as { roomId: number; users: number[]; memberCount: number }[];
		const room = rooms.find(({ roomId }) => roomId === OPEN);
		expect(room?.users.filter((id) => id === ann.userId)).toHaveLength(1);
		expect(room?.memberCount).toBe(new Set(room?.users).size);
		expect(rooms).toHaveLength(2);
	});

	it("is refused for rooms that are not open or do not exist", async () => {
		const { client } = await (await newcomer()).connect();
		for (const roomId of [CLOSED, 999_999]) {
			await expect(client.request("joinRoom", { roomId })).rejects.toMatchObject({ code: "not_found" });
		}
	});

	it("gives no access before it: not to messages, changes or people", async () => {
		const { client } = await (await newcomer()).connect();
		await expect(client.request("loadMessages", { roomId: OPEN })).rejects.toMatchObject({
			code: "not_member",
		});
		await expect(
			client.request("getChanges", { streams: [{ roomId: OPEN, after: 0 }] }),
		).rejects.toMatchObject({
			code: expect.stringMatching(/not_member|forbidden/),
		});
		await expect(client.request("setReadPosition", { roomId: OPEN, seq: 1 })).rejects.toMatchObject({
			code: "not_member",
		});
	});
});

describe("setReadPosition", () => {
	it("is known to all of one's sessions, and to the next first frame", async () => {
		const ann = await newcomer();
		const bo = await (await newcomer()).connect();
		const [here, there] = [await ann.connect(), await (await ann.another()).connect()];
		const seqs: number[] = [];
		for (let i = 0; i < 5; i++) {
			const clientId = `read-${Date.now()}-${i}`;
			seqs.push(
				(await bo.client.request("printMessage", { roomId: 1, clientId, content: "read me" })).seq,
			);
		}
		await here.event({ action: "printMessage", seq: seqs[4] });
		const third = seqs[2] ?? 0;
		const reply = await here.client.request("setReadPosition", { roomId: 1, seq: third });
		expect(reply).toMatchObject({ roomId: 1, readSeq: third, unread: 2 });
		const moved = await there.event({ action: "setReadPosition", roomId: 1 });
		expect(moved).toMatchObject({ userId: ann.userId, readSeq: third });
		const later = await (await ann.another()).connect();
		expect((later.first["rooms"] as object[])[0]).toMatchObject({ readSeq: third, unread: 2 });
	});

	it("only moves forward, and not beyond the room's end", async () => {
		const ann = await newcomer();
		const { client, first } = await ann.connect();
		await client.request("printMessage", { roomId: 1, clientId: `forward-${Date.now()}`, content: "x" });
		const head =
			(await client.request("getChanges", { streams: [{ roomId: 1, after: 0 }] })).streams[0]?.head ??
			0;
		expect(Number((first["rooms"] as { seq: number }[])[0]?.seq)).toBeLessThan(head);
		const far = await client.request("setReadPosition", { roomId: 1, seq: 2 ** 53 - 1 });
		expect(far.unread).toBe(0);
		expect(far.readSeq).toBeLessThanOrEqual(head + 5);
		const back = await client.request("setReadPosition", { roomId: 1, seq: 1 });
		expect(back).toMatchObject({ readSeq: far.readSeq, unread: 0 });
		const later = await (await ann.another()).connect();
		expect((later.first["rooms"] as object[])[0]).toMatchObject({ readSeq: far.readSeq });
	});

	it("does not use up a number of the room", async () => {
		const { client } = await (await newcomer()).connect();
		const headOf = async (): Promise<number> =>
			(await client.request("getChanges", { streams: [{ roomId: OPEN, after: 0 }] })).streams[0]
				?.head ?? 0;
		await client.request("joinRoom", { roomId: OPEN });
		await until("the room is live", () => client.position(OPEN));
		const before = await headOf();
		await client.request("setReadPosition", { roomId: OPEN, seq: before });
		expect(await headOf()).toBe(before);
	});
});
