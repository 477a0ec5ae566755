import { afterEach, describe, expect, it } from "vitest";

import { roomView } from "@/api/testing/fake-socket";
import { ChatStage } from "@/components/testing/chat";
import { useSharedRoomSettings } from "@/composables/useSharedRoomSettings";

const channels = [
	{ channelId: 1, channelName: "all", channelCreatorId: null },
	{ channelId: 2, channelName: "apes", channelCreatorId: 7 },
	{ channelId: 3, channelName: "bees", channelCreatorId: 7 },
];
const rooms = [
	roomView(1, { name: "all", isMainInChannel: true }),
	roomView(20, { name: "apes", channelId: 2, isMainInChannel: true }),
	roomView(21, { name: "bananas", channelId: 2, roomCreatorId: 7 }),
	roomView(30, { name: "bees", channelId: 3, isMainInChannel: true }),
];

describe("the settings that all share", () => {
	let stage: ChatStage;
	let form: ReturnType<typeof useSharedRoomSettings>;

	async function open(roomId: number): Promise<void> {
		stage = await ChatStage.open(rooms, { frame: { channels } });
		form = stage.run(() => useSharedRoomSettings(roomId));
	}

	afterEach(() => stage.end());

	const changedTo = (more: object) => ({
		action: "saveRoomSettings",
		handler: "room",
		roomId: 21,
		seq: 1,
		userId: 9,
		time: 1,
		channel: channels[1],
		room: { ...rooms[2], ...more },
	});

	it("sends only what was changed", async () => {
		await open(21);
		expect(form.changed.value).toBe(false);
		form.fields.name = "  plantains ";
		form.fields.isReadOnly = true;
		const saved = form.save();
		await stage.settle();
		const [asked] = stage.asked("saveRoomSettings");
		expect(asked).toMatchObject({ roomId: 21, name: "plantains", isReadOnly: true });
		expect(asked).not.toHaveProperty("isOpen");
		await stage.answer("saveRoomSettings", { roomId: 21 });
		await saved;
		expect(form.saved.value).toBe(true);
	});

	it("takes no empty name", async () => {
		await open(21);
		form.fields.name = "   ";
		expect(form.changed.value).toBe(false);
	});

	it("moves a room only to groups that one keeps order in, and says that this has a price", async () => {
		await open(21);
		expect(form.groups.value.map(({ label }) => label)).toEqual(["apes", "bees"]);
		form.fields.channelId = 3;
		expect(form.moves.value).toBe(true);
	});

	it("changes a main room with its group", async () => {
		await open(20);
		form.fields.name = "Great apes";
		form.fields.isOpen = false;
		void form.save();
		await stage.settle();
		const wish = { channelId: 2, channelName: "Great apes", isOpen: false };
		expect(stage.asked("saveChannelSettings")).toMatchObject([wish]);
		expect(stage.asked("saveRoomSettings")).toEqual([]);
	});

	it("follows what others change, but not over what one typed", async () => {
		await open(21);
		form.fields.name = "mine";
		stage.deliver(changedTo({ name: "theirs", isReadOnly: true }));
		await stage.settle();
		expect(form.fields).toMatchObject({ name: "mine", isReadOnly: true });
	});

	it("shows why it was refused", async () => {
		await open(21);
		form.fields.name = "taken";
		const saved = form.save();
		await stage.settle();
		stage.backend.server.latest.refuse("saveRoomSettings", "name_taken");
		await saved;
		expect(form.error.value).toBe("This name is taken.");
		expect(form.saved.value).toBe(false);
	});
});
