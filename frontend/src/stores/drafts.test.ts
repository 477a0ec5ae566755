import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, roomView } from "../api/testing/fake-socket";
import { useDraftsStore } from "./drafts";
import { useSessionStore } from "./session";
import { FakeBackend } from "./testing/fake-backend";

const draft = (content: string, unsaved = false) => ({ roomId: 12, threadId: 0, content, unsaved });

describe("the drafts store", () => {
	let backend: FakeBackend;
	let seq = 0;

	beforeEach(() => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
		seq = 0;
		backend = new FakeBackend();
		backend.status(7);
		backend.snapshot.positions.set(-7, { seq: 0, epoch: 1 });
	});

	afterEach(() => {
		backend.end();
		useDraftsStore().clear();
		vi.useRealTimers();
		expect(backend.bugs).toEqual([]);
	});

	async function open(): Promise<void> {
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame([roomView(12)]));
	}

	async function wait(ms: number): Promise<void> {
		vi.advanceTimersByTime(ms);
		await backend.settle();
	}

	const told = () => backend.server.latest.asked("setDraft").map(({ content }) => content);

	async function answer(): Promise<void> {
		backend.server.latest.answer("setDraft", { roomId: 12 });
		await backend.settle();
	}

	function elsewhere(content: string, threadId: number | null = null): void {
		const place = { roomId: 12, threadId, userId: 7, seq: ++seq, time: 1 };
		backend.server.latest.deliver({ action: "setDraft", handler: "room", ...place, content });
	}

	it("tells a server again that had no time", async () => {
		await open();
		useDraftsStore().set(12, "hello");
		await wait(1_000);
		backend.server.latest.refuse("setDraft", "busy", { retryable: true, retryAfterMs: 3_000 });
		await backend.settle();
		await wait(2_900);
		expect(told()).toEqual(["hello"]);
		await wait(200);
		expect(told()).toEqual(["hello", "hello"]);
		await answer();
		await wait(10_000);
		expect(told()).toEqual(["hello", "hello"]);
	});

	it("tells the server after a pause, the last text only", async () => {
		await open();
		const drafts = useDraftsStore();
		drafts.set(12, "h");
		await wait(500);
		drafts.set(12, "he");
		await wait(900);
		expect(told()).toEqual([]);
		await wait(200);
		expect(told()).toEqual(["he"]);
		await answer();
		expect(backend.written).toContain("draft 12/0=he");
		await wait(10_000);
		expect(told()).toEqual(["he"]);
	});

	it("tells every few seconds while one types on", async () => {
		await open();
		for (let i = 1; i <= 20; i++) {
			useDraftsStore().set(12, "x".repeat(i));
			await wait(300);
		}
		expect(told()).toHaveLength(1);
	});

	it("keeps rooms and threads apart, and says which rooms have one", async () => {
		await open();
		const drafts = useDraftsStore();
		drafts.set(12, "in a thread", 50);
		expect([drafts.get(12), drafts.get(12, 50)]).toEqual(["", "in a thread"]);
		expect([drafts.has(12), drafts.has(13)]).toEqual([true, false]);
		elsewhere("", 51);
		expect(drafts.get(12, 50)).toBe("in a thread");
	});

	it("takes over what another session writes, and what it sends", async () => {
		await open();
		const drafts = useDraftsStore();
		elsewhere("from the phone");
		expect(drafts.get(12)).toBe("from the phone");
		elsewhere("");
		expect([drafts.get(12), drafts.has(12)]).toEqual(["", false]);
	});

	it("never overwrites what is being typed here", async () => {
		await open();
		const drafts = useDraftsStore();
		drafts.set(12, "mine");
		elsewhere("theirs");
		expect(drafts.get(12)).toBe("mine");
		await wait(1_100);
		await answer();
		elsewhere("theirs, still");
		expect(drafts.get(12)).toBe("mine");
		await wait(1_100);
		expect(told()).toEqual(["mine", "mine"]);
		await answer();
		await wait(4_000);
		elsewhere("mine");
		elsewhere("theirs at last");
		expect(drafts.get(12)).toBe("theirs at last");
	});

	it("does not take its own words for news", async () => {
		await open();
		const drafts = useDraftsStore();
		drafts.set(12, "a");
		await wait(1_100);
		await answer();
		drafts.set(12, "ab");
		await wait(1_100);
		await answer();
		await wait(5_000);
		elsewhere("a");
		expect(drafts.get(12)).toBe("ab");
		elsewhere("ab");
		elsewhere("a");
		expect(drafts.get(12)).toBe("a");
	});

	it("tells after the next connection what was written without one", async () => {
		backend.snapshot.drafts = [draft("written in a tunnel", true)];
		await open();
		await wait(10);
		expect(told()).toEqual(["written in a tunnel"]);
	});

	it("asks for all drafts when it has not followed", async () => {
		backend.snapshot.positions.clear();
		backend.snapshot.drafts = [draft("sent elsewhere long ago")];
		await open();
		await backend.settle();
		const drafts = [{ roomId: 12, threadId: 50, content: "kept", time: 1 }];
		backend.server.latest.answer("getDrafts", { drafts });
		await backend.settle();
		expect([useDraftsStore().get(12), useDraftsStore().get(12, 50)]).toEqual(["", "kept"]);
	});

	it("asks again on the next visit when this one ends before the answer", async () => {
		backend.snapshot.positions.clear();
		await open();
		elsewhere("written elsewhere, later");
		await backend.settle();
		const kept = () => backend.written.filter((line) => line.startsWith("position -7"));
		expect(kept()).toEqual([]);
		const drafts = [{ roomId: 12, threadId: 50, content: "kept", time: 1 }];
		backend.server.latest.answer("getDrafts", { drafts });
		await backend.settle();
		expect(kept()).toEqual(["position -7=1"]);
		elsewhere("and later");
		expect(kept()).toEqual(["position -7=1", "position -7=2"]);
	});

	it("forgets them with their room", async () => {
		await open();
		useDraftsStore().set(12, "too late");
		const deleted = { action: "deleteRoom", handler: "room", roomId: 12, seq: 1, userId: 9, time: 1 };
		backend.server.latest.deliver(deleted);
		expect(useDraftsStore().has(12)).toBe(false);
		await wait(2_000);
		expect(told()).toEqual([]);
	});

	it("keeps here what the server refuses", async () => {
		await open();
		const drafts = useDraftsStore();
		drafts.set(12, "long");
		await wait(1_100);
		backend.server.latest.refuse("setDraft", "too_large");
		await backend.settle();
		await wait(10_000);
		expect([told(), drafts.get(12)]).toEqual([["long"], "long"]);
		backend.server.latest.drop();
		await backend.timers.advance(1_000);
		backend.server.latest.deliver(firstFrame([roomView(12)], { seq: 5_000 }));
		await backend.settle();
		backend.server.latest.answer("getDrafts", { drafts: [] });
		await backend.settle();
		expect(drafts.get(12)).toBe("long");
	});
});
