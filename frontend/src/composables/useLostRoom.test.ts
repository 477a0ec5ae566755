import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { computed, ref } from "vue";

import { roomView } from "@/api/testing/fake-socket";
import { ChatStage } from "@/components/testing/chat";
import { useLostRoom } from "@/composables/useLostRoom";
import { leaveRoom } from "@/stores/room-requests";
import { useToastsStore } from "@/stores/toasts";

const rooms = [
	roomView(1, { name: "all", isMainInChannel: true }),
	roomView(20, { name: "apes", channelId: 2, isMainInChannel: true }),
	roomView(21, { name: "bananas", channelId: 2 }),
];

describe("losing a room", () => {
	let stage: ChatStage;
	const narrow = ref(false);
	const here = (): string => stage.router.currentRoute.value.path;
	const said = (): (string | undefined)[] => useToastsStore().items.map(({ text }) => text);
	const removed = (roomId: number) => ({
		action: "roomRemoved",
		handler: "room",
		userId: 7,
		seq: 1,
		roomId,
	});

	beforeEach(async () => {
		stage = await ChatStage.open(rooms);
		narrow.value = false;
		const open = computed(() => Number(stage.router.currentRoute.value.params["roomId"] ?? 0) || null);
		stage.run(() => useLostRoom(open, narrow));
		await stage.router.push("/room/21");
	});

	afterEach(() => stage.end());

	it("says so, and goes to the main room of its group", async () => {
		stage.deliver(removed(21));
		await stage.settle();
		expect([here(), said()]).toEqual(["/room/20", ["You are no longer a member of bananas."]]);
	});

	it("goes to everybody's room when the group is lost, too", async () => {
		stage.deliver(removed(20));
		stage.deliver({ ...removed(21), seq: 2 });
		await stage.settle();
		expect(here()).toBe("/room/1");
	});

	it("tells of deleted rooms", async () => {
		stage.deliver({ action: "deleteRoom", handler: "room", roomId: 21, seq: 1, userId: 9, time: 1 });
		await stage.settle();
		expect([here(), said()]).toEqual(["/room/20", ["The room bananas was deleted."]]);
	});

	it("leaves a direct room that is hidden, and not one that was before it was opened", async () => {
		const direct = roomView(50, { name: null, channelId: null, hidden: true });
		const channel = { channelId: 1, channelName: "all", channelCreatorId: null };
		stage.deliver({ action: "roomLive", handler: "room", room: direct, channel });
		await stage.router.push("/room/50");
		await stage.settle();
		expect(here()).toBe("/room/50");
		const own = { action: "saveMemberSettings", handler: "room", userId: 7, roomId: 50, volume: 50 };
		stage.deliver({ ...own, seq: 1, notify: "all", hidden: false });
		stage.deliver({ ...own, seq: 2, notify: "all", hidden: true });
		await stage.settle();
		expect(here()).toBe("/room/50");
		stage.deliver({ ...own, seq: 3, notify: "all", hidden: false });
		await stage.settle();
		stage.deliver({ ...own, seq: 4, notify: "all", hidden: true });
		await stage.settle();
		expect([here(), said()]).toEqual(["/room/1", []]);
	});

	it("is quiet about other rooms, and about those one leaves", async () => {
		stage.deliver(removed(1));
		await stage.settle();
		expect([here(), said()]).toEqual(["/room/21", []]);
		narrow.value = true;
		const left = leaveRoom(21);
		await stage.settle();
		stage.deliver({ ...removed(21), seq: 2 });
		await stage.answer("leaveUser", { roomId: 21 });
		await left;
		expect([here(), said()]).toEqual(["/", []]);
	});
});
