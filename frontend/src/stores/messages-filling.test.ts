/* What is shown fills, whatever happens while it is being fetched. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, messageEvent, roomView } from "../api/testing/fake-socket";
import { useMessagesStore } from "./messages";
import { useSessionStore } from "./session";
import { messageView } from "./testing/fake-backend";
import { range, RoomStage } from "./testing/room-stage";

describe("a place in a room", () => {
	let stage: RoomStage;

	beforeEach(() => {
		stage = new RoomStage();
	});

	afterEach(() => {
		vi.useRealTimers();
		stage.end();
	});

	it("fills again what was forgotten while a page was on its way", async () => {
		await stage.open(120);
		void useMessagesStore().loadOlder(12);
		await stage.backend.settle();
		await stage.deliver({ action: "resync", handler: "ws", roomId: 12, seq: 900, epoch: 2 });
		expect(stage.view.loaded).toBe(false);
		await stage.page(range(21, 70), { atStart: false, atEnd: false });
		await stage.page(range(851, 900), { atStart: false, atEnd: true });
		expect(stage.seqs).toEqual(range(851, 900));
		expect(stage.view).toMatchObject({ loaded: true, loading: false });
	});

	it("fills again when the server had no time, with one question at a time", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		await useSessionStore().start();
		stage.backend.server.latest.deliver(firstFrame([roomView(12, { seq: 3 })]));
		await stage.backend.settle();
		void useMessagesStore().open(12);
		useMessagesStore().message(12, 12_900);
		await stage.backend.settle();
		await vi.advanceTimersByTimeAsync(100);
		for (const action of ["loadMessages", "loadMessagesByIds"])
			stage.backend.server.latest.refuse(action, "unavailable", { retryable: true });
		await stage.backend.settle();
		useMessagesStore().message(12, 12_901);
		expect(stage.view).toMatchObject({ loaded: false, loading: false });
		await vi.advanceTimersByTimeAsync(5_000);
		expect(stage.asked("loadMessages")).toHaveLength(2);
		const ids = stage.asked("loadMessagesByIds").flatMap(({ messagesIds }) => messagesIds);
		expect([...new Set(ids)].sort()).toEqual([12_900, 12_901]);
		expect(ids.filter((id) => id === 12_900)).toHaveLength(2);
		await stage.page([1, 2, 3], { atStart: true, atEnd: true });
		expect(stage.seqs).toEqual([1, 2, 3]);
		vi.useRealTimers();
	});

	it("asks again for what did not fit into an answer, and only what is nowhere is lost", async () => {
		await stage.open(3);
		const messages = useMessagesStore();
		[12_700, 12_701, 12_702].forEach((id) => messages.message(12, id));
		await vi.waitFor(() => expect(stage.asked("loadMessagesByIds")).toHaveLength(1));
		const [view, later] = [messageView(12, 702), messageView(12, 700)];
		await stage.answer("loadMessagesByIds", { content: [view], rest: [12_700] });
		expect(stage.asked("loadMessagesByIds").map(({ messagesIds }) => messagesIds)).toEqual([
			[12_700, 12_701, 12_702],
			[12_700],
		]);
		await stage.answer("loadMessagesByIds", { content: [later] });
		expect([12_700, 12_701, 12_702].map((id) => messages.isLost(id))).toEqual([false, true, false]);
		expect(messages.message(12, 12_700)).toMatchObject({ seq: 700 });
	});

	it("fills a thread again that was forgotten while its page was on its way", async () => {
		await stage.open(3);
		const messages = useMessagesStore();
		void messages.openThread(12, 12_001);
		await stage.backend.settle();
		await stage.deliver({ action: "resync", handler: "ws", roomId: 12, seq: 900, epoch: 2 });
		const [latest] = stage.asked("loadMessages").slice(-1);
		expect(latest).not.toHaveProperty("threadId");
		await stage.page([1, 2, 3], { atStart: true, atEnd: true });
		const waiting = stage.asked("loadMessages").find((ask) => ask["threadId"] === 12_001);
		stage.backend.server.latest.deliver({
			handler: "void",
			content: [],
			atStart: true,
			atEnd: true,
			cbId: waiting?.["cbId"],
		});
		await stage.backend.settle();
		await stage.page([], { atStart: true, atEnd: true });
		expect(messages.thread(12, 12_001)).toMatchObject({ loaded: true, loading: false });
	});

	/** A link to a message opens the room: its newest page is not here yet. */
	async function linked(seqs: number[], ends: object): Promise<void> {
		await useSessionStore().start();
		stage.backend.server.latest.deliver(firstFrame([roomView(12, { seq: 500 })]));
		await stage.backend.settle();
		const messages = useMessagesStore();
		void messages.jump(12, 12_000 + (seqs[3] ?? 0));
		await stage.backend.settle();
		await stage.answer("loadMessagesByIds", { content: [messageView(12, seqs[3] ?? 0)] });
		await stage.page(seqs, ends);
		expect(stage.seqs).toEqual(seqs);
	}

	it("at the beginning of a room whose newest are not here is no empty room", async () => {
		await linked(range(1, 50), { atStart: true, atEnd: false });
		const messages = useMessagesStore();
		void messages.loadNewer(12);
		await stage.backend.settle();
		await stage.page(range(51, 100), { atStart: false, atEnd: false });
		expect(stage.view).toMatchObject({ hasNewer: true, hasOlder: false });
		void messages.toNewest(12);
		await stage.backend.settle();
		await stage.page(range(451, 500), { atStart: false, atEnd: true });
		expect(stage.seqs).toEqual(range(451, 500));
		expect(stage.view).toMatchObject({ hasNewer: false, hasOlder: true });
	});

	it("at the end of a room is what is new, when the server has no more", async () => {
		await linked(range(451, 500), { atStart: false, atEnd: true });
		void useMessagesStore().loadNewer(12);
		await stage.backend.settle();
		await stage.page([], { atStart: false, atEnd: true });
		expect(stage.seqs).toEqual(range(451, 500));
		expect(stage.view).toMatchObject({ loaded: true, hasNewer: false, hasOlder: true });
		await stage.deliver(messageEvent(12, 501));
		expect(stage.seqs.at(-1)).toBe(501);
	});

	it("is up to date when something changes between its two pages", async () => {
		await stage.open(500);
		const done = useMessagesStore().jumpAfter(12, 100);
		await stage.backend.settle();
		const [before] = stage.asked("loadMessages").slice(-2);
		stage.backend.server.latest.deliver({
			handler: "void",
			content: range(81, 100).map((seq) => messageView(12, seq)),
			atStart: false,
			atEnd: false,
			cbId: before?.["cbId"],
		});
		await stage.backend.settle();
		await stage.event("editMessage", 501, 90, { content: "new" });
		await stage.page(range(101, 150), { atStart: false, atEnd: false });
		await done;
		expect(stage.at(90).content).toBe("new");
	});
});
