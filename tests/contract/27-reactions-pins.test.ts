/* Reactions and pins: what everybody sees is what the archive has, whoever was first. */
import { describe, expect, it } from "vitest";

import type { MessageSendReply } from "../../frontend/src/api/protocol.gen";
import { codeOf, expectOneRoom, guestIn, headOf, join, makeRoom, roomOfTwo, say } from "./harness/messages";
import type { Connection } from "./harness/person";
import { queryArchive } from "./harness/server";
import { onOtherWorker, workerOf } from "./harness/workers";
import { administrator, newcomer, server } from "./harness/world";

const react = (who: Connection, id: number, emoji: string, on = true) =>
	who.client.request("setReaction", { id, emoji, on });
const pin = (who: Connection, id: number, on = true) => who.client.request("setPinned", { id, on });
const pinned = async (who: Connection, roomId: number) =>
	(await who.client.request("loadPinned", { roomId })).content.map(({ content }) => content);

describe("setReaction", () => {
	it("is told to everybody, in the order of the first of each kind", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const { id, seq } = await say(ann, roomId, "cake?");
		const [a, b] = [ann.person.userId, bo.person.userId];
		expect(await react(bo, id, "🎂")).toMatchObject({ id, emoji: "🎂", on: true });
		await react(ann, id, "👍🏽");
		await react(ann, id, "🎂");
		const event = await ann.event({ action: "setReaction", roomId, userId: b });
		expect(event).toMatchObject({
			seq: seq + 1,
			message: { id, reactions: [{ emoji: "🎂", count: 1, users: [b] }] },
		});
		let [message] = await expectOneRoom(roomId, ann, bo);
		expect(message?.reactions).toEqual([
			{ emoji: "🎂", count: 2, users: [b, a] },
			{ emoji: "👍🏽", count: 1, users: [a] },
		]);
		expect(message?.edited).toBe(0);
		await react(bo, id, "🎂", false);
		await react(ann, id, "👍🏽", false);
		[message] = await expectOneRoom(roomId, ann, bo);
		expect(message?.reactions).toEqual([{ emoji: "🎂", count: 1, users: [a] }]);
	});

	it("is answered without a change where it is so already", async () => {
		const { roomId, ann } = await roomOfTwo();
		const { id } = await say(ann, roomId, "x");
		await react(ann, id, "👍", false);
		expect(await headOf(ann, roomId)).toBe(2 + 1);
		await react(ann, id, "👍");
		const head = await headOf(ann, roomId);
		await react(ann, id, "👍");
		expect(await headOf(ann, roomId)).toBe(head);
	});

	it("leaves what was asked last, however quickly", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const { id } = await say(ann, roomId, "x");
		await Promise.all(Array.from({ length: 31 }, (_, i) => react(bo, id, "👍", i % 2 === 0)));
		await Promise.all(Array.from({ length: 30 }, (_, i) => react(bo, id, "🎉", i % 2 === 0)));
		const [message] = await expectOneRoom(roomId, ann, bo);
		expect(message?.reactions.map(({ emoji }) => emoji)).toEqual(["👍"]);
	});

	it("loses none of those that come to both workers at once", async () => {
		const [ann, bo] = [await (await newcomer()).connect(), await (await newcomer()).connect()];
		const roomId = makeRoom({ creator: ann.person.userId });
		const people = [ann, bo];
		for (let i = 0; i < 3; i++) people.push(await (await newcomer()).connect());
		const there = people.filter((who) => workerOf(who) === workerOf(ann));
		if (there.length === people.length) people.push(await onOtherWorker(await newcomer(), ann));
		await join(roomId, ...people);
		const { id } = await say(ann, roomId, "popular");
		const faces = Array.from({ length: 10 }, (_, i) => String.fromCodePoint(0x1f640 + i));
		const emojis = [...faces, "👍", "🎉", "❤️", "😀", "1️⃣", "🇳🇱", "👩‍💻", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🙏🏿", "✅"];
		await Promise.all(people.flatMap((who) => emojis.map((emoji) => react(who, id, emoji))));
		const [message] = await expectOneRoom(roomId, ...people);
		const everybody = people.map(({ person }) => person.userId).sort((a, b) => a - b);
		expect(message?.reactions.map(({ emoji }) => emoji).sort()).toEqual([...emojis].sort());
		for (const { count, users } of message?.reactions ?? []) {
			expect(count).toBe(people.length);
			expect([...users].sort((a, b) => a - b)).toEqual(everybody);
		}
	});

	it("is bounded to 32 kinds, and joining one of them is no kind more", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const { id } = await say(ann, roomId, "x");
		const faces = Array.from({ length: 33 }, (_, i) => String.fromCodePoint(0x1f600 + i));
		await Promise.all(faces.slice(0, 32).map((face) => react(ann, id, face)));
		expect(await codeOf(react(bo, id, faces[32] ?? ""))).toBe("limit_reached");
		await react(bo, id, faces[5] ?? "");
		await react(ann, id, faces[0] ?? "", false);
		await react(bo, id, faces[32] ?? "");
		const [message] = await expectOneRoom(roomId, ann, bo);
		expect(message?.reactions).toHaveLength(32);
	});

	it("takes an emoji, and nothing that could be anything else", async () => {
		const { roomId, ann } = await roomOfTwo();
		const { id } = await say(ann, roomId, "x");
		for (const emoji of [
			"a",
			"+1",
			"",
			" ",
			'"',
			'👍"',
			"👍👍",
			"👍\\",
			"1",
			"#",
			"<b>",
			"\u200d",
			"\ufe0f",
			"李",
			"👍".repeat(17),
		]) {
			const answer = await ann.rawRequest({ action: "setReaction", id, emoji, on: true });
			expect(answer, JSON.stringify(emoji)).toMatchObject({ error: "invalid" });
		}
		for (const bad of [{ on: 1 }, { on: undefined }, { id: 0 }, { emoji: 5 }])
			expect(
				await ann.rawRequest({ action: "setReaction", id, emoji: "👍", on: true, ...bad }),
			).toMatchObject({ error: "invalid" });
		expect((await expectOneRoom(roomId, ann))[0]?.reactions).toEqual([]);
	});

	it("is for everybody in the room, guests and read-only rooms too, and for nobody else", async () => {
		const ann = await (await newcomer()).connect();
		const bo = await (await newcomer()).connect();
		const roomId = makeRoom({ creator: ann.person.userId, readOnly: true });
		await join(roomId, ann, bo);
		const guest = await guestIn(roomId, ann);
		const { id } = await say(ann, roomId, "news");
		await react(bo, id, "👍");
		await react(guest, id, "👍");
		const stranger = await (await newcomer()).connect();
		expect(await codeOf(react(stranger, id, "👍"))).toBe("not_found");
		expect(await codeOf(react(ann, 2 ** 53 - 1, "👍"))).toBe("not_found");
		expect((await expectOneRoom(roomId, ann, bo))[0]?.reactions).toMatchObject([{ count: 2 }]);
		await ann.client.request("editMessage", { id });
		expect(await codeOf(react(bo, id, "🎉"))).toBe("not_found");
	});
});

describe("setPinned", () => {
	it("is told to everybody, and listed the last first", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const sent: MessageSendReply[] = [];
		for (let i = 0; i < 4; i++) sent.push(await say(ann, roomId, `p${i}`));
		const id = (i: number) => sent[i]?.id ?? 0;
		for (const i of [2, 0, 3]) expect(await pin(bo, id(i))).toMatchObject({ id: id(i), on: true });
		const event = await ann.event({ action: "setPinned", roomId, userId: bo.person.userId });
		expect(event).toMatchObject({ message: { id: id(2), pinned: true } });
		expect(await pinned(ann, roomId)).toEqual(["p3", "p0", "p2"]);
		const head = await headOf(ann, roomId);
		await pin(ann, id(3));
		await pin(ann, id(1), false);
		expect(await headOf(ann, roomId)).toBe(head);
		await pin(ann, id(0), false);
		expect(await pinned(ann, roomId)).toEqual(["p3", "p2"]);
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages.map((message) => message.pinned)).toEqual([false, false, true, true]);
		await ann.client.request("editMessage", { id: id(3) });
		expect(await pinned(bo, roomId)).toEqual(["p2"]);
		expect(await codeOf(pin(ann, id(3)))).toBe("not_found");
	});

	it("is bounded to 100 a room", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const sent: MessageSendReply[] = [];
		for (let i = 0; i < 4; i++) sent.push(await say(ann, roomId, `p${i}`));
		const id = (i: number) => sent[i]?.id ?? 0;
		// Places taken by what is not in the room's first hundred messages.
		const taken = Array.from({ length: 97 }, (_, i) => `(${roomId}, ${1_000 + i}, 1, ${i})`);
		queryArchive(
			server.dataDir,
			`INSERT INTO pinned_message (room_id, seq, user_id, at_ms) VALUES ${taken.join(", ")}`,
		);
		await Promise.all([pin(ann, id(0)), pin(bo, id(1)), pin(ann, id(2))]);
		expect(await codeOf(pin(bo, id(3)))).toBe("limit_reached");
		await pin(ann, id(1), false);
		await pin(bo, id(3));
		expect((await pinned(ann, roomId))[0]).toBe("p3");
		await expectOneRoom(roomId, ann, bo);
	});

	it("is not for guests, in read-only rooms for moderators, and for nobody outside", async () => {
		const ann = await (await newcomer()).connect();
		const bo = await (await newcomer()).connect();
		const root = await (await administrator()).connect();
		const roomId = makeRoom({ creator: ann.person.userId, readOnly: true });
		await join(roomId, ann, bo, root);
		const guest = await guestIn(roomId, ann);
		const { id } = await say(ann, roomId, "news");
		expect(await codeOf(pin(guest, id))).toBe("forbidden");
		expect(await codeOf(pin(bo, id))).toBe("forbidden");
		await pin(ann, id);
		expect(await codeOf(pin(bo, id, false))).toBe("forbidden");
		await pin(root, id, false);
		await pin(root, id);
		for (const who of [bo, guest]) expect(await pinned(who, roomId)).toEqual(["news"]);
		const stranger = await (await newcomer()).connect();
		expect(await codeOf(pin(stranger, id))).toBe("not_found");
		expect(await codeOf(pinned(stranger, roomId))).toBe("not_member");
		for (const bad of [{ on: "yes" }, { id: -1 }])
			expect(await ann.rawRequest({ action: "setPinned", id, on: true, ...bad })).toMatchObject({
				error: "invalid",
			});
	});
});
