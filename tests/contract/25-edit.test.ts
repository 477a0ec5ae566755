/* Edits and deletion: by whom, seen by everybody alike, and one after the other whatever the worker. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
	codeOf,
	expectOneRoom,
	freshId,
	guestIn,
	headOf,
	join,
	makeRoom,
	roomOfTwo,
	say,
} from "./harness/messages";
import type { Connection } from "./harness/person";
import { queryArchive, startServer, type Server } from "./harness/server";
import { onOtherWorker } from "./harness/workers";
import { administrator, newcomer, server, visitor } from "./harness/world";

/** Without a text: deletes it. */
const edit = (who: Connection, id: number, content: string | null, more: object = {}) =>
	who.client.request("editMessage", { id, ...(content === null ? {} : { content }), ...more });

describe("editMessage", () => {
	it("gives everybody the new text, on both workers, live and later", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const sent = await say(ann, roomId, "teh plan");
		const before = Date.now();
		const answer = await edit(ann, sent.id, "the plan");
		expect(answer).toMatchObject({ id: sent.id, roomId, deleted: false });
		expect(answer.edited).toBeGreaterThanOrEqual(before);
		for (const connection of [ann, bo]) {
			const event = await connection.event({ action: "editMessage", roomId });
			expect(event).toMatchObject({
				seq: sent.seq + 1,
				userId: ann.person.userId,
				time: answer.edited,
				message: {
					id: sent.id,
					seq: sent.seq,
					time: sent.time,
					content: "the plan",
					edited: answer.edited,
				},
			});
		}
		const [message] = await expectOneRoom(roomId, ann, bo);
		expect(message).toMatchObject({ content: "the plan", edited: answer.edited, number: 1 });
	});

	it("is answered without a change where nothing would change", async () => {
		const { roomId, ann } = await roomOfTwo();
		const { id } = await say(ann, roomId, "as it is");
		expect(await edit(ann, id, "as it is")).toMatchObject({ edited: 0 });
		const { edited } = await edit(ann, id, "as it was");
		const head = await headOf(ann, roomId);
		for (let i = 0; i < 3; i++) expect(await edit(ann, id, "as it was")).toMatchObject({ edited });
		expect(await headOf(ann, roomId)).toBe(head);
		await edit(ann, id, "as it was ");
		expect(await headOf(ann, roomId)).toBe(head + 1);
	});

	it("is for the author alone, whoever else moderates", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const root = await (await administrator()).connect();
		await join(roomId, root);
		const { id } = await say(bo, roomId, "mine");
		for (const other of [ann, root]) expect(await codeOf(edit(other, id, "not yours"))).toBe("forbidden");
		const guest = await guestIn(roomId, ann);
		expect(await codeOf(edit(guest, id, "nor yours"))).toBe("forbidden");
		const own = await say(guest, roomId, "a guest's");
		await edit(guest, own.id, "a guest's own");
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages.map(({ content }) => content)).toEqual(["mine", "a guest's own"]);
	});

	it("tells nothing of messages that one cannot see", async () => {
		const { roomId, ann } = await roomOfTwo();
		const stranger = await (await newcomer()).connect();
		const sent = await say(ann, roomId, "inside");
		for (const id of [sent.id, 2 ** 53 - 1]) {
			for (const content of ["x", null])
				expect(await codeOf(edit(stranger, id, content))).toBe("not_found");
		}
		await ann.client.request("loadMessages", { roomId });
		expect((await expectOneRoom(roomId, ann))[0]?.content).toBe("inside");
	});

	it("refuses, typed, what is no edit", async () => {
		const { roomId, ann } = await roomOfTwo();
		const { id } = await say(ann, roomId, "good");
		const ask = (input: object) => ann.rawRequest({ action: "editMessage", id, content: "x", ...input });
		for (const bad of [
			{ id: 0 },
			{ id: "1" },
			{ id: undefined },
			{ content: "" },
			{ content: 5 },
			{ tags: [] },
			{ tags: { 㔁: "1" } },
			{ files: "x" },
		])
			expect(await ask(bad), JSON.stringify(bad)).toMatchObject({ error: "invalid" });
		expect(await ask({ files: [1] })).toMatchObject({ error: "unsupported" });
		expect(await ask({ content: "x".repeat(20_001) })).toMatchObject({ error: "too_large" });
		expect((await expectOneRoom(roomId, ann))[0]?.content).toBe("good");
	});

	it("keeps the order of one person's edits, whatever is asked at once", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const { id } = await say(ann, roomId, "0");
		await Promise.all(Array.from({ length: 30 }, (_, i) => edit(ann, id, String(i + 1))));
		const { versions } = await ann.client.request("loadMessageHistory", { id });
		expect(versions.map(({ content }) => content)).toEqual(
			Array.from({ length: 30 }, (_, i) => String(i)),
		);
		expect((await expectOneRoom(roomId, ann, bo))[0]?.content).toBe("30");
	});

	it("loses none of the edits that come to both workers at once", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const twin = await onOtherWorker(ann.person, ann);
		const { id } = await say(ann, roomId, "first");
		const asked = [ann, twin].flatMap((who, w) =>
			Array.from({ length: 50 }, (_, i) => edit(who, id, `${w}-${i}`)),
		);
		await Promise.all(asked);
		const [message] = await expectOneRoom(roomId, ann, bo);
		const { versions } = await ann.client.request("loadMessageHistory", { id });
		const all = [...versions.map(({ content }) => content), message?.content];
		expect(all).toHaveLength(101);
		expect(new Set(all).size).toBe(101);
		expect(all[0]).toBe("first");
		for (const w of [0, 1]) {
			const own = all.filter((text) => text?.startsWith(`${w}-`));
			expect(own).toEqual(Array.from({ length: 50 }, (_, i) => `${w}-${i}`));
		}
	});
});

describe("editMessage without a text", () => {
	it("leaves a tombstone with nothing in it", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const clientId = freshId();
		const tags = { 㔁: bo.person.userId };
		const sent = await say(ann, roomId, "secret 㔁", { clientId, tags });
		await edit(ann, sent.id, "more secret 㔁", { tags });
		await bo.client.request("setReaction", { id: sent.id, emoji: "👍", on: true });
		await ann.client.request("setPinned", { id: sent.id, on: true });
		expect(await edit(ann, sent.id, null)).toMatchObject({ id: sent.id, roomId, deleted: true });
		const event = await bo.event({ action: "deleteMessage", roomId });
		expect(event).toMatchObject({
			userId: ann.person.userId,
			message: {
				id: sent.id,
				deleted: true,
				content: null,
				tags: {},
				reactions: [],
				pinned: false,
				clientId,
			},
		});
		const messages = await expectOneRoom(roomId, ann, bo);
		expect(messages).toMatchObject([{ id: sent.id, number: 1, deleted: true, content: null }]);
		const rows = queryArchive(
			server.dataDir,
			["message", "message_history"]
				.map((table) => `SELECT COUNT(*) FROM ${table} WHERE room_id = ${roomId} AND content <> ''`)
				.join(" UNION ALL "),
		);
		expect(rows).toEqual([["0"], ["0"]]);
		// A retry of the first sending does not bring it back.
		expect(await say(ann, roomId, "secret 㔁", { clientId })).toMatchObject({
			id: sent.id,
			seq: sent.seq,
		});
		expect(await expectOneRoom(roomId, ann, bo)).toEqual(messages);
	});

	it("is for the author and moderators, in a read-only room too", async () => {
		const [ann, bo] = [await (await newcomer()).connect(), await (await newcomer()).connect()];
		const roomId = makeRoom({ creator: ann.person.userId });
		const root = await (await administrator()).connect();
		await join(roomId, ann, bo, root);
		const guest = await guestIn(roomId, ann);
		const texts = [];
		for (let i = 0; i < 4; i++) texts.push(await say(bo, roomId, `bo ${i}`));
		const own = await say(ann, roomId, "ann");
		const [one, two, three] = texts.map(({ id }) => id);
		for (const who of [bo, guest]) expect(await codeOf(edit(who, own.id, null))).toBe("forbidden");
		expect(await edit(ann, one ?? 0, null)).toMatchObject({ deleted: true });
		expect(await edit(root, two ?? 0, null)).toMatchObject({ deleted: true });
		expect(await edit(bo, three ?? 0, null)).toMatchObject({ deleted: true });
		const contents = (await expectOneRoom(roomId, ann, bo)).map(({ content }) => content);
		expect(contents).toEqual([null, null, null, "bo 3", "ann"]);
	});

	it("is fine twice, from both workers at once, and one change", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const twin = await onOtherWorker(ann.person, ann);
		for (let i = 0; i < 10; i++) {
			const { id } = await say(bo, roomId, "short-lived");
			const head = await headOf(ann, roomId);
			// ann made the room: she and bo may both delete it.
			const answers = await Promise.all([ann, twin, bo, ann].map((who) => edit(who, id, null)));
			for (const answer of answers) expect(answer.deleted).toBe(true);
			expect(await headOf(ann, roomId)).toBe(head + 1);
			expect(await codeOf(edit(bo, id, "back again"))).toBe("not_found");
			const absent = { action: "editMessage", id, content: null };
			expect(await ann.rawRequest(absent)).toMatchObject({ deleted: true });
		}
		await expectOneRoom(roomId, ann, bo);
	});
});

describe("a read-only room", () => {
	it("is written in by its moderators alone; others take back what they wrote", async () => {
		const ann = await (await newcomer()).connect();
		const bo = await (await newcomer()).connect();
		const roomId = makeRoom({ creator: ann.person.userId, readOnly: true });
		await join(roomId, ann, bo);
		const sent = await say(ann, roomId, "announcement");
		expect(await codeOf(say(bo, roomId, "me too"))).toBe("forbidden");
		expect(await codeOf(say(bo, roomId, "me too", { parentMessage: sent.id }))).toBe("forbidden");
		// Written before the room became read-only.
		queryArchive(
			server.dataDir,
			`UPDATE message SET sender_id = ${bo.person.userId} WHERE id = ${sent.id}`,
		);
		expect(await codeOf(edit(bo, sent.id, "changed"))).toBe("forbidden");
		expect(await edit(bo, sent.id, null)).toMatchObject({ deleted: true });
	});
});

describe("a server with limits", () => {
	let own: Server;

	beforeAll(async () => {
		const config = { message_edit_hours: 2, rate_messages_per_s: 1, rate_messages_burst: 6 };
		own = await startServer({ config });
	}, 60_000);

	afterAll(async () => {
		expect(await own.remove()).toBe(0);
		expect(own.alarms).toEqual([]);
	});

	it("refuses edits after message_edit_hours, but not deletion", async () => {
		const ann = await (await visitor(own.address.origin).register()).connect();
		const late = await say(ann, 1, "old", { timeDiff: 2 * 3600_000 + 1_000 });
		const soon = await say(ann, 1, "young", { timeDiff: 2 * 3600_000 - 60_000 });
		expect(await codeOf(edit(ann, late.id, "changed"))).toBe("forbidden");
		expect(await edit(ann, soon.id, "changed")).toMatchObject({ deleted: false });
		expect(await edit(ann, late.id, null)).toMatchObject({ deleted: true });
	});

	it("counts edits, reactions and pins as messages", async () => {
		const ann = await (await visitor(own.address.origin).register()).connect();
		const { id } = await say(ann, 1, "much ado");
		const codes = await Promise.all([
			...Array.from({ length: 4 }, (_, i) => codeOf(edit(ann, id, `edit ${i}`))),
			...["👍", "🎉", "😀"].map((emoji) =>
				codeOf(ann.client.request("setReaction", { id, emoji, on: true })),
			),
			codeOf(ann.client.request("setPinned", { id, on: true })),
		]);
		expect(codes.filter((code) => code === "rate_limited").length).toBeGreaterThanOrEqual(2);
		expect(codes.filter((code) => code === "answered").length).toBeGreaterThanOrEqual(5);
	});
});
