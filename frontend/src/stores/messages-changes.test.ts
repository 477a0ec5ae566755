/* What becomes of messages: edits, tombstones, reactions, pins, threads, the past, and the lines between them. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, messageEvent, roomView } from "../api/testing/fake-socket";
import { useMessagesStore, type ShownMessage } from "./messages";
import { useSessionStore } from "./session";
import { FakeBackend, messageView } from "./testing/fake-backend";
import { useToastsStore } from "./toasts";

const range = (from: number, to: number): number[] =>
	Array.from({ length: to - from + 1 }, (_, i) => from + i);

const OWN = 7;

describe("changes of messages", () => {
	let backend: FakeBackend;

	beforeEach(() => {
		backend = new FakeBackend();
		backend.status(OWN);
	});

	afterEach(() => {
		vi.useRealTimers();
		backend.end();
		expect(backend.bugs).toEqual([]);
	});

	/** The room 12 with so many messages, the page of the newest fetched. */
	async function opened(count: number, more: (seq: number) => object = () => ({})): Promise<void> {
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame([roomView(12, { seq: count })]));
		await backend.settle();
		void useMessagesStore().open(12);
		await backend.settle();
		const from = Math.max(1, count - 49);
		await page(range(from, count), { atStart: from === 1, atEnd: true }, more);
	}

	async function page(
		seqs: number[],
		ends: object,
		more: (seq: number) => object = () => ({}),
	): Promise<void> {
		const content = [...seqs].reverse().map((seq) => messageView(12, seq, more(seq)));
		backend.server.latest.answer("loadMessages", { content, ...ends });
		await backend.settle();
	}

	async function event(action: string, seq: number, target: number, more: object, rest: object = {}) {
		const message = messageView(12, target, more);
		const base = { action, handler: "ws-message", roomId: 12, seq, userId: 9, time: seq };
		backend.server.latest.deliver({ ...base, message, ...rest });
		await backend.settle();
	}

	async function deliver(frame: object): Promise<void> {
		backend.server.latest.deliver(frame);
		await backend.settle();
	}

	const view = () => useMessagesStore().window(12);
	const seqs = () => view().items.map(({ seq }) => seq);
	const at = (seq: number): ShownMessage => {
		const found = view().items.find((item) => item.seq === seq);
		if (found === undefined) throw new Error(`${seq} is not shown`);
		return found;
	};
	const refused = () => useToastsStore().items.map(({ key }) => key);

	it("shows what events say of messages", async () => {
		await opened(3);
		await event("editMessage", 4, 1, { content: "new", edited: 50, tags: { "\u3501": 9 } });
		await event("setReaction", 5, 2, { reactions: [{ emoji: "👍", count: 1, users: [9] }] });
		await event("setPinned", 6, 3, { pinned: true });
		await event("deleteMessage", 7, 1, { content: null, deleted: true });
		expect(view().items).toMatchObject([
			{ seq: 1, content: null, deleted: true },
			{ seq: 2, reactions: [{ emoji: "👍", count: 1 }] },
			{ seq: 3, pinned: true },
		]);
		expect(backend.written.filter((line) => line.startsWith("amend 12001 ")).length).toBe(2);
	});

	describe("what one does", () => {
		it("shows an edit at once, and then as the server has it", async () => {
			await opened(1, () => ({ userId: OWN }));
			const done = useMessagesStore().edit(at(1), { content: "new", tags: {} });
			await backend.settle();
			expect(at(1)).toMatchObject({ content: "new", changing: true });
			expect(backend.server.latest.asked("editMessage")[0]).toMatchObject({
				id: 12_001,
				content: "new",
			});
			backend.server.latest.answer("editMessage", {
				id: 12_001,
				roomId: 12,
				edited: 60,
				deleted: false,
			});
			expect(await done).toBe(true);
			expect(at(1)).toMatchObject({ content: "new", changing: true });
			await event("editMessage", 2, 1, { userId: OWN, content: "new", edited: 60 });
			expect(at(1)).toMatchObject({ content: "new", edited: 60, changing: false });
		});

		it("does not ask for what is so already", async () => {
			await opened(1, () => ({ userId: OWN }));
			expect(await useMessagesStore().edit(at(1), { content: "m1", tags: {} })).toBe(true);
			expect(backend.server.latest.asked("editMessage")).toEqual([]);
		});

		it("takes back what is refused, with the reason", async () => {
			await opened(1, () => ({ userId: OWN }));
			const done = useMessagesStore().remove(at(1));
			await backend.settle();
			expect(at(1).deleted).toBe(true);
			backend.server.latest.refuse("editMessage", "forbidden");
			expect(await done).toBe(false);
			await backend.settle();
			expect(at(1)).toMatchObject({ content: "m1", deleted: false, changing: false });
			expect(refused()).toEqual(["errors.forbidden"]);
		});

		it("adds and takes back a reaction, whatever others do meanwhile", async () => {
			const others = [{ emoji: "👍", count: 2, users: [9, 10] }];
			await opened(1, () => ({ reactions: others }));
			const { react } = useMessagesStore();
			const done = react(at(1), "👍", true);
			await backend.settle();
			expect(at(1).reactions).toEqual([{ emoji: "👍", count: 3, users: [9, 10, OWN] }]);
			await event("setReaction", 2, 1, { reactions: [{ emoji: "👍", count: 1, users: [9] }] });
			expect(at(1).reactions).toEqual([{ emoji: "👍", count: 2, users: [9, OWN] }]);
			backend.server.latest.answer("setReaction", { id: 12_001, emoji: "👍", on: true });
			await done;
			await event("setReaction", 3, 1, { reactions: [{ emoji: "👍", count: 2, users: [9, OWN] }] });
			expect(at(1)).toMatchObject({ reactions: [{ count: 2, users: [9, OWN] }], changing: false });
			void react(at(1), "👍", false);
			await backend.settle();
			expect(at(1).reactions).toEqual([{ emoji: "👍", count: 1, users: [9] }]);
			backend.server.latest.refuse("setReaction", "rate_limited");
			await backend.settle();
			expect(at(1).reactions).toEqual([{ emoji: "👍", count: 2, users: [9, OWN] }]);
		});

		it("shows the last of several quick changes of mind", async () => {
			await opened(1);
			const { react } = useMessagesStore();
			void react(at(1), "🎉", true);
			void react(at(1), "🎉", false);
			void react(at(1), "🎉", true);
			await backend.settle();
			expect(backend.server.latest.asked("setReaction").map(({ on }) => on)).toEqual([
				true,
				false,
				true,
			]);
			expect(at(1).reactions).toEqual([{ emoji: "🎉", count: 1, users: [OWN] }]);
		});

		it("shows the server's word when the event after the answer says otherwise", async () => {
			vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
			await opened(1);
			void useMessagesStore().react(at(1), "🎉", true);
			await backend.settle();
			backend.server.latest.answer("setReaction", { id: 12_001, emoji: "🎉", on: true });
			await event("setReaction", 2, 1, { reactions: [] });
			expect(at(1).reactions).toHaveLength(1);
			vi.advanceTimersByTime(3_000);
			await backend.settle();
			expect(at(1)).toMatchObject({ reactions: [], changing: false });
		});

		it("pins, and is told when it may not", async () => {
			await opened(1);
			void useMessagesStore().pin(at(1), true);
			await backend.settle();
			expect(at(1).pinned).toBe(true);
			backend.server.latest.refuse("setPinned", "forbidden");
			await backend.settle();
			expect(at(1).pinned).toBe(false);
		});

		it("changes a message that is on its way as soon as it is there", async () => {
			await opened(1);
			const messages = useMessagesStore();
			messages.send(12, { content: "first", tags: {} });
			await backend.settle();
			const [, sent] = view().items;
			expect(sent && (await messages.edit(sent, { content: "second", tags: {} }))).toBe(true);
			await backend.settle();
			expect(view().items[1]).toMatchObject({ content: "second", state: "sent", changing: true });
			const clientId = sent?.clientId;
			await deliver(messageEvent(12, 2, { userId: OWN, clientId, content: "first" }));
			expect(at(2)).toMatchObject({ content: "second", state: "stored", changing: true });
			expect(backend.server.latest.asked("editMessage")).toEqual([]);
			const stored = { action: "messageStored", roomId: 12, clientId, id: 12_002, seq: 2, time: 2 };
			backend.server.latest.answer("printMessage", stored);
			await backend.settle();
			expect(backend.server.latest.asked("editMessage")[0]).toMatchObject({
				id: 12_002,
				content: "second",
			});
			backend.server.latest.answer("editMessage", {
				id: 12_002,
				roomId: 12,
				edited: 9,
				deleted: false,
			});
			await event("editMessage", 3, 2, { userId: OWN, clientId, content: "second", edited: 9 });
			expect(at(2)).toMatchObject({ content: "second", edited: 9, changing: false });
		});

		it("takes back the change of one that was on its way when it is refused", async () => {
			await opened(1);
			const messages = useMessagesStore();
			messages.send(12, { content: "first", tags: {} });
			await backend.settle();
			const [, sent] = view().items;
			if (sent) await messages.remove(sent);
			const clientId = sent?.clientId;
			await deliver(messageEvent(12, 2, { userId: OWN, clientId, content: "first" }));
			expect(at(2).deleted).toBe(true);
			backend.server.latest.answer("printMessage", {
				roomId: 12,
				clientId,
				id: 12_002,
				seq: 2,
				time: 2,
			});
			await backend.settle();
			backend.server.latest.refuse("editMessage", "forbidden");
			await backend.settle();
			expect(at(2)).toMatchObject({ content: "first", deleted: false });
			expect(refused()).toEqual(["errors.forbidden"]);
		});
	});

	describe("threads", () => {
		const reply = (seq: number, count: number, more: object = {}) =>
			messageEvent(12, seq, {
				parentMessage: 12_001,
				parentReplies: count,
				parentLastReply: seq,
				...more,
			});

		it("have their replies to themselves, and counts as the server says", async () => {
			await opened(2);
			await deliver(reply(3, 1));
			await deliver(reply(4, 5));
			expect(seqs()).toEqual([1, 2]);
			expect(at(1)).toMatchObject({ replies: 5, lastReply: 4 });
			await event(
				"deleteMessage",
				5,
				4,
				{ deleted: true, content: null, parentMessage: 12_001 },
				{
					parentReplies: 4,
					parentLastReply: 3,
				},
			);
			expect(at(1)).toMatchObject({ replies: 4, lastReply: 3 });
			expect(backend.written).toContain("amend 12001 threadMessagesCount,lastReply");
		});

		it("are fetched when they are opened, and follow what comes", async () => {
			await opened(7, (seq) => ([3, 5, 7].includes(seq) ? { parentMessage: 12_001 } : {}));
			const messages = useMessagesStore();
			const thread = messages.thread(12, 12_001);
			void messages.openThread(12, 12_001);
			await backend.settle();
			expect(thread).toMatchObject({ loading: true, root: { id: 12_001 } });
			expect(backend.server.latest.asked("loadMessages").at(-1)).toMatchObject({ threadId: 12_001 });
			await deliver(reply(8, 6));
			await page([5, 7], { atStart: false, atEnd: true }, () => ({ parentMessage: 12_001 }));
			expect(thread.items.map(({ seq }) => seq)).toEqual([5, 7, 8]);
			expect(thread).toMatchObject({ loaded: true, loading: false, hasOlder: true });
			void messages.loadReplies(12, 12_001);
			await backend.settle();
			expect(backend.server.latest.asked("loadMessages").at(-1)).toMatchObject({ before: 5 });
			await page([3], { atStart: true, atEnd: true }, () => ({ parentMessage: 12_001 }));
			expect(thread.items.map(({ seq }) => seq)).toEqual([3, 5, 7, 8]);
			expect(thread.hasOlder).toBe(false);
			expect(seqs()).toEqual([1, 2, 4, 6]);
		});

		it("show what one writes there, and not in the room", async () => {
			await opened(2);
			const messages = useMessagesStore();
			void messages.openThread(12, 12_001);
			await backend.settle();
			await page([], { atStart: true, atEnd: true });
			messages.send(
				12,
				{ content: "mine", tags: {} },
				{ parentMessage: 12_001, quotedMessage: 12_002 },
			);
			await backend.settle();
			const thread = messages.thread(12, 12_001);
			expect(thread.items).toMatchObject([{ content: "mine", state: "sent", quotedMessage: 12_002 }]);
			expect(seqs()).toEqual([1, 2]);
			const [sent] = thread.items;
			const asked = backend.server.latest.asked("printMessage")[0];
			expect(asked).toMatchObject({ parentMessage: 12_001, quotedMessage: 12_002 });
			await deliver(reply(3, 1, { userId: OWN, clientId: sent?.clientId, content: "mine" }));
			expect(thread.items).toMatchObject([{ key: sent?.key, content: "mine", state: "stored" }]);
			expect(at(1).replies).toBe(1);
		});

		it("say when there is no such message", async () => {
			await opened(2);
			const messages = useMessagesStore();
			void messages.openThread(12, 99);
			await backend.settle();
			backend.server.latest.answer("loadMessagesByIds", { content: [] });
			await backend.settle();
			expect(messages.thread(12, 99)).toMatchObject({ missing: true, loading: false });
		});

		it("fill again after a reset", async () => {
			await opened(2);
			const messages = useMessagesStore();
			void messages.openThread(12, 12_001);
			await backend.settle();
			await page([3], { atStart: true, atEnd: true }, () => ({ parentMessage: 12_001 }));
			await deliver({ action: "resync", handler: "room", roomId: 12, seq: 3, epoch: 2 });
			expect(messages.thread(12, 12_001).items).toEqual([]);
			backend.server.latest.answer("loadMessagesByIds", { content: [messageView(12, 1)] });
			await backend.settle();
			await page([3], { atStart: true, atEnd: true }, () => ({ parentMessage: 12_001 }));
			expect(messages.thread(12, 12_001).items).toHaveLength(1);
		});

		it("fill pages: one with nothing but replies is followed by the next", async () => {
			await opened(120, (seq) => (seq > 65 ? { parentMessage: 12_001 } : {}));
			expect(seqs()).toEqual([]);
			expect(backend.server.latest.asked("loadMessages")).toHaveLength(2);
			await page(range(21, 70), { atStart: false, atEnd: false }, (seq) =>
				seq > 65 ? { parentMessage: 12_001 } : {},
			);
			expect(seqs()).toEqual(range(21, 65));
			expect(view().loading).toBe(false);
		});
	});

	describe("the past", () => {
		async function jumped(): Promise<void> {
			await opened(500);
			const done = useMessagesStore().jump(12, 12_100);
			await backend.settle();
			backend.server.latest.answer("loadMessagesByIds", { content: [messageView(12, 100)] });
			await backend.settle();
			expect(backend.server.latest.asked("loadMessages").at(-1)).toMatchObject({ around: 12_100 });
			await page(range(76, 125), { atStart: false, atEnd: false });
			expect(await done).toMatchObject({ seq: 100 });
		}

		it("is shown around a message, and not mixed with what is new", async () => {
			await jumped();
			expect(seqs()).toEqual(range(76, 125));
			expect(view()).toMatchObject({ hasOlder: true, hasNewer: true });
			await deliver(messageEvent(12, 501));
			useMessagesStore().send(12, { content: "now", tags: {} });
			await backend.settle();
			expect(seqs()).toEqual(range(76, 125));
			expect(backend.written.filter((line) => line === "message 12/100")).toEqual([]);
		});

		it("is left by one step", async () => {
			await jumped();
			await deliver(messageEvent(12, 501));
			await useMessagesStore().toNewest(12);
			await backend.settle();
			expect(seqs()).toEqual(range(451, 501));
			expect(view()).toMatchObject({ hasNewer: false });
		});

		it("reaches what is new by going on", async () => {
			await jumped();
			const messages = useMessagesStore();
			void messages.loadNewer(12);
			await backend.settle();
			expect(backend.server.latest.asked("loadMessages").at(-1)).toMatchObject({ after: 125 });
			await page(range(126, 175), { atStart: false, atEnd: false });
			expect(seqs()).toEqual(range(76, 175));
			void messages.loadNewer(12);
			await backend.settle();
			await page(range(176, 452), { atStart: false, atEnd: false });
			expect(seqs()).toEqual(range(76, 500));
			expect(view().hasNewer).toBe(false);
		});

		it("does not come back with an answer from before one left it", async () => {
			await jumped();
			const messages = useMessagesStore();
			void messages.loadOlder(12);
			await backend.settle();
			await messages.toNewest(12);
			await page(range(26, 75), { atStart: false, atEnd: false });
			expect(seqs()).toEqual(range(451, 500));
		});

		it("needs no answer for what is here", async () => {
			await opened(30);
			expect(await useMessagesStore().jump(12, 12_005)).toMatchObject({ seq: 5 });
			expect(view().hasNewer).toBe(false);
			expect(backend.server.latest.asked("loadMessagesByIds")).toEqual([]);
		});

		it("stands at the root when one looks for a reply", async () => {
			await opened(30, (seq) => (seq === 20 ? { parentMessage: 12_005 } : {}));
			expect(await useMessagesStore().jump(12, 12_020)).toMatchObject({ parentMessage: 12_005 });
		});

		it("knows no messages that are not there", async () => {
			await opened(3);
			const done = useMessagesStore().jump(12, 99);
			await backend.settle();
			backend.server.latest.answer("loadMessagesByIds", { content: [] });
			expect(await done).toBeNull();
		});
	});

	it("asks for single messages together, once, and says which are lost", async () => {
		await opened(3);
		const messages = useMessagesStore();
		expect(messages.message(12, 12_900)).toBeUndefined();
		expect(messages.message(12, 12_901)).toBeUndefined();
		expect(messages.message(12, 12_001)).toMatchObject({ content: "m1" });
		await vi.waitFor(() => expect(backend.server.latest.asked("loadMessagesByIds")).toHaveLength(1));
		expect(backend.server.latest.asked("loadMessagesByIds")[0]).toMatchObject({
			messagesIds: [12_900, 12_901],
		});
		backend.server.latest.answer("loadMessagesByIds", { content: [messageView(12, 900)] });
		await backend.settle();
		expect(messages.message(12, 12_900)).toMatchObject({ content: "m900" });
		expect(messages.message(12, 12_901)).toBeUndefined();
		expect(messages.isLost(12_901)).toBe(true);
		expect(seqs()).toEqual([1, 2, 3]);
	});

	it("does not put an older answer over what an event said meanwhile", async () => {
		await opened(60);
		void useMessagesStore().loadOlder(12);
		await backend.settle();
		await event("setReaction", 61, 5, { reactions: [{ emoji: "👍", count: 1, users: [9] }] });
		await event("editMessage", 62, 6, { content: "new", parentMessage: null });
		await deliver(
			messageEvent(12, 63, {
				number: 61,
				parentMessage: 12_007,
				parentReplies: 3,
				parentLastReply: 63,
			}),
		);
		await page(range(1, 10), { atStart: true, atEnd: false });
		expect(at(5).reactions).toHaveLength(1);
		expect(at(6).content).toBe("new");
		expect(at(7).replies).toBe(3);
	});

	it("keeps only the newest of rooms that nobody looks at", async () => {
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame([roomView(12)]));
		for (const seq of range(1, 450)) backend.server.latest.deliver(messageEvent(12, seq));
		await backend.settle();
		expect(view().items.length).toBeLessThanOrEqual(200);
		expect(seqs().at(-1)).toBe(450);
		expect(view().hasOlder).toBe(true);
	});

	describe("lines", () => {
		const lines = () =>
			view().lines.map(({ kind, seq, name }) => `${kind} ${seq}${name ? ` ${name}` : ""}`);
		const happens = (action: string, seq: number, more: object = {}) =>
			deliver({ action, handler: "room", roomId: 12, seq, userId: 9, time: seq, ...more });
		const shared = (more: object) => ({ room: { ...roomView(12), ...more }, channel: null });

		it("say who came and went, what was renamed and what was pinned", async () => {
			await opened(3);
			await happens("joinUser", 4, { user: {} });
			await happens("leaveUser", 5);
			await happens("saveRoomSettings", 6, shared({ name: "garden" }));
			await happens("saveRoomSettings", 7, shared({ name: "garden", isReadOnly: true }));
			await happens("saveRoomSettings", 8, shared({ name: "garden", isReadOnly: true, p2p: true }));
			await event("setPinned", 9, 2, { pinned: true });
			await event("setPinned", 10, 2, { pinned: false });
			expect(lines()).toEqual(["joined 4", "left 5", "renamed 6 garden", "readOnly 7", "pinned 9"]);
			expect(backend.written).toContain("line 12/4 joined");
		});

		it("come from the cache, as far as messages are shown", async () => {
			const line = (seq: number) => ({
				roomId: 12,
				seq,
				time: seq,
				kind: "joined" as const,
				userId: 9,
			});
			backend.remembered.set("user", String(OWN));
			backend.snapshot.positions.set(12, { seq: 100, epoch: 1 });
			backend.snapshot.rooms = [roomView(12)];
			backend.windows.set(
				12,
				range(41, 100).map((seq) => messageView(12, seq)),
			);
			backend.lines.set(12, [line(5), line(50)]);
			await useSessionStore().start();
			await useMessagesStore().open(12);
			await backend.settle();
			expect(lines()).toEqual(["joined 50"]);
		});

		it("are not made in direct rooms, nor of what was so before", async () => {
			await useSessionStore().start();
			backend.server.latest.deliver(firstFrame([roomView(12, { name: null, channelId: null })]));
			await backend.settle();
			await happens("joinUser", 1, { user: {} });
			await happens("saveRoomSettings", 2, shared({ name: null }));
			expect(lines()).toEqual([]);
		});
	});
});
