/* Mentions: symbols of the text and whom they mean; counted for those who are meant. */
import { describe, expect, it } from "vitest";

import { codeOf, expectOneRoom, guestIn, join, makeRoom, roomOfTwo, say } from "./harness/messages";
import type { Connection, Person } from "./harness/person";
import { queryArchive } from "./harness/server";
import { administrator, newcomer, server } from "./harness/world";

const [ONE, TWO] = ["㔁", "㔂"];
const ALL = 0;
const HERE = -1;

/** Unread mentions of somebody in a room, as their next first frame says. */
async function mentionsOf(person: Person, roomId: number): Promise<number> {
	const connection = await (await person.another()).connect();
	const rooms = connection.first["rooms"] as { roomId: number; mentions: number }[];
	connection.stop();
	return rooms.find((room) => room.roomId === roomId)?.mentions ?? -1;
}

async function crowd(roomId: number, size: number): Promise<void> {
	const rows = Array.from({ length: size }, (_, i) => `(${roomId}, ${900_000_000 + i}, 0)`);
	queryArchive(
		server.dataDir,
		`INSERT INTO room_member (room_id, user_id, joined_ms) VALUES ${rows.join(", ")}`,
	);
}

/** For whom mentions in a room count, as the archive has it. */
function mentioned(roomId: number): string[][] {
	return queryArchive(server.dataDir, `SELECT user_id FROM message_mention WHERE room_id = ${roomId}`);
}

describe("tags of a message", () => {
	it("are told to everybody, and counted for who is meant", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const other = await (await newcomer()).connect();
		await join(roomId, other);
		const tags = { [TWO]: ann.person.userId, [ONE]: bo.person.userId };
		const sent = await say(ann, roomId, `${ONE} and I, ${TWO}`, { tags });
		expect(await bo.event({ action: "printMessage", id: sent.id })).toMatchObject({ tags });
		await say(ann, roomId, `${ONE} ${ONE} again`, { tags: { [ONE]: bo.person.userId } });
		const messages = await expectOneRoom(roomId, ann, bo, other);
		expect(messages.map((message) => message.tags)).toEqual([tags, { [ONE]: bo.person.userId }]);
		expect(await mentionsOf(bo.person, roomId)).toBe(2);
		expect(await mentionsOf(other.person, roomId)).toBe(0);
		expect(await mentionsOf(ann.person, roomId)).toBe(0);
		await bo.client.request("setReadPosition", { roomId, seq: sent.seq });
		expect(await mentionsOf(bo.person, roomId)).toBe(1);
	});

	it("are replaced by an edit, as often as it comes, and go with the message", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const other = await (await newcomer()).connect();
		await join(roomId, other);
		const edit = (tags: Record<string, number>, content?: string) =>
			ann.client.request("editMessage", { id: sent.id, content, tags });
		const sent = await say(ann, roomId, ONE, { tags: { [ONE]: bo.person.userId } });
		for (let i = 0; i < 2; i++) await edit({ [ONE]: other.person.userId }, ONE);
		expect(await mentionsOf(bo.person, roomId)).toBe(0);
		expect(await mentionsOf(other.person, roomId)).toBe(1);
		// Both at once: whichever is last, the rows are those of the text.
		await Promise.all(
			Array.from({ length: 20 }, (_, i) =>
				edit({ [ONE]: (i % 2 ? bo : other).person.userId }, `${ONE} ${i}`),
			),
		);
		expect(await mentionsOf(bo.person, roomId)).toBe(1);
		expect(await mentionsOf(other.person, roomId)).toBe(0);
		await edit({}, "nobody");
		expect(await mentionsOf(bo.person, roomId)).toBe(0);
		await edit({ [TWO]: bo.person.userId }, TWO);
		await edit({});
		expect(await mentionsOf(bo.person, roomId)).toBe(0);
		const [message] = await expectOneRoom(roomId, ann, bo, other);
		expect(message).toMatchObject({ deleted: true, tags: {} });
	});

	it("name somebody who is not in the room, and count for members alone", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const stranger = await newcomer();
		const tags = { [ONE]: stranger.userId, [TWO]: bo.person.userId };
		await say(ann, roomId, `${ONE} ${TWO}`, { tags });
		await say(ann, roomId, ONE, { tags: { [ONE]: 2 ** 53 - 2 } });
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages.map((message) => message.tags)).toEqual([tags, { [ONE]: 2 ** 53 - 2 }]);
		expect(mentioned(roomId)).toEqual([[`${bo.person.userId}`]]);
	});

	it("stay through an edit when whom they mean has left meanwhile", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const tags = { [ONE]: bo.person.userId };
		const { id } = await say(ann, roomId, `${ONE} wil do it`, { tags });
		await bo.client.request("leaveUser", { roomId });
		await ann.event({ action: "leaveUser", roomId, userId: bo.person.userId });
		const mended = { content: `${TWO} will do it`, tags: { [TWO]: bo.person.userId } };
		await ann.client.request("editMessage", { id, ...mended });
		const [message] = await expectOneRoom(roomId, ann);
		expect(message).toMatchObject(mended);
		expect(mentioned(roomId)).toEqual([]);
	});

	it("must be symbols that stand in the text", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const id = bo.person.userId;
		const sent = await say(ann, roomId, "text");
		for (const tags of [
			{ "@": id },
			{ ab: id },
			{ "\u3500": id },
			{ "\u3601": id },
			{ [`${ONE}${TWO}`]: id },
			{ [TWO]: id },
			{ "": id },
			{ "😀": id },
			{ [ONE]: -2 },
			{ [ONE]: 1.5 },
			{ [ONE]: null },
			{ [ONE]: `${id}` },
			[id],
			"x",
		]) {
			const content = `a b @ab ${ONE} \u3500\u3601😀`;
			const clientId = `bad-${Math.random()}`;
			const request = { action: "printMessage", roomId, clientId, content, tags };
			expect(await ann.rawRequest(request), JSON.stringify(tags)).toMatchObject({ error: "invalid" });
			const changed = { action: "editMessage", id: sent.id, content, tags };
			expect(await ann.rawRequest(changed), JSON.stringify(tags)).toMatchObject({ error: "invalid" });
		}
		expect(await expectOneRoom(roomId, ann, bo)).toHaveLength(1);
	});

	it("may be 256, the same person under many of them", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const symbols = Array.from({ length: 256 }, (_, i) => String.fromCodePoint(0x3501 + i));
		const tags = Object.fromEntries(symbols.map((symbol) => [symbol, bo.person.userId]));
		await say(ann, roomId, symbols.join(""), { tags });
		const [message] = await expectOneRoom(roomId, ann, bo);
		expect(message?.tags).toEqual(tags);
		expect(await mentionsOf(bo.person, roomId)).toBe(1);
	});
});

describe("@all and @here", () => {
	const call = (who: Connection, roomId: number, whom: number) =>
		say(who, roomId, ONE, { tags: { [ONE]: whom } });

	it("are for every member of a small room; @all counts for everybody", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const guest = await guestIn(roomId, ann);
		await call(bo, roomId, ALL);
		await call(guest, roomId, HERE);
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages.map(({ tags }) => tags)).toEqual([{ [ONE]: ALL }, { [ONE]: HERE }]);
		expect(await mentionsOf(ann.person, roomId)).toBe(1);
		expect(await mentionsOf(guest.person, roomId)).toBe(1);
	});

	it("are for moderators alone in a large one", async () => {
		const ann = await (await newcomer()).connect();
		const bo = await (await newcomer()).connect();
		const root = await (await administrator()).connect();
		const roomId = makeRoom({ creator: ann.person.userId });
		await crowd(roomId, 18);
		await join(roomId, ann, bo);
		const sent = await call(bo, roomId, ALL);
		await join(roomId, root);
		await root.event({ action: "roomLive" });
		await bo.event({ action: "joinUser", roomId, userId: root.person.userId });
		for (const whom of [ALL, HERE]) {
			await call(ann, roomId, whom);
			await call(root, roomId, whom);
			expect(await codeOf(call(bo, roomId, whom))).toBe("forbidden");
		}
		// What was allowed stays: the text around it may be mended.
		const edit = (tags: Record<string, number>, content: string) =>
			bo.client.request("editMessage", { id: sent.id, content, tags });
		await edit({ [TWO]: ALL }, `mended ${TWO}`);
		expect(await codeOf(edit({ [TWO]: HERE }, `mended ${TWO}`))).toBe("forbidden");
		await edit({}, "nobody");
		expect(await codeOf(edit({ [TWO]: ALL }, `again ${TWO}`))).toBe("forbidden");
		expect(await mentionsOf(bo.person, roomId)).toBe(2);
	});
});
