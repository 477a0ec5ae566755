/* What a message said before: kept by every edit, for its author and moderators. */
import { describe, expect, it } from "vitest";

import { codeOf, guestIn, headOf, join, roomOfTwo, say } from "./harness/messages";
import type { Connection } from "./harness/person";
import { queryArchive } from "./harness/server";
import { administrator, newcomer, server } from "./harness/world";

const edit = (who: Connection, id: number, content?: string) =>
	who.client.request("editMessage", { id, content });
const history = async (who: Connection, id: number) =>
	(await who.client.request("loadMessageHistory", { id })).versions;

/** Versions as edits leave them, straight into the archive. */
function keep(roomId: number, seq: number, texts: string[]): void {
	const rows = texts.map((text, i) => `(${roomId}, ${seq}, ${i + 1}, ${i}, '${text}')`);
	queryArchive(
		server.dataDir,
		`INSERT INTO message_history (room_id, seq, version, until_ms, content) VALUES ${rows.join(", ")}`,
	);
}

describe("loadMessageHistory", () => {
	it("gives the earlier texts, the oldest first, and until when they stood", async () => {
		const { roomId, ann } = await roomOfTwo();
		const { id } = await say(ann, roomId, "one");
		expect(await history(ann, id)).toEqual([]);
		const two = await edit(ann, id, "two");
		const three = await edit(ann, id, "three");
		expect(await history(ann, id)).toEqual([
			{ content: "one", tags: {}, until: two.edited },
			{ content: "two", tags: {}, until: three.edited },
		]);
		expect(three.edited).toBeGreaterThanOrEqual(two.edited);
	});

	it("says whom each of them mentioned", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const tags = { 㔁: bo.person.userId };
		const { id } = await say(ann, roomId, "㔁 will do it", { tags });
		await edit(ann, id, "nobody will do it");
		await edit(ann, id, "somebody will do it");
		expect(await history(ann, id)).toMatchObject([
			{ content: "㔁 will do it", tags },
			{ content: "nobody will do it", tags: {} },
		]);
	});

	it("is for the author and moderators, on any worker", async () => {
		const { roomId, ann, bo } = await roomOfTwo();
		const root = await (await administrator()).connect();
		const other = await (await newcomer()).connect();
		await join(roomId, root, other);
		const guest = await guestIn(roomId, ann);
		const { id } = await say(bo, roomId, "rash");
		await edit(bo, id, "considered");
		for (const who of [bo, ann, root])
			expect(await history(who, id)).toMatchObject([{ content: "rash" }]);
		for (const who of [other, guest]) expect(await codeOf(history(who, id))).toBe("forbidden");
		const stranger = await (await newcomer()).connect();
		for (const [who, what] of [
			[stranger, id],
			[ann, 2 ** 53 - 1],
		] as const)
			expect(await codeOf(history(who, what))).toBe("not_found");
		expect(await ann.rawRequest({ action: "loadMessageHistory", id: "x" })).toMatchObject({
			error: "invalid",
		});
	});

	it("is gone with the message", async () => {
		const { roomId, ann } = await roomOfTwo();
		const { id } = await say(ann, roomId, "one");
		await edit(ann, id, "two");
		await edit(ann, id);
		expect(await history(ann, id)).toEqual([]);
	});

	it("is kept whole: who edited 200 times must write anew, and nothing is pushed out", async () => {
		const { roomId, ann } = await roomOfTwo();
		const { id, seq } = await say(ann, roomId, "199");
		keep(
			roomId,
			seq,
			Array.from({ length: 199 }, (_, i) => String(i)),
		);
		await edit(ann, id, "200");
		const head = await headOf(ann, roomId);
		expect(await codeOf(edit(ann, id, "201"))).toBe("limit_reached");
		expect(await edit(ann, id, "200")).toMatchObject({ deleted: false });
		expect(await headOf(ann, roomId)).toBe(head);
		const texts = (await history(ann, id)).map(({ content }) => content);
		expect(texts).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
	});

	it("ends early rather than overflow the asker's socket", async () => {
		const { roomId, ann } = await roomOfTwo();
		const { id, seq } = await say(ann, roomId, "last");
		keep(roomId, seq, ["0"]);
		queryArchive(
			server.dataDir,
			`INSERT INTO message_history (room_id, seq, version, until_ms, content)
				SELECT ${roomId}, ${seq}, s.seq + 1, s.seq, REPEAT('x', 20000) FROM seq_1_to_40 s`,
		);
		const versions = await history(ann, id);
		expect(versions.length).toBeGreaterThan(20);
		expect(versions.length).toBeLessThan(41);
		expect(versions[0]?.content).toBe("0");
	});
});
