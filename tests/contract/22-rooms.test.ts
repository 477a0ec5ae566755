/* Rooms: made, entered, changed, left, deleted; by people on two workers. */
import { describe, expect, it } from "vitest";

import type { AskableAction } from "../../frontend/src/api/client";
import type { JsonRecord } from "../../frontend/src/utils/record";
import type { Connection } from "./harness/person";
import {
	apart,
	connectElsewhere,
	foundGroup,
	freshRoomName,
	guest,
	liveRoom,
	memberSeen,
	refused,
	roomOf,
	say,
	strangers,
} from "./harness/rooms";
import { queryArchive } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { administrator, newcomer, server } from "./harness/world";

const ids = (...connections: Connection[]): number[] => connections.map(({ person }) => person.userId);

function membersOf(roomId: number): number[] {
	const rows = queryArchive(server.dataDir, `SELECT user_id FROM room_member WHERE room_id = ${roomId}`);
	return rows.map(([id]) => Number(id)).sort((a, b) => a - b);
}

describe("direct rooms", () => {
	it("are made once for two people, with both of them on both workers", async () => {
		const [ann, bo] = await apart();
		const made = await ann.client.request("addRoom", { users: ids(bo) });
		expect(made.existed).toBe(false);
		for (const one of [ann, bo]) {
			const room = await liveRoom(one, made.roomId);
			expect(room).toMatchObject({
				name: null,
				channelId: null,
				hidden: false,
				memberCount: 2,
				volume: 50,
				notify: "all",
			});
			expect([...(room["users"] as number[])].sort()).toEqual(ids(ann, bo).sort());
			await one.event({ action: "roomAdded", roomId: made.roomId });
		}
		await say(ann, made.roomId, "hello bo");
		await bo.event({ action: "printMessage", roomId: made.roomId, content: "hello bo" });
		const again = await bo.client.request("addRoom", { users: ids(ann, bo) });
		expect(again).toMatchObject({ roomId: made.roomId, existed: true });
	});

	it("are one although both make them at the same moment on two workers", async () => {
		for (let round = 0; round < 4; round++) {
			const [ann, bo] = await apart();
			const replies = await Promise.all([
				ann.client.request("addRoom", { users: ids(bo) }),
				bo.client.request("addRoom", { users: ids(ann) }),
				ann.client.request("addRoom", { users: ids(bo) }),
			]);
			expect(new Set(replies.map(({ roomId }) => roomId)).size).toBe(1);
			expect(replies.filter(({ existed }) => !existed)).toHaveLength(1);
			const roomId = replies[0]?.roomId ?? 0;
			await Promise.all([liveRoom(ann, roomId), liveRoom(bo, roomId)]);
			expect(membersOf(roomId)).toEqual(ids(ann, bo).sort((a, b) => a - b));
		}
	});

	it("are hidden by leaving, for oneself only, until a message comes or one asks for them", async () => {
		const [ann, bo] = await apart();
		const other = await (await ann.person.another()).connect();
		const { roomId } = await ann.client.request("addRoom", { users: ids(bo) });
		await Promise.all([liveRoom(other, roomId), liveRoom(bo, roomId)]);
		await say(bo, roomId, "one");
		await ann.client.request("leaveUser", { roomId });
		for (const session of [ann, other])
			await session.event({ action: "saveMemberSettings", roomId, hidden: true });
		expect(await roomOf(ann.person, roomId)).toMatchObject({ hidden: true });
		expect(await roomOf(bo.person, roomId)).toMatchObject({ hidden: false, memberCount: 2 });

		await say(bo, roomId, "two");
		await ann.event({ action: "printMessage", roomId, content: "two" });
		expect(await roomOf(ann.person, roomId)).toMatchObject({ hidden: false });

		await ann.client.request("leaveUser", { roomId });
		const again = await ann.client.request("addRoom", { users: ids(bo) });
		expect(again).toEqual(expect.objectContaining({ roomId, existed: true }));
		await other.event({ action: "saveMemberSettings", roomId, hidden: false });
		const { content } = await ann.client.request("loadMessages", { roomId });
		expect(content.map((message) => message.content)).toEqual(["two", "one"]);
		expect(bo.applied.filter(({ action }) => action === "leaveUser" || action === "roomRemoved")).toEqual(
			[],
		);
	});

	it("with oneself are for notes", async () => {
		const ann = await (await newcomer()).connect();
		const { roomId } = await ann.client.request("addRoom", { users: [] });
		expect(await liveRoom(ann, roomId)).toMatchObject({ users: ids(ann), memberCount: 1 });
		const again = await ann.client.request("addRoom", { users: ids(ann) });
		expect(again).toMatchObject({ roomId, existed: true });
		await say(ann, roomId, "to do");
		await ann.event({ action: "printMessage", roomId, content: "to do" });
	});

	it("are with one person that there is", async () => {
		const [ann, bo, cy] = [await (await newcomer()).connect(), await newcomer(), await newcomer()];
		const add = (users: number[], more: object = {}) => ann.client.request("addRoom", { users, ...more });
		await refused(add([bo.userId, cy.userId]), "invalid", /one other person/);
		await refused(add([900_000_001]), "invalid", /900000001 is unknown/);
		await refused(add([bo.userId], { isVisible: true }), "invalid");
		await refused(add([bo.userId], { channelId: 1 }), "invalid");
		const { client } = await (await administrator()).connect();
		await client.request("setAccountState", { userId: bo.userId, state: "disabled" });
		await refused(add([bo.userId]), "invalid", new RegExp(`${bo.userId} is disabled`));
		expect(ann.applied.filter(({ action }) => action === "roomAdded")).toEqual([]);
	});

	it("keep their two, also while the account of one is disabled", async () => {
		const [ann, bo] = await apart();
		const { roomId } = await ann.client.request("addRoom", { users: ids(bo) });
		await liveRoom(bo, roomId);
		const { client } = await (await administrator()).connect();
		await client.request("setAccountState", { userId: bo.person.userId, state: "disabled" });
		await ann.event({ action: "changed", roomId });
		const room = await roomOf(ann.person, roomId);
		expect(room?.["users"]).toEqual(ids(ann, bo).sort((a, b) => a - b));
		await say(ann, roomId, "are you there?");
		await client.request("setAccountState", { userId: bo.person.userId, state: "active" });
		expect(await roomOf(bo.person, roomId)).toMatchObject({ unread: 1, memberCount: 2 });
		expect(
			ann.applied.filter(({ action, roomId: id }) => action === "leaveUser" && id === roomId),
		).toEqual([]);
	});

	it("of a guest are with people they share a room with", async () => {
		const visiting = await (await guest()).connect();
		const [ann, bo] = [await (await newcomer()).connect(), await (await newcomer()).connect()];
		await refused(visiting.client.request("addRoom", { users: ids(ann) }), "invalid", /is unknown/);
		const { roomId } = await foundGroup(ann);
		await ann.client.request("inviteUser", { roomId, users: ids(visiting) });
		const direct = await visiting.client.request("addRoom", { users: ids(ann) });
		await liveRoom(ann, direct.roomId);
		await refused(visiting.client.request("addRoom", { users: ids(bo) }), "invalid");
		expect((await bo.client.request("addRoom", { users: ids(visiting) })).existed).toBe(false);
		expect((await visiting.client.request("addRoom", { users: [] })).existed).toBe(false);
	});

	it("are p2p if one of the two says so, and nothing else of them is changed", async () => {
		const [ann, bo] = await apart();
		const { roomId } = await ann.client.request("addRoom", { users: ids(bo), p2p: true });
		expect(await liveRoom(bo, roomId)).toMatchObject({ p2p: true });
		await bo.client.request("saveRoomSettings", { roomId, p2p: false });
		const saved = await ann.event({ action: "saveRoomSettings", roomId, userId: bo.person.userId });
		expect(saved).toMatchObject({ room: { p2p: false, name: null }, channel: null });
		await refused(ann.client.request("saveRoomSettings", { roomId, name: "us" }), "invalid");
		await refused(ann.client.request("saveRoomSettings", { roomId, isOpen: true }), "invalid");
		await refused(ann.client.request("deleteRoom", { roomId }), "invalid");
		await refused(ann.client.request("removeUser", { roomId, userId: bo.person.userId }), "forbidden");
		const third = await newcomer();
		await refused(ann.client.request("inviteUser", { roomId, users: [third.userId] }), "invalid");
		const stranger = await third.connect();
		await refused(stranger.client.request("saveRoomSettings", { roomId, p2p: true }), "not_member");
		await refused(stranger.client.request("leaveUser", { roomId }), "not_member");
	});
});

describe("addRoom", () => {
	it("makes a room in a group, with those who are named; each gets it with their own settings", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		const name = freshRoomName();
		const made = await ann.client.request("addRoom", {
			name: `  ${name} `,
			channelId,
			users: [...ids(bo), ...ids(bo), ...ids(ann)],
			isVisible: true,
			notify: "mentions",
			volume: 7,
		});
		const hers = await liveRoom(ann, made.roomId);
		const his = await liveRoom(bo, made.roomId);
		expect(hers).toMatchObject({ name, channelId, notify: "mentions", volume: 7, isVisible: true });
		expect(his).toMatchObject({ name, channelId, notify: "all", volume: 50, unread: 0 });
		expect(his).toMatchObject({
			roomCreatorId: ann.person.userId,
			isMainInChannel: false,
			isOpen: false,
		});
		await memberSeen(ann, made.roomId, bo.person.userId);
		expect(membersOf(made.roomId)).toEqual(ids(ann, bo).sort((a, b) => a - b));
	});

	it("refuses what is not a room of a group, and then makes nothing", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		const stranger = await newcomer();
		const name = freshRoomName();
		const rooms = (): string[][] =>
			queryArchive(server.dataDir, `SELECT id FROM room WHERE group_id = ${channelId}`);
		const before = rooms();
		const add = (more: object) =>
			ann.client.request("addRoom", { name, channelId, users: [], ...more } as never);
		await refused(add({ channelId: undefined }), "invalid", /channelId/);
		await refused(add({ channelId: 900_000_001 }), "not_found");
		await refused(add({ name: "   " }), "invalid");
		await refused(add({ name: "x".repeat(65) }), "invalid");
		await refused(add({ p2p: true }), "invalid", /p2p/);
		await refused(add({ volume: 101 }), "invalid");
		const wrong = [stranger.userId, 900_000_001, ...ids(bo)];
		await refused(
			add({ users: wrong }),
			"invalid",
			new RegExp(`${stranger.userId} is not in the group, 900000001 is unknown`),
		);
		const theirs = await (await newcomer()).connect();
		const foreign = theirs.client.request("addRoom", { name, channelId, users: [] });
		await refused(foreign, "not_member");
		expect(rooms()).toEqual(before);
		expect(bo.applied.filter(({ action }) => action === "roomAdded")).toHaveLength(1);
	});

	it("refuses the name of another visible room of the group", async () => {
		const ann = await (await newcomer()).connect();
		const { channelId } = await foundGroup(ann);
		const name = freshRoomName();
		const add = (isVisible: boolean, of = name) =>
			ann.client.request("addRoom", { name: of, channelId, users: [], isVisible });
		await add(true);
		await refused(add(true), "name_taken");
		await refused(add(true, name.toUpperCase()), "name_taken");
		const hidden = await add(false);
		await refused(
			ann.client.request("saveRoomSettings", { roomId: hidden.roomId, isVisible: true }),
			"name_taken",
		);
		const other = await foundGroup(ann);
		await ann.client.request("addRoom", { name, channelId: other.channelId, users: [], isVisible: true });
		await refused(
			ann.client.request("saveRoomSettings", {
				roomId: hidden.roomId,
				channelId: other.channelId,
				isVisible: true,
			}),
			"name_taken",
		);
	});

	it("takes many people, some at a time, and answers when all are in", async () => {
		const ann = await (await newcomer()).connect();
		const many = strangers(120);
		const { channelId, roomId: mainRoom } = await ann.client.request("addChannel", {
			channelName: freshRoomName(),
			users: many,
		});
		expect(membersOf(mainRoom)).toHaveLength(121);
		const made = await ann.client.request("addRoom", { name: freshRoomName(), channelId, users: many });
		expect(membersOf(made.roomId)).toHaveLength(121);
		const kinds = queryArchive(
			server.dataDir,
			`SELECT kind, COUNT(*) FROM change_log WHERE stream_id = ${made.roomId} GROUP BY kind`,
		);
		expect(kinds).toEqual([["1", "121"]]);
		const own = `SELECT COUNT(*) FROM change_log WHERE kind = 4 AND subject_id = ${made.roomId}`;
		expect(queryArchive(server.dataDir, own)).toEqual([["121"]]);
		// Who is in before her worker serves the room comes with it, the others one by one.
		for (const userId of many) await memberSeen(ann, made.roomId, userId);
	});

	it("is not for guests, nor are other things of rooms", async () => {
		const ann = await (await newcomer()).connect();
		const visiting = await (await guest()).connect();
		const { channelId, roomId } = await foundGroup(ann);
		await ann.client.request("inviteUser", { roomId, users: ids(visiting) });
		await liveRoom(visiting, roomId);
		const wishes: [AskableAction, object][] = [
			["addRoom", { name: freshRoomName(), channelId, users: [] }],
			["addChannel", { channelName: freshRoomName(), users: [] }],
			["inviteUser", { roomId, users: [] }],
			["removeUser", { roomId, userId: ann.person.userId }],
			["deleteRoom", { roomId }],
			["deleteChannel", { channelId }],
			["listRooms", {}],
			["joinRoom", { roomId: 1 }],
			["saveChannelSettings", { channelId, channelName: "mine" }],
		];
		for (const [action, input] of wishes)
			await refused(visiting.client.request(action, input as never), "forbidden");
		await say(visiting, roomId, "I may write");
		await visiting.client.request("saveRoomSettings", { roomId, notify: "nothing" });
		await visiting.event({ action: "saveMemberSettings", roomId, notify: "nothing" });
		await visiting.client.request("leaveChannel", { channelId });
		await visiting.event({ action: "roomRemoved", roomId });
	});
});

describe("the answer to whoever makes or enters a room", () => {
	const live = (connection: Connection, roomId: number): boolean =>
		connection.applied.some(
			(event) => event["action"] === "roomLive" && (event["room"] as JsonRecord)["roomId"] === roomId,
		);

	it("comes when the room can be used: after its roomLive", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		for (let round = 0; round < 10; round++) {
			const users = ids(bo);
			const name = freshRoomName();
			const made = await Promise.all([
				ann.client.request("addRoom", { name, channelId, users: [], isOpen: true }),
				ann.client.request("addChannel", { channelName: freshRoomName(), users }),
				ann.client.request("addRoom", { users: ids(await (await newcomer()).connect()) }),
			]);
			for (const { roomId } of made) {
				expect(live(ann, roomId)).toBe(true);
				await say(ann, roomId, "at once");
			}
			const [{ roomId }] = made;
			await bo.client.request("joinRoom", { roomId });
			expect(live(bo, roomId)).toBe(true);
			await say(bo, roomId, "me too");
		}
	});

	it("comes at once in a room that one has already", async () => {
		const [ann, bo] = await apart();
		const wish = { users: ids(bo) };
		const { roomId } = await ann.client.request("addRoom", wish);
		expect(await ann.client.request("addRoom", wish)).toMatchObject({ roomId, existed: true });
		expect(await ann.client.request("addRoom", { ...wish, volume: 3 })).toMatchObject({ roomId });
	});

	it("comes to the other sockets of the same person as well as to the first", async () => {
		const person = await newcomer();
		const here = await person.connect();
		const there = await connectElsewhere(await person.another(), here);
		const bo = await newcomer();
		const wish = { users: [bo.userId] };
		const both = await Promise.all([here, there].map((one) => one.client.request("addRoom", wish)));
		expect(new Set(both.map(({ roomId }) => roomId)).size).toBe(1);
		for (const one of [here, there]) await say(one, both[0]!.roomId, "at once");
	});
});

describe("inviteUser", () => {
	it("brings anybody into a main room, into another those of its group and guests", async () => {
		const [ann, bo] = await apart();
		const [cy, visiting] = [await (await newcomer()).connect(), await (await guest()).connect()];
		const { channelId, roomId: mainRoom } = await foundGroup(ann);
		const name = freshRoomName();
		const { roomId } = await ann.client.request("addRoom", { name, channelId, users: [] });
		await liveRoom(ann, roomId);
		const invite = (to: number, ...users: Connection[]) =>
			ann.client.request("inviteUser", { roomId: to, users: ids(...users) });
		await refused(invite(roomId, bo, visiting), "invalid", /is not in the group/);
		expect(membersOf(roomId)).toEqual(ids(ann));
		expect((await invite(mainRoom, bo)).users).toEqual(ids(bo));
		expect((await invite(roomId, bo, visiting, ann)).users).toEqual(
			ids(bo, visiting).sort((a, b) => a - b),
		);
		for (const one of [bo, visiting]) {
			await liveRoom(one, roomId);
			const joined = await ann.event({ action: "joinUser", roomId, userId: one.person.userId });
			expect(joined["user"]).toMatchObject({ user: one.person.name });
		}
		expect(visiting.applied.some((event) => event["roomId"] === mainRoom)).toBe(false);
		await refused(cy.client.request("inviteUser", { roomId, users: ids(cy) }), "not_member");
		// A member who keeps no order brings people in as well.
		expect((await bo.client.request("inviteUser", { roomId: mainRoom, users: ids(cy) })).users).toEqual(
			ids(cy),
		);
	});

	it("leaves out who is there already, so that nothing of them is left when they go (S2)", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId: mainRoom } = await foundGroup(ann, [bo]);
		const { roomId } = await ann.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(bo),
		});
		await liveRoom(bo, roomId);
		for (const to of [roomId, roomId, mainRoom]) {
			const { users } = await ann.client.request("inviteUser", { roomId: to, users: ids(bo, bo) });
			expect(users).toEqual([]);
		}
		await ann.client.request("removeUser", { roomId, userId: bo.person.userId });
		await bo.event({ action: "roomRemoved", roomId });
		await refused(say(bo, roomId, "still here?"), "not_member");
		await refused(bo.client.request("loadMessages", { roomId }), "not_member");
		const { seq } = await say(ann, roomId, "he is gone");
		await ann.event({ action: "printMessage", roomId, seq });
		await sleep(300);
		const heard = bo.frames.filter(
			(frame) => frame["roomId"] === roomId && frame["userId"] !== bo.person.userId,
		);
		expect(heard.filter((frame) => Number(frame["seq"]) >= seq - 1)).toEqual([]);
	});

	it("refuses ids that nobody has, and changes nothing", async () => {
		const ann = await (await newcomer()).connect();
		const { roomId } = await foundGroup(ann);
		const bo = await newcomer();
		const { client } = ann;
		await refused(client.request("inviteUser", { roomId, users: [bo.userId, 900_000_001] }), "invalid");
		await refused(client.request("inviteUser", { roomId: 900_000_001, users: [] }), "not_found");
		const echo = queryArchive(server.dataDir, "SELECT id FROM user WHERE bot LIMIT 1")[0]?.[0];
		await refused(
			client.request("inviteUser", { roomId, users: [Number(echo)] }),
			"invalid",
			/service account/,
		);
		expect(membersOf(roomId)).toEqual(ids(ann));
	});
});

describe("removeUser", () => {
	it("takes somebody out of a room, at once and on every worker", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		const { roomId } = await ann.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(bo),
		});
		await liveRoom(bo, roomId);
		await ann.client.request("removeUser", { roomId, userId: bo.person.userId });
		await ann.event({ action: "leaveUser", roomId, userId: bo.person.userId });
		await bo.event({ action: "roomRemoved", roomId });
		await refused(bo.client.request("inviteUser", { roomId, users: ids(bo) }), "not_member");
		await refused(
			ann.client.request("removeUser", { roomId, userId: bo.person.userId }),
			"not_found",
			/not a member/,
		);
	});

	it("is for those who keep order, and not against those above them", async () => {
		const [ann, bo] = await apart();
		const [cy, root] = [await (await newcomer()).connect(), await (await administrator()).connect()];
		const { channelId, roomId: mainRoom } = await foundGroup(ann, [bo, cy, root]);
		const { roomId } = await bo.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(ann, cy, root),
		});
		await Promise.all([ann, cy].map((each) => liveRoom(each, roomId)));
		const expel = (by: Connection, from: number, whom: Connection) =>
			by.client.request("removeUser", { roomId: from, userId: whom.person.userId });
		await refused(expel(cy, roomId, ann), "forbidden");
		await refused(expel(bo, roomId, ann), "forbidden");
		await refused(expel(bo, roomId, root), "forbidden");
		await refused(expel(bo, mainRoom, cy), "forbidden");
		await refused(expel(ann, roomId, ann), "invalid");
		await expel(bo, roomId, cy);
		// A group's creator may take out a room's, whose room then has none.
		await expel(ann, roomId, bo);
		const saved = await ann.event({ action: "saveRoomSettings", roomId });
		expect(saved).toMatchObject({ room: { roomCreatorId: null } });
		const outsider = await (await newcomer()).connect();
		await refused(expel(outsider, mainRoom, cy), "not_member");
	});

	it("out of a main room means out of all rooms of the group", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId: mainRoom } = await foundGroup(ann, [bo]);
		const rooms = [mainRoom];
		for (let i = 0; i < 3; i++) {
			const room = { name: freshRoomName(), channelId, users: ids(bo) };
			rooms.push((await ann.client.request("addRoom", room)).roomId);
		}
		for (const roomId of rooms) await liveRoom(bo, roomId);
		await ann.client.request("removeUser", { roomId: mainRoom, userId: bo.person.userId });
		for (const roomId of rooms) {
			await bo.event({ action: "roomRemoved", roomId });
			await ann.event({ action: "leaveUser", roomId, userId: bo.person.userId });
			expect(membersOf(roomId)).toEqual(ids(ann));
		}
		const gone = bo.applied.filter(({ action }) => action === "roomRemoved").map(({ roomId }) => roomId);
		expect(gone.at(-1)).toBe(mainRoom);
	});
});

describe("saveRoomSettings", () => {
	it("changes what all see of a room, on both workers, and only what is given", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		const { roomId } = await ann.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(bo),
		});
		await liveRoom(bo, roomId);
		const name = freshRoomName();
		await ann.client.request("saveRoomSettings", { roomId, name });
		const renamed = await bo.event({ action: "saveRoomSettings", roomId });
		expect(renamed).toMatchObject({
			userId: ann.person.userId,
			room: { roomId, name, channelId, isOpen: false, roomCreatorId: ann.person.userId },
			channel: { channelId },
		});
		await ann.client.request("saveRoomSettings", { roomId, isOpen: true, isVisible: true });
		const later = await roomOf(bo.person, roomId);
		expect(later).toMatchObject({ name, isOpen: true, isVisible: true, isReadOnly: false });
		await refused(ann.client.request("saveRoomSettings", { roomId }), "invalid", /nothing/);
		await refused(ann.client.request("saveRoomSettings", { roomId, p2p: true }), "invalid");
	});

	it("lets only those who keep order write into a read-only room, at once on every worker", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		const { roomId } = await ann.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(bo),
		});
		await liveRoom(bo, roomId);
		await say(bo, roomId, "before");
		await ann.client.request("saveRoomSettings", { roomId, isReadOnly: true });
		await bo.event({ action: "saveRoomSettings", roomId });
		await until("bo is told", async () => {
			const refusal = await say(bo, roomId, "may I?").catch((reason: { code: string }) => reason.code);
			return refusal === "forbidden";
		});
		await say(ann, roomId, "news");
		await bo.event({ action: "printMessage", roomId, content: "news" });
		await ann.client.request("saveRoomSettings", { roomId, isReadOnly: false });
		await until("bo writes again", () =>
			say(bo, roomId, "thanks").then(
				() => true,
				() => false,
			),
		);
	});

	it("is for those who keep order there, and of main rooms for nobody", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId: mainRoom } = await foundGroup(ann, [bo]);
		const { roomId } = await ann.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(bo),
		});
		await liveRoom(bo, roomId);
		const save = (by: Connection, more: object) =>
			by.client.request("saveRoomSettings", { roomId, ...more });
		await refused(save(bo, { name: "mine" }), "forbidden");
		await refused(save(bo, { isReadOnly: true }), "forbidden");
		await refused(save(bo, { roomCreatorId: bo.person.userId }), "forbidden");
		const stranger = await (await newcomer()).connect();
		await refused(save(stranger, { name: "mine" }), "not_member");
		await refused(save(stranger, { volume: 3 }), "not_member");
		await refused(save(ann, { roomId: mainRoom, name: "other" }), "invalid", /with the group/);
		await refused(save(ann, { roomId: mainRoom, isOpen: true }), "invalid");
		await refused(save(ann, { roomId: 900_000_001, name: "x" }), "not_found");
		const root = await (await administrator()).connect();
		await save(root, { name: freshRoomName() });
		await refused(save(root, { volume: 3 }), "not_member");
	});

	it("hands a room over to one of its members", async () => {
		const [ann, bo] = await apart();
		const [cy, visiting] = [await (await newcomer()).connect(), await (await guest()).connect()];
		const { channelId, roomId: mainRoom } = await foundGroup(ann, [bo, cy]);
		const { roomId } = await bo.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(ann),
		});
		await bo.client.request("inviteUser", { roomId, users: ids(visiting) });
		const hand = (by: Connection, roomCreatorId: number) =>
			by.client.request("saveRoomSettings", { roomId, roomCreatorId });
		await refused(hand(bo, cy.person.userId), "invalid", /must be a member/);
		await refused(hand(bo, visiting.person.userId), "invalid");
		await refused(hand(bo, 900_000_001), "invalid");
		await ann.client.request("inviteUser", { roomId, users: ids(cy) });
		await liveRoom(cy, roomId);
		await hand(bo, cy.person.userId);
		const saved = await cy.event({ action: "saveRoomSettings", roomId });
		expect(saved).toMatchObject({ room: { roomCreatorId: cy.person.userId } });
		await refused(hand(bo, bo.person.userId), "forbidden");
		await cy.client.request("saveRoomSettings", { roomId, isReadOnly: true });
		expect(mainRoom).toBeGreaterThan(0);
	});

	it("keeps what one is told of for oneself, in all of one's sessions", async () => {
		const [ann, bo] = await apart();
		const there = await connectElsewhere(await bo.person.another(), bo);
		const { roomId } = await foundGroup(ann, [bo]);
		await liveRoom(there, roomId);
		await bo.client.request("saveRoomSettings", { roomId, notify: "mentions" });
		await bo.client.request("saveRoomSettings", { roomId, volume: 0 });
		for (const session of [bo, there]) {
			await session.event({ action: "saveMemberSettings", roomId, notify: "mentions", volume: 50 });
			await session.event({ action: "saveMemberSettings", roomId, notify: "mentions", volume: 0 });
		}
		expect(await roomOf(bo.person, roomId)).toMatchObject({
			notify: "mentions",
			notifications: true,
			volume: 0,
		});
		expect(await roomOf(ann.person, roomId)).toMatchObject({ notify: "all", volume: 50 });
		expect(ann.frames.filter(({ action }) => action === "saveMemberSettings")).toEqual([]);
	});

	it("moves a room; whoever is not in the new group leaves, but guests", async () => {
		const [ann, bo] = await apart();
		const [cy, visiting] = [await (await newcomer()).connect(), await (await guest()).connect()];
		const from = await foundGroup(ann, [bo, cy]);
		const to = await foundGroup(ann, [bo]);
		const name = freshRoomName();
		const { roomId } = await ann.client.request("addRoom", {
			name,
			channelId: from.channelId,
			users: ids(bo, cy),
		});
		await ann.client.request("inviteUser", { roomId, users: ids(visiting) });
		await liveRoom(cy, roomId);
		await say(cy, roomId, "history");
		await refused(
			ann.client.request("saveRoomSettings", { roomId, channelId: 900_000_001 }),
			"not_found",
		);
		const foreign = await foundGroup(bo, [ann]);
		await refused(
			ann.client.request("saveRoomSettings", { roomId, channelId: foreign.channelId }),
			"forbidden",
			/both groups/,
		);
		await ann.client.request("saveRoomSettings", { roomId, channelId: to.channelId });
		const saved = await bo.event({ action: "saveRoomSettings", roomId });
		expect(saved).toMatchObject({ room: { channelId: to.channelId, name } });
		await cy.event({ action: "roomRemoved", roomId });
		await bo.event({ action: "leaveUser", roomId, userId: cy.person.userId });
		expect(membersOf(roomId)).toEqual(ids(ann, bo, visiting).sort((a, b) => a - b));
		const { content } = await bo.client.request("loadMessages", { roomId });
		expect(content[0]).toMatchObject({ content: "history" });
		await refused(ann.client.request("inviteUser", { roomId, users: ids(cy) }), "invalid");
	});

	it("moves nothing for the creator of a room who leads no group", async () => {
		const [ann, bo] = await apart();
		const from = await foundGroup(ann, [bo]);
		const to = await foundGroup(bo);
		const { roomId } = await bo.client.request("addRoom", {
			name: freshRoomName(),
			channelId: from.channelId,
			users: [],
		});
		const moved = bo.client.request("saveRoomSettings", { roomId, channelId: to.channelId });
		await refused(moved, "forbidden");
		expect(await roomOf(bo.person, roomId)).toMatchObject({ channelId: from.channelId });
	});
});

describe("leaveUser", () => {
	it("leaves a room, which has no creator when that one goes", async () => {
		const [ann, bo] = await apart();
		const { channelId, roomId: mainRoom } = await foundGroup(ann, [bo]);
		const { roomId } = await bo.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(ann),
		});
		await liveRoom(ann, roomId);
		await bo.client.request("leaveUser", { roomId });
		await bo.event({ action: "roomRemoved", roomId });
		await ann.event({ action: "leaveUser", roomId, userId: bo.person.userId });
		const saved = await ann.event({ action: "saveRoomSettings", roomId });
		expect(saved).toMatchObject({ room: { roomCreatorId: null } });
		await refused(bo.client.request("leaveUser", { roomId }), "not_member");
		await refused(ann.client.request("leaveUser", { roomId: mainRoom }), "invalid", /with the group/);
		await refused(ann.client.request("leaveUser", { roomId: 1 }), "invalid");
	});
});

describe("deleteRoom", () => {
	it("ends a room: its members hear it, and nothing more; no door leads in again (S3)", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		const { roomId } = await ann.client.request("addRoom", {
			name: freshRoomName(),
			channelId,
			users: ids(bo),
			isOpen: true,
			isVisible: true,
		});
		await liveRoom(bo, roomId);
		await say(bo, roomId, "a last word");
		await refused(bo.client.request("deleteRoom", { roomId }), "forbidden");
		await ann.client.request("deleteRoom", { roomId });
		for (const one of [ann, bo]) {
			const event = await one.event({ action: "deleteRoom", roomId });
			expect(event["userId"]).toBe(ann.person.userId);
		}
		for (const one of [ann, bo]) {
			await refused(say(one, roomId, "hello?"), "not_member");
			await refused(one.client.request("loadMessages", { roomId }), "not_member");
			await refused(one.client.request("inviteUser", { roomId, users: [] }), "not_found");
			await refused(one.client.request("joinRoom", { roomId }), "not_found");
			await refused(one.client.request("listMembers", { roomId }), "not_member");
			await refused(one.client.request("saveRoomSettings", { roomId, name: "x" }), "not_found");
			await refused(one.client.request("leaveUser", { roomId }), "not_member");
			const { rooms } = await one.client.request("listRooms", {});
			expect(rooms.map((room) => room.roomId)).not.toContain(roomId);
			expect(await roomOf(one.person, roomId)).toBeUndefined();
		}
		await refused(ann.client.request("deleteRoom", { roomId }), "not_found");
		await refused(ann.client.request("createInvitation", { roomIds: [roomId] }), "not_member");
		expect(membersOf(roomId)).toEqual([]);
	});

	it("is not for main rooms, direct rooms, members and strangers (S3)", async () => {
		const [ann, bo] = await apart();
		const { roomId: mainRoom } = await foundGroup(ann, [bo]);
		const root = await (await administrator()).connect();
		const stranger = await (await newcomer()).connect();
		await refused(ann.client.request("deleteRoom", { roomId: mainRoom }), "invalid", /with the group/);
		await refused(root.client.request("deleteRoom", { roomId: 1 }), "invalid");
		await refused(stranger.client.request("deleteRoom", { roomId: mainRoom }), "not_member");
		await refused(stranger.client.request("deleteRoom", { roomId: 900_000_001 }), "not_found");
		const bare = await stranger.rawRequest({ action: "deleteRoom" });
		expect(bare).toMatchObject({ error: "invalid" });
	});

	it("of rooms that one is just opening does not bring them", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		for (let round = 0; round < 5; round++) {
			const { roomId } = await ann.client.request("addRoom", {
				name: freshRoomName(),
				channelId,
				users: ids(bo),
			});
			const device = await bo.person.another();
			const [opened] = await Promise.all([
				device.connect(),
				ann.client.request("deleteRoom", { roomId }),
			]);
			const had = (opened.first["rooms"] as JsonRecord[]).some((room) => room["roomId"] === roomId);
			if (had) await opened.event({ action: "deleteRoom", roomId });
			await refused(say(opened, roomId, "x"), "not_member");
			opened.stop();
		}
	});
});

describe("listMembers", () => {
	it("gives a room's members by name, page by page, and those who are looked for", async () => {
		const ann = await (await newcomer()).connect();
		const many = strangers(130);
		const { roomId } = await ann.client.request("addChannel", {
			channelName: freshRoomName(),
			users: many,
		});
		const names: string[] = [];
		const seen = new Set<number>();
		let after: number | undefined;
		for (let page = 0; page < 5; page++) {
			const { members, memberCount } = await ann.client.request("listMembers", { roomId, after });
			expect(memberCount).toBe(131);
			members.forEach(({ user, isModerator, joined }) => {
				names.push(user.displayName);
				seen.add(user.userId);
				expect(isModerator).toBe(user.userId === ann.person.userId);
				expect(joined).toBeGreaterThan(0);
			});
			after = members.at(-1)?.user.userId;
			if (members.length < 100) break;
		}
		expect(names).toHaveLength(131);
		expect(seen.size).toBe(131);
		const order = new Intl.Collator("en", { sensitivity: "base" });
		const numbered = names.filter((name) => name.startsWith("Stranger"));
		expect(numbered).toEqual([...numbered].sort(order.compare));
		const { members } = await ann.client.request("listMembers", {
			roomId,
			search: ann.person.name.toUpperCase(),
		});
		expect(members.map(({ user }) => user.userId)).toEqual(ids(ann));
	});

	it("is for members, guests too, and has no disabled accounts", async () => {
		const [ann, bo] = await apart();
		const visiting = await (await guest()).connect();
		const { roomId } = await foundGroup(ann, [bo]);
		await ann.client.request("inviteUser", { roomId, users: ids(visiting) });
		const listed = async (by: Connection): Promise<number[]> => {
			const { members } = await by.client.request("listMembers", { roomId });
			return members.map(({ user }) => user.userId).sort((a, b) => a - b);
		};
		expect(await listed(visiting)).toEqual(ids(ann, bo, visiting).sort((a, b) => a - b));
		const { client } = await (await administrator()).connect();
		await client.request("setAccountState", { userId: bo.person.userId, state: "disabled" });
		expect(await listed(ann)).toEqual(ids(ann, visiting).sort((a, b) => a - b));
		const stranger = await (await newcomer()).connect();
		await refused(stranger.client.request("listMembers", { roomId }), "not_member");
		await refused(stranger.client.request("listMembers", { roomId: 900_000_001 }), "not_member");
	});
});

describe("listRooms and joinRoom", () => {
	it("find open groups by a part of their name, and lead into them", async () => {
		const [ann, bo] = await apart();
		const channelName = freshRoomName();
		const open = { channelName, users: [], isOpen: true, isVisible: true };
		const { channelId, roomId } = await ann.client.request("addChannel", open);
		const inside = await ann.client.request("addRoom", {
			name: `${channelName} inside`,
			channelId,
			users: [],
			isOpen: true,
			isVisible: true,
		});
		const closed = await ann.client.request("addRoom", {
			name: `${channelName} closed`,
			channelId,
			users: [],
		});
		const find = async (by: Connection) =>
			(await by.client.request("listRooms", { search: channelName.slice(2).toUpperCase() })).rooms;
		expect(await find(bo)).toMatchObject([
			{ roomId, name: channelName, isMainInChannel: true, joined: false, channelName, memberCount: 1 },
		]);
		await refused(bo.client.request("joinRoom", { roomId: inside.roomId }), "not_found");
		await bo.client.request("joinRoom", { roomId });
		await liveRoom(bo, roomId);
		expect((await find(bo)).map((room) => [room.roomId, room.joined])).toEqual([
			[roomId, true],
			[inside.roomId, false],
		]);
		await bo.client.request("joinRoom", { roomId: inside.roomId });
		await ann.event({ action: "joinUser", roomId: inside.roomId, userId: bo.person.userId });
		await refused(bo.client.request("joinRoom", { roomId: closed.roomId }), "not_found");
	});

	it("do not know what is closed or not visible", async () => {
		const [ann, bo] = await apart();
		const hidden = await foundGroup(ann, [], { isOpen: true });
		const closed = await foundGroup(ann, [], { isVisible: true });
		const { rooms } = await bo.client.request("listRooms", { search: "room " });
		const found = rooms.map(({ roomId }) => roomId);
		expect(found).not.toContain(hidden.roomId);
		expect(found).not.toContain(closed.roomId);
		await refused(bo.client.request("joinRoom", { roomId: closed.roomId }), "not_found");
		await bo.client.request("joinRoom", { roomId: hidden.roomId });
	});
});
