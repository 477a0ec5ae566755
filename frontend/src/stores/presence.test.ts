import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, userView } from "../api/testing/fake-socket";
import { usePeopleStore } from "./people";
import { usePresenceStore } from "./presence";
import { useSessionStore } from "./session";
import { FakeBackend } from "./testing/fake-backend";

const online = (userId: number) => ({ userId, presence: "online" as const, lastSeen: null });

describe("the presence store", () => {
	let backend: FakeBackend;

	beforeEach(async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
		backend = new FakeBackend();
		backend.status(7);
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame());
	});

	afterEach(() => {
		backend.end();
		usePresenceStore().clear();
		vi.useRealTimers();
		expect(backend.bugs).toEqual([]);
	});

	const asked = () => backend.server.latest.asked("watchPeople").map(({ userIds }) => userIds);

	async function wait(ms = 160): Promise<void> {
		vi.advanceTimersByTime(ms);
		await backend.settle();
	}

	async function answer(...userIds: number[]): Promise<void> {
		backend.server.latest.answer("watchPeople", { people: userIds.map(online) });
		await backend.settle();
	}

	it("asks once for all who come into view together", async () => {
		const presence = usePresenceStore();
		presence.watch(9);
		presence.watch(10);
		presence.watch(9);
		await wait();
		expect(asked()).toEqual([[9, 10]]);
		await answer(9);
		expect(presence.get(9)).toMatchObject({ presence: "online" });
		expect(presence.get(10)).toBeUndefined();
		backend.server.latest.deliver({
			action: "presence",
			handler: "room",
			people: [{ userId: 9, presence: "offline", lastSeen: 5 }],
		});
		expect(presence.get(9)).toMatchObject({ presence: "offline", lastSeen: 5 });
	});

	it("asks for nothing when somebody comes back into view", async () => {
		const presence = usePresenceStore();
		const leave = presence.watch(9);
		await wait();
		await answer(9);
		leave();
		presence.watch(9);
		await wait();
		expect(asked()).toHaveLength(1);
	});

	it("asks for 200 at most, those in view before those who were", async () => {
		const presence = usePresenceStore();
		const leave = Array.from({ length: 150 }, (_, i) => presence.watch(1000 + i));
		await wait();
		leave.forEach((cancel) => cancel());
		Array.from({ length: 100 }, (_, i) => presence.watch(2000 + i));
		await wait();
		const [, second] = asked() as number[][];
		expect(second).toHaveLength(200);
		expect(second?.filter((id) => id >= 2000)).toHaveLength(100);
		expect(second).toContain(1149);
		expect(second).not.toContain(1000);
	});

	it("begins anew with each connection, and when the server may have missed something", async () => {
		const presence = usePresenceStore();
		const people = usePeopleStore();
		people.put([userView(9)]);
		presence.watch(9);
		await wait();
		await answer(9);
		backend.server.latest.deliver({ action: "peopleStale", handler: "room" });
		await wait();
		expect(asked()).toEqual([[9], [9]]);
		expect(backend.server.latest.asked("getUsers")).toMatchObject([{ userIds: [9] }]);
		backend.server.latest.drop();
		await backend.timers.advance(1_000);
		backend.server.latest.deliver(firstFrame());
		await wait();
		expect(asked()).toEqual([[9]]);
	});

	it("asks again for those whom a lost connection left unanswered", async () => {
		const presence = usePresenceStore();
		presence.watch(9);
		await wait();
		backend.server.latest.refuse("watchPeople", "busy");
		await backend.settle();
		presence.watch(9);
		await wait();
		expect(asked()).toEqual([[9], [9]]);
	});

	it("asks again by itself when the server had no time", async () => {
		usePresenceStore().watch(9);
		await wait();
		backend.server.latest.refuse("watchPeople", "rate_limited", { retryable: true, retryAfterMs: 300 });
		await backend.settle();
		await wait();
		await wait();
		expect(asked()).toEqual([[9], [9]]);
	});

	it("says that one is away, once, and again on the next connection", async () => {
		const presence = usePresenceStore();
		const told = () => backend.server.latest.asked("setPresence").map(({ away }) => away);
		presence.setAway(true);
		presence.setAway(true);
		await backend.settle();
		expect(told()).toEqual([true]);
		backend.server.latest.drop();
		await backend.timers.advance(1_000);
		backend.server.latest.deliver(firstFrame());
		await backend.settle();
		expect(told()).toEqual([true]);
		presence.setAway(false);
		await backend.settle();
		expect(told()).toEqual([true, false]);
	});

	it("takes over what changed in a person", () => {
		backend.server.latest.deliver({
			action: "personChanged",
			handler: "room",
			user: userView(9, { displayName: "Nina", statusEmoji: "🌴" }),
		});
		expect(usePeopleStore().get(9)).toMatchObject({ displayName: "Nina", statusEmoji: "🌴" });
	});
});
