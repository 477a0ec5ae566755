/* Where messages stand: in threads, in the past, alone, and between the lines of what else happened. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, messageEvent, roomView } from "../api/testing/fake-socket";
import { useMessagesStore } from "./messages";
import { useSessionStore } from "./session";
import { messageView } from "./testing/fake-backend";
import { OWN, range, RoomStage } from "./testing/room-stage";

describe("places of messages", () => {
	let stage: RoomStage;

	beforeEach(() => {
		stage = new RoomStage();
	});

	afterEach(() => {
		vi.useRealTimers();
		stage.end();
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
			await stage.open(2);
			await stage.deliver(reply(3, 1));
			await stage.deliver(reply(4, 5));
			expect(stage.seqs).toEqual([1, 2]);
			expect(stage.at(1)).toMatchObject({ replies: 5, lastReply: 4 });
			await stage.event(
				"deleteMessage",
				5,
				4,
				{ deleted: true, content: null, parentMessage: 12_001 },
				{
					parentReplies: 4,
					parentLastReply: 3,
				},
			);
			expect(stage.at(1)).toMatchObject({ replies: 4, lastReply: 3 });
			expect(stage.backend.written).toContain("amend 12001 threadMessagesCount,lastReply");
		});

		it("are fetched when they are opened, and follow what comes", async () => {
			await stage.open(7, (seq) => ([3, 5, 7].includes(seq) ? { parentMessage: 12_001 } : {}));
			const messages = useMessagesStore();
			const thread = messages.thread(12, 12_001);
			void messages.openThread(12, 12_001);
			await stage.backend.settle();
			expect(thread).toMatchObject({ loading: true, root: { id: 12_001 } });
			expect(stage.asked("loadMessages").at(-1)).toMatchObject({ threadId: 12_001 });
			await stage.deliver(reply(8, 6));
			await stage.page([5, 7], { atStart: false, atEnd: true }, () => ({ parentMessage: 12_001 }));
			expect(thread.items.map(({ seq }) => seq)).toEqual([5, 7, 8]);
			expect(thread).toMatchObject({ loaded: true, loading: false, hasOlder: true });
			void messages.loadReplies(12, 12_001);
			await stage.backend.settle();
			expect(stage.asked("loadMessages").at(-1)).toMatchObject({ before: 5 });
			await stage.page([3], { atStart: true, atEnd: true }, () => ({ parentMessage: 12_001 }));
			expect(thread.items.map(({ seq }) => seq)).toEqual([3, 5, 7, 8]);
			expect(thread.hasOlder).toBe(false);
			expect(stage.seqs).toEqual([1, 2, 4, 6]);
		});

		it("show what one writes there, and not in the room", async () => {
			await stage.open(2);
			const messages = useMessagesStore();
			void messages.openThread(12, 12_001);
			await stage.backend.settle();
			await stage.page([], { atStart: true, atEnd: true });
			messages.send(
				12,
				{ content: "mine", tags: {} },
				{ parentMessage: 12_001, quotedMessage: 12_002 },
			);
			await stage.backend.settle();
			const thread = messages.thread(12, 12_001);
			expect(thread.items).toMatchObject([{ content: "mine", state: "sent", quotedMessage: 12_002 }]);
			expect(stage.seqs).toEqual([1, 2]);
			const [sent] = thread.items;
			const asked = stage.asked("printMessage")[0];
			expect(asked).toMatchObject({ parentMessage: 12_001, quotedMessage: 12_002 });
			await stage.deliver(reply(3, 1, { userId: OWN, clientId: sent?.clientId, content: "mine" }));
			expect(thread.items).toMatchObject([{ key: sent?.key, content: "mine", state: "stored" }]);
			expect(stage.at(1).replies).toBe(1);
		});

		it("say when there is no such message", async () => {
			await stage.open(2);
			const messages = useMessagesStore();
			void messages.openThread(12, 99);
			await stage.backend.settle();
			await stage.answer("loadMessagesByIds", { content: [] });
			expect(messages.thread(12, 99)).toMatchObject({ missing: true, loading: false });
		});

		it("fill again after a reset", async () => {
			await stage.open(2);
			const messages = useMessagesStore();
			void messages.openThread(12, 12_001);
			await stage.backend.settle();
			await stage.page([3], { atStart: true, atEnd: true }, () => ({ parentMessage: 12_001 }));
			await stage.deliver({ action: "resync", handler: "room", roomId: 12, seq: 3, epoch: 2 });
			expect(messages.thread(12, 12_001).items).toEqual([]);
			await stage.answer("loadMessagesByIds", { content: [messageView(12, 1)] });
			await stage.page([3], { atStart: true, atEnd: true }, () => ({ parentMessage: 12_001 }));
			expect(messages.thread(12, 12_001).items).toHaveLength(1);
		});

		it("fill pages: one with nothing but replies is followed by the next", async () => {
			await stage.open(120, (seq) => (seq > 65 ? { parentMessage: 12_001 } : {}));
			expect(stage.seqs).toEqual([]);
			expect(stage.asked("loadMessages")).toHaveLength(2);
			await stage.page(range(21, 70), { atStart: false, atEnd: false }, (seq) =>
				seq > 65 ? { parentMessage: 12_001 } : {},
			);
			expect(stage.seqs).toEqual(range(21, 65));
			expect(stage.view.loading).toBe(false);
		});
	});

	describe("the past", () => {
		async function jumped(): Promise<void> {
			await stage.open(500);
			const done = useMessagesStore().jump(12, 12_100);
			await stage.backend.settle();
			await stage.answer("loadMessagesByIds", { content: [messageView(12, 100)] });
			expect(stage.asked("loadMessages").at(-1)).toMatchObject({ around: 12_100 });
			await stage.page(range(76, 125), { atStart: false, atEnd: false });
			expect(await done).toMatchObject({ seq: 100 });
		}

		it("is shown around a message, and not mixed with what is new", async () => {
			await jumped();
			expect(stage.seqs).toEqual(range(76, 125));
			expect(stage.view).toMatchObject({ hasOlder: true, hasNewer: true });
			await stage.deliver(messageEvent(12, 501));
			useMessagesStore().send(12, { content: "now", tags: {} });
			await stage.backend.settle();
			expect(stage.seqs).toEqual(range(76, 125));
			expect(stage.backend.written.filter((line) => line === "message 12/100")).toEqual([]);
		});

		it("is left by one step", async () => {
			await jumped();
			await stage.deliver(messageEvent(12, 501));
			await useMessagesStore().toNewest(12);
			await stage.backend.settle();
			expect(stage.seqs).toEqual(range(451, 501));
			expect(stage.view).toMatchObject({ hasNewer: false });
		});

		it("reaches what is new by going on", async () => {
			await jumped();
			const messages = useMessagesStore();
			void messages.loadNewer(12);
			await stage.backend.settle();
			expect(stage.asked("loadMessages").at(-1)).toMatchObject({ after: 125 });
			await stage.page(range(126, 175), { atStart: false, atEnd: false });
			expect(stage.seqs).toEqual(range(76, 175));
			void messages.loadNewer(12);
			await stage.backend.settle();
			await stage.page(range(176, 452), { atStart: false, atEnd: false });
			expect(stage.seqs).toEqual(range(76, 500));
			expect(stage.view.hasNewer).toBe(false);
		});

		it("does not come back with an answer from before one left it", async () => {
			await jumped();
			const messages = useMessagesStore();
			void messages.loadOlder(12);
			await stage.backend.settle();
			await messages.toNewest(12);
			await stage.page(range(26, 75), { atStart: false, atEnd: false });
			expect(stage.seqs).toEqual(range(451, 500));
		});

		it("needs no answer for what is here", async () => {
			await stage.open(30);
			expect(await useMessagesStore().jump(12, 12_005)).toMatchObject({ seq: 5 });
			expect(stage.view.hasNewer).toBe(false);
			expect(stage.asked("loadMessagesByIds")).toEqual([]);
		});

		it("stands at the root when one looks for a reply", async () => {
			await stage.open(30, (seq) => (seq === 20 ? { parentMessage: 12_005 } : {}));
			expect(await useMessagesStore().jump(12, 12_020)).toMatchObject({ parentMessage: 12_005 });
		});

		it("knows no messages that are not there", async () => {
			await stage.open(3);
			const done = useMessagesStore().jump(12, 99);
			await stage.backend.settle();
			await stage.answer("loadMessagesByIds", { content: [] });
			expect(await done).toBeNull();
		});
	});

	it("asks for single messages together, once, and says which are lost", async () => {
		await stage.open(3);
		const messages = useMessagesStore();
		expect(messages.message(12, 12_900)).toBeUndefined();
		expect(messages.message(12, 12_901)).toBeUndefined();
		expect(messages.message(12, 12_001)).toMatchObject({ content: "m1" });
		await vi.waitFor(() => expect(stage.asked("loadMessagesByIds")).toHaveLength(1));
		expect(stage.asked("loadMessagesByIds")[0]).toMatchObject({
			messagesIds: [12_900, 12_901],
		});
		await stage.answer("loadMessagesByIds", { content: [messageView(12, 900)] });
		expect(messages.message(12, 12_900)).toMatchObject({ content: "m900" });
		expect(messages.message(12, 12_901)).toBeUndefined();
		expect(messages.isLost(12_901)).toBe(true);
		expect(stage.seqs).toEqual([1, 2, 3]);
	});

	it("does not put an older answer over what an event said meanwhile", async () => {
		await stage.open(60);
		void useMessagesStore().loadOlder(12);
		await stage.backend.settle();
		await stage.event("setReaction", 61, 5, { reactions: [{ emoji: "👍", count: 1, users: [9] }] });
		await stage.event("editMessage", 62, 6, { content: "new", parentMessage: null });
		await stage.deliver(
			messageEvent(12, 63, {
				number: 61,
				parentMessage: 12_007,
				parentReplies: 3,
				parentLastReply: 63,
			}),
		);
		await stage.page(range(1, 10), { atStart: true, atEnd: false });
		expect(stage.at(5).reactions).toHaveLength(1);
		expect(stage.at(6).content).toBe("new");
		expect(stage.at(7).replies).toBe(3);
	});

	it("keeps only the newest of rooms that nobody looks at", async () => {
		await useSessionStore().start();
		stage.backend.server.latest.deliver(firstFrame([roomView(12)]));
		for (const seq of range(1, 450)) stage.backend.server.latest.deliver(messageEvent(12, seq));
		await stage.backend.settle();
		expect(stage.view.items.length).toBeLessThanOrEqual(200);
		expect(stage.seqs.at(-1)).toBe(450);
		expect(stage.view.hasOlder).toBe(true);
	});

	it("keeps only the newest of a room that one leaves, and goes on with it", async () => {
		await stage.open(3);
		const messages = useMessagesStore();
		messages.thread(12, 12_001);
		for (const seq of range(4, 450)) stage.backend.server.latest.deliver(messageEvent(12, seq));
		await stage.backend.settle();
		expect(stage.seqs).toEqual(range(1, 450));
		messages.leave(12);
		await stage.backend.settle();
		expect(stage.view.items.length).toBeLessThanOrEqual(200);
		await stage.deliver(messageEvent(12, 451));
		await messages.open(12);
		expect(stage.seqs.at(-1)).toBe(451);
		expect(stage.view.hasOlder).toBe(true);
	});

	it("shows nothing behind a hole in what the device has", async () => {
		stage.backend.snapshot.positions.set(12, { seq: 9, epoch: 1 });
		stage.backend.windows.set(
			12,
			[1, 2, 3, 8, 9].map((seq) => messageView(12, seq)),
		);
		await useSessionStore().start();
		stage.backend.server.latest.deliver(firstFrame([roomView(12, { seq: 9 })]));
		await stage.backend.settle();
		void useMessagesStore().open(12);
		await stage.backend.settle();
		expect(stage.seqs).toEqual([8, 9]);
		expect(stage.asked("loadMessages")[0]).toMatchObject({ before: 8 });
		await stage.page(range(1, 7), { atStart: true, atEnd: false });
		expect(stage.seqs).toEqual(range(1, 9));
	});

	describe("lines", () => {
		const lines = () =>
			stage.view.lines.map(({ kind, seq, name }) => `${kind} ${seq}${name ? ` ${name}` : ""}`);
		const happens = (action: string, seq: number, more: object = {}) =>
			stage.deliver({ action, handler: "room", roomId: 12, seq, userId: 9, time: seq, ...more });
		const shared = (more: object) => ({ room: { ...roomView(12), ...more }, channel: null });

		it("say who came and went, what was renamed and what was pinned", async () => {
			await stage.open(3);
			await happens("joinUser", 4, { user: {} });
			await happens("leaveUser", 5);
			await happens("saveRoomSettings", 6, shared({ name: "garden" }));
			await happens("saveRoomSettings", 7, shared({ name: "garden", isReadOnly: true }));
			await happens("saveRoomSettings", 8, shared({ name: "garden", isReadOnly: true, p2p: true }));
			await stage.event("setPinned", 9, 2, { pinned: true });
			await stage.event("setPinned", 10, 2, { pinned: false });
			expect(lines()).toEqual(["joined 4", "left 5", "renamed 6 garden", "readOnly 7", "pinned 9"]);
			expect(stage.backend.written).toContain("line 12/4 joined");
		});

		it("come from the cache, as far as messages are shown", async () => {
			const line = (seq: number) => ({
				roomId: 12,
				seq,
				time: seq,
				kind: "joined" as const,
				userId: 9,
			});
			stage.backend.remembered.set("user", String(OWN));
			stage.backend.snapshot.positions.set(12, { seq: 100, epoch: 1 });
			stage.backend.snapshot.rooms = [roomView(12)];
			stage.backend.windows.set(
				12,
				range(41, 100).map((seq) => messageView(12, seq)),
			);
			stage.backend.lines.set(12, [line(5), line(50)]);
			await useSessionStore().start();
			await useMessagesStore().open(12);
			await stage.backend.settle();
			expect(lines()).toEqual(["joined 50"]);
		});

		it("are not made in direct rooms, nor of what was so before", async () => {
			await useSessionStore().start();
			stage.backend.server.latest.deliver(firstFrame([roomView(12, { name: null, channelId: null })]));
			await stage.backend.settle();
			await happens("joinUser", 1, { user: {} });
			await happens("saveRoomSettings", 2, shared({ name: null }));
			expect(lines()).toEqual([]);
		});
	});
});
