import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { computed } from "vue";

import { messageEvent, roomView } from "@/api/testing/fake-socket";
import { ChatStage } from "@/components/testing/chat";
import { useRoomSteps } from "@/composables/useRoomSteps";

describe("walking through rooms", () => {
	let stage: ChatStage;
	let steps: ReturnType<typeof useRoomSteps>;
	const here = (): string => stage.router.currentRoute.value.path;

	beforeEach(async () => {
		const names = ["a", "b", "c", "d"];
		const rooms = names.map((name, at) => roomView(at + 1, { name, isMainInChannel: at === 0 }));
		stage = await ChatStage.open(rooms);
		const open = computed(() => Number(stage.router.currentRoute.value.params["roomId"] ?? 0) || null);
		steps = stage.run(() => useRoomSteps(open));
		await stage.router.push("/room/1");
	});

	afterEach(() => stage.end());

	async function go(step: () => void): Promise<string> {
		step();
		await stage.settle();
		return here();
	}

	it("goes to the neighbours, round the ends", async () => {
		expect(await go(steps.nextRoom)).toBe("/room/2");
		expect(await go(steps.previousRoom)).toBe("/room/1");
		expect(await go(steps.previousRoom)).toBe("/room/4");
		expect(await go(steps.nextRoom)).toBe("/room/1");
	});

	it("goes to the next with something new, not to muted ones, and stays when there is none", async () => {
		expect(await go(steps.nextUnread)).toBe("/room/1");
		stage.deliver(messageEvent(3, 1));
		stage.deliver(messageEvent(4, 1));
		const muted = { userId: 7, seq: 1, roomId: 3, notify: "nothing", volume: 50, hidden: false };
		stage.deliver({ action: "saveMemberSettings", handler: "room", ...muted });
		expect(await go(steps.nextUnread)).toBe("/room/4");
		await stage.router.push("/room/1");
		expect(await go(steps.previousUnread)).toBe("/room/4");
	});

	it("begins at the ends when no room is open", async () => {
		await stage.router.push("/");
		expect(await go(steps.nextRoom)).toBe("/room/1");
		await stage.router.push("/");
		expect(await go(steps.previousRoom)).toBe("/room/4");
	});
});
