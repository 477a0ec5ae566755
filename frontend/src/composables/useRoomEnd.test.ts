import { afterEach, describe, expect, it } from "vitest";

import { roomView } from "@/api/testing/fake-socket";
import type { RoomView } from "@/api/protocol.gen";
import { ChatStage } from "@/components/testing/chat";
import { useRoomEnd } from "@/composables/useRoomEnd";

const main = (more: Partial<RoomView> = {}) =>
	roomView(20, { name: "apes", channelId: 2, isMainInChannel: true, ...more });
const room = (more: Partial<RoomView> = {}) => roomView(21, { name: "bananas", channelId: 2, ...more });
const everybody = roomView(1, { name: "all", isMainInChannel: true });
const group = (channelCreatorId: number) => [{ channelId: 2, channelName: "apes", channelCreatorId }];

describe("getting rid of a room", () => {
	let stage: ChatStage;

	async function ends(roomId: number, rooms: RoomView[], owner = 9, me: object = {}) {
		stage = await ChatStage.open(rooms, { me, frame: { channels: group(owner) } });
		const { leave, remove, hint } = stage.run(() => useRoomEnd(roomId));
		return [leave.value?.action, remove.value?.action, hint.value];
	}

	afterEach(() => stage.end());

	it("lets members leave a room, and those who keep order delete it", async () => {
		expect(await ends(21, [room()])).toEqual(["Leave room", undefined, ""]);
		stage.end();
		expect(await ends(21, [room({ roomCreatorId: 7 })])).toEqual(["Leave room", "Delete room", ""]);
	});

	it("lets one leave a group after its rooms, and not as its admin", async () => {
		expect(await ends(20, [main()])).toEqual(["Leave group", undefined, ""]);
		stage.end();
		expect((await ends(20, [main(), room()]))[2]).toContain("leave its other rooms first");
		stage.end();
		const [leave, remove, hint] = await ends(20, [main()], 7);
		expect([leave, remove]).toEqual([undefined, "Delete group"]);
		expect(hint).toContain("make somebody else its admin first");
	});

	it("keeps everybody's room, also from administrators", async () => {
		expect(await ends(1, [everybody], 9, { role: "administrator" })).toEqual([undefined, undefined, ""]);
	});

	it("hides a direct room", async () => {
		const direct = roomView(50, { name: null, channelId: null });
		expect(await ends(50, [direct], 9, { role: "administrator" })).toEqual([
			"Hide conversation",
			undefined,
			"",
		]);
	});
});
