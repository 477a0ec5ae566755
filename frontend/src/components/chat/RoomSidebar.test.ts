import { afterEach, describe, expect, it } from "vitest";

import { messageEvent, roomView, userView } from "@/api/testing/fake-socket";
import RoomSidebar from "@/components/chat/RoomSidebar.vue";
import { ChatStage } from "@/components/testing/chat";
import { closeDialog, openedDialog } from "@/composables/chatDialogs";
import { useDraftsStore } from "@/stores/drafts";

const channels = [
	{ channelId: 1, channelName: "all", channelCreatorId: null },
	{ channelId: 2, channelName: "Zebra", channelCreatorId: 7 },
	{ channelId: 3, channelName: "apes", channelCreatorId: 9 },
];
const direct = (roomId: number, other: number, more: object = {}) =>
	roomView(roomId, { name: null, channelId: null, users: other === 7 ? [7] : [7, other], ...more });
const rooms = [
	roomView(12, { name: "yard" }),
	roomView(1, { name: "all", isMainInChannel: true }),
	roomView(13, { name: "attic" }),
	roomView(21, { name: "Zebra", channelId: 2, isMainInChannel: true }),
	roomView(31, { name: "apes", channelId: 3, isMainInChannel: true }),
	direct(50, 9),
	direct(51, 10, { hidden: true }),
	direct(52, 11),
];

describe("the side list", () => {
	let stage: ChatStage;
	let wrapper: ReturnType<ChatStage["mount"]>;

	async function open(active: number | null = null, more: Parameters<typeof ChatStage.open>[1] = {}) {
		stage = await ChatStage.open(rooms, { frame: { channels }, ...more });
		stage.know(userView(9, { displayName: "Nine" }), userView(11, { displayName: "Eleven" }));
		wrapper = stage.mount(RoomSidebar, { active });
		await stage.settle();
	}

	afterEach(() => {
		stage.end();
		closeDialog();
	});

	const sections = () =>
		wrapper
			.findAll("section")
			.map((section) => [
				section.find("h2").text(),
				...section.findAll("a .name").map((name) => name.text()),
			]);
	const link = (name: string) => {
		const found = wrapper.findAll("a").find((each) => each.find(".name").text() === name);
		if (!found) throw new Error(`no link ${name}`);
		return found;
	};
	const press = (key: string): void => {
		const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
		document.activeElement?.dispatchEvent(event);
	};
	const focused = (): string => document.activeElement?.textContent?.trim() ?? "";

	it("has groups with their main room first, everybody's first, then the direct rooms that are not hidden", async () => {
		await open();
		expect(sections()).toEqual([
			["all", "all", "attic", "yard"],
			["apes", "apes"],
			["Zebra", "Zebra"],
			["Direct messages", "Eleven", "Nine"],
		]);
	});

	it("sorts direct rooms by their latest message, and shows a hidden one again", async () => {
		await open();
		stage.deliver(messageEvent(50, 1, { time: 2_000 }));
		stage.deliver(messageEvent(51, 1, { time: 3_000, userId: 10 }));
		stage.know(userView(10, { displayName: "Ten" }));
		await stage.settle();
		expect(sections().at(-1)).toEqual(["Direct messages", "Ten", "Nine", "Eleven"]);
	});

	it("is loud about direct messages and mentions, quiet about others, and quieter about muted rooms", async () => {
		await open();
		stage.deliver(messageEvent(12, 1));
		stage.deliver(messageEvent(13, 1, { tags: { a: 7 } }));
		stage.deliver(messageEvent(50, 1));
		await stage.settle();
		expect(link("yard").find(".badge").classes()).toContain("quiet");
		expect(link("attic").find(".badge").classes()).toContain("new");
		expect(link("attic").find("[aria-hidden=true] + *").exists()).toBe(true);
		expect(link("attic").find(".badge").text()).toContain("@1");
		expect(link("Nine").find(".badge").classes()).toContain("new");
		const muted = { userId: 7, seq: 1, roomId: 13, notify: "nothing", volume: 50, hidden: false };
		stage.deliver({ action: "saveMemberSettings", handler: "room", ...muted });
		await stage.settle();
		expect(link("attic").classes()).toContain("muted");
		expect(link("attic").find(".badge").classes()).toEqual(expect.arrayContaining(["quiet", "muted"]));
		expect(link("attic").text()).toContain("Muted");
	});

	it("marks a draft, but not of the open room", async () => {
		await open(13);
		useDraftsStore().set(12, "half a thought");
		useDraftsStore().set(13, "another");
		await stage.settle();
		expect(link("yard").text()).toContain("Unsent draft");
		expect(link("attic").text()).not.toContain("Unsent draft");
	});

	it("closes a section, still shows what is new or open in it, and remembers that", async () => {
		await open(12);
		await wrapper.find("section .toggle").trigger("click");
		expect(sections()[0]).toEqual(["all", "yard"]);
		stage.deliver(messageEvent(13, 1));
		await stage.settle();
		expect(sections()[0]).toEqual(["all", "attic", "yard"]);
		expect(localStorage.getItem("confab.closedSections")).toBe('["group:1"]');
		await wrapper.find("section .toggle").trigger("click");
		expect(sections()[0]).toEqual(["all", "all", "attic", "yard"]);
	});

	it("is one stop for Tab, walked with arrows, Home and End", async () => {
		await open(12);
		const stops = wrapper.findAll<HTMLElement>("[data-stop]");
		expect(stops.filter(({ element }) => element.tabIndex === 0).map((stop) => stop.text())).toEqual([
			"yard",
		]);
		link("yard").element.focus();
		press("ArrowUp");
		expect(focused()).toContain("attic");
		press("Home");
		expect(focused()).toBe("all");
		press("ArrowLeft");
		await stage.settle();
		expect(document.activeElement?.getAttribute("aria-expanded")).toBe("false");
		press("ArrowRight");
		press("End");
		await stage.settle();
		expect(focused()).toContain("Nine");
		press("ArrowDown");
		expect(focused()).toContain("Nine");
	});

	it("adds a room to a group, a direct message, a group", async () => {
		await open();
		await wrapper.find("[aria-label='Add to Zebra']").trigger("click");
		await wrapper.find("[role=menuitem]").trigger("click");
		expect(openedDialog.value).toEqual({ kind: "newRoom", groupId: 2 });
		await wrapper.find("[aria-label='New direct message']").trigger("click");
		expect(openedDialog.value).toEqual({ kind: "newDirect" });
		const labels = wrapper.findAll(".more button").map((button) => button.text());
		expect(labels).toEqual(["Browse rooms", "New group", "Invite people"]);
	});

	it("offers guests none of that", async () => {
		await open(null, { me: { role: "guest" }, frame: { channels } });
		expect(wrapper.findAll(".add, .more button")).toEqual([]);
	});
});
