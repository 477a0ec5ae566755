/* What one does to messages, and what events say of them. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, messageEvent, roomView } from "../api/testing/fake-socket";
import { liveOrNull } from "./live";
import { useMessagesStore, type ShownMessage } from "./messages";
import { useSessionStore } from "./session";
import { messageView } from "./testing/fake-backend";
import { OWN, RoomStage } from "./testing/room-stage";
import { useToastsStore } from "./toasts";

describe("changes of messages", () => {
	let stage: RoomStage;

	beforeEach(() => {
		stage = new RoomStage();
	});

	afterEach(() => {
		vi.useRealTimers();
		stage.end();
	});

	const refused = () => useToastsStore().items.map(({ key }) => key);

	it("gives back a refused text of a message that was not here yet, as after a reload", async () => {
		await useSessionStore().start();
		await stage.deliver(firstFrame([roomView(12, { seq: 3 })]));
		liveOrNull()?.client.outbox.change(12, 12_002, { content: "too late", tags: {} });
		await stage.backend.settle();
		await stage.refuse("editMessage", "forbidden");
		const { open, refusedIn, takeRefused } = useMessagesStore();
		expect(refusedIn(12, null)).toBeUndefined();
		void open(12);
		await stage.backend.settle();
		await stage.page([1, 2, 3], { atStart: true, atEnd: true });
		const back = refusedIn(12, null);
		expect(back).toMatchObject({ content: "too late", message: { seq: 2, content: "m2" } });
		expect(refusedIn(12, 9)).toBeUndefined();
		if (back) takeRefused(back);
		expect(refusedIn(12, null)).toBeUndefined();
	});

	it("shows what events say of messages", async () => {
		await stage.open(3);
		await stage.event("editMessage", 4, 1, { content: "new", edited: 50, tags: { "\u3501": 9 } });
		await stage.event("setReaction", 5, 2, { reactions: [{ emoji: "👍", count: 1, users: [9] }] });
		await stage.event("setPinned", 6, 3, { pinned: true });
		await stage.event("deleteMessage", 7, 1, { content: null, deleted: true });
		expect(stage.view.items).toMatchObject([
			{ seq: 1, content: null, deleted: true },
			{ seq: 2, reactions: [{ emoji: "👍", count: 1 }] },
			{ seq: 3, pinned: true },
		]);
		expect(stage.backend.written.filter((line) => line.startsWith("amend 12001 ")).length).toBe(2);
	});

	it("does not put an older answer over what an event said, in lists either", async () => {
		await stage.open(3);
		const { loadPinned, loadThreads, message } = useMessagesStore();
		for (const [action, load] of [
			["loadPinned", () => loadPinned(12)],
			["loadThreads", () => loadThreads(12)],
		] as const) {
			const old = stage.at(2).reactions.length;
			const done = load();
			await stage.backend.settle();
			const reactions = Array.from({ length: old + 1 }, (_, at) => ({
				emoji: `${at}`,
				count: 1,
				users: [9],
			}));
			await stage.event("setReaction", 4 + old, 2, { reactions });
			await stage.answer(action, { content: [messageView(12, 2, { pinned: true })] });
			await done;
			expect(message(12, 12_002)?.reactions).toEqual(reactions);
		}
	});

	it("has the whole of a list that did not fit into one answer, in its order", async () => {
		await stage.open(3);
		const { loadPinned, loadThreads } = useMessagesStore();
		for (const [action, load] of [
			["loadPinned", () => loadPinned(12)],
			["loadThreads", () => loadThreads(12)],
		] as const) {
			const views = (...seqs: number[]) => seqs.map((seq) => messageView(12, seq));
			const done = load();
			await stage.backend.settle();
			await stage.answer(action, { content: views(40), rest: [12_020, 12_050, 12_030, 12_060] });
			await stage.answer("loadMessagesByIds", { content: views(60, 50), rest: [12_030, 12_020] });
			const asked = stage.asked("loadMessagesByIds").map(({ messagesIds }) => messagesIds);
			expect(asked.slice(-2)).toEqual([
				[12_020, 12_050, 12_030, 12_060],
				[12_030, 12_020],
			]);
			await stage.answer("loadMessagesByIds", { content: views(20) });
			expect((await done).map(({ seq }) => seq)).toEqual([40, 20, 50, 60]);
		}
	});

	describe("what one does", () => {
		it("shows an edit at once, and then as the server has it", async () => {
			await stage.open(1, () => ({ userId: OWN }));
			const done = useMessagesStore().edit(stage.at(1), { content: "new", tags: {} });
			await stage.backend.settle();
			expect(stage.at(1)).toMatchObject({ content: "new", changing: true });
			expect(stage.asked("editMessage")[0]).toMatchObject({
				id: 12_001,
				content: "new",
			});
			await stage.answer("editMessage", {
				id: 12_001,
				roomId: 12,
				edited: 60,
				deleted: false,
			});
			expect(await done).toBe(true);
			expect(stage.at(1)).toMatchObject({ content: "new", changing: true });
			await stage.event("editMessage", 2, 1, { userId: OWN, content: "new", edited: 60 });
			expect(stage.at(1)).toMatchObject({ content: "new", edited: 60, changing: false });
		});

		it("reaches a message that was on its way when it was begun and is stored meanwhile", async () => {
			await stage.open(1);
			const { send, edit, remove, react } = useMessagesStore();
			send(12, { content: "mine", tags: {} });
			await stage.backend.settle();
			const begun = stage.view.items[1] as ShownMessage;
			expect(begun.id).toBeNull();
			const { clientId } = begun;
			await stage.answer("printMessage", { roomId: 12, clientId, id: 12_002, seq: 2, time: 70 });
			const early = edit(begun, { content: "first", tags: {} });
			await stage.backend.settle();
			await stage.answer("editMessage", { id: 12_002, roomId: 12, edited: 71, deleted: false });
			expect(await early).toBe(true);
			await stage.deliver(messageEvent(12, 2, { id: 12_002, userId: OWN, clientId, content: "first" }));
			void react(begun, "👍", true);
			void remove(begun);
			await stage.backend.settle();
			expect(stage.asked("setReaction")).toMatchObject([{ id: 12_002 }]);
			expect(stage.asked("editMessage")).toMatchObject([
				{ content: "first" },
				{ id: 12_002, content: null },
			]);
		});

		it("does not ask for what is so already", async () => {
			await stage.open(1, () => ({ userId: OWN }));
			expect(await useMessagesStore().edit(stage.at(1), { content: "m1", tags: {} })).toBe(true);
			expect(stage.asked("editMessage")).toEqual([]);
		});

		it("takes back what is refused, with the reason", async () => {
			await stage.open(1, () => ({ userId: OWN }));
			const done = useMessagesStore().remove(stage.at(1));
			await stage.backend.settle();
			expect(stage.at(1).deleted).toBe(true);
			await stage.refuse("editMessage", "forbidden");
			expect(await done).toBe(false);
			expect(stage.at(1)).toMatchObject({ content: "m1", deleted: false, changing: false });
			expect(refused()).toEqual(["errors.forbidden"]);
		});

		it("gives a text back that is refused, to the room or the thread it is of", async () => {
			await stage.open(1, () => ({ userId: OWN, parentMessage: null }));
			const messages = useMessagesStore();
			const message = stage.at(1);
			const done = messages.edit(message, { content: "new", tags: { "\u3501": 9 } });
			await stage.backend.settle();
			await stage.refuse("editMessage", "forbidden");
			expect(await done).toBe(false);
			expect(stage.at(1)).toMatchObject({ content: "m1", changing: false });
			expect(refused()).toEqual(["errors.forbidden"]);
			expect(messages.refusedIn(12, 12_001)).toBeUndefined();
			const back = messages.refusedIn(12, null);
			expect(back).toMatchObject({ message: { id: 12_001 }, content: "new", tags: { "\u3501": 9 } });
			if (back) messages.takeRefused(back);
			expect(messages.refusedIn(12, null)).toBeUndefined();
		});

		it("sends what was changed without a connection when there is one, and shows it all the time", async () => {
			await stage.open(1, () => ({ userId: OWN }));
			const { server, timers } = stage.backend;
			const message = stage.at(1);
			server.latest.drop();
			const done = useMessagesStore().edit(message, { content: "offline", tags: {} });
			await stage.backend.settle();
			expect(stage.at(1)).toMatchObject({ content: "offline", changing: true });
			await timers.advance(60_000);
			expect(stage.at(1)).toMatchObject({ content: "offline", changing: true });
			expect(refused()).toEqual([]);
			liveOrNull()?.client.wake();
			server.latest.deliver(firstFrame([roomView(12, { seq: 1 })]));
			await stage.backend.settle();
			expect(stage.asked("editMessage")).toMatchObject([{ id: 12_001, content: "offline" }]);
			await stage.answer("editMessage", { id: 12_001, roomId: 12, edited: 60, deleted: false });
			expect(await done).toBe(true);
			await stage.event("editMessage", 2, 1, { userId: OWN, content: "offline", edited: 60 });
			expect(stage.at(1)).toMatchObject({ content: "offline", edited: 60, changing: false });
		});

		it("shows what was changed of a message that is stored and whose event is still to come", async () => {
			await stage.open(1);
			const { send, edit, remove, react } = useMessagesStore();
			send(12, { content: "frist", tags: {} });
			send(12, { content: "regretted", tags: {} });
			await stage.backend.settle();
			const stored = stage.view.items
				.slice(1)
				.map(({ clientId }, i) => ({ clientId, id: 12_002 + i, seq: 2 + i }));
			for (const message of stored)
				await stage.answer("printMessage", { roomId: 12, time: 70, ...message });
			void edit(stage.at(2), { content: "first", tags: {} });
			void react(stage.at(2), "👍", true);
			void remove(stage.at(3));
			await stage.backend.settle();
			expect(stage.at(2)).toMatchObject({ content: "first", state: "stored", changing: true });
			expect(stage.at(2).reactions).toEqual([{ emoji: "👍", count: 1, users: [OWN] }]);
			expect(stage.at(3)).toMatchObject({ content: null, deleted: true, changing: true });
		});

		it("keeps a change that waits when all else of the room is forgotten", async () => {
			await stage.open(1, () => ({ userId: OWN }));
			const { server } = stage.backend;
			void useMessagesStore().edit(stage.at(1), { content: "new", tags: {} });
			await stage.backend.settle();
			server.latest.deliver({ action: "resync", handler: "ws", roomId: 12, seq: 9, epoch: 2 });
			await stage.backend.settle();
			await stage.page([1], { atStart: true, atEnd: true }, () => ({ userId: OWN }));
			expect(stage.at(1)).toMatchObject({ content: "new", changing: true });
		});

		it("adds and takes back a reaction, whatever others do meanwhile", async () => {
			const others = [{ emoji: "👍", count: 2, users: [9, 10] }];
			await stage.open(1, () => ({ reactions: others }));
			const { react } = useMessagesStore();
			const done = react(stage.at(1), "👍", true);
			await stage.backend.settle();
			expect(stage.at(1).reactions).toEqual([{ emoji: "👍", count: 3, users: [9, 10, OWN] }]);
			await stage.event("setReaction", 2, 1, { reactions: [{ emoji: "👍", count: 1, users: [9] }] });
			expect(stage.at(1).reactions).toEqual([{ emoji: "👍", count: 2, users: [9, OWN] }]);
			await stage.answer("setReaction", { id: 12_001, emoji: "👍", on: true });
			await done;
			await stage.event("setReaction", 3, 1, {
				reactions: [{ emoji: "👍", count: 2, users: [9, OWN] }],
			});
			expect(stage.at(1)).toMatchObject({
				reactions: [{ count: 2, users: [9, OWN] }],
				changing: false,
			});
			void react(stage.at(1), "👍", false);
			await stage.backend.settle();
			expect(stage.at(1).reactions).toEqual([{ emoji: "👍", count: 1, users: [9] }]);
			await stage.refuse("setReaction", "rate_limited");
			expect(stage.at(1).reactions).toEqual([{ emoji: "👍", count: 2, users: [9, OWN] }]);
		});

		it("shows the last of several quick changes of mind", async () => {
			await stage.open(1);
			const { react } = useMessagesStore();
			void react(stage.at(1), "🎉", true);
			void react(stage.at(1), "🎉", false);
			void react(stage.at(1), "🎉", true);
			await stage.backend.settle();
			expect(stage.asked("setReaction").map(({ on }) => on)).toEqual([true, false, true]);
			expect(stage.at(1).reactions).toEqual([{ emoji: "🎉", count: 1, users: [OWN] }]);
		});

		it("shows the server's word when the event after the answer says otherwise", async () => {
			vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
			await stage.open(1);
			void useMessagesStore().react(stage.at(1), "🎉", true);
			await stage.backend.settle();
			await stage.answer("setReaction", { id: 12_001, emoji: "🎉", on: true });
			await stage.event("setReaction", 2, 1, { reactions: [] });
			expect(stage.at(1).reactions).toHaveLength(1);
			vi.advanceTimersByTime(3_000);
			await stage.backend.settle();
			expect(stage.at(1)).toMatchObject({ reactions: [], changing: false });
		});

		it("pins, and is told when it may not", async () => {
			await stage.open(1);
			void useMessagesStore().pin(stage.at(1), true);
			await stage.backend.settle();
			expect(stage.at(1).pinned).toBe(true);
			await stage.refuse("setPinned", "forbidden");
			expect(stage.at(1).pinned).toBe(false);
		});

		it("changes a message that is on its way as soon as it is there", async () => {
			await stage.open(1);
			const messages = useMessagesStore();
			messages.send(12, { content: "first", tags: {} });
			await stage.backend.settle();
			const [, sent] = stage.view.items;
			expect(sent && (await messages.edit(sent, { content: "second", tags: {} }))).toBe(true);
			await stage.backend.settle();
			expect(stage.view.items[1]).toMatchObject({ content: "second", state: "sent", changing: true });
			const clientId = sent?.clientId;
			await stage.deliver(messageEvent(12, 2, { userId: OWN, clientId, content: "first" }));
			expect(stage.at(2)).toMatchObject({ content: "second", state: "stored", changing: true });
			expect(stage.asked("editMessage")).toEqual([]);
			const stored = { action: "messageStored", roomId: 12, clientId, id: 12_002, seq: 2, time: 2 };
			await stage.answer("printMessage", stored);
			expect(stage.asked("editMessage")[0]).toMatchObject({
				id: 12_002,
				content: "second",
			});
			await stage.answer("editMessage", {
				id: 12_002,
				roomId: 12,
				edited: 9,
				deleted: false,
			});
			await stage.event("editMessage", 3, 2, { userId: OWN, clientId, content: "second", edited: 9 });
			expect(stage.at(2)).toMatchObject({ content: "second", edited: 9, changing: false });
		});

		it("takes back the change of one that was on its way when it is refused", async () => {
			await stage.open(1);
			const messages = useMessagesStore();
			messages.send(12, { content: "first", tags: {} });
			await stage.backend.settle();
			const [, sent] = stage.view.items;
			if (sent) await messages.remove(sent);
			const clientId = sent?.clientId;
			await stage.deliver(messageEvent(12, 2, { userId: OWN, clientId, content: "first" }));
			expect(stage.at(2).deleted).toBe(true);
			await stage.answer("printMessage", {
				roomId: 12,
				clientId,
				id: 12_002,
				seq: 2,
				time: 2,
			});
			await stage.refuse("editMessage", "forbidden");
			expect(stage.at(2)).toMatchObject({ content: "first", deleted: false });
			expect(refused()).toEqual(["errors.forbidden"]);
		});
	});
});
