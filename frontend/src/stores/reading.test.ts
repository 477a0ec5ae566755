import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, messageEvent, roomView } from "../api/testing/fake-socket";
import { liveOrNull } from "./live";
import { useReadingStore } from "./reading";
import { useRoomsStore } from "./rooms";
import { useSessionStore } from "./session";
import { FakeBackend } from "./testing/fake-backend";

describe("the reading store", () => {
	let backend: FakeBackend;

	beforeEach(async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
		backend = new FakeBackend();
		backend.status(7);
		await useSessionStore().start();
		backend.server.latest.deliver(
			firstFrame([roomView(12, { seq: 10, unread: 2, mentions: 1, readSeq: 8 })]),
		);
	});

	afterEach(() => {
		backend.end();
		useReadingStore().clear();
		vi.useRealTimers();
		expect(backend.bugs).toEqual([]);
	});

	const room = () => useRoomsStore().byId(12);
	const asked = (action: string) => backend.server.latest.asked(action);
	const moved = (readSeq: number, unread: number, seq = 1) => ({
		action: "setReadPosition",
		handler: "room",
		userId: 7,
		seq,
		roomId: 12,
		readSeq,
		unread,
		mentions: 0,
		countedSeq: 10,
	});

	const counts = (readSeq: number, unread: number, mentions: number, countedSeq: number) => ({
		roomId: 12,
		readSeq,
		unread,
		mentions,
		countedSeq,
	});

	async function wait(ms = 330): Promise<void> {
		vi.advanceTimersByTime(ms);
		await backend.settle();
	}

	it("tells the server once how far one has read", async () => {
		const reading = useReadingStore();
		backend.server.latest.deliver(messageEvent(12, 11));
		reading.markRead(12, 10);
		reading.markRead(12);
		expect(room()).toMatchObject({ unread: 0, mentions: 0 });
		await wait();
		expect(asked("setReadPosition")).toMatchObject([{ roomId: 12, seq: 11 }]);
		backend.server.latest.answer("setReadPosition", counts(11, 0, 0, 11));
		await backend.settle();
		expect(room()?.readSeq).toBe(11);
		reading.markRead(12);
		await wait();
		expect(asked("setReadPosition")).toHaveLength(1);
	});

	it("tells at once when the page is left", async () => {
		useReadingStore().markRead(12, 10);
		useReadingStore().flush();
		await backend.settle();
		expect(asked("setReadPosition")).toMatchObject([{ roomId: 12, seq: 10 }]);
		await wait();
		expect(asked("setReadPosition")).toHaveLength(1);
	});

	it("tells again what a lost connection swallowed", async () => {
		useReadingStore().markRead(12, 10);
		await wait();
		backend.server.latest.drop();
		await backend.settle();
		await backend.timers.advance(1_000);
		backend.server.latest.deliver(firstFrame([roomView(12, { seq: 10, unread: 2, readSeq: 8 })]));
		await wait();
		expect(asked("setReadPosition")).toMatchObject([{ roomId: 12, seq: 10 }]);
	});

	it("tells again when the server had no time for it", async () => {
		useReadingStore().markRead(12, 10);
		await wait();
		backend.server.latest.refuse("setReadPosition", "rate_limited", {
			retryable: true,
			retryAfterMs: 2_000,
		});
		await backend.settle();
		await wait(1_900);
		expect(asked("setReadPosition")).toHaveLength(1);
		await wait(200);
		expect(asked("setReadPosition")).toHaveLength(2);
	});

	it("takes over what another session read", () => {
		backend.server.latest.deliver(moved(9, 1));
		expect(room()).toMatchObject({ readSeq: 9, unread: 1, mentions: 0 });
	});

	it("believes the events when an answer is older", async () => {
		useReadingStore().markRead(12, 9);
		await wait();
		backend.server.latest.deliver(moved(10, 0));
		backend.server.latest.answer("setReadPosition", counts(9, 1, 1, 10));
		await backend.settle();
		expect(room()).toMatchObject({ readSeq: 10, unread: 0 });
	});

	it("does not go back to what it read a moment ago", async () => {
		const reading = useReadingStore();
		reading.markRead(12, 9);
		await wait();
		reading.markRead(12, 10);
		expect(room()?.unread).toBe(0);
		backend.server.latest.deliver(moved(9, 1));
		expect(room()?.unread).toBe(0);
	});

	it("marks as unread, and does not read again what is still in sight", async () => {
		const reading = useReadingStore();
		const done = reading.markUnread(12, 4);
		await backend.settle();
		expect(asked("markUnread")).toMatchObject([{ roomId: 12, seq: 4 }]);
		backend.server.latest.answer("markUnread", counts(3, 7, 2, 10));
		await done;
		expect(room()).toMatchObject({ readSeq: 3, unread: 7, mentions: 2 });
		reading.markRead(12);
		expect(room()?.unread).toBe(7);
		reading.release(12);
		reading.markRead(12);
		expect(room()?.unread).toBe(0);
	});

	it("holds still when another session marked as unread", () => {
		backend.server.latest.deliver(moved(3, 7));
		useReadingStore().markRead(12);
		expect(room()).toMatchObject({ readSeq: 3, unread: 7 });
	});

	it("has read what stands before a message of one's own", async () => {
		const reading = useReadingStore();
		backend.server.latest.deliver(moved(3, 7));
		liveOrNull()?.client.outbox.add(12, "hello");
		await backend.settle();
		backend.server.latest.answer("printMessage", { roomId: 12, clientId: "x", id: 5, seq: 11, time: 1 });
		await backend.settle();
		await wait();
		expect(reading.held.has(12)).toBe(false);
		expect(asked("setReadPosition")).toMatchObject([{ roomId: 12, seq: 11 }]);
	});

	it("reads on when marking as unread was refused", async () => {
		const reading = useReadingStore();
		const done = reading.markUnread(12, 4);
		await backend.settle();
		backend.server.latest.refuse("markUnread", "not_found");
		await expect(done).rejects.toMatchObject({ code: "not_found" });
		expect(reading.held.has(12)).toBe(false);
	});

	it("knows who has read a message, page by page and live", async () => {
		const reading = useReadingStore();
		const followed = reading.follow(12);
		await backend.settle();
		const readers = [7, 9, 10].map((userId) => ({ userId, readSeq: userId === 10 ? 4 : 10 }));
		backend.server.latest.answer("getReadPositions", { roomId: 12, readers, memberCount: 3 });
		await followed;
		expect(reading.readersOf(12, 10)).toEqual([9]);
		backend.server.latest.deliver({
			action: "memberRead",
			handler: "room",
			roomId: 12,
			readers: [{ userId: 10, readSeq: 10 }],
		});
		expect(reading.readersOf(12, 10)).toEqual([9, 10]);
		const back = [{ userId: 9, readSeq: 2 }];
		backend.server.latest.deliver({ action: "memberRead", handler: "room", roomId: 12, readers: back });
		expect(reading.readersOf(12, 10)).toEqual([9, 10]);
	});
});
