/* Messages: stored once, numbered densely, told to everybody in the same order, on both workers. */
import { describe, expect, it } from "vitest";

import type { MessageSendReply } from "../../frontend/src/api/protocol.gen";
import type { ServerEvent } from "../../frontend/src/api/protocol.gen";
import type { Connection } from "./harness/person";
import { freshId, join, makeRoom, roomOfTwo, say } from "./harness/messages";
import { holderOf } from "./harness/processes";
import { workersOf } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { strangers } from "./harness/workers";
import { newcomer, server } from "./harness/world";

function send(connection: Connection, content: string, clientId: string, roomId = 1) {
	return connection.client.request("printMessage", { roomId, clientId, content });
}

describe("printMessage", () => {
	it("is acknowledged to the sender alone and told to everybody, on both workers", async () => {
		const [ann, bo] = await strangers();
		const clientId = freshId();
		const stored = await send(ann, "hello, other worker", clientId);
		expect(stored).toMatchObject({ action: "messageStored", roomId: 1, clientId });
		for (const connection of [ann, bo]) {
			const event = await connection.event({ action: "printMessage", clientId });
			expect(event).toMatchObject({
				id: stored.id,
				seq: stored.seq,
				time: stored.time,
				roomId: 1,
				userId: ann.person.userId,
				content: "hello, other worker",
				status: "on_server",
				edited: 0,
				threadMessagesCount: 0,
				parentMessage: null,
				tags: {},
			});
			expect(event["cbId"]).toBeUndefined();
		}
		expect(bo.frames.filter(({ action }) => action === "messageStored")).toEqual([]);
	});

	it("keeps text exactly as it was", async () => {
		const ann = await (await newcomer()).connect();
		const texts = [
			"  blanks  ",
			"line\nbreak\ttab\r\n",
			'"quotes" \\ and \\u0041 </script><!--',
			"Ünïcödé 李 🦊 👩‍👩‍👧‍👦 \u202e rtl \u0301",
			"\u2028 and \u2029",
			"\u0001\u001f\u007f",
			"' OR 1=1; DROP TABLE message; --",
			"%s %n %x \\x00 ${1} {{2}}",
		];
		for (const text of texts) {
			const clientId = freshId();
			await send(ann, text, clientId);
			expect((await ann.event({ action: "printMessage", clientId }))["content"]).toBe(text);
		}
		const { content } = await ann.client.request("loadMessages", { roomId: 1, count: texts.length });
		expect(content.map((message) => message.content).reverse()).toEqual(texts);
	});

	it("gives a retry the answer of the first, and stores it once", async () => {
		const [ann, bo] = await strangers();
		const clientId = freshId();
		const first = await send(ann, "once", clientId);
		const again = await send(ann, "once", clientId);
		const other = await (await ann.person.another()).connect();
		const elsewhere = await send(other, "with another text", clientId);
		for (const retry of [again, elsewhere])
			expect(retry).toMatchObject({ id: first.id, seq: first.seq, time: first.time });
		await send(bo, "after it", freshId());
		await bo.event({ action: "printMessage", content: "after it" });
		expect(bo.applied.filter((event) => event["clientId"] === clientId)).toHaveLength(1);
	});

	it("stores one of many retries that come at once", async () => {
		const ann = await (await newcomer()).connect();
		const clientId = freshId();
		const replies = await Promise.all(Array.from({ length: 20 }, () => send(ann, "at once", clientId)));
		expect(new Set(replies.map(({ seq }) => seq)).size).toBe(1);
		await ann.event({ action: "printMessage", clientId });
		await sleep(200);
		expect(ann.applied.filter((event) => event["clientId"] === clientId)).toHaveLength(1);
	});

	it("stores one of the retries that come to both workers at once", async () => {
		const [ann, bo] = await strangers();
		const workers = workersOf(server.pid);
		const home = holderOf(workers, server.port, ann.localPort)?.pid;
		const twin = await until("the same person on the other worker", async () => {
			const connection = await (await ann.person.another()).connect();
			return holderOf(workers, server.port, connection.localPort)?.pid === home ? null : connection;
		});
		for (let i = 0; i < 20; i++) {
			const clientId = freshId();
			const [one, two] = await Promise.all([
				send(ann, `race ${i}`, clientId),
				send(twin, `race ${i}`, clientId),
			]);
			expect(one.seq).toBe(two.seq);
		}
		await send(bo, "end", freshId());
		await ann.event({ action: "printMessage", content: "end" });
		const races = ann.messages(1).filter(({ content }) => String(content).startsWith("race "));
		expect(races).toHaveLength(20);
	});

	it("takes client ids for bytes: case, blanks and other people make a difference", async () => {
		const [ann, bo] = [await (await newcomer()).connect(), await (await newcomer()).connect()];
		const ids = [
			"aB3x",
			"Ab3X",
			"aB3x ",
			" aB3x",
			"ab3x",
			"äb",
			"a\u0308b",
			"a",
			"x".repeat(64),
			"🦊".repeat(16),
		];
		const seqs = new Set<number>();
		for (const connection of [ann, bo]) {
			for (const clientId of ids) seqs.add((await send(connection, "id test", clientId)).seq);
		}
		expect(seqs.size).toBe(2 * ids.length);
	});

	it("answers `busy` to more than 64 at once, and stores the others", async () => {
		const ann = await (await newcomer()).connect();
		const all = await Promise.allSettled(
			Array.from({ length: 90 }, (_, i) => send(ann, `flood ${i}`, freshId())),
		);
		const refused = all.filter((result) => result.status === "rejected");
		for (const { reason } of refused) expect(reason).toMatchObject({ code: "busy", retryable: true });
		expect(all.length - refused.length).toBeGreaterThanOrEqual(64);
	});

	it("refuses, typed, what is no message", async () => {
		const ann = await (await newcomer()).connect();
		const good = { roomId: 1, clientId: freshId(), content: "x" };
		const bad: object[] = [
			{ roomId: 0 },
			{ roomId: -1 },
			{ roomId: 1.5 },
			{ roomId: "1" },
			{ roomId: 2 ** 53 + 2 },
			{ roomId: null },
			{ clientId: "" },
			{ clientId: "x".repeat(65) },
			{ clientId: "🦊".repeat(17) },
			{ clientId: 7 },
			{ clientId: undefined },
			{ content: "" },
			{ content: undefined },
			{ content: null },
			{ content: 5 },
			{ content: {} },
			{ timeDiff: "1" },
			{ files: [1, "2"] },
			{ files: Array.from({ length: 257 }, (_, i) => i + 1) },
		];
		for (const change of bad) {
			const answer = await ann.rawRequest({ action: "printMessage", ...good, ...change });
			expect(answer, JSON.stringify(change)).toMatchObject({
				action: "growlError",
				error: "invalid",
				retryable: false,
			});
			if (ann.client.state.kind !== "open") throw new Error("closed");
			await reconnectBeforeStrikes(ann);
		}
	});

	it("refuses text over the limit and takes what just fits", async () => {
		const ann = await (await newcomer()).connect();
		await expect(send(ann, "x".repeat(20_001), freshId())).rejects.toMatchObject({ code: "too_large" });
		await expect(send(ann, "🦊".repeat(5_001), freshId())).rejects.toMatchObject({ code: "too_large" });
		expect((await send(ann, "x".repeat(20_000), freshId())).seq).toBeGreaterThan(0);
		expect((await send(ann, "🦊".repeat(5_000), freshId())).seq).toBeGreaterThan(0);
	});

	it("refuses rooms that one is not in, or that do not exist", async () => {
		const ann = await (await newcomer()).connect();
		for (const roomId of [999_999, Number.MAX_SAFE_INTEGER]) {
			await expect(send(ann, "x", freshId(), roomId)).rejects.toMatchObject({
				code: "not_member",
				retryable: false,
			});
		}
	});

	it("takes the time it was written from how long ago that was, within reason", async () => {
		const ann = await (await newcomer()).connect();
		const timed = (timeDiff: number) =>
			ann.client.request("printMessage", { roomId: 1, clientId: freshId(), content: "late", timeDiff });
		const { time } = await timed(60_000);
		expect(Math.abs(Date.now() - 60_000 - time)).toBeLessThan(5_000);
		for (const timeDiff of [-(2 ** 53 - 1), 2 ** 53 - 1]) {
			const reply = await timed(timeDiff);
			expect(reply.time).toBeGreaterThan(0);
			expect(reply.time).toBeLessThanOrEqual(Date.now() + 1_000);
		}
	});

	it("keeps the order of one sender, whatever is sent at once", async () => {
		const [ann, bo] = await strangers();
		const texts = Array.from({ length: 60 }, (_, i) => `ordered ${i}`);
		const stored = await Promise.all(texts.map((text) => send(ann, text, freshId())));
		const seqs = stored.map(({ seq }) => seq);
		expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
		await bo.event({ action: "printMessage", content: "ordered 59" });
		const seen = bo.messages(1).map(({ content }) => content);
		expect(seen.filter((content) => String(content).startsWith("ordered "))).toEqual(texts);
	});

	it("is in the same order for everybody, dense, when both workers are talked to at once", async () => {
		const [ann, bo] = await strangers();
		const before = Number((ann.first["rooms"] as { seq: number }[])[0]?.seq);
		await Promise.all(
			[ann, bo].flatMap((connection) =>
				Array.from({ length: 60 }, (_, i) => send(connection, `crossing ${i}`, freshId())),
			),
		);
		const last = await send(ann, "crossed", freshId());
		for (const connection of [ann, bo]) await connection.event({ action: "printMessage", seq: last.seq });
		const view = (connection: Connection) =>
			connection.frames
				.filter(
					(frame) =>
						frame["roomId"] === 1 &&
						typeof frame["seq"] === "number" &&
						frame["handler"] !== "void",
				)
				.map((frame) => `${String(frame["seq"])} ${String(frame["clientId"])}`)
				.slice(-121);
		expect(view(ann)).toEqual(view(bo));
		const seqs = ann.messages(1).map(({ seq }) => Number(seq));
		expect(seqs.at(-1)).toBeGreaterThanOrEqual(before + 121);
		expect(seqs.every((seq, i) => i === 0 || seq > (seqs[i - 1] ?? 0))).toBe(true);
	});
});

/** Malformed requests are counted; a test of many of them takes a fresh socket now and then. */
async function reconnectBeforeStrikes(connection: Connection): Promise<void> {
	const errors = connection.frames.filter(({ action }) => action === "growlError").length;
	if (errors % 15 !== 0) return;
	connection.cut();
	await until("lost", () => connection.client.state.kind !== "open");
	connection.client.wake();
	await connection.opened();
}

describe("loadMessages", () => {
	it("gives pages, newest first, down to the first message", async () => {
		const ann = await (await newcomer()).connect();
		for (let i = 0; i < 7; i++) await send(ann, `page ${i}`, freshId());
		const all = await loadAll(ann, 100);
		expect(await loadAll(ann, 3, 9)).toEqual(all.slice(0, 9));
		expect(all.at(-1)?.number).toBe(1);
		expect(all.map(({ number }) => number)).toEqual(all.map((_, i) => all.length - i));
		expect(all.slice(0, 7).map(({ content }) => content)).toEqual(
			[6, 5, 4, 3, 2, 1, 0].map((i) => `page ${i}`),
		);
	});

	it("has 50 by default, and at most 100", async () => {
		const ann = await (await newcomer()).connect();
		const { content } = await ann.client.request("loadMessages", { roomId: 1 });
		expect(content).toHaveLength(50);
		for (const count of [0, 101, -1]) {
			const answer = await ann.rawRequest({ action: "loadMessages", roomId: 1, count });
			expect(answer).toMatchObject({ error: "invalid" });
		}
	});

	it("is empty before the first, and refused for other people's rooms", async () => {
		const ann = await (await newcomer()).connect();
		expect((await ann.client.request("loadMessages", { roomId: 1, before: 1 })).content).toEqual([]);
		await expect(ann.client.request("loadMessages", { roomId: 777 })).rejects.toMatchObject({
			code: "not_member",
		});
	});

	async function loadAll(connection: Connection, count: number, atMost = Infinity) {
		const all = [];
		for (let before: number | undefined; all.length < atMost; before = all.at(-1)?.seq) {
			const { content } = await connection.client.request("loadMessages", { roomId: 1, count, before });
			all.push(...content);
			if (content.length < count) break;
		}
		return all;
	}

	it("lie around a message, or after a place, and say where the room ends", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const sent: MessageSendReply[] = [];
		for (let i = 0; i < 9; i++) sent.push(await say(i % 2 ? ann : bo, roomId, `m${i}`));
		const page = async (input: object) => {
			const { content, atStart, atEnd } = await ann.client.request("loadMessages", {
				roomId,
				...input,
			});
			return [content.map((message) => message.content).join(" "), atStart, atEnd];
		};
		const [id, seq] = [(i: number) => sent[i]?.id, (i: number) => sent[i]?.seq];
		expect(await page({})).toEqual(["m8 m7 m6 m5 m4 m3 m2 m1 m0", true, true]);
		expect(await page({ count: 9 })).toEqual(["m8 m7 m6 m5 m4 m3 m2 m1 m0", true, true]);
		expect(await page({ count: 8 })).toEqual(["m8 m7 m6 m5 m4 m3 m2 m1", false, true]);
		expect(await page({ around: id(4), count: 4 })).toEqual(["m5 m4 m3 m2", false, false]);
		expect(await page({ around: id(4), count: 5 })).toEqual(["m6 m5 m4 m3 m2", false, false]);
		expect(await page({ around: id(4), count: 1 })).toEqual(["m4", false, false]);
		expect(await page({ around: id(0), count: 4 })).toEqual(["m1 m0", true, false]);
		expect(await page({ around: id(8), count: 4 })).toEqual(["m8 m7 m6", false, true]);
		expect(await page({ around: id(4), count: 100 })).toEqual(["m8 m7 m6 m5 m4 m3 m2 m1 m0", true, true]);
		expect(await page({ after: seq(5), count: 2 })).toEqual(["m7 m6", false, false]);
		expect(await page({ after: seq(5), count: 3 })).toEqual(["m8 m7 m6", false, true]);
		expect(await page({ after: seq(8) })).toEqual(["", false, true]);
		expect(await page({ after: 0, count: 2 })).toEqual(["m1 m0", true, false]);
		expect(await page({ after: 2 ** 53 - 1 })).toEqual(["", false, true]);
		expect(await page({ before: seq(2), count: 2 })).toEqual(["m1 m0", true, false]);
		expect(await page({ before: seq(2), count: 1 })).toEqual(["m1", false, false]);
		expect(await page({ before: seq(0) })).toEqual(["", true, false]);
		expect(await page({ before: 2 ** 53 - 1, count: 1 })).toEqual(["m8", false, true]);
	});

	it("end early when messages are long, on the side that was not asked about", async () => {
		const { roomId, ann } = await roomOfTwo();
		const sent: MessageSendReply[] = [];
		const text = '"'.repeat(20_000);
		for (let i = 0; i < 30; i++) sent.push(await say(ann, roomId, text));
		const seqs = async (input: object) => {
			const reply = await ann.client.request("loadMessages", { roomId, ...input });
			return { seqs: reply.content.map(({ seq }) => seq), atStart: reply.atStart, atEnd: reply.atEnd };
		};
		const seq = (i: number) => sent[i]?.seq;
		const [newest, after, around] = [
			await seqs({}),
			await seqs({ after: 0 }),
			await seqs({ around: sent[15]?.id }),
		];
		expect(newest).toMatchObject({ atStart: false, atEnd: true });
		expect(newest.seqs[0]).toBe(seq(29));
		expect(after).toMatchObject({ atStart: true, atEnd: false });
		expect(after.seqs.at(-1)).toBe(seq(0));
		expect(around).toMatchObject({ atStart: false, atEnd: false });
		expect(around.seqs).toContain(seq(14));
		expect(around.seqs).toContain(seq(16));
		for (const page of [newest, after, around]) expect(page.seqs.length).toBeLessThan(30);
	});

	it("are refused where the question makes no sense, and tell nothing of other rooms", async () => {
		const { roomId, ann } = await roomOfTwo();
		const elsewhere = await roomOfTwo();
		const secret = await say(elsewhere.ann, elsewhere.roomId, "secret");
		const own = await say(ann, roomId, "own");
		const load = (input: object) => ann.rawRequest({ action: "loadMessages", roomId, ...input });
		for (const bad of [
			{ before: 5, after: 3 },
			{ before: 5, around: own.id },
			{ after: 5, around: own.id },
			{ after: -1 },
			{ around: 0 },
			{ threadId: "1" },
		])
			expect(await load(bad), JSON.stringify(bad)).toMatchObject({ error: "invalid" });
		for (const foreign of [{ around: secret.id }, { threadId: secret.id }, { around: 2 ** 53 - 1 }])
			expect(await load(foreign), JSON.stringify(foreign)).toMatchObject({ error: "not_found" });
	});
});

describe("loadMessagesByIds", () => {
	it("gives those of the room, the newest first, once", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const elsewhere = makeRoom();
		await join(elsewhere, bo);
		const [one, two] = [await say(ann, roomId, "one"), await say(bo, roomId, "two")];
		const foreign = await say(bo, elsewhere, "elsewhere");
		const find = async (connection: Connection, messagesIds: number[], where = roomId) =>
			(await connection.client.request("loadMessagesByIds", { roomId: where, messagesIds })).content;
		const messagesIds = [one.id, foreign.id, two.id, one.id, 2 ** 53 - 1];
		expect((await find(ann, messagesIds)).map(({ content }) => content)).toEqual(["two", "one"]);
		expect(await find(ann, [])).toEqual([]);
		expect(await find(bo, [one.id], elsewhere)).toEqual([]);
		await expect(find(ann, [foreign.id], elsewhere)).rejects.toMatchObject({ code: "not_member" });
		const many = { action: "loadMessagesByIds", roomId, messagesIds: Array(101).fill(one.id) };
		expect(await ann.rawRequest(many)).toMatchObject({ error: "invalid" });
	});
});

describe("an answer that would be too long, of", () => {
	/** More than fits into one, the newest first. */
	async function longMessages(): Promise<{ roomId: number; ann: Connection; ids: number[] }> {
		const { roomId, ann } = await roomOfTwo();
		const ids: number[] = [];
		for (let i = 0; i < 20; i++) ids.unshift((await say(ann, roomId, '"'.repeat(20_000))).id);
		return { roomId, ann, ids };
	}

	const idsOf = (content: readonly { id: number }[]) => content.map(({ id }) => id);

	it("loadMessagesByIds says what it left out", async () => {
		const { roomId, ann, ids } = await longMessages();
		const find = async (messagesIds: number[]) =>
			await ann.client.request("loadMessagesByIds", { roomId, messagesIds });
		const first = await find([...ids, 2 ** 53 - 1]);
		expect(first.rest.length).toBeGreaterThan(0);
		expect([...idsOf(first.content), ...first.rest]).toEqual(ids);
		const second = await find(first.rest);
		expect([idsOf(second.content), second.rest]).toEqual([first.rest, []]);
	});

	it("loadPinned says what it left out", async () => {
		const { roomId, ann, ids } = await longMessages();
		for (const id of ids.toReversed()) await ann.client.request("setPinned", { id, on: true });
		const { content, rest } = await ann.client.request("loadPinned", { roomId });
		expect(rest.length).toBeGreaterThan(0);
		expect([...idsOf(content), ...rest]).toEqual(ids);
	});

	it("loadThreads says what it left out", async () => {
		const { roomId, ann, ids } = await longMessages();
		for (const [i, id] of ids.toReversed().entries())
			await say(ann, roomId, "reply", { parentMessage: id, timeDiff: (20 - i) * 10_000 });
		const { content, rest } = await ann.client.request("loadThreads", { roomId });
		expect(rest.length).toBeGreaterThan(0);
		expect([...idsOf(content), ...rest]).toEqual(ids);
	});
});

describe("getChanges", () => {
	it("gives exactly what came live, in the same words", async () => {
		const ann = await (await newcomer()).connect();
		const bo = await (await newcomer()).connect();
		const after = Number((bo.first["rooms"] as { seq: number }[])[0]?.seq);
		for (let i = 0; i < 5; i++) await send(ann, `change ${i}`, freshId());
		const joiner = await newcomer();
		const last = await send(ann, "last change", freshId());
		await bo.event({ action: "printMessage", seq: last.seq });
		const { streams } = await bo.client.request("getChanges", { streams: [{ roomId: 1, after }] });
		const [part] = streams;
		expect(part).toMatchObject({ roomId: 1, seq: last.seq, head: last.seq, epoch: 1, resync: false });
		const live = bo.frames.filter(
			(frame) => Number(frame["seq"]) > after && frame["roomId"] === 1 && frame["handler"] !== "void",
		);
		expect(part?.changes).toEqual(live);
		expect(
			part?.changes.some(
				(change: ServerEvent) => change.action === "joinUser" && change.userId === joiner.userId,
			),
		).toBe(true);
	});

	it("gives at most 500 of a stream, and goes on from there", async () => {
		const ann = await (await newcomer()).connect();
		const head = Number((ann.first["rooms"] as { seq: number }[])[0]?.seq);
		for (let left = 620 - head; left > 0; left -= 50) {
			await Promise.all(Array.from({ length: 50 }, (_, i) => send(ann, `fill ${i}`, freshId())));
		}
		const seqs: number[] = [];
		for (let after = 0; ;) {
			const { streams } = await ann.client.request("getChanges", { streams: [{ roomId: 1, after }] });
			const [part] = streams;
			if (part === undefined) throw new Error("no stream");
			expect(part.changes.length).toBeLessThanOrEqual(500);
			seqs.push(...part.changes.map((change) => ("seq" in change ? change.seq : 0)));
			after = part.seq;
			if (part.seq >= part.head) break;
		}
		expect(seqs.length).toBeGreaterThan(500);
		expect(seqs).toEqual(seqs.map((_, i) => i + 1));
	});

	it("answers several streams in the order asked, the private one by userId", async () => {
		const ann = await newcomer();
		const { client, first } = await ann.connect();
		const streams = [
			{ userId: ann.userId, after: 0 },
			{ roomId: 1, after: Number((first["rooms"] as { seq: number }[])[0]?.seq) },
		];
		const answer = await client.request("getChanges", { streams });
		expect(answer.streams).toMatchObject([{ userId: ann.userId }, { roomId: 1, changes: [] }]);
	});

	it("is empty at the head, and beyond it", async () => {
		const ann = await newcomer();
		const { client } = await ann.connect();
		const ask = (after: number) => client.request("getChanges", { streams: [{ roomId: 1, after }] });
		const { head } = (await ask(0)).streams[0] ?? { head: 0 };
		expect((await ask(head)).streams[0]).toMatchObject({ changes: [], resync: false });
		const beyond = (await ask(head + 1_000)).streams[0];
		expect(beyond?.changes).toEqual([]);
	});

	it("refuses other people's streams, whoever else is asked for", async () => {
		const [ann, bo] = [await (await newcomer()).connect(), await newcomer()];
		for (const stream of [{ roomId: 4242, after: 0 }, { userId: bo.userId, after: 0 }, { after: 0 }]) {
			const answer = await ann.rawRequest({
				action: "getChanges",
				streams: [{ roomId: 1, after: 0 }, stream],
			});
			expect(answer).toMatchObject({
				action: "growlError",
				error: expect.stringMatching(/^(not_member|forbidden|invalid)$/),
			});
		}
	});
});
