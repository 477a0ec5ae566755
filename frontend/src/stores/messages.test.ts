import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { firstFrame, messageEvent, roomView } from "../api/testing/fake-socket";
import { useMessagesStore } from "./messages";
import { useSessionStore } from "./session";
import { FakeBackend, messageView } from "./testing/fake-backend";

const range = (from: number, to: number): number[] =>
	Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("the messages store", () => {
	let backend: FakeBackend;

	beforeEach(() => {
		backend = new FakeBackend();
		backend.status(7);
	});

	afterEach(() => {
		backend.end();
		expect(backend.bugs).toEqual([]);
	});

	async function connected(seq = 0): Promise<void> {
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame([roomView(12, { seq })]));
		await backend.settle();
	}

	/** Answers the latest loadMessages with these, newest first as the server does. */
	async function page(seqs: number[]): Promise<void> {
		const content = [...seqs].reverse().map((seq) => messageView(12, seq));
		backend.server.latest.answer("loadMessages", { content });
		await backend.settle();
	}

	const seqs = (): (number | null)[] =>
		useMessagesStore()
			.window(12)
			.items.map(({ seq }) => seq);
	const shown = (): string[] =>
		useMessagesStore()
			.window(12)
			.items.map(({ content, state }) => `${content} ${state}`);

	it("loads the newest page of a room that is opened, then older ones to the first", async () => {
		await connected(120);
		const messages = useMessagesStore();
		const window = messages.window(12);
		void messages.open(12);
		await backend.settle();
		expect(window).toMatchObject({ loaded: false, loading: true });
		expect(backend.server.latest.asked("loadMessages")[0]).toMatchObject({ roomId: 12, count: 50 });
		await page(range(71, 120));
		expect(seqs()).toEqual(range(71, 120));
		expect(window).toMatchObject({ loaded: true, loading: false, hasOlder: true });
		void messages.loadOlder(12);
		void messages.loadOlder(12);
		await backend.settle();
		expect(backend.server.latest.asked("loadMessages")).toHaveLength(2);
		expect(backend.server.latest.asked("loadMessages")[1]).toMatchObject({ before: 71 });
		await page(range(21, 70));
		void messages.loadOlder(12);
		await backend.settle();
		await page(range(1, 20));
		expect(seqs()).toEqual(range(1, 120));
		expect(window.hasOlder).toBe(false);
		await messages.loadOlder(12);
		expect(backend.server.latest.asked("loadMessages")).toHaveLength(3);
	});

	it("shows an empty room as loaded, and its first message", async () => {
		await connected();
		const messages = useMessagesStore();
		void messages.open(12);
		await backend.settle();
		await page([]);
		expect(messages.window(12)).toMatchObject({ items: [], loaded: true, hasOlder: false });
		backend.server.latest.deliver(messageEvent(12, 1));
		await backend.settle();
		expect(seqs()).toEqual([1]);
		expect(messages.window(12).hasOlder).toBe(false);
	});

	it("paints what the device has, and fetches only what is missing", async () => {
		backend.remembered.set("user", "7");
		backend.snapshot.positions.set(12, { seq: 60, epoch: 1 });
		backend.snapshot.rooms = [roomView(12)];
		backend.windows.set(
			12,
			range(1, 60).map((seq) => messageView(12, seq)),
		);
		await useSessionStore().start();
		const messages = useMessagesStore();
		await messages.open(12);
		await backend.settle();
		expect(seqs()).toEqual(range(1, 60));
		expect(messages.window(12).loaded).toBe(true);
		backend.server.latest.deliver(firstFrame([roomView(12, { seq: 62 })]));
		await backend.settle();
		const changes = [61, 62].map((seq) => messageEvent(12, seq));
		const part = { roomId: 12, changes, seq: 62, head: 62, epoch: 1, resync: false };
		backend.server.latest.answer("getChanges", { streams: [part] });
		await backend.settle();
		expect(seqs()).toEqual(range(1, 62));
		expect(backend.server.latest.asked("loadMessages")).toEqual([]);
		expect(backend.written.slice(-4)).toEqual([
			"message 12/61",
			"position 12=61",
			"message 12/62",
			"position 12=62",
		]);
	});

	it("forgets a window that is not continued and fills it again", async () => {
		await connected(5);
		const messages = useMessagesStore();
		void messages.open(12);
		await backend.settle();
		await page(range(1, 5));
		backend.server.latest.deliver({ action: "resync", handler: "room", roomId: 12, seq: 3, epoch: 2 });
		await backend.settle();
		expect(messages.window(12)).toMatchObject({ items: [], loading: true });
		await page(range(1, 3));
		backend.server.latest.deliver(messageEvent(12, 4, { content: "other" }));
		await backend.settle();
		expect(seqs()).toEqual([1, 2, 3, 4]);
		expect(backend.written).toContain("clear 12");
	});

	it("does not put an answer from before a reset into the window after it", async () => {
		await connected(5);
		void useMessagesStore().open(12);
		await backend.settle();
		const [asked] = backend.server.latest.asked("loadMessages");
		backend.server.latest.deliver({ action: "resync", handler: "room", roomId: 12, seq: 1, epoch: 2 });
		await backend.settle();
		backend.server.latest.deliver({
			handler: "void",
			content: [messageView(12, 5)],
			cbId: asked?.["cbId"],
		});
		await backend.settle();
		expect(seqs()).toEqual([]);
	});

	it("tries again to fill a room after a loss", async () => {
		await connected(2);
		void useMessagesStore().open(12);
		await backend.settle();
		backend.server.latest.drop();
		await backend.timers.advance(1_000);
		backend.server.latest.deliver(firstFrame([roomView(12, { seq: 2 })]));
		await backend.settle();
		await page([1, 2]);
		expect(seqs()).toEqual([1, 2]);
	});

	it("shows at once what one writes, and replaces it by its event under the same key", async () => {
		await connected();
		const messages = useMessagesStore();
		messages.send(12, { content: "hello", tags: {} });
		await backend.settle();
		expect(shown()).toEqual(["hello sent"]);
		const [before] = messages.window(12).items;
		const clientId = before?.clientId;
		backend.server.latest.answer("printMessage", {
			action: "messageStored",
			roomId: 12,
			clientId,
			id: 5,
			seq: 1,
			time: 9,
		});
		await backend.settle();
		expect(messages.window(12).items).toMatchObject([
			{ content: "hello", state: "stored", seq: 1, id: 5, key: before?.key },
		]);
		backend.server.latest.deliver(messageEvent(12, 1, { userId: 7, clientId, content: "hello" }));
		await backend.settle();
		expect(messages.window(12).items).toMatchObject([
			{ content: "hello", state: "stored", seq: 1, key: before?.key },
		]);
	});

	it("keeps what is on its way behind what others write", async () => {
		await connected();
		useMessagesStore().send(12, { content: "mine", tags: {} });
		await backend.settle();
		backend.server.latest.deliver(messageEvent(12, 1, { content: "theirs" }));
		await backend.settle();
		expect(shown()).toEqual(["theirs stored", "mine sent"]);
	});

	it("shows why one failed, and lets it be sent again, changed or given up", async () => {
		await connected();
		const messages = useMessagesStore();
		messages.send(12, { content: "too long", tags: {} });
		await backend.settle();
		backend.server.latest.refuse("printMessage", "too_large");
		await backend.settle();
		const [failed] = messages.window(12).items;
		expect(failed).toMatchObject({ state: "failed", error: { code: "too_large" } });
		const clientId = failed?.clientId ?? "";
		await messages.retry(clientId);
		await backend.settle();
		expect(shown()).toEqual(["too long sent"]);
		expect(messages.discard(clientId)).toBe(false);
		backend.server.latest.refuse("printMessage", "too_large");
		await backend.settle();
		const [refused] = messages.window(12).items;
		expect(refused && (await messages.edit(refused, { content: "short", tags: {} }))).toBe(true);
		await backend.settle();
		expect(shown()).toEqual(["short sent"]);
		backend.server.latest.refuse("printMessage", "not_member");
		await backend.settle();
		expect(messages.discard(messages.window(12).items[0]?.clientId ?? "")).toBe(true);
		await backend.settle();
		expect(shown()).toEqual([]);
	});

	it("waits without a connection and shows that", async () => {
		await connected();
		backend.server.latest.drop();
		useMessagesStore().send(12, { content: "later", tags: {} });
		await backend.settle();
		expect(shown()).toEqual(["later waiting"]);
	});

	it("forgets a room that one is taken out of", async () => {
		await connected();
		backend.server.latest.deliver(messageEvent(12, 1));
		await backend.settle();
		backend.server.latest.deliver({
			action: "roomRemoved",
			handler: "room",
			userId: 7,
			seq: 1,
			roomId: 12,
		});
		await backend.settle();
		expect(seqs()).toEqual([]);
		expect(backend.written).toContain("clear 12");
	});
});
