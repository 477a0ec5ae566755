/* Too many of something: connections, sockets, sessions, invitations, members, writes. Each bound has its answer, and others notice nothing.
 * The servers' bounds are small. */
import { request } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";

import type { ApiError } from "../../frontend/src/api/errors";
import { PASSWORD, Person, type Connection } from "./harness/person";
import { childrenLike } from "./harness/processes";
import { freshRoomName, liveRoom, refused, strangers } from "./harness/rooms";
import { queryArchive, startServer, type Server } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { visitor, worldOf } from "./harness/world";

const small = {
	sockets_per_user_max: 3,
	sockets_per_address_max: 100,
	room_members_max: 5,
	invitations_per_user_max: 3,
	sessions_per_user_max: 3,
	rate_pings_per_s: 20,
	rate_pings_burst: 200,
};
let own: Server;

beforeAll(async () => {
	own = await startServer({ config: small });
}, 60_000);

afterAll(async () => {
	expect(await own.remove()).toBe(0);
	expect(own.alarms).toEqual([]);
});

const guest = (): Person => visitor(own.address.origin);
const somebody = async (): Promise<Connection> => await (await guest().register()).connect();
const idOf = ({ person }: Connection): number => person.userId;

/** A TCP connection from an address of its own; all of 127/8 is this machine. */
function dial(from: string, port = own.address.port): Socket {
	const socket = connectTcp({ host: "127.0.0.1", port, localAddress: from });
	socket.on("error", () => undefined);
	return socket;
}

/** What came until the connection ended; null while it has not. */
function watch(socket: Socket): { text: string; ended: boolean } {
	const seen = { text: "", ended: false };
	socket.setEncoding("latin1").on("data", (part: string) => (seen.text += part));
	socket.once("close", () => (seen.ended = true));
	socket.once("end", () => (seen.ended = true));
	return seen;
}

function errorsOf(results: readonly PromiseSettledResult<unknown>[]): ApiError[] {
	return results.flatMap((result) => (result.status === "rejected" ? [result.reason as ApiError] : []));
}

describe("connections", () => {
	it("of one address are closed at once when there are too many, and others are not", async () => {
		const sockets = Array.from({ length: 300 }, () => dial("127.0.0.2"));
		const seen = sockets.map(watch);
		// Each of the two workers has at most 100.
		await until("a hundred are closed", () => seen.filter(({ ended }) => ended).length >= 100, 5_000);
		await sleep(300);
		const left = sockets.filter((_, i) => seen[i]?.ended === false);
		expect(left.length).toBeGreaterThanOrEqual(100);
		expect(left.length).toBeLessThanOrEqual(200);
		expect(seen.every(({ text }) => text === "")).toBe(true);
		// One that is there is served, and so is another address.
		const [one] = left;
		if (one === undefined) throw new Error("none is left");
		const answer = watch(one);
		one.write(`GET /health HTTP/1.1\r\nHost: localhost:${own.address.port}\r\n\r\n`);
		await until("an answer", () => answer.text.startsWith("HTTP/1.1 200 "));
		expect((await fetch(`${own.address.origin}/health`)).status).toBe(200);
		// When one goes, there is room again.
		sockets.forEach((socket) => socket.destroy());
		await until("there is room", async () => {
			const next = dial("127.0.0.2");
			const heard = watch(next);
			next.write(
				`GET /health HTTP/1.1\r\nHost: localhost:${own.address.port}\r\nConnection: close\r\n\r\n`,
			);
			await until("its end", () => heard.ended);
			return heard.text.startsWith("HTTP/1.1 200 ");
		});
	}, 30_000);

	it("a thousand that say nothing, or half a head, are let go, and hold up nobody", async () => {
		const ann = await somebody();
		const sockets = Array.from({ length: 1_000 }, (_, i) => dial(`127.0.0.${10 + Math.floor(i / 100)}`));
		const seen = sockets.map(watch);
		sockets.forEach(
			(socket, i) => i % 2 && socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
		);
		const started = Date.now();
		let slowestMs = 0;
		let drops = 0;
		while (!seen.every(({ ended }) => ended) && Date.now() - started < 20_000) {
			const asked = Date.now();
			await ann.client.request("ping", {});
			slowestMs = Math.max(slowestMs, Date.now() - asked);
			// Half a head that goes on drop by drop does not gain time.
			if (drops++ % 10 === 0)
				sockets.forEach((socket, i) => i % 2 && socket.writable && socket.write("x"));
			await sleep(100);
		}
		console.log(
			`1,000 half-open: all gone after ${Date.now() - started} ms, slowest ping ${slowestMs} ms`,
		);
		expect(seen.filter(({ ended }) => !ended)).toEqual([]);
		expect(Date.now() - started).toBeGreaterThan(9_000);
		expect(slowestMs).toBeLessThan(1_000);
		seen.forEach(({ text }, i) => expect(text.slice(0, 13)).toBe(i % 2 ? "HTTP/1.1 408 " : ""));
		expect(ann.closes).toEqual([]);
	}, 40_000);
});

describe("sockets", () => {
	it("of one person are closed with 1008 and the reason", async () => {
		const ann = await guest().register();
		const sockets = Array.from({ length: 9 }, () => ann.openSocket());
		const outcomes = await Promise.all(
			sockets.map(
				(socket) =>
					new Promise<string>((resolve) => {
						socket.on("error", () => undefined);
						socket.once("message", () => resolve("open"));
						socket.once("close", (code, reason) => resolve(`${code} ${reason.toString()}`));
					}),
			),
		);
		const refusals = outcomes.filter((outcome) => outcome !== "open");
		expect(refusals.length).toBeGreaterThanOrEqual(3);
		expect(new Set(refusals)).toEqual(new Set(["1008 Too many connections of one person."]));
		expect(outcomes.length - refusals.length).toBeGreaterThanOrEqual(3);
		// When one goes, there is room again.
		sockets.forEach((socket) => socket.terminate());
		const connection = await ann.connect();
		await connection.client.request("ping", {});
	});

	it("of pings in a row are closed with 1008, and others are not", async () => {
		const [ann, bo] = [await guest().register(), await guest().register()];
		const [wild, calm] = [ann.openSocket(), bo.openSocket()];
		const closed = new Promise<string>((resolve) => {
			wild.once("close", (code, reason) => resolve(`${code} ${reason.toString()}`));
		});
		await Promise.all(
			[wild, calm].map((socket) => new Promise((resolve) => socket.once("message", resolve))),
		);
		for (let i = 0; i < 400; i++) wild.ping();
		for (let i = 0; i < 150; i++) i % 2 ? calm.ping() : calm.pong();
		expect(await closed).toBe("1008 Too many pings.");
		const pong = new Promise((resolve) => calm.once("pong", resolve));
		calm.ping();
		await pong;
		expect(calm.readyState).toBe(WebSocket.OPEN);
		calm.terminate();
	});
});

describe("sessions", () => {
	it("of one person are bounded: who signs in once more ends the one that was unused the longest", async () => {
		const first = await guest().register();
		const devices = [first, await first.another(), await first.another()];
		// The first was used just now, the second not for long.
		const seen = "UPDATE session SET last_seen_ms = last_seen_ms";
		const known = queryArchive(
			own.address.dataDir,
			`SELECT id FROM session WHERE user_id = ${first.userId} ORDER BY created_ms, id`,
		).map(([id]) => Number(id));
		queryArchive(own.address.dataDir, `${seen} - 3600000 WHERE user_id = ${first.userId}`);
		const sessions = await (await first.connect()).client.request("listSessions", {});
		const current = sessions.sessions.find((session) => session.current)?.sessionId ?? 0;
		expect(known).toContain(current);
		queryArchive(own.address.dataDir, `${seen} + 7200000 WHERE id = ${current}`);
		const next = await first.another();
		const status = async (person: Person) => (await person.http("/api/status", {})).userId;
		expect(await status(first)).toBe(first.userId);
		expect(await status(next)).toBe(first.userId);
		const gone = await Promise.all(devices.slice(1).map(status));
		expect(gone.filter((userId) => userId === null)).toHaveLength(1);
		const { sessions: left } = await (await next.connect()).client.request("listSessions", {});
		expect(left).toHaveLength(3);
	});

	it("keeps 256 bytes of what the browser calls itself", async () => {
		const ann = await guest().register();
		const agents = ["a".repeat(300), "\u00e4".repeat(300), `${"a".repeat(255)}\u00c3\u00a4`];
		for (const agent of agents) {
			const status = await new Promise<number>((resolve, reject) => {
				const body = JSON.stringify({ username: ann.name, password: PASSWORD });
				// As bytes of Latin-1: whatever is beyond ASCII is no UTF-8, or is cut in its middle.
				const headers = {
					"User-Agent": agent,
					"Content-Type": "application/json",
					Origin: own.address.origin,
				};
				const asked = request(
					`${own.address.origin}/api/auth`,
					{ method: "POST", headers },
					(response) => {
						response.resume();
						resolve(response.statusCode ?? 0);
					},
				);
				asked.once("error", reject);
				asked.end(body);
			});
			expect(status, agent.slice(250)).toBe(200);
			const { sessions } = await (
				await ann.signIn()
			)
				.connect()
				.then(({ client }) => client.request("listSessions", {}));
			for (const session of sessions) expect(Buffer.byteLength(session.agent)).toBeLessThanOrEqual(256);
		}
	});
});

describe("invitations", () => {
	it("that still let somebody in are bounded per person", async () => {
		const [ann, bo] = [await somebody(), await somebody()];
		const invite = (by: Connection) => by.client.request("createInvitation", { maxUses: 1 });
		const made = [await invite(ann), await invite(ann), await invite(ann)];
		await refused(invite(ann), "limit_reached", /at most 3 open invitations/);
		await invite(bo);
		// One that is used up or revoked makes room.
		await guest().register({ invitation: made[0]?.token });
		await invite(ann);
		await refused(invite(ann), "limit_reached");
		await ann.client.request("revokeInvitation", { invitationId: made[1]?.invitationId ?? 0 });
		await invite(ann);
		await refused(invite(ann), "limit_reached");
	});
});

describe("rooms of an invitation", () => {
	it("are 24 at most, the main rooms of their groups among them", async () => {
		const ann = await somebody();
		const rooms: number[] = [];
		for (let i = 0; i < 13; i++) {
			const channelName = freshRoomName();
			const { channelId } = await ann.client.request("addChannel", { channelName, users: [] });
			const room = { name: freshRoomName(), channelId, users: [] };
			const { roomId } = await ann.client.request("addRoom", room);
			await liveRoom(ann, roomId);
			rooms.push(roomId);
		}
		const invite = (roomIds: number[]) => ann.client.request("createInvitation", { roomIds });
		await refused(invite(rooms), "limit_reached", /at most 24 rooms/);
		const { token } = await invite(rooms.slice(1));
		const bo = await (await guest().register({ invitation: token })).connect();
		// And room 1.
		expect(bo.first["rooms"]).toHaveLength(25);
	}, 60_000);
});

describe("members", () => {
	it("of a room are bounded, however they come", async () => {
		const [ann, bo, cy, di, ed, flo] = await Promise.all(Array.from({ length: 6 }, somebody));
		if (!ann || !bo || !cy || !di || !ed || !flo) throw new Error("nobody");
		const made = await ann.client.request("addChannel", {
			channelName: freshRoomName(),
			users: [bo, cy].map(idOf),
			isOpen: true,
			isVisible: true,
		});
		await liveRoom(ann, made.roomId);
		// Three want in, there is room for two.
		const { roomId } = made;
		const joins = await Promise.allSettled(
			[di, ed, flo].map(({ client }) => client.request("joinRoom", { roomId })),
		);
		const codes = joins.map((join) =>
			join.status === "fulfilled" ? "ok" : (join.reason as ApiError).code,
		);
		expect(codes.sort()).toEqual(["limit_reached", "ok", "ok"]);
		const left = [di, ed, flo].find((_, i) => joins[i]?.status === "rejected");
		if (left === undefined) throw new Error("all are in");
		await refused(left.client.request("joinRoom", { roomId }), "limit_reached");
		await refused(ann.client.request("inviteUser", { roomId, users: [idOf(left)] }), "limit_reached");
		const { token } = await ann.client.request("createInvitation", { roomIds: [roomId] });
		const late = guest();
		await refused(late.register({ invitation: token }), "limit_reached");
		await refused(late.signIn(), "bad_credentials");
		// All at once are not more; the room is there with its maker alone.
		const many = await Promise.all(Array.from({ length: 2 }, somebody));
		const users = [bo, cy, di, ...many].map(idOf);
		await refused(
			ann.client.request("addChannel", { channelName: freshRoomName(), users }),
			"limit_reached",
		);
		const counts = queryArchive(
			own.address.dataDir,
			"SELECT room_id, COUNT(*) FROM room_member WHERE room_id > 1 GROUP BY room_id",
		);
		for (const [room, count] of counts) expect(Number(count), `room ${room}`).toBeLessThanOrEqual(5);
		// One goes, one comes; and everybody may be in room 1.
		await bo.client.request("leaveChannel", { channelId: made.channelId });
		await left.client.request("joinRoom", { roomId });
		expect(
			queryArchive(own.address.dataDir, "SELECT COUNT(*) > 5 FROM room_member WHERE room_id = 1"),
		).toEqual([["1"]]);
	});
});

describe("reactions", () => {
	it("name a thousand people of one kind, and count all", async () => {
		const ann = await somebody();
		const { roomId } = await ann.client.request("addRoom", { users: [] });
		await liveRoom(ann, roomId);
		const { id, seq } = await ann.client.request("printMessage", {
			roomId,
			clientId: "popular",
			content: "cake",
		});
		const [first = 0] = strangers(1_001, own.address);
		queryArchive(
			own.address.dataDir,
			`INSERT INTO message_reaction SELECT ${roomId}, ${seq}, CONVERT(0xF09F8E82 USING utf8mb4), id, 1
			FROM user WHERE id BETWEEN ${first} AND ${first + 1_000}`,
		);
		await ann.client.request("setReaction", { id, emoji: "\u{1F382}", on: true });
		const { content } = await ann.client.request("loadMessages", { roomId });
		const [kind] = content.find((message) => message.id === id)?.reactions ?? [];
		expect(kind?.count).toBe(1_002);
		expect(kind?.users).toHaveLength(1_000);
	});
});

describe("passwords", () => {
	it("that wait to be hashed are bounded", async () => {
		const other = await startServer({ config: { password_queue_max: 1 } });
		const ann = await visitor(other.address.origin).register();
		const signIns = Array.from({ length: 40 }, () =>
			new Person(worldOf(other.address.origin), ann.name).signIn(),
		);
		const errors = errorsOf(await Promise.allSettled(signIns));
		expect(errors.length).toBeGreaterThan(0);
		expect(errors.length).toBeLessThan(40);
		for (const error of errors) {
			expect(error).toMatchObject({ code: "busy", status: 503, retryable: true });
		}
		await ann.signIn();
		expect(await other.remove()).toBe(0);
		expect(other.alarms).toEqual([]);
	}, 60_000);
});

describe("changes", () => {
	it("of rooms are limited per person", async () => {
		const other = await startServer({ config: { rate_rooms_per_min: 4 } });
		const ann = await (await visitor(other.address.origin).register()).connect();
		const group = () => ann.client.request("addChannel", { channelName: freshRoomName(), users: [] });
		for (let i = 0; i < 4; i++) await group();
		const error = (await group().catch((reason: unknown) => reason)) as ApiError;
		expect(error).toMatchObject({ code: "rate_limited", retryable: true });
		expect(error.retryAfterMs).toBeGreaterThan(0);
		ann.stop();
		expect(await other.remove()).toBe(0);
		expect(other.alarms).toEqual([]);
	}, 60_000);
});

describe("the archive", () => {
	it("answers busy to what finds no place in the queue, and stores what did", async () => {
		const other = await startServer({ config: { archive_queue_max: 10, archive_timeout_ms: 8_000 } });
		const ann = await (await visitor(other.address.origin).register()).connect();
		const [{ pid } = { pid: 0 }] = childrenLike(other.address.pid, /mariadbd/);
		const send = (i: number) =>
			ann.client.request("printMessage", { roomId: 1, clientId: `queue-${i}`, content: String(i) });
		// Numbers for messages are fetched ahead by the first one.
		await send(100);
		process.kill(pid, "SIGSTOP");
		const writes = Array.from({ length: 40 }, (_, i) => send(i));
		const reads = Array.from({ length: 20 }, () => ann.client.request("loadMessages", { roomId: 1 }));
		const refusedNow: unknown[] = [];
		for (const each of [...writes, ...reads]) each.catch((error: unknown) => refusedNow.push(error));
		await until("some are refused", () => refusedNow.length >= 25, 4_000);
		process.kill(pid, "SIGCONT");
		const outcomes = await Promise.allSettled(writes);
		const errors = [...errorsOf(outcomes), ...errorsOf(await Promise.allSettled(reads))];
		expect(errors.length).toBeGreaterThanOrEqual(25);
		for (const error of errors) expect(error).toMatchObject({ code: "busy", retryable: true });
		const accepted = outcomes.flatMap((result, i) =>
			result.status === "fulfilled" ? [`queue-${i}`] : [],
		);
		expect(accepted.length).toBeGreaterThanOrEqual(10);
		const stored = queryArchive(
			other.address.dataDir,
			"SELECT client_id FROM message WHERE client_id LIKE 'queue-__' OR client_id LIKE 'queue-_'",
		);
		expect(stored.flat().sort()).toEqual([...accepted].sort());
		// Sent again, as a client does, all are there once.
		for (let i = 0; i < 40; i++) await send(i);
		const all = queryArchive(
			other.address.dataDir,
			"SELECT COUNT(*) FROM message WHERE client_id LIKE 'queue-%'",
		);
		expect(all).toEqual([["41"]]);
		ann.stop();
		expect(await other.remove()).toBe(0);
		expect(other.alarms).toEqual([]);
	}, 60_000);
});
