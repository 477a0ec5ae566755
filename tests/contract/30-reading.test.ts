/* How far one has read: on all of one's devices at once, back and forth, and what others may know of it. */
import { describe, expect, it } from "vitest";

import type { JsonRecord } from "../../frontend/src/utils/record";
import { join, makeRoom, roomOfTwo, say } from "./harness/messages";
import type { Connection } from "./harness/person";
import { headOf, roomOf } from "./harness/rooms";
import { queryArchive } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { onOtherWorker, strangers } from "./harness/workers";
import { newcomer, server } from "./harness/world";

const read = (of: Connection, roomId: number, seq: number) =>
	of.client.request("setReadPosition", { roomId, seq });
const markUnread = (of: Connection, roomId: number, seq: number) =>
	of.client.request("markUnread", { roomId, seq });
const show = (of: Connection, showRead: boolean) => of.client.request("setSettings", { showRead });

async function readers(of: Connection, roomId: number): Promise<[number, number][]> {
	const reply = await of.client.request("getReadPositions", { roomId });
	return reply.readers.map(({ userId, readSeq }) => [userId, readSeq]);
}

/** What was said of others' reading in a room. */
const told = (to: Connection, roomId: number): JsonRecord[] =>
	to.frames.filter((frame) => frame["action"] === "memberRead" && frame["roomId"] === roomId);

const positions = (of: Connection, roomId: number): JsonRecord[] =>
	of.frames.filter(
		({ action, handler, roomId: room }) =>
			action === "setReadPosition" && handler !== "void" && room === roomId,
	);

/** A room where Ann has written `count` messages; their seqs. */
async function room(
	count: number,
): Promise<{ roomId: number; ann: Connection; bo: Connection; seqs: number[] }> {
	const place = await roomOfTwo();
	const seqs: number[] = [];
	for (let i = 0; i < count; i++) seqs.push((await say(place.ann, place.roomId, `message ${i}`)).seq);
	await place.bo.event({ action: "printMessage", roomId: place.roomId, seq: seqs.at(-1) });
	return { ...place, seqs };
}

describe("setReadPosition", () => {
	it("says what is left, up to where it was counted, here and on the other worker", async () => {
		const { roomId, bo, seqs } = await room(5);
		const there = await onOtherWorker(bo.person, bo);
		const reply = await read(bo, roomId, seqs[2] ?? 0);
		const expected = { readSeq: seqs[2], unread: 2, mentions: 0, countedSeq: seqs[4] };
		expect(reply).toMatchObject(expected);
		for (const device of [bo, there])
			expect(await device.event({ action: "setReadPosition", roomId })).toMatchObject(expected);
		expect(await roomOf(bo.person, roomId)).toMatchObject({
			readSeq: seqs[2],
			unread: 2,
			mentions: 0,
		});
	});

	it("is in the archive as it was told", async () => {
		const { roomId, bo, seqs } = await room(3);
		const after = Number(bo.first["seq"]);
		await read(bo, roomId, seqs[0] ?? 0);
		await read(bo, roomId, seqs[2] ?? 0);
		await until("both moves", () => positions(bo, roomId).length === 2);
		const { streams } = await bo.client.request("getChanges", {
			streams: [{ userId: bo.person.userId, after }],
		});
		const healed = streams[0]?.changes.filter(({ action }) => action === "setReadPosition") ?? [];
		expect(healed.at(-1)).toEqual(positions(bo, roomId).at(-1));
		// Earlier ones are told as things are now.
		expect(healed[0]).toMatchObject({ readSeq: seqs[2], unread: 0 });
	});

	it("takes what was stored a moment ago, which the room may not have come to here", async () => {
		const { roomId, ann, bo } = await room(1);
		for (let round = 0; round < 40; round++) {
			const { seq } = await say(round % 2 ? ann : bo, roomId, `round ${round}`);
			const reply = await read(round % 2 ? ann : bo, roomId, seq);
			expect(reply).toMatchObject({ readSeq: seq, unread: 0, mentions: 0 });
			expect(reply.countedSeq).toBeGreaterThanOrEqual(seq);
			const again = await read(round % 2 ? ann : bo, roomId, seq);
			expect(again).toMatchObject({ readSeq: seq, unread: 0, mentions: 0 });
			expect(again.countedSeq).toBeGreaterThanOrEqual(seq);
		}
		const head = await headOf(ann, roomId);
		expect(await read(ann, roomId, head + 1_000_000)).toMatchObject({ readSeq: head, unread: 0 });
		expect(await roomOf(ann.person, roomId)).toMatchObject({ readSeq: head, unread: 0 });
	});

	it("tells nothing when it does not move", async () => {
		const { roomId, bo, seqs } = await room(2);
		await read(bo, roomId, seqs[1] ?? 0);
		await until("the move", () => positions(bo, roomId).length === 1);
		for (const seq of [seqs[1] ?? 0, seqs[0] ?? 0, 0])
			expect(await read(bo, roomId, seq)).toMatchObject({ readSeq: seqs[1], unread: 0 });
		await sleep(200);
		expect(positions(bo, roomId)).toHaveLength(1);
	});
});

describe("markUnread", () => {
	it("moves back to just before the message, on all devices", async () => {
		const { roomId, bo, seqs } = await room(4);
		const there = await onOtherWorker(bo.person, bo);
		const all = seqs[3] ?? 0;
		await read(bo, roomId, all);
		// What is unread is counted as far as the asked worker has come.
		await until("the other worker has them", () => (there.client.position(roomId)?.seq ?? 0) >= all);
		const reply = await markUnread(there, roomId, seqs[1] ?? 0);
		const expected = { readSeq: (seqs[1] ?? 0) - 1, unread: 3, mentions: 0, countedSeq: all };
		expect(reply).toMatchObject(expected);
		for (const device of [bo, there])
			await device.event({ action: "setReadPosition", roomId, ...expected });
		expect(await roomOf(bo.person, roomId)).toMatchObject({ readSeq: (seqs[1] ?? 0) - 1, unread: 3 });
		expect(await read(bo, roomId, seqs[2] ?? 0)).toMatchObject({ readSeq: seqs[2], unread: 1 });
	});

	it("back to the first message: everything is unread", async () => {
		const { roomId, bo, seqs } = await room(2);
		await read(bo, roomId, seqs[1] ?? 0);
		expect(await markUnread(bo, roomId, 1)).toMatchObject({ readSeq: 0, unread: 2 });
	});

	it("never moves forward", async () => {
		const { roomId, bo, seqs } = await room(2);
		expect(await read(bo, roomId, seqs[0] ?? 0)).toMatchObject({ unread: 1 });
		for (const seq of [seqs[1] ?? 0, (seqs[0] ?? 0) + 1, 2 ** 53 - 1])
			expect(await markUnread(bo, roomId, seq)).toMatchObject({ readSeq: seqs[0], unread: 1 });
	});

	it("of two that meet, the last one wins, and all sessions end equal", async () => {
		const { roomId, bo, seqs } = await room(6);
		const there = await onOtherWorker(bo.person, bo);
		for (let i = 0; i < 20; i++) {
			await Promise.all([
				read(bo, roomId, seqs[5] ?? 0),
				markUnread(there, roomId, seqs[i % 5] ?? 0),
				read(there, roomId, seqs[4] ?? 0),
				markUnread(bo, roomId, seqs[3] ?? 0),
			]);
		}
		const [stored] = queryArchive(
			server.dataDir,
			`SELECT read_seq, read_number FROM room_member WHERE room_id = ${roomId} AND user_id = ${bo.person.userId}`,
		);
		const own = { userId: bo.person.userId, after: 0 };
		const head = (await bo.client.request("getChanges", { streams: [own] })).streams[0]?.head ?? 0;
		for (const device of [bo, there]) {
			await until("all is heard", () => positions(device, roomId).at(-1)?.["seq"] === head);
			const last = positions(device, roomId).at(-1);
			expect(last).toMatchObject({ readSeq: Number(stored?.[0]), unread: 6 - Number(stored?.[1]) });
		}
		expect(await roomOf(bo.person, roomId)).toMatchObject({ readSeq: Number(stored?.[0]) });
	});

	it("refuses rooms one is not in, and what is no message", async () => {
		const ann = await (await newcomer()).connect();
		const roomId = makeRoom();
		for (const action of ["setReadPosition", "markUnread", "getReadPositions"]) {
			const answer = await ann.rawRequest({ action, roomId, seq: 1 });
			expect(answer, action).toMatchObject({ error: "not_member" });
		}
		for (const seq of [0, -1, 1.5, "1", null, 2 ** 53])
			expect(await ann.rawRequest({ action: "markUnread", roomId: 1, seq })).toMatchObject({
				error: "invalid",
			});
	});
});

describe("getReadPositions", () => {
	it("shows the others, not oneself, and how many there are", async () => {
		const { roomId, ann, bo, seqs } = await room(2);
		await read(bo, roomId, seqs[1] ?? 0);
		const reply = await ann.client.request("getReadPositions", { roomId });
		expect(reply).toMatchObject({
			roomId,
			readers: [{ userId: bo.person.userId, readSeq: seqs[1] }],
			memberCount: 2,
		});
	});

	it("is for people who both show it", async () => {
		const { roomId, ann, bo, seqs } = await room(1);
		await read(bo, roomId, seqs[0] ?? 0);
		await show(bo, false);
		expect(await readers(ann, roomId)).toEqual([]);
		expect(await readers(bo, roomId)).toEqual([]);
		await show(bo, true);
		expect(await readers(ann, roomId)).toEqual([[bo.person.userId, seqs[0]]]);
		await show(ann, false);
		expect(await readers(ann, roomId)).toEqual([]);
	});

	it("to others, what was marked as unread stays read", async () => {
		const { roomId, ann, bo, seqs } = await room(3);
		await read(bo, roomId, seqs[2] ?? 0);
		await markUnread(bo, roomId, seqs[0] ?? 0);
		expect(await readers(ann, roomId)).toEqual([[bo.person.userId, seqs[2]]]);
		await read(bo, roomId, seqs[1] ?? 0);
		expect(await readers(ann, roomId)).toEqual([[bo.person.userId, seqs[2]]]);
	});

	it("pages by person, 500 at a time", async () => {
		const { roomId, ann } = await roomOfTwo();
		const first = 7_000_000_000_000 + (Date.now() % 1e9) * 1_000;
		const numbers = Array.from({ length: 620 }, (_, i) => first + i);
		const people = numbers.map((id) => `(${id}, 'r${id}', 'Reader', 0)`).join();
		const members = numbers.map((id) => `(${roomId}, ${id}, 0, 0)`).join();
		queryArchive(
			server.dataDir,
			`INSERT INTO user (id, name, display_name, created_ms) VALUES ${people};
			UPDATE user SET state = 2 WHERE id >= ${first} AND id < ${first + 620};
			INSERT INTO room_member (room_id, user_id, read_seq, joined_ms) VALUES ${members}`,
		);
		const all: number[] = [];
		for (let after: number | undefined, pages = 0; pages < 3; pages++) {
			const page = await ann.client.request("getReadPositions", { roomId, after });
			all.push(...page.readers.map(({ userId }) => userId));
			after = all.at(-1);
			if (page.readers.length < 500) break;
		}
		expect(all.filter((id) => id >= first)).toEqual(numbers);
		expect(all).toHaveLength(621);
		queryArchive(
			server.dataDir,
			`DELETE FROM room_member WHERE user_id >= ${first}; DELETE FROM user WHERE id >= ${first} AND id < ${first + 620}`,
		);
	});
});

describe("memberRead", () => {
	it("reaches members on both workers, once for all that was read within a second", async () => {
		const { roomId, ann, bo, seqs } = await room(5);
		const near = await onOtherWorker(ann.person, bo);
		for (const seq of seqs) await read(bo, roomId, seq);
		for (const connection of [ann, near]) {
			const { readers: list } = await until(
				"others' reading",
				() => told(connection, roomId).at(-1) as { readers: JsonRecord[] } | undefined,
			);
			expect(list).toEqual([{ userId: bo.person.userId, readSeq: seqs[4] }]);
		}
		await sleep(1_500);
		expect(told(ann, roomId)).toHaveLength(1);
		expect(await readers(ann, roomId)).toEqual([[bo.person.userId, seqs[4]]]);
	});

	it("gathers several readers of a worker", async () => {
		const [ann, bo] = await strangers();
		const roomId = makeRoom();
		const more = [await onOtherWorker(await newcomer(), ann), await onOtherWorker(await newcomer(), ann)];
		await join(roomId, ann, bo, ...more);
		const { seq } = await say(ann, roomId, "read by all");
		for (const connection of [bo, ...more])
			await connection.event({ action: "printMessage", roomId, seq });
		await Promise.all([bo, ...more].map((connection) => read(connection, roomId, seq)));
		const frame = await until("others' reading", () => told(ann, roomId)[0]);
		const list = (frame["readers"] as { userId: number }[]).map(({ userId }) => userId);
		expect(list.sort()).toEqual([bo, ...more].map(({ person }) => person.userId).sort());
		await sleep(1_200);
		expect(told(ann, roomId)).toHaveLength(1);
	});

	it("tells of nobody who hides it, and tells nobody who hides it", async () => {
		const { roomId, ann, bo, seqs } = await room(3);
		const cy = await (await newcomer()).connect();
		await join(roomId, cy);
		await show(bo, false);
		await read(bo, roomId, seqs[0] ?? 0);
		await show(cy, false);
		await sleep(300);
		await show(bo, true);
		await read(bo, roomId, seqs[2] ?? 0);
		const [first] = await until("Bo's reading", () => {
			const list = told(ann, roomId);
			return list.length > 0 ? list : null;
		});
		expect(first?.["readers"]).toEqual([{ userId: bo.person.userId, readSeq: seqs[2] }]);
		await sleep(500);
		expect(told(cy, roomId)).toEqual([]);
	});

	it("is not told in rooms of more than 500", async () => {
		const roomId = makeRoom();
		const first = 6_000_000_000_000 + (Date.now() % 1e9) * 1_000;
		const members = Array.from({ length: 499 }, (_, i) => `(${roomId}, ${first + i}, 0)`).join();
		queryArchive(
			server.dataDir,
			`INSERT INTO room_member (room_id, user_id, joined_ms) VALUES ${members}`,
		);
		const [ann, bo] = await strangers();
		await join(roomId, ann, bo);
		const { seq } = await say(ann, roomId, "to 501 people");
		await bo.event({ action: "printMessage", roomId, seq });
		await read(bo, roomId, seq);
		await sleep(1_500);
		expect(told(ann, roomId)).toEqual([]);
		const reply = await ann.client.request("getReadPositions", { roomId });
		expect(reply.memberCount).toBe(501);
		queryArchive(
			server.dataDir,
			`DELETE FROM room_member WHERE user_id >= ${first} AND user_id < ${first + 499}`,
		);
	});
});

describe("reading", () => {
	it("uses up no number of the room, whatever is read, unread or told", async () => {
		const { roomId, ann, bo, seqs } = await room(3);
		const before = await headOf(ann, roomId);
		await read(bo, roomId, seqs[2] ?? 0);
		await markUnread(bo, roomId, seqs[0] ?? 0);
		await readers(ann, roomId);
		await show(bo, false);
		await show(bo, true);
		await read(bo, roomId, seqs[1] ?? 0);
		await until("others' reading", () => told(ann, roomId)[0]);
		expect(await headOf(ann, roomId)).toBe(before);
	});
});
