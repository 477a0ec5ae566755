/* Whoever is taken out, disabled or made a guest gets nothing from then on; two workers, raw frames. That it holds when nothing is published
 * is in tests/faults/04-removed.test.ts. */
import { describe, expect, it } from "vitest";

import type { JsonRecord } from "../../frontend/src/utils/record";
import { PASSWORD, type Connection } from "./harness/person";
import {
	apart,
	connectElsewhere,
	foundGroup,
	freshRoomName,
	liveRoom,
	refused,
	roomOf,
	say,
} from "./harness/rooms";
import { queryArchive } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { administrator, newcomer, server, visitor } from "./harness/world";

const ids = (...connections: Connection[]): number[] => connections.map(({ person }) => person.userId);

/** A room of a group with these people, live for all. */
async function roomWith(founder: Connection, ...members: Connection[]) {
	const group = await foundGroup(founder, members);
	const room = { name: freshRoomName(), channelId: group.channelId, users: ids(...members) };
	const { roomId } = await founder.client.request("addRoom", room);
	await Promise.all([founder, ...members].map((each) => liveRoom(each, roomId)));
	return { ...group, mainRoom: group.roomId, roomId };
}

/** The seq under which somebody left a room, by the archive. */
function leftAt(roomId: number, userId: number): number {
	const found = `SELECT MAX(seq) FROM change_log WHERE stream_id = ${roomId} AND subject_id = ${userId} AND kind IN (2, 19)`;
	return Number(queryArchive(server.dataDir, found)[0]?.[0]);
}

/** Frames of a room's own stream that a connection should not have had. */
function heardAfter(connection: Connection, roomId: number, seq: number): JsonRecord[] {
	return connection.frames.filter(
		(frame) =>
			frame["roomId"] === roomId &&
			frame["handler"] !== "void" &&
			frame["action"] !== "roomRemoved" &&
			Number(frame["seq"]) >= seq,
	);
}

/** Somebody talks in a room without pause; stops with the number of words. */
function chatter(connection: Connection, roomId: number): () => Promise<number> {
	let going = true;
	const talking = (async () => {
		let said = 0;
		for (; going; said++) await say(connection, roomId, `word ${said}`);
		return said;
	})();
	return () => {
		going = false;
		return talking;
	};
}

describe("a removed member", () => {
	it("gets nothing with a higher number, while others go on talking on both workers", async () => {
		const [ann, bo] = await apart();
		const [cy, second] = [
			await connectElsewhere(await newcomer(), ann),
			await connectElsewhere(await bo.person.another(), bo),
		];
		const { roomId } = await roomWith(ann, bo, cy);
		await liveRoom(second, roomId);
		const stops = [chatter(ann, roomId), chatter(cy, roomId)];
		await sleep(300);
		await ann.client.request("removeUser", { roomId, userId: bo.person.userId });
		await sleep(500);
		await Promise.all(stops.map((stop) => stop()));
		const { seq } = await say(ann, roomId, "the last");
		await cy.event({ action: "printMessage", roomId, seq });
		const left = leftAt(roomId, bo.person.userId);
		expect(left).toBeLessThan(seq - 2);
		for (const device of [bo, second]) {
			await device.event({ action: "roomRemoved", roomId });
			expect(heardAfter(device, roomId, left)).toEqual([]);
			expect(device.messages(roomId).length).toBeGreaterThan(0);
		}
	});

	it("is refused what was asked for before the answer was there", async () => {
		for (let round = 0; round < 3; round++) {
			const [ann, bo] = await apart();
			const { roomId } = await roomWith(ann, bo);
			await say(ann, roomId, "one");
			const removal = ann.client.request("removeUser", { roomId, userId: bo.person.userId });
			const asked = await Promise.allSettled([
				...Array.from({ length: 10 }, () => say(bo, roomId, "in time?")),
				...Array.from({ length: 5 }, () => bo.client.request("loadMessages", { roomId })),
				bo.client.request("getChanges", { streams: [{ roomId, after: 0 }] }),
			]);
			await removal;
			const left = leftAt(roomId, bo.person.userId);
			for (const answer of asked) {
				if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "not_member" });
				else if ("seq" in answer.value) expect(answer.value.seq).toBeLessThan(left);
			}
			await bo.event({ action: "roomRemoved", roomId });
			await refused(say(bo, roomId, "late"), "not_member");
			await refused(bo.client.request("loadMessages", { roomId }), "not_member");
			const late = bo.client.request("getChanges", { streams: [{ roomId, after: 0 }] });
			await refused(late, "not_member");
			await refused(bo.client.request("setReadPosition", { roomId, seq: 1 }), "not_member");
			await refused(bo.client.request("listMembers", { roomId }), "not_member");
		}
	});

	it("comes back with what was said meanwhile, if put in again", async () => {
		const [ann, bo] = await apart();
		const { roomId } = await roomWith(ann, bo);
		for (let round = 0; round < 3; round++) {
			await ann.client.request("removeUser", { roomId, userId: bo.person.userId });
			await ann.client.request("inviteUser", { roomId, users: ids(bo) });
		}
		const { seq } = await say(ann, roomId, "welcome back");
		// It came as an event, or was said before the room was live for bo again and is within what roomLive says.
		const has = ({ action, room, ...event }: JsonRecord): boolean =>
			action === "printMessage"
				? event["roomId"] === roomId && event["seq"] === seq
				: action === "roomLive" &&
					(room as JsonRecord)["roomId"] === roomId &&
					Number((room as JsonRecord)["seq"]) >= seq;
		await until("bo has what was said meanwhile", () => bo.applied.some(has));
		await say(bo, roomId, "thanks");
		expect(await roomOf(bo.person, roomId)).toMatchObject({ roomId });
	});
});

describe("a disabled account", () => {
	it("is out of every room before it changes, and in them again when it is enabled", async () => {
		const [ann, bo] = await apart();
		const { roomId, mainRoom } = await roomWith(ann, bo);
		const direct = await ann.client.request("addRoom", { users: ids(bo) });
		await liveRoom(bo, direct.roomId);
		await bo.client.request("saveRoomSettings", { roomId, volume: 13 });
		const stop = chatter(ann, roomId);
		await sleep(200);
		const root = await (await administrator()).connect();
		const state = (to: "active" | "disabled") =>
			root.client.request("setAccountState", { userId: bo.person.userId, state: to });
		await state("disabled");
		await until("bo's socket is closed", () => bo.closes.length > 0);
		await stop();
		const { seq } = await say(ann, roomId, "the last");
		await ann.event({ action: "printMessage", roomId, seq });
		for (const id of [roomId, mainRoom, 1])
			await ann.event({ action: "leaveUser", roomId: id, userId: bo.person.userId });
		expect(heardAfter(bo, roomId, leftAt(roomId, bo.person.userId))).toEqual([]);
		const room = await roomOf(ann.person, roomId);
		expect(room).toMatchObject({ users: ids(ann), memberCount: 1 });
		await refused(
			ann.client.request("inviteUser", { roomId: mainRoom, users: ids(await stranger(bo)) }),
			"invalid",
		);

		await state("active");
		for (const id of [roomId, mainRoom]) {
			const back = await ann.event({ action: "joinUser", roomId: id, userId: bo.person.userId });
			expect(back["user"]).toMatchObject({ user: bo.person.name });
		}
		const again = await (await bo.person.signIn(PASSWORD)).connect();
		const rooms = again.first["rooms"] as JsonRecord[];
		expect(rooms.map((each) => each["roomId"]).sort()).toEqual(
			[1, mainRoom, roomId, direct.roomId].sort(),
		);
		const unread = rooms.find((each) => each["roomId"] === roomId);
		expect(unread).toMatchObject({ volume: 13 });
		expect(Number(unread?.["unread"])).toBeGreaterThan(0);
		await say(again, roomId, "here I am");
	});

	/** Somebody else who is disabled: a connection's person stands for its id. */
	async function stranger(like: Connection): Promise<Connection> {
		const other = await (await newcomer()).connect();
		const root = await (await administrator()).connect();
		await root.client.request("setAccountState", { userId: other.person.userId, state: "disabled" });
		expect(like.person.userId).not.toBe(other.person.userId);
		return other;
	}

	it("cannot be the last administrator, who keeps the rooms", async () => {
		const person = await administrator();
		const root = await person.connect();
		const { roomId } = await foundGroup(root);
		const { accounts } = await root.client.request("listAccounts", {});
		for (const { userId, role } of accounts) {
			const other = role === "administrator" && userId !== person.userId;
			if (other) await root.client.request("setAccountRole", { userId, role: "member" });
		}
		const self = { userId: person.userId };
		await refused(root.client.request("setAccountState", { ...self, state: "disabled" }), "conflict");
		await refused(root.client.request("setAccountRole", { ...self, role: "guest" }), "conflict");
		await say(root, roomId, "still here");
		const places = `SELECT COUNT(*) FROM room_member WHERE user_id = ${person.userId} AND suspended`;
		expect(queryArchive(server.dataDir, places)).toEqual([["0"]]);
	});

	it("by one administrator while another enables it is one or the other in all rooms", async () => {
		const [ann, bo] = await apart();
		const { channelId } = await foundGroup(ann, [bo]);
		for (let i = 0; i < 3; i++)
			await ann.client.request("addRoom", { name: freshRoomName(), channelId, users: ids(bo) });
		const root = await administrator();
		const roots = [await root.connect(), await root.connect()] as const;
		const states = ["disabled", "active"] as const;
		for (let round = 0; round < 6; round++) {
			const set = states.map((state, i) =>
				roots[i as 0 | 1].client.request("setAccountState", { userId: bo.person.userId, state }),
			);
			await Promise.all(set);
			const wrong = `SELECT COUNT(*) FROM room_member m JOIN user u ON u.id = m.user_id WHERE u.id = ${bo.person.userId} AND m.suspended <> (u.state <> 0)`;
			expect(queryArchive(server.dataDir, wrong)).toEqual([["0"]]);
		}
	});

	it("is not brought into a room by anybody, at the same time either", async () => {
		const [ann, bo] = await apart();
		const root = await (await administrator()).connect();
		const { channelId } = await foundGroup(ann, [bo]);
		const rooms = Array.from({ length: 10 }, () =>
			ann.client
				.request("addRoom", { name: freshRoomName(), channelId, users: ids(bo) })
				.catch(() => null),
		);
		const state = { userId: bo.person.userId, state: "disabled" } as const;
		await Promise.all([root.client.request("setAccountState", state), ...rooms]);
		const left = `SELECT COUNT(*) FROM room_member WHERE user_id = ${bo.person.userId} AND NOT suspended`;
		expect(queryArchive(server.dataDir, left)).toEqual([["0"]]);
	});
});

describe("somebody who becomes a guest", () => {
	it("leaves every open room and open group first, and stays where somebody put them", async () => {
		const [ann, bo] = await apart();
		const open = await foundGroup(ann, [bo], { isOpen: true, isVisible: true });
		const inside = await ann.client.request("addRoom", {
			name: freshRoomName(),
			channelId: open.channelId,
			users: ids(bo),
		});
		const closed = await roomWith(ann, bo);
		const direct = await ann.client.request("addRoom", { users: ids(bo) });
		await liveRoom(bo, direct.roomId);
		const root = await (await administrator()).connect();
		const stop = chatter(ann, open.roomId);
		await root.client.request("setAccountRole", { userId: bo.person.userId, role: "guest" });
		await stop();
		for (const roomId of [1, open.roomId]) {
			await bo.event({ action: "roomRemoved", roomId });
			await ann.event({ action: "leaveUser", roomId, userId: bo.person.userId });
			expect(heardAfter(bo, roomId, leftAt(roomId, bo.person.userId))).toEqual([]);
		}
		const changed = await bo.event({ action: "userProfileChanged" });
		expect(changed["user"]).toMatchObject({ role: "guest" });
		const gone = bo.applied.filter(({ action }) => action === "roomRemoved");
		expect(gone.map(({ seq }) => Number(seq)).every((seq) => seq < Number(changed["seq"]))).toBe(true);
		const rooms = ((await (await bo.person.another()).connect()).first["rooms"] as JsonRecord[])
			.map((room) => Number(room["roomId"]))
			.sort((a, b) => a - b);
		expect(rooms).toEqual(
			[inside.roomId, closed.mainRoom, closed.roomId, direct.roomId].sort((a, b) => a - b),
		);
		await until("the session is a guest's", async () => {
			const refusal = await bo.client
				.request("joinRoom", { roomId: open.roomId })
				.catch((reason: { code: string }) => reason.code);
			return refusal === "forbidden";
		});
		await say(bo, closed.roomId, "I may still write here");
	});

	it("keeps order nowhere any more, and an administrator who is one no longer does not either", async () => {
		const [ann, bo] = await apart();
		const { roomId, channelId } = await roomWith(bo, ann);
		const root = await (await administrator()).connect();
		await root.client.request("setAccountRole", { userId: bo.person.userId, role: "guest" });
		await refused(bo.client.request("saveRoomSettings", { roomId, name: "mine" }), "forbidden");
		await refused(
			bo.client.request("saveChannelSettings", { channelId, channelName: "mine" }),
			"forbidden",
		);

		const third = await newcomer();
		await root.client.request("setAccountRole", { userId: third.userId, role: "administrator" });
		const cy = await third.connect();
		await cy.client.request("saveRoomSettings", { roomId, name: freshRoomName() });
		await root.client.request("setAccountRole", { userId: third.userId, role: "member" });
		await refused(cy.client.request("saveRoomSettings", { roomId, name: "again" }), "not_member");
		await refused(cy.client.request("deleteChannel", { channelId }), "not_member");
	});

	it("while joining open rooms is left in none of them", async () => {
		const root = await (await administrator()).connect();
		const ann = await (await newcomer()).connect();
		const groups = await Promise.all(
			Array.from({ length: 8 }, () => foundGroup(ann, [], { isOpen: true })),
		);
		const bo = await (await visitor().register()).connect();
		const joins = groups.map(({ roomId }) => bo.client.request("joinRoom", { roomId }).catch(() => null));
		const role = { userId: bo.person.userId, role: "guest" } as const;
		await Promise.all([root.client.request("setAccountRole", role), ...joins]);
		const open = `SELECT COUNT(*) FROM room_member m JOIN room r ON r.id = m.room_id AND r.is_open WHERE m.user_id = ${bo.person.userId}`;
		expect(queryArchive(server.dataDir, open)).toEqual([["0"]]);
	});
});
