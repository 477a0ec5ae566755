import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { roomView, userView } from "@/api/testing/fake-socket";
import QuickSwitcher from "@/components/switcher/QuickSwitcher.vue";
import { ChatStage } from "@/components/testing/chat";
import { noteRecent } from "@/composables/recentRooms";

const channels = [{ channelId: 1, channelName: "all", channelCreatorId: null }];
const rooms = [
	roomView(1, { name: "all", isMainInChannel: true }),
	roomView(12, { name: "garden" }),
	roomView(13, { name: "workshop", unread: 2 }),
	roomView(50, { name: null, channelId: null, users: [7, 9] }),
	roomView(51, { name: null, channelId: null, users: [7, 10], hidden: true }),
];
const listed = { memberCount: 3, joined: false, channelId: 1, channelName: "all", isReadOnly: false };

describe("the quick switcher", () => {
	let stage: ChatStage;
	let wrapper: ReturnType<ChatStage["mount"]>;

	beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
	afterEach(() => {
		stage.end();
		vi.useRealTimers();
	});

	async function open(me: object = {}): Promise<void> {
		stage = await ChatStage.open(rooms, { me, frame: { channels } });
		stage.know(userView(9, { displayName: "Grace Hopper", user: "grace" }));
		stage.know(userView(10, { displayName: "Linus", user: "linus" }));
		await stage.router.push("/room/1");
		wrapper = stage.mount(QuickSwitcher);
		await stage.settle();
	}

	const names = (): string[] => wrapper.findAll("[role=option] .name").map((name) => name.text());
	const active = (): string => wrapper.find("[aria-selected=true] .name").text();
	const press = (key: string, more: object = {}) =>
		wrapper.find("input").trigger("keydown", { key, ...more });

	async function type(text: string): Promise<void> {
		await wrapper.find("input").setValue(text);
		await vi.advanceTimersByTimeAsync(200);
		await stage.settle();
	}

	async function found(users: object[], list: object[]): Promise<void> {
		stage.backend.server.latest.answer("listUsers", { users, more: false });
		await stage.answer("listRooms", { rooms: list });
	}

	it("begins with where one was last, then what is new; not with where one is", async () => {
		noteRecent(50);
		noteRecent(1);
		await open();
		expect(names()).toEqual(["Grace Hopper", "workshop", "garden"]);
	});

	it("finds rooms and people by letters, user name and group, also hidden direct rooms", async () => {
		await open();
		await type("gdn");
		expect(names()).toEqual(["garden"]);
		await type("lin");
		expect(names()).toEqual(["Linus"]);
		await type("@gra");
		expect(names()).toEqual(["Grace Hopper"]);
		await type("xyz");
		await found([], []);
		expect(wrapper.text()).toContain("Nothing by that name.");
	});

	it("asks the server once one stops typing, and adds what it does not know", async () => {
		await open();
		await wrapper.find("input").setValue("a");
		await type("ann");
		expect(stage.asked("listUsers")).toMatchObject([{ search: "ann" }]);
		const room = { ...listed, roomId: 60, name: "annex", isMainInChannel: false };
		await found(
			[userView(9, { displayName: "Grace" }), userView(30, { displayName: "Annette" })],
			[room],
		);
		expect(names()).toEqual(["annex", "Annette"]);
		expect(wrapper.text()).toContain("Join in all");
	});

	it("does not ask for rooms as a guest", async () => {
		await open({ role: "guest" });
		await type("ann");
		expect(stage.asked("listRooms")).toEqual([]);
	});

	it("is walked with arrows, round the ends, and opens with Enter", async () => {
		await open();
		expect(active()).toBe(names()[0]);
		await press("ArrowUp");
		expect(active()).toBe(names().at(-1));
		await press("ArrowDown");
		await type("work");
		expect(active()).toBe("workshop");
		expect(wrapper.find("input").attributes("aria-activedescendant")).toBe(
			wrapper.find("[aria-selected=true]").attributes("id"),
		);
		await press("Enter");
		await stage.settle();
		expect(stage.router.currentRoute.value.path).toBe("/room/13");
		expect(wrapper.emitted("close")).toHaveLength(1);
	});

	it("makes the direct room with somebody new", async () => {
		await open();
		await type("ann");
		await found([userView(30, { displayName: "Annette" })], []);
		await press("Enter");
		await stage.settle();
		expect(stage.asked("addRoom")).toMatchObject([{ users: [30] }]);
		await stage.answer("addRoom", { roomId: 70, existed: false });
		const room = roomView(70, { name: null, channelId: null, users: [7, 30] });
		stage.deliver({ action: "roomLive", handler: "room", room, channel: channels[0] });
		await stage.settle();
		expect(stage.router.currentRoute.value.path).toBe("/room/70");
	});

	it("joins a room first that is not one's own yet", async () => {
		await open();
		await type("ann");
		await found([], [{ ...listed, roomId: 60, name: "annex", isMainInChannel: false }]);
		await wrapper.find("[role=option]").trigger("click");
		await stage.settle();
		await stage.answer("joinRoom", { roomId: 60 });
		const room = roomView(60, { name: "annex" });
		stage.deliver({ action: "roomLive", handler: "room", room, channel: channels[0] });
		await stage.settle();
		expect(stage.router.currentRoute.value.path).toBe("/room/60");
	});

	it("shows what is known when the server does not answer, and closes with its own key", async () => {
		await open();
		await type("gard");
		stage.backend.server.latest.refuse("listUsers", "busy");
		stage.backend.server.latest.refuse("listRooms", "busy");
		await stage.settle();
		expect(names()).toEqual(["garden"]);
		expect(wrapper.text()).toContain("The server did not answer");
		await press("k", { ctrlKey: true });
		expect(wrapper.emitted("close")).toHaveLength(1);
	});
});
