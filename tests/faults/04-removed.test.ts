/* Whoever is taken out, disabled or made a guest, or whose room is deleted, gets nothing from the commit on, although what says so is lost
 * on the way to the workers: proved by the raw frames, number by number. */
import { afterEach, beforeEach, expect, it } from "vitest";

import { Person, type Connection } from "../contract/harness/person";
import { holderOf } from "../contract/harness/processes";
import { queryArchive, startServer, workersOf, type Server } from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";
import type { JsonRecord } from "../../frontend/src/utils/record";
import { Load } from "./load";
import { Proxy } from "./proxy";
import { losingPublished, startRedis, type Redis } from "./redis";

/** A worker that hears nothing looks at the archive this often. */
const HEAD_CHECK_MS = 2_500;
/** What says that somebody is out. */
const REMOVALS = [
	"leaveUser",
	"roomRemoved",
	"userProfileChanged",
	"sessionRevoked",
	"deleteRoom",
	"changed",
];

let redis: Redis;
let proxy: Proxy;
let server: Server;
let load: Load;
let lost = 0;
let losing: (published: string) => boolean = () => false;

const removal = (published: string): boolean =>
	REMOVALS.some((action) => published.includes(`"action":"${action}"`));

beforeEach(async () => {
	lost = 0;
	losing = () => false;
	redis = await startRedis();
	const filter = losingPublished((published) => {
		const gone = losing(published);
		lost += gone ? 1 : 0;
		return gone;
	});
	proxy = new Proxy({ to: { port: redis.port }, filter });
	const redis_url = `redis://127.0.0.1:${await proxy.listen()}/0`;
	server = await startServer({ config: { redis_url, head_check_ms: HEAD_CHECK_MS } });
	load = new Load(server);
}, 60_000);

afterEach(async () => {
	try {
		expect(load.connections.flatMap(({ bugs }) => bugs)).toEqual([]);
		expect(load.world.complaints.lines).toEqual([]);
		await load.end();
	} finally {
		proxy.close();
		redis.stop();
	}
}, 60_000);

async function somebody(): Promise<Connection> {
	return await (await new Person(load.world).register()).connect();
}

async function administrator(): Promise<Connection> {
	return await (await new Person(load.world, "root").register({ setup: server.address.setup })).connect();
}

/** Somebody on another worker. */
async function elsewhere(other: Connection): Promise<Connection> {
	const workers = workersOf(server.address.pid);
	const workerOf = ({ localPort }: Connection) => holderOf(workers, server.address.port, localPort)?.pid;
	const person = await new Person(load.world).register();
	return await until("another worker", async () => {
		const connection = await person.connect();
		if (workerOf(connection) !== workerOf(other)) return connection;
		connection.stop();
		return null;
	});
}

function live(connection: Connection, roomId: number): Promise<true> {
	return until(`${connection.person.name}: room ${roomId}`, () =>
		connection.client.position(roomId) === undefined ? null : true,
	);
}

/** An open group with these people; its founder talks here, the others there. */
async function group(founder: Connection, ...members: Connection[]): Promise<number> {
	const users = members.map(({ person }) => person.userId);
	const made = { channelName: "lost and found", users, isOpen: true };
	const { roomId } = await founder.client.request("addChannel", made);
	await Promise.all([founder, ...members].map((each) => live(each, roomId)));
	return roomId;
}

function say(connection: Connection, roomId: number, content: string) {
	const clientId = `${connection.person.name}-${Math.random()}`;
	return connection.client.request("printMessage", { roomId, clientId, content });
}

/** The number under which somebody left a room, or the room ended. */
function endOf(roomId: number, userId: number): number {
	const sql = `SELECT MAX(seq) FROM change_log WHERE stream_id = ${roomId} AND ((kind IN (2, 19) AND subject_id = ${userId}) OR kind = 15)`;
	return Number(queryArchive(server.address.dataDir, sql)[0]?.[0]);
}

/** Frames of the room's own stream from that number on. */
function heardFrom(connection: Connection, roomId: number, seq: number): JsonRecord[] {
	return connection.frames.filter(
		(frame) =>
			frame["roomId"] === roomId &&
			frame["handler"] !== "void" &&
			frame["action"] !== "roomRemoved" &&
			Number(frame["seq"]) >= seq,
	);
}

/** `remove` is done and what says so is lost, while ann and cy talk on two workers; bo hears nothing of what comes after it. */
async function lostWhileOthersTalk(
	remove: (scene: { roomId: number; bo: Connection; ann: Connection }) => Promise<unknown>,
): Promise<void> {
	const bo = await somebody();
	const ann = await elsewhere(bo);
	const cy = await somebody();
	const roomId = await group(ann, bo, cy);
	losing = removal;
	let talking = true;
	const talk = async (by: Connection): Promise<void> => {
		for (let i = 0; talking; i++) {
			await say(by, roomId, `word ${i}`);
			await sleep(5);
		}
	};
	const words = [talk(ann), talk(cy)];
	await sleep(400);
	await remove({ roomId, bo, ann });
	await sleep(800);
	talking = false;
	await Promise.all(words);
	const { seq } = await say(ann, roomId, "the last");
	await cy.event({ action: "printMessage", roomId, seq });
	const end = endOf(roomId, bo.person.userId);
	expect(lost).toBeGreaterThan(0);
	expect(end).toBeLessThan(seq - 5);
	await sleep(HEAD_CHECK_MS + 500);
	expect(bo.messages(roomId).length).toBeGreaterThan(5);
	expect(heardFrom(bo, roomId, end)).toEqual([]);
}

it("a removed member, while others go on talking on both workers", async () => {
	await lostWhileOthersTalk(({ roomId, bo, ann }) =>
		ann.client.request("removeUser", { roomId, userId: bo.person.userId }),
	);
});

it("a disabled account, while others go on talking on both workers", async () => {
	const root = await administrator();
	await lostWhileOthersTalk(async ({ bo }) => {
		const state = { userId: bo.person.userId, state: "disabled" } as const;
		await root.client.request("setAccountState", state);
	});
});

it("somebody who became a guest, while others go on talking on both workers", async () => {
	const root = await administrator();
	await lostWhileOthersTalk(async ({ bo }) => {
		const role = { userId: bo.person.userId, role: "guest" } as const;
		await root.client.request("setAccountRole", role);
	});
});

it("everything published is lost: what a removed member asks for has nothing of the time after", async () => {
	const bo = await somebody();
	const ann = await elsewhere(bo);
	const roomId = await group(ann, bo);
	const before = await say(ann, roomId, "before");
	await bo.event({ action: "printMessage", roomId, seq: before.seq });
	await sleep(200);
	losing = () => true;
	await ann.client.request("removeUser", { roomId, userId: bo.person.userId });
	const end = endOf(roomId, bo.person.userId);
	const { id } = await say(ann, roomId, "a secret");
	const asked = await Promise.allSettled([
		bo.client.request("getChanges", { streams: [{ roomId, after: before.seq }] }),
		bo.client.request("loadMessages", { roomId }),
		bo.client.request("loadMessagesByIds", { roomId, messagesIds: [id] }),
		say(bo, roomId, "am I still in?"),
	]);
	const answers = JSON.stringify(
		asked.map((answer) => (answer.status === "fulfilled" ? answer.value : null)),
	);
	expect(answers).not.toContain("a secret");
	expect(asked[3]).toMatchObject({ status: "rejected", reason: { code: "not_member" } });
	await bo.event({ action: "roomRemoved", roomId }, HEAD_CHECK_MS + 3_000);
	expect(heardFrom(bo, roomId, end)).toEqual([]);
	await expect(bo.client.request("loadMessages", { roomId })).rejects.toMatchObject({ code: "not_member" });
});

it("everything published is lost: a deleted room takes nothing more, and its members hear it by the clock", async () => {
	const bo = await somebody();
	const ann = await elsewhere(bo);
	const main = await group(ann, bo);
	const { channelId } = await until("the group", () =>
		bo.applied.find(({ action }) => action === "roomLive"),
	).then((event) => event["channel"] as { channelId: number });
	const room = { name: "doomed", channelId, users: [bo.person.userId] };
	const { roomId } = await ann.client.request("addRoom", room);
	await Promise.all([live(ann, roomId), live(bo, roomId)]);
	await sleep(200);
	losing = () => true;
	await ann.client.request("deleteRoom", { roomId });
	await expect(say(bo, roomId, "too late")).rejects.toMatchObject({ code: "not_member" });
	await bo.event({ action: "deleteRoom", roomId }, HEAD_CHECK_MS + 3_000);
	await say(bo, main, "life goes on");
	const rows = `SELECT COUNT(*) FROM message WHERE room_id = ${roomId}`;
	expect(queryArchive(server.address.dataDir, rows)).toEqual([["0"]]);
});
