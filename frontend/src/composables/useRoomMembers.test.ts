import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { firstFrame, roomView, userView } from "@/api/testing/fake-socket";
import { ChatStage } from "@/components/testing/chat";
import { useRoomMembers } from "@/composables/useRoomMembers";

const member = (userId: number, displayName: string, more: object = {}) => ({
	user: userView(userId, { displayName, ...more }),
	isModerator: false,
	joined: 1,
});

describe("the members of a room", () => {
	let stage: ChatStage;
	let list: ReturnType<typeof useRoomMembers>;
	const names = (): string[] => list.members.value.map(({ user }) => user.displayName);
	const answer = (members: object[], memberCount = members.length): Promise<void> =>
		stage.answer("listMembers", { members, memberCount });

	beforeEach(async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		stage = await ChatStage.open([roomView(12, { roomCreatorId: 9, memberCount: 3 })]);
		list = stage.run(() => useRoomMembers(12));
		await stage.settle();
	});

	afterEach(() => {
		stage.end();
		vi.useRealTimers();
	});

	it("has those who keep order first, and follows who comes, goes and gets the room", async () => {
		const admin = { ...member(10, "Cleo", { role: "administrator" }), isModerator: true };
		await answer([member(7, "Ada"), member(9, "Bo"), admin, member(11, "Dan")]);
		expect(names()).toEqual(["Bo", "Cleo", "Ada", "Dan"]);
		const place = { handler: "room", roomId: 12, time: 1 };
		stage.deliver({
			...place,
			action: "joinUser",
			seq: 1,
			userId: 30,
			user: userView(30, { displayName: "Eve" }),
		});
		stage.deliver({ ...place, action: "leaveUser", seq: 2, userId: 11 });
		expect(names()).toEqual(["Bo", "Cleo", "Ada", "Eve"]);
		const shared = { ...roomView(12), roomCreatorId: 7 };
		stage.deliver({
			...place,
			action: "saveRoomSettings",
			seq: 3,
			userId: 9,
			room: shared,
			channel: null,
		});
		expect(names()).toEqual(["Ada", "Cleo", "Bo", "Eve"]);
	});

	it("loads page by page", async () => {
		const page = (from: number) =>
			Array.from({ length: 100 }, (_, i) => member(from + i, `p${from + i}`));
		await answer(page(1000), 150);
		expect(list.more.value).toBe(true);
		void list.loadMore();
		void list.loadMore();
		await stage.settle();
		expect(stage.asked("listMembers").map((frame) => frame["after"])).toEqual([undefined, 1099]);
		await answer(page(1100).slice(0, 50), 150);
		expect([names().length, list.more.value]).toEqual([150, false]);
	});

	it("searches when one stops typing, and shows no answer to an older question", async () => {
		list.query.value = "bo";
		await vi.advanceTimersByTimeAsync(300);
		await stage.settle();
		await answer([member(7, "Ada"), member(9, "Bo")]);
		expect(names()).toEqual([]);
		expect(stage.asked("listMembers").at(-1)).toMatchObject({ search: "bo" });
		await answer([member(9, "Bo")], 2);
		expect(names()).toEqual(["Bo"]);
	});

	it("asks again with a new connection, and says when it cannot", async () => {
		stage.backend.server.latest.refuse("listMembers", "busy", { retryable: true });
		await stage.settle();
		expect(list.error.value).toContain("busy");
		stage.backend.server.latest.drop();
		await stage.backend.timers.advance(1_000);
		stage.deliver(firstFrame([roomView(12)]));
		await stage.settle();
		await answer([member(9, "Bo")]);
		expect([names(), list.error.value]).toEqual([["Bo"], null]);
	});
});
