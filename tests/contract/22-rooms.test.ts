/* Rooms: made, entered, changed, left, deleted; by two people on two workers. */
import { beforeAll, describe, expect, it } from "vitest";

import type { AskableAction } from "../../frontend/src/api/client";
import { Person, type Connection } from "./harness/person";
import { apart, connectElsewhere, foundGroup, freshRoomName, liveRoom, roomOf, say } from "./harness/rooms";
import { queryArchive, startServer } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { administrator, newcomer, server, visitor, worldOf } from "./harness/world";

/** Somebody who came as a guest. */
async function guest(): Promise<Person> {
	const { client } = await (await administrator()).connect();
	const { token } = await client.request("createInvitation", { guest: true });
	return await visitor().register({ invitation: token });
}

async function refused(asked: Promise<unknown>, code: string, text?: RegExp): Promise<void> {
	await expect(asked).rejects.toMatchObject({ code });
	if (text) await expect(asked).rejects.toThrow(text);
}

describe("direct rooms", () => {
	it("are made once for two people, with both of them on both workers", async () => {
		const [ann, bo] = await apart();
		const made = await ann.client.request("addRoom", { users: [bo.person.userId] });
		expect(made.existed).toBe(false);
		for (const [one, other] of [
			[ann, bo],
			[bo, ann],
		] as const) {
			const room = await liveRoom(one, made.roomId);
			expect(room).toMatchObject({
				name: null,
				channelId: null,
				hidden: false,
				memberCount: 2,
				volume: 50,
			});
			expect([...(room["users"] as number[])].sort()).toEqual(
				[one.person.userId, other.person.userId].sort(),
			);
			await one.event({ action: "roomAdded", roomId: made.roomId });
		}
		await say(ann, made.roomId, "hello bo");
		await bo.event({ action: "printMessage", roomId: made.roomId, content: "hello bo" });
		const again = await bo.client.request("addRoom", { users: [ann.person.userId, bo.person.userId] });
		expect(again).toMatchObject({ roomId: made.roomId, existed: true });
	});

	it("are one although both make them at the same moment on two workers", async () => {
		for (let round = 0; round < 5; round++) {
			const [ann, bo] = await apart();
			const replies = await Promise.all([
				ann.client.request("addRoom", { users: [bo.person.userId] }),
				bo.client.request("addRoom", { users: [ann.person.userId] }),
				ann.client.request("addRoom", { users: [bo.person.userId] }),
			]);
			expect(new Set(replies.map(({ roomId }) => roomId)).size).toBe(1);
			expect(replies.filter(({ existed }) => !existed)).toHaveLength(1);
			const roomId = replies[0]?.roomId ?? 0;
			await Promise.all([liveRoom(ann, roomId), liveRoom(bo, roomId)]);
		}
	});
});
