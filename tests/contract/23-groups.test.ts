/* Groups of rooms: founded, changed, handed over, left, deleted; by people on two workers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { JsonRecord } from "../../frontend/src/utils/record";
import type { Connection } from "./harness/person";
import {
	apart,
	foundGroup,
	freshRoomName,
	guest,
	liveRoom,
	refused,
	roomOf,
	say,
	strangers,
} from "./harness/rooms";
import { queryArchive, startServer, type Server } from "./harness/server";
import { until } from "./harness/wait";
import { administrator, newcomer, server, visitor } from "./harness/world";

const ids = (...connections: Connection[]): number[] => connections.map(({ person }) => person.userId);

async function addRoom(by: Connection, channelId: number, ...members: Connection[]): Promise<number> {
	const room = { name: freshRoomName(), channelId, users: ids(...members) };
	const { roomId } = await by.client.request("addRoom", room);
	await Promise.all([by, ...members].map((each) => liveRoom(each, roomId)));
	return roomId;
}

describe("addChannel", () => {
	it("makes a group with its main room, live for everybody in it on both workers", async () => {
		const [ann, bo] = await apart();
		const channelName = freshRoomName();
		const made = await ann.client.request("addChannel", {
			channelName,
			users: ids(bo, bo, ann),
			isVisible: true,
			notify: "nothing",
			volume: 11,
		});
		for (const one of [ann, bo]) {
			const room = await liveRoom(one, made.roomId);
			expect(room).toMatchObject({
				name: channelName,
				channelId: made.channelId,
				roomCreatorId: ann.person.userId,
				isMainInChannel: true,
				isVisible: true,
				isOpen: false,
				isReadOnly: false,
			});
			const live = await one.event({ action: "roomLive" });
			expect(live["channel"]).toMatchObject({
				channelId: made.channelId,
				channelName,
				channelCreatorId: ann.person.userId,
			});
		}
		expect(await liveRoom(ann, made.roomId)).toMatchObject({ notify: "nothing", volume: 11 });
		expect(await liveRoom(bo, made.roomId)).toMatchObject({ notify: "all", volume: 50 });
		await say(bo, made.roomId, "hello group");
		await ann.event({ action: "printMessage", roomId: made.roomId, content: "hello group" });
	});

	it("refuses unknown people, and makes nothing (S31)", async () => {
		const ann = await (await newcomer()).connect();
		const channelName = freshRoomName();
		const add = (more: object) => ann.client.request("addChannel", { channelName, users: [], ...more });
		await refused(
			add({ users: [900_000_001, 900_000_002] }),
			"invalid",
			/900000001 is unknown, 900000002/,
		);
		await refused(add({ users: strangers(12).map((id) => id + 1e6) }), "invalid", /, …$/);
		await refused(add({ channelName: " " }), "invalid");
		await refused(add({ channelName: "y".repeat(65) }), "invalid");
		const named = `SELECT COUNT(*) FROM room_group WHERE name = '${channelName}'`;
		expect(queryArchive(server.dataDir, named)).toEqual([["0"]]);
	});

	it("refuses the name of another visible group", async () => {
		const [ann, bo] = await apart();
		const channelName = freshRoomName();
		const add = (by: Connection, isVisible: boolean) =>
			by.client.request("addChannel", { channelName, users: [], isVisible });
		await add(ann, true);
		await refused(add(bo, true), "name_taken");
		const hidden = await add(bo, false);
		const show = { channelId: hidden.channelId, isVisible: true };
		await refused(bo.client.request("saveChannelSettings", show), "name_taken");
		await bo.client.request("saveChannelSettings", { ...show, channelName: freshRoomName() });
	});
});

describe("saveChannelSettings", () => {
	it("renames a group and its main room, and nothing else of them (S33)", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId } = await foundGroup(ann, [bo]);
		const other = await addRoom(ann, channelId, bo);
		const channelName = freshRoomName();
		await ann.client.request("saveChannelSettings", { channelId, channelName });
		const group = await bo.event({ action: "saveChannelSettings", roomId });
		expect(group).toMatchObject({
			userId: ann.person.userId,
			channel: { channelId, channelName, channelCreatorId: ann.person.userId },
		});
		const room = await bo.event({ action: "saveRoomSettings", roomId });
		expect(room).toMatchObject({ room: { name: channelName }, channel: { channelName } });
		const later = await (await bo.person.another()).connect();
		const named = (later.first["channels"] as JsonRecord[]).find(
			(each) => each["channelId"] === channelId,
		);
		expect(named).toMatchObject({ channelName });
		expect(await roomOf(bo.person, roomId)).toMatchObject({ name: channelName });
		expect((await roomOf(bo.person, other))?.["name"]).not.toBe(channelName);
	});

	it("is for those who lead the group; for oneself what one is told", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId } = await foundGroup(ann, [bo]);
		const stranger = await (await newcomer()).connect();
		const save = (by: Connection, more: object) =>
			by.client.request("saveChannelSettings", { channelId, ...more });
		await refused(save(bo, { channelName: "mine" }), "forbidden");
		await refused(save(bo, { channelCreatorId: bo.person.userId }), "forbidden");
		await refused(save(bo, { isReadOnly: true }), "forbidden");
		await refused(save(stranger, { channelName: "mine" }), "not_member");
		await refused(save(stranger, { volume: 1 }), "not_member");
		await refused(save(ann, {}), "invalid", /nothing/);
		await refused(save(ann, { channelId: 900_000_001, channelName: "x" }), "not_found");
		await save(bo, { notify: "mentions", volume: 0 });
		await bo.event({ action: "saveMemberSettings", roomId, notify: "mentions", volume: 0 });
		const root = await (await administrator()).connect();
		await save(root, { channelName: freshRoomName() });
		await refused(save(root, { volume: 1 }), "not_member");
	});

	it("switches the main room: open, visible, read-only", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId } = await foundGroup(ann, [bo]);
		const stranger = await (await newcomer()).connect();
		await refused(stranger.client.request("joinRoom", { roomId }), "not_found");
		await ann.client.request("saveChannelSettings", { channelId, isOpen: true, isReadOnly: true });
		const saved = await bo.event({ action: "saveRoomSettings", roomId });
		expect(saved).toMatchObject({ room: { isOpen: true, isReadOnly: true, isVisible: false } });
		expect(bo.applied.filter(({ action }) => action === "saveChannelSettings")).toEqual([]);
		await stranger.client.request("joinRoom", { roomId });
		await liveRoom(stranger, roomId);
		await refused(say(stranger, roomId, "hi"), "forbidden");
		await say(ann, roomId, "welcome");
		await stranger.event({ action: "printMessage", roomId, content: "welcome" });
	});

	it("hands a group over: who leads it now keeps order in all of its rooms, who did no longer", async () => {
		const [ann, bo] = await apart();
		const visiting = await (await guest()).connect();
		const { channelId } = await foundGroup(ann, [bo]);
		const roomId = await addRoom(ann, channelId, bo);
		await ann.client.request("saveRoomSettings", { roomId, isReadOnly: true });
		await ann.client.request("saveRoomSettings", { roomId, roomCreatorId: bo.person.userId });
		await ann.client.request("inviteUser", { roomId, users: ids(visiting) });
		const hand = (channelCreatorId: number) =>
			ann.client.request("saveChannelSettings", { channelId, channelCreatorId });
		await refused(hand(visiting.person.userId), "invalid", /must be a member/);
		await refused(hand(900_000_001), "invalid");
		await hand(bo.person.userId);
		const saved = await bo.event({ action: "saveChannelSettings" });
		expect(saved).toMatchObject({ channel: { channelCreatorId: bo.person.userId } });
		await refused(hand(ann.person.userId), "forbidden");
		await refused(ann.client.request("saveRoomSettings", { roomId, name: "back" }), "forbidden");
		await until("ann's worker knows", async () => {
			const refusal = await say(ann, roomId, "may I?").catch((reason: { code: string }) => reason.code);
			return refusal === "forbidden";
		});
		await say(bo, roomId, "my turn");
		await bo.client.request("deleteRoom", { roomId });
	});
});

describe("leaveChannel", () => {
	it("comes after leaving the other rooms, and after handing over", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId } = await foundGroup(ann, [bo]);
		const other = await addRoom(ann, channelId, bo);
		const leave = (by: Connection) => by.client.request("leaveChannel", { channelId });
		await refused(leave(bo), "conflict", /other rooms first/);
		await refused(leave(ann), "conflict", /Hand the group over/);
		await bo.client.request("leaveUser", { roomId: other });
		await leave(bo);
		await bo.event({ action: "roomRemoved", roomId });
		await ann.event({ action: "leaveUser", roomId, userId: bo.person.userId });
		await refused(leave(bo), "not_member");
		await refused(bo.client.request("joinRoom", { roomId }), "not_found");
		const stranger = await (await newcomer()).connect();
		await refused(leave(stranger), "not_member");
		await refused(stranger.client.request("leaveChannel", { channelId: 900_000_001 }), "not_member");
	});

	it("is not for the group of everybody", async () => {
		const ann = await (await newcomer()).connect();
		await refused(ann.client.request("leaveChannel", { channelId: 1 }), "forbidden");
	});
});

describe("handing over", () => {
	/** Rooms and groups that somebody leads who is not in them. */
	const astray = (userId: number): number =>
		["room r", "room_group g JOIN room r ON r.group_id = g.id AND r.is_main"]
			.map((from, i) => {
				const leads = `${i ? "g" : "r"}.creator_id = ${userId}`;
				const isIn = `EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.user_id = ${userId})`;
				return `SELECT COUNT(*) FROM ${from} WHERE ${leads} AND NOT r.disabled AND NOT ${isIn}`;
			})
			.reduce((sum, sql) => sum + Number(queryArchive(server.dataDir, sql)[0]?.[0]), 0);

	it("to somebody who leaves, or is taken out, at the same moment leaves nothing with them", async () => {
		const [ann, bo] = await apart();
		const root = await (await administrator()).connect();
		const userId = bo.person.userId;
		for (let round = 0; round < 8; round++) {
			const { channelId, roomId: mainRoom } = await foundGroup(ann, [bo]);
			const left = await addRoom(ann, channelId, bo);
			const taken = await addRoom(ann, channelId, bo);
			const settled = await Promise.allSettled([
				ann.client.request("saveRoomSettings", { roomId: left, roomCreatorId: userId }),
				bo.client.request("leaveUser", { roomId: left }),
				ann.client.request("saveRoomSettings", { roomId: taken, roomCreatorId: userId }),
				root.client.request("removeUser", { roomId: taken, userId }),
			]);
			await Promise.allSettled([
				ann.client.request("saveChannelSettings", { channelId, channelCreatorId: userId }),
				bo.client.request("leaveChannel", { channelId }),
			]);
			expect([settled[1].status, settled[3].status]).toEqual(["fulfilled", "fulfilled"]);
			expect(astray(userId)).toBe(0);
			await root.client.request("removeUser", { roomId: mainRoom, userId }).catch(() => null);
			expect(astray(userId)).toBe(0);
		}
	});
});

describe("deleteChannel", () => {
	it("deletes all rooms of a group, its main room too (S1)", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId: mainRoom } = await foundGroup(ann, [bo]);
		const rooms = [mainRoom];
		for (let i = 0; i < 3; i++) rooms.push(await addRoom(ann, channelId, bo));
		await refused(bo.client.request("deleteChannel", { channelId }), "forbidden");
		const reply = await ann.client.request("deleteChannel", { channelId });
		expect([...reply.roomIds].sort((a, b) => a - b)).toEqual(rooms);
		for (const roomId of rooms) {
			await bo.event({ action: "deleteRoom", roomId });
			await ann.event({ action: "deleteRoom", roomId });
			await refused(say(bo, roomId, "x"), "not_member");
			await refused(bo.client.request("joinRoom", { roomId }), "not_found");
			await refused(ann.client.request("inviteUser", { roomId, users: ids(bo) }), "not_found");
		}
		const add = { name: freshRoomName(), channelId, users: [] };
		await refused(ann.client.request("addRoom", add), "not_found");
		await refused(ann.client.request("deleteChannel", { channelId }), "not_found");
		const save = { channelId, channelName: "again" };
		await refused(ann.client.request("saveChannelSettings", save), "not_found");
		const later = await (await bo.person.another()).connect();
		const left = (later.first["rooms"] as JsonRecord[]).map((room) => room["roomId"]);
		expect(left).toEqual([1]);
	});

	it("deletes many rooms, some at a time, and those that are made meanwhile", async () => {
		const ann = await (await newcomer()).connect();
		const { channelId } = await foundGroup(ann);
		for (let i = 0; i < 30; i++)
			await ann.client.request("addRoom", { name: freshRoomName(), channelId, users: [] });
		const making = Array.from({ length: 20 }, () =>
			ann.client
				.request("addRoom", { name: freshRoomName(), channelId, users: [] })
				.then(({ roomId }) => roomId)
				.catch(() => 0),
		);
		const reply = await ann.client.request("deleteChannel", { channelId });
		const made = (await Promise.all(making)).filter((roomId) => roomId > 0);
		expect(reply.roomIds.length).toBeGreaterThanOrEqual(31);
		expect(reply.roomIds).toEqual(expect.arrayContaining(made));
		const open = `SELECT COUNT(*) FROM room WHERE group_id = ${channelId} AND NOT disabled`;
		expect(queryArchive(server.dataDir, open)).toEqual([["0"]]);
	});

	it("is not for the group of everybody, members and strangers", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		const root = await (await administrator()).connect();
		const stranger = await (await newcomer()).connect();
		await refused(root.client.request("deleteChannel", { channelId: 1 }), "forbidden");
		await refused(ann.client.request("deleteChannel", { channelId: 1 }), "forbidden");
		await refused(stranger.client.request("deleteChannel", { channelId }), "not_member");
		await root.client.request("deleteChannel", { channelId });
		await ann.event({ action: "deleteRoom" });
	});
});

describe("invitations", () => {
	it("into a room bring a member into its group too, a guest into the room alone, and nobody into what is gone", async () => {
		const ann = await (await newcomer()).connect();
		const { channelId, roomId: mainRoom } = await foundGroup(ann);
		const roomId = await addRoom(ann, channelId);
		const doomed = await addRoom(ann, channelId);
		const invite = async (isGuest: boolean): Promise<string> => {
			const wish = { guest: isGuest, roomIds: [roomId, doomed] };
			return (await ann.client.request("createInvitation", wish)).token;
		};
		const [member, visiting] = [await invite(false), await invite(true)];
		await ann.client.request("deleteRoom", { roomId: doomed });
		const roomsBy = async (invitation: string): Promise<number[]> => {
			const { first } = await (await visitor().register({ invitation })).connect();
			return (first["rooms"] as JsonRecord[])
				.map((room) => Number(room["roomId"]))
				.sort((a, b) => a - b);
		};
		expect(await roomsBy(member)).toEqual([1, mainRoom, roomId]);
		expect(await roomsBy(visiting)).toEqual([roomId]);
	});

	it("lead nobody into a direct room", async () => {
		const [ann, bo] = await apart();
		const { roomId } = await ann.client.request("addRoom", { users: ids(bo) });
		await liveRoom(ann, roomId);
		for (const isGuest of [true, false]) {
			const wish = { guest: isGuest, roomIds: [1, roomId] };
			await refused(ann.client.request("createInvitation", wish), "invalid", /between its two/);
		}
	});

	it("lead into rooms in which their maker still is, so that nobody who was taken out comes back by one", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		const [kept, lost] = [await addRoom(ann, channelId, bo), await addRoom(ann, channelId, bo)];
		const wish = { guest: true, roomIds: [kept, lost] };
		const { token } = await bo.client.request("createInvitation", wish);
		await ann.client.request("removeUser", { roomId: lost, userId: bo.person.userId });
		const { first } = await (await visitor().register({ invitation: token })).connect();
		expect((first["rooms"] as JsonRecord[]).map((room) => room["roomId"])).toEqual([kept]);
		expect((await bo.client.request("listInvitations", {})).invitations).toMatchObject([
			{ roomIds: [kept] },
		]);
	});
});

describe("limits", () => {
	let own: Server;

	beforeAll(async () => {
		const config = {
			groups_per_user_max: 2,
			rooms_per_group_max: 3,
			rooms_per_user_max: 5,
			room_people_max: 4,
		};
		own = await startServer({ config });
	}, 60_000);

	afterAll(async () => {
		expect(await own.remove()).toBe(0);
		expect(own.alarms).toEqual([]);
	});

	const somebody = async (): Promise<Connection> =>
		await (await visitor(own.address.origin).register()).connect();

	it("are of people, groups and rooms; each says which it is", async () => {
		const [ann, bo] = [await somebody(), await somebody()];
		const group = () => ann.client.request("addChannel", { channelName: freshRoomName(), users: [] });
		const { channelId } = await group();
		await group();
		await refused(group(), "limit_reached", /at most 2 groups/);
		const many = strangers(5, own.address);
		const add = (users: number[]) =>
			ann.client.request("addRoom", { name: freshRoomName(), channelId, users });
		await refused(add(many), "limit_reached", /at most 4 at once/);
		await add([]);
		await add([]);
		await refused(add([]), "limit_reached");
		// Ann is in room 1, two main rooms and two others.
		await refused(ann.client.request("addRoom", { users: ids(bo) }), "limit_reached");
		await refused(bo.client.request("addRoom", { users: ids(ann) }), "invalid", /is in too many rooms/);
	});
});
