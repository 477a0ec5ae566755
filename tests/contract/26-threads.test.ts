/* Threads and quotes: one level, absolute counts that everybody sees alike. */
import { describe, expect, it } from "vitest";

import type { MessageSendReply } from "../../frontend/src/api/protocol.gen";
import { codeOf, expectOneRoom, freshId, headOf, join, makeRoom, roomOfTwo, say } from "./harness/messages";
import type { Connection } from "./harness/person";
import { onOtherWorker } from "./harness/workers";
import { newcomer } from "./harness/world";

const remove = (who: Connection, id: number) => who.client.request("editMessage", { id });

async function thread(who: Connection, roomId: number, threadId: number, input: object = {}) {
	return await who.client.request("loadMessages", { roomId, threadId, ...input });
}

describe("a reply", () => {
	it("tells everybody how many its root has, on both workers", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const root = await say(ann, roomId, "root");
		const one = await say(bo, roomId, "one", { parentMessage: root.id });
		const two = await say(ann, roomId, "two", { parentMessage: root.id });
		for (const connection of [ann, bo]) {
			expect(await connection.event({ action: "printMessage", id: one.id })).toMatchObject({
				parentMessage: root.id,
				threadMessagesCount: 0,
			});
			expect(await connection.event({ action: "printMessage", id: two.id })).toMatchObject({
				parentReplies: 2,
				parentLastReply: two.time,
			});
		}
		const [first] = await expectOneRoom(roomId, ann, bo);
		expect(first).toMatchObject({ threadMessagesCount: 2, lastReply: two.time, parentMessage: null });
	});

	it("to a reply goes to the root, to a deleted root too", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const root = await say(ann, roomId, "root");
		const one = await say(bo, roomId, "one", { parentMessage: root.id });
		await say(ann, roomId, "two", { parentMessage: one.id });
		await remove(ann, root.id);
		await say(bo, roomId, "three", { parentMessage: root.id });
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages.map(({ parentMessage }) => parentMessage)).toEqual([null, root.id, root.id, root.id]);
		expect(messages[0]).toMatchObject({ deleted: true, content: null, threadMessagesCount: 3 });
		const texts = (await thread(bo, roomId, root.id)).content.map(({ content }) => content);
		expect(texts).toEqual(["three", "two", "one"]);
	});

	it("that is deleted is no longer counted, and stays as a tombstone", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const root = await say(ann, roomId, "root");
		const replies: MessageSendReply[] = [];
		for (let i = 0; i < 3; i++) replies.push(await say(bo, roomId, `r${i}`, { parentMessage: root.id }));
		await remove(bo, replies[2]?.id ?? 0);
		const event = await ann.event({ action: "deleteMessage", roomId });
		expect(event).toMatchObject({ parentReplies: 2, parentLastReply: replies[1]?.time });
		await remove(bo, replies[0]?.id ?? 0);
		let [first] = await expectOneRoom(roomId, ann, bo);
		expect(first).toMatchObject({ threadMessagesCount: 1, lastReply: replies[1]?.time });
		await remove(bo, replies[1]?.id ?? 0);
		[first] = await expectOneRoom(roomId, ann, bo);
		expect(first).toMatchObject({ threadMessagesCount: 0, lastReply: 0 });
		expect((await thread(ann, roomId, root.id)).content.map(({ deleted }) => deleted)).toEqual([
			true,
			true,
			true,
		]);
		expect((await ann.client.request("loadThreads", { roomId })).content).toEqual([]);
	});

	it("sent again is the first, and counts once", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const twin = await onOtherWorker(ann.person, ann);
		const root = await say(bo, roomId, "root");
		const clientId = freshId();
		const again = (who: Connection) => say(who, roomId, "once", { parentMessage: root.id, clientId });
		const first = await again(ann);
		const answers = await Promise.all([again(ann), again(twin), again(twin)]);
		for (const answer of answers) expect(answer).toMatchObject({ id: first.id, seq: first.seq });
		const atOnce = freshId();
		const twice = await Promise.all(
			[ann, twin, ann].map((who) =>
				say(who, roomId, "twice", { parentMessage: root.id, clientId: atOnce }),
			),
		);
		expect(new Set(twice.map(({ id }) => id)).size).toBe(1);
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages).toHaveLength(3);
		expect(messages[0]?.threadMessagesCount).toBe(2);
	});

	it("is counted exactly when both workers write, reply and delete at once", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const root = await say(ann, roomId, "root");
		const replies = await Promise.all(
			[ann, bo].flatMap((who) =>
				Array.from({ length: 50 }, (_, i) => say(who, roomId, `r${i}`, { parentMessage: root.id })),
			),
		);
		await Promise.all([
			...replies.slice(0, 20).map(({ id }) => remove(ann, id)),
			...replies.slice(50, 70).map(({ id }) => remove(bo, id)),
			...Array.from({ length: 20 }, (_, i) => say(bo, roomId, `more ${i}`, { parentMessage: root.id })),
		]);
		const [first] = await expectOneRoom(roomId, ann, bo);
		expect(first?.threadMessagesCount).toBe(80);
	});

	it("keeps its place among the other messages of its sender", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const root = await say(ann, roomId, "root");
		const texts = Array.from({ length: 40 }, (_, i) => `o${i}`);
		const more = (i: number) =>
			i % 3 === 0 ? { parentMessage: root.id } : i % 3 === 1 ? { quotedMessage: root.id } : {};
		await Promise.all(texts.map((text, i) => say(ann, roomId, text, more(i))));
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages.slice(1).map(({ content }) => content)).toEqual(texts);
	});
});

describe("a parent or a quoted message", () => {
	it("must be in the same room", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const other = makeRoom();
		await join(other, bo);
		const foreign = await say(bo, other, "elsewhere");
		const head = await headOf(ann, roomId);
		for (const id of [foreign.id, 2 ** 53 - 1]) {
			for (const who of [ann, bo]) {
				expect(await codeOf(say(who, roomId, "x", { parentMessage: id }))).toBe("not_found");
				expect(await codeOf(say(who, roomId, "x", { quotedMessage: id }))).toBe("not_found");
			}
		}
		const stranger = await (await newcomer()).connect();
		expect(await codeOf(say(stranger, roomId, "x", { parentMessage: foreign.id }))).toBe("not_member");
		expect(await headOf(ann, roomId)).toBe(head);
		const bad = { action: "printMessage", roomId, clientId: freshId(), content: "x" };
		for (const wrong of [{ parentMessage: 0 }, { quotedMessage: -1 }, { parentMessage: "1" }])
			expect(await ann.rawRequest({ ...bad, ...wrong })).toMatchObject({ error: "invalid" });
	});

	it("is kept by a quote whatever becomes of it", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const quoted = await say(ann, roomId, "wise words");
		const quote = await say(bo, roomId, "so true", { quotedMessage: quoted.id });
		await remove(ann, quoted.id);
		const late = await say(bo, roomId, "gone", { quotedMessage: quoted.id });
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages.map(({ quotedMessage }) => quotedMessage)).toEqual([null, quoted.id, quoted.id]);
		expect(messages.map(({ id }) => id)).toEqual([quoted.id, quote.id, late.id]);
		expect(messages[0]?.threadMessagesCount).toBe(0);
		// A reply may quote as well.
		const both = await say(ann, roomId, "both", { parentMessage: quote.id, quotedMessage: late.id });
		expect(await bo.event({ action: "printMessage", id: both.id })).toMatchObject({
			parentMessage: quote.id,
			quotedMessage: late.id,
			parentReplies: 1,
		});
	});
});

describe("loadMessages of a thread", () => {
	it("pages as a room does, by the root's id or a reply's", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const root = await say(ann, roomId, "root");
		const replies: MessageSendReply[] = [];
		for (let i = 0; i < 7; i++) {
			await say(bo, roomId, `noise ${i}`);
			replies.push(await say(ann, roomId, `r${i}`, { parentMessage: root.id }));
		}
		const texts = async (input: object, threadId = root.id) => {
			const { content, atStart, atEnd } = await thread(bo, roomId, threadId, input);
			return [content.map((message) => message.content).join(" "), atStart, atEnd];
		};
		const reply = (i: number) => replies[i] ?? root;
		expect(await texts({})).toEqual(["r6 r5 r4 r3 r2 r1 r0", true, true]);
		expect(await texts({}, reply(3).id)).toEqual(["r6 r5 r4 r3 r2 r1 r0", true, true]);
		expect(await texts({ count: 3 })).toEqual(["r6 r5 r4", false, true]);
		expect(await texts({ count: 3, before: reply(4).seq })).toEqual(["r3 r2 r1", false, false]);
		expect(await texts({ count: 4, before: reply(4).seq })).toEqual(["r3 r2 r1 r0", true, false]);
		expect(await texts({ count: 2, after: reply(1).seq })).toEqual(["r3 r2", false, false]);
		expect(await texts({ count: 3, around: reply(3).id })).toEqual(["r4 r3 r2", false, false]);
		expect(await texts({ count: 2, around: root.id })).toEqual(["r0", true, false]);
		expect(await texts({}, (await say(ann, roomId, "alone")).id)).toEqual(["", true, true]);
	});
});

describe("loadThreads", () => {
	it("lists the threads with the newest reply first, in pages", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const roots = await Promise.all(Array.from({ length: 53 }, (_, i) => say(ann, roomId, `root ${i}`)));
		await Promise.all(
			roots.map(({ id }, i) =>
				say(bo, roomId, "reply", { parentMessage: id, timeDiff: (53 - i) * 10_000 }),
			),
		);
		const page = async (before?: number) =>
			(await ann.client.request("loadThreads", { roomId, before })).content;
		const first = await page();
		expect(first).toHaveLength(50);
		expect(first.map(({ content }) => content)).toEqual(
			Array.from({ length: 50 }, (_, i) => `root ${52 - i}`),
		);
		const rest = await page(first.at(-1)?.lastReply);
		expect(rest.map(({ content }) => content)).toEqual(["root 2", "root 1", "root 0"]);
		expect(await page(1)).toEqual([]);
		await say(bo, roomId, "again", { parentMessage: roots[0]?.id });
		expect((await page())[0]).toMatchObject({ content: "root 0", threadMessagesCount: 2 });
		const stranger = await (await newcomer()).connect();
		expect(await codeOf(stranger.client.request("loadThreads", { roomId }))).toBe("not_member");
		expect(await ann.rawRequest({ action: "loadThreads", roomId, before: -1 })).toMatchObject({
			error: "invalid",
		});
		await expectOneRoom(roomId, ann, bo);
	});
});
