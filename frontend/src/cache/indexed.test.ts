import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { MessageView } from "../api/protocol.gen";
import { messageEvent, roomView, userView } from "../api/testing/fake-socket";
import { WINDOW_MAX, type Cache } from "./cache";
import { destroyCache, openCache } from "./indexed";

function message(roomId: number, seq: number): MessageView {
	const { action: _action, handler: _handler, ...rest } = messageEvent(roomId, seq);
	return rest as unknown as MessageView;
}

const keyPaths: Record<string, string> = {
	rooms: "roomId",
	groups: "channelId",
	people: "userId",
	positions: "streamId",
	outbox: "clientId",
};

describe("the cache in IndexedDB", () => {
	let cache: Cache;
	let bugs: string[];

	const reopen = async (userId = 7): Promise<Cache> => await openCache(userId, (text) => bugs.push(text));

	beforeEach(async () => {
		globalThis.indexedDB = new IDBFactory();
		bugs = [];
		cache = await reopen();
	});

	afterEach(() => {
		cache.close();
		expect(bugs).toEqual([]);
	});

	it("keeps rooms, groups, people and positions", async () => {
		cache.putRoom(roomView(12));
		cache.putRoom(roomView(13));
		cache.removeRoom(13);
		cache.putGroup({ channelId: 1, channelName: "all", channelCreatorId: null });
		cache.putPeople([userView(7), userView(9)]);
		cache.putPosition(12, { seq: 40, epoch: 1 });
		cache.putPosition(-7, { seq: 3, epoch: 1 });
		await cache.flush();
		const snapshot = await (await reopen()).load();
		expect(snapshot.rooms.map(({ roomId }) => roomId)).toEqual([12]);
		expect(snapshot.groups).toHaveLength(1);
		expect(snapshot.people.map(({ userId }) => userId)).toEqual([7, 9]);
		expect(snapshot.positions).toEqual(
			new Map([
				[-7, { seq: 3, epoch: 1 }],
				[12, { seq: 40, epoch: 1 }],
			]),
		);
	});

	it("keeps drafts, by room and thread", async () => {
		const draft = { roomId: 12, threadId: 0, content: "half a thought", unsaved: true };
		cache.putDraft(draft);
		cache.putDraft({ ...draft, threadId: 50 });
		await cache.flush();
		cache.removeDraft({ roomId: 12, threadId: 50 });
		await cache.flush();
		expect((await (await reopen()).load()).drafts).toEqual([draft]);
	});

	it("keeps what an older version of the client wrote", async () => {
		const old = await openDB("confab-8", 1, {
			upgrade(database) {
				for (const name of ["rooms", "groups", "people", "positions", "outbox"])
					database.createObjectStore(name, { keyPath: keyPaths[name] });
				database.createObjectStore("messages", { keyPath: ["roomId", "seq"] });
			},
		});
		await old.put("people", userView(9));
		old.close();
		const newer = await reopen(8);
		expect(await newer.load()).toMatchObject({ people: [{ userId: 9 }], drafts: [] });
		newer.close();
	});

	it("gives the newest messages of a room, oldest first, and drops older ones", async () => {
		cache.putMessages(Array.from({ length: WINDOW_MAX + 30 }, (_, i) => message(12, i + 1)));
		cache.putMessages([message(13, 1)]);
		const seqs = (await cache.window(12)).map(({ seq }) => seq);
		expect(seqs).toEqual(Array.from({ length: WINDOW_MAX }, (_, i) => i + 31));
		expect(await cache.window(13)).toHaveLength(1);
		expect(await cache.window(14)).toEqual([]);
	});

	it("amends what it has of a message, and nothing else", async () => {
		cache.putMessages([message(12, 1), message(12, 2)]);
		cache.amendMessage(12_001, { threadMessagesCount: 3 });
		cache.amendMessage(12_001, { lastReply: 9 });
		cache.amendMessage(12_777, { threadMessagesCount: 5 });
		await cache.flush();
		cache.amendMessage(12_002, { content: "new" });
		await cache.flush();
		expect(await cache.window(12)).toMatchObject([
			{ seq: 1, threadMessagesCount: 3, lastReply: 9, content: "m1" },
			{ seq: 2, content: "new" },
		]);
	});

	it("does not put an older change over a newer message", async () => {
		cache.putMessages([message(12, 1)]);
		cache.amendMessage(12_001, { threadMessagesCount: 1 });
		cache.putMessages([{ ...message(12, 1), threadMessagesCount: 2 }]);
		await cache.flush();
		expect((await cache.window(12))[0]?.threadMessagesCount).toBe(2);
	});

	it("keeps the lines of a room, and forgets them with it", async () => {
		const line = (roomId: number, seq: number) => ({
			roomId,
			seq,
			time: seq,
			kind: "joined" as const,
			userId: 9,
		});
		for (let seq = 1; seq <= WINDOW_MAX + 5; seq++) cache.putLine(line(12, seq));
		cache.putLine(line(13, 1));
		expect((await cache.lines(12)).map(({ seq }) => seq)).toEqual(
			Array.from({ length: WINDOW_MAX }, (_, i) => i + 6),
		);
		cache.clearStream(12);
		expect(await cache.lines(12)).toEqual([]);
		expect(await cache.lines(13)).toHaveLength(1);
	});

	it("takes over the cache of an earlier version, without its messages", async () => {
		const { openDB } = await import("idb");
		const old = await openDB("confab-31", 1, {
			upgrade(database) {
				for (const [name, keyPath] of [
					["rooms", "roomId"],
					["groups", "channelId"],
					["people", "userId"],
					["messages", ["roomId", "seq"]],
					["positions", "streamId"],
					["outbox", "clientId"],
				] as const)
					database.createObjectStore(name, { keyPath: keyPath as string });
			},
		});
		await old.put("messages", { roomId: 12, seq: 1, id: 5 });
		await old.put("positions", { streamId: 12, seq: 1, epoch: 1 });
		await old.put("people", userView(9));
		old.close();
		const now = await reopen(31);
		expect((await now.load()).people).toHaveLength(1);
		expect((await now.load()).positions.size).toBe(0);
		expect(await now.window(12)).toEqual([]);
		now.close();
	});

	it("writes by itself, a little later, all at once", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		cache.putRoom(roomView(12));
		cache.putPosition(12, { seq: 1, epoch: 1 });
		vi.advanceTimersByTime(250);
		vi.useRealTimers();
		await vi.waitFor(async () => expect((await (await reopen()).load()).positions.size).toBe(1));
		expect((await cache.load()).rooms).toHaveLength(1);
	});

	it("forgets a stream: what was stored and what was about to be", async () => {
		cache.putMessages([message(12, 1)]);
		cache.putPosition(12, { seq: 1, epoch: 1 });
		await cache.flush();
		cache.putMessages([message(12, 2)]);
		cache.clearStream(12);
		cache.putMessages([message(12, 9)]);
		cache.putPosition(12, { seq: 9, epoch: 2 });
		await cache.flush();
		expect((await cache.window(12)).map(({ seq }) => seq)).toEqual([9]);
		expect((await cache.load()).positions.get(12)).toEqual({ seq: 9, epoch: 2 });
	});

	it("has the outbox on disk before it says so", async () => {
		const entry = {
			clientId: "a",
			roomId: 12,
			content: "x",
			createdAt: 1,
			firstTriedAt: null,
			error: null,
		};
		await cache.outbox.put({ ...entry, state: "waiting" });
		await cache.outbox.put({ ...entry, state: "sent", firstTriedAt: 2 });
		const again = await reopen();
		expect(await again.outbox.load()).toMatchObject([{ clientId: "a", state: "sent" }]);
		await again.outbox.remove("a");
		expect(await cache.outbox.load()).toEqual([]);
	});

	it("belongs to one person, and is gone when destroyed", async () => {
		cache.putRoom(roomView(12));
		await cache.flush();
		expect((await (await reopen(8)).load()).rooms).toEqual([]);
		await cache.destroy();
		cache.putRoom(roomView(13));
		await cache.flush();
		expect((await (await reopen()).load()).rooms).toEqual([]);
		await destroyCache(7);
	});

	it("works without IndexedDB, and says so", async () => {
		vi.stubGlobal("indexedDB", undefined);
		const memory = await reopen();
		vi.unstubAllGlobals();
		expect(bugs.splice(0)).toHaveLength(1);
		memory.putRoom(roomView(12));
		memory.putMessages([message(12, 1)]);
		expect((await memory.load()).rooms).toEqual([]);
		expect(await memory.window(12)).toEqual([]);
		const entry = {
			clientId: "a",
			roomId: 1,
			content: "x",
			createdAt: 1,
			firstTriedAt: null,
			error: null,
		};
		await memory.outbox.put({ ...entry, state: "waiting" });
		expect(await memory.outbox.load()).toHaveLength(1);
		await memory.outbox.remove("a");
		expect(await memory.outbox.load()).toEqual([]);
	});
});
