/* Who is there, who types, and who changed: on two workers, with privacy, and when a worker dies. */
import type { WebSocket } from "ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Connection, Person } from "./harness/person";
import { events, howIs, openFor, portOf, saidOf, seen, watch } from "./harness/presence";
import { holderOf, isRunning } from "./harness/processes";
import { queryArchive, startServer, workersOf, type Server } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { onOtherWorker, strangers, twoDevices } from "./harness/workers";
import { administrator, newcomer, server, visitor } from "./harness/world";

/** How long whoever went is shown as before, and the second in which a socket has its turn. */
const LINGER_MS = 3_000;
const TURN_MS = 1_500;

function away(connection: Connection, is: boolean) {
	return connection.client.request("setPresence", { away: is });
}

function type(connection: Connection, roomId = 1, threadId?: number) {
	return connection.client.request("showIType", { roomId, threadId });
}

function typingOf(viewer: Connection, userId: number): unknown[] {
	return events(viewer, "showIType").filter((event) => event["userId"] === userId);
}

async function guestOf(host: Connection, roomIds: number[]): Promise<Connection> {
	const { token } = await host.client.request("createInvitation", { guest: true, roomIds });
	return await (await visitor().register({ invitation: token })).connect();
}

describe("presence", () => {
	it("is answered, told as it changes, and remembered when over", async () => {
		const [ann, bo] = await strangers();
		const boId = bo.person.userId;
		// Who came a moment ago on the other worker may be told of after the answer.
		expect(await watch(ann, boId)).toHaveLength(1);
		expect(await seen(ann, boId, "online")).toEqual({ userId: boId, presence: "online", lastSeen: null });
		expect(await away(bo, true)).toMatchObject({ away: true });
		await seen(ann, boId, "away");
		await away(bo, false);
		await seen(ann, boId, "online");
		const stopped = Date.now();
		bo.stop();
		const gone = await seen(ann, boId, "offline");
		expect(Date.now() - stopped).toBeGreaterThan(LINGER_MS - 100);
		expect(Math.abs(Number(gone.lastSeen) - stopped)).toBeLessThan(2_000);
		const noted = `SELECT last_seen_ms FROM user WHERE id = ${boId}`;
		await until("it is in the archive", () => {
			const at = Number(queryArchive(server.dataDir, noted)[0]?.[0]);
			return Math.abs(at - stopped) < 2_000;
		});
		// Somebody who comes later gets it from there.
		const cy = await (await newcomer()).connect();
		expect((await watch(cy, boId))[0]).toMatchObject({
			presence: "offline",
			lastSeen: expect.any(Number),
		});
	});

	it("is online where somebody is on any socket, away if from all, offline without", async () => {
		const [here, there] = await twoDevices();
		const { userId } = here.person;
		const ann = await (await newcomer()).connect();
		await watch(ann, userId);
		await away(here, true);
		await sleep(TURN_MS);
		expect(howIs(ann, userId)?.presence).toBe("online");
		await away(there, true);
		await seen(ann, userId, "away");
		await away(here, false);
		await seen(ann, userId, "online");
		// The socket that is left counts alone.
		here.stop();
		await seen(ann, userId, "away");
		there.stop();
		await seen(ann, userId, "offline");
	});

	it("does not flicker when a page is loaded again, on whichever worker", async () => {
		const [ann, bo] = await strangers();
		const { userId } = bo.person;
		await watch(ann, userId);
		await seen(ann, userId, "online");
		const from = ann.frames.length;
		for (let i = 0; i < 3; i++) {
			bo.cut();
			await until("lost", () => bo.client.state.kind !== "open");
			// A page that is loaded connects at once; a client that lost its connection again and again waits for up to four seconds.
			bo.client.wake();
			await bo.opened();
			await sleep(500);
		}
		await sleep(LINGER_MS + TURN_MS);
		expect(saidOf(ann, userId, from)).toEqual([]);
	});

	it("takes nothing from the new connection when the old one ends late", async () => {
		const bo = await newcomer();
		const [old, ann] = [await bo.connect(), await (await newcomer()).connect()];
		const fresh = await onOtherWorker(bo, old);
		await watch(ann, bo.userId);
		old.stop();
		await sleep(LINGER_MS + TURN_MS);
		expect(howIs(ann, bo.userId)?.presence).toBe("online");
		fresh.stop();
		await seen(ann, bo.userId, "offline");
	});

	it("is kept from others by those who want it so, and not from oneself", async () => {
		const [ann, bo] = await strangers();
		const { userId } = bo.person;
		await watch(ann, userId);
		await watch(bo, userId);
		await seen(ann, userId, "online");
		await bo.client.request("setSettings", { showPresence: false });
		expect(await seen(ann, userId, "offline")).toEqual({ userId, presence: "offline", lastSeen: null });
		expect(await watch(ann, userId)).toEqual([{ userId, presence: "offline", lastSeen: null }]);
		await away(bo, true);
		await seen(bo, userId, "away");
		await sleep(TURN_MS);
		expect(saidOf(ann, userId).filter(({ presence }) => presence === "away")).toEqual([]);
		await bo.client.request("setSettings", { showPresence: true });
		await seen(ann, userId, "away");
		await bo.client.request("setSettings", { showPresence: false });
		await seen(ann, userId, "offline");
		bo.stop();
		await sleep(LINGER_MS + TURN_MS);
		expect(await watch(ann, userId)).toEqual([{ userId, presence: "offline", lastSeen: null }]);
	});

	it("comes at most once a second, whatever happens, and ends right", async () => {
		const [ann, bo] = await strangers();
		const { userId } = bo.person;
		await watch(ann, userId);
		const from = ann.frames.length;
		const began = Date.now();
		for (let i = 0; i < 40; i++) {
			await away(bo, i % 2 === 0);
			await sleep(100);
		}
		await away(bo, true);
		await seen(ann, userId, "away");
		await sleep(TURN_MS);
		expect(howIs(ann, userId)?.presence).toBe("away");
		const seconds = (Date.now() - began) / 1_000;
		expect(events(ann, "presence", from).length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
	});

	it("is of those watched last, and of nobody else", async () => {
		const [ann, bo] = await strangers();
		const cy = await (await newcomer()).connect();
		const ids = [bo.person.userId, cy.person.userId];
		await watch(ann, ...ids);
		await watch(ann, cy.person.userId);
		const from = ann.frames.length;
		await away(bo, true);
		await away(cy, true);
		await seen(ann, cy.person.userId, "away");
		await sleep(TURN_MS);
		expect(saidOf(ann, bo.person.userId, from)).toEqual([]);
		expect(await watch(ann)).toEqual([]);
	});

	it("leaves out whom one may not see", async () => {
		const [ann, bo] = await strangers();
		const host = await (await newcomer()).connect();
		const guest = await guestOf(host, [1]);
		expect((await watch(ann, bo.person.userId, 4_000_000_000)).length).toBe(1);
		// A guest sees those of its rooms.
		expect((await watch(guest, bo.person.userId)).length).toBe(1);
	});

	it("of at most 200 people", async () => {
		const { client } = await (await newcomer()).connect();
		const userIds = Array.from({ length: 201 }, (_, i) => i + 1);
		await expect(client.request("watchPeople", { userIds })).rejects.toMatchObject({ code: "invalid" });
		expect(
			(await client.request("watchPeople", { userIds: userIds.slice(1) })).people.length,
		).toBeGreaterThan(0);
	});

	it("is nothing for a socket that is not open yet", async () => {
		const socket = (await newcomer()).openSocket();
		const frames: Record<string, unknown>[] = [];
		socket.on("message", (data) => frames.push(JSON.parse(String(data)) as Record<string, unknown>));
		socket.once("open", () => {
			socket.send('{"action":"watchPeople","userIds":[1],"cbId":1}');
			socket.send('{"action":"showIType","roomId":1,"cbId":2}');
		});
		await until("both are answered", () => frames.filter(({ cbId }) => cbId !== undefined).length === 2);
		socket.terminate();
		const first = frames.findIndex(({ action }) => action === "setWsId");
		const early = frames.filter((frame, i) => frame["cbId"] !== undefined && (first < 0 || i < first));
		expect(early.map(({ error }) => error)).toEqual(early.map(() => "busy"));
	});
});

describe("typing", () => {
	it("is told to the others in the room, on both workers, and to no device of one's own", async () => {
		const [ann, bo] = await strangers();
		const second = await onOtherWorker(bo.person, bo);
		expect(await type(bo, 1, 77)).toMatchObject({ roomId: 1 });
		const { userId } = bo.person;
		await ann.event({ action: "showIType", roomId: 1, userId, threadId: 77 });
		const cy = await onOtherWorker(await newcomer(), ann);
		await sleep(2_000);
		await type(bo);
		await cy.event({ action: "showIType", roomId: 1, userId, threadId: null });
		await sleep(300);
		expect([...typingOf(bo, userId), ...typingOf(second, userId)]).toEqual([]);
	});

	it("is told every two seconds at most", async () => {
		const [ann, bo] = await strangers();
		for (let i = 0; i < 10; i++) {
			await type(bo);
			await sleep(100);
		}
		await sleep(300);
		expect(typingOf(ann, bo.person.userId)).toHaveLength(1);
		await sleep(1_000);
		await type(bo);
		await until("the second one", () => typingOf(ann, bo.person.userId).length === 2);
	});

	it("is not told of who does not want it", async () => {
		const [ann, bo] = await strangers();
		await bo.client.request("setSettings", { showWhenITyping: false });
		// The worker that has the socket hears of it a moment later.
		await sleep(300);
		await type(bo);
		await sleep(500);
		expect(typingOf(ann, bo.person.userId)).toEqual([]);
		await bo.client.request("setSettings", { showWhenITyping: true });
		await until("told again", async () => {
			await type(bo);
			await sleep(200);
			return typingOf(ann, bo.person.userId).length > 0;
		});
	});

	it("is for members", async () => {
		const bo = await (await newcomer()).connect();
		await expect(type(bo, 4_000_000)).rejects.toMatchObject({ code: "not_member" });
		const socket = await bo.rawRequest({ action: "showIType", roomId: "1" });
		expect(socket).toMatchObject({ error: "invalid" });
	});

	it("stays in its room: neither who was never in it nor who was taken out of it gets it", async () => {
		const [ann, bo] = await strangers();
		const cy = await onOtherWorker(await newcomer(), ann);
		const dee = await (await newcomer()).connect();
		const users = [bo.person.userId, cy.person.userId];
		const { roomId } = await ann.client.request("addRoom", { name: "typing", channelId: 1, users });
		await cy.event({ action: "roomLive" });
		await bo.event({ action: "roomLive" });
		await type(bo, roomId);
		await cy.event({ action: "showIType", roomId });
		await ann.client.request("removeUser", { roomId, userId: cy.person.userId });
		const from = cy.frames.length;
		await sleep(2_000);
		await type(bo, roomId);
		await until("the others are told", () => events(ann, "showIType").length === 2);
		await sleep(300);
		expect(events(cy, "showIType", from)).toEqual([]);
		expect(events(dee, "showIType")).toEqual([]);
		await expect(type(cy, roomId)).rejects.toMatchObject({ code: "not_member" });
	});
});

describe("people that change", () => {
	it("are told to those who watch them, on both workers", async () => {
		const [ann, bo] = await strangers();
		const cy = await (await newcomer()).connect();
		await watch(ann, bo.person.userId);
		await bo.client.request("setDisplayName", { displayName: "Bo the second" });
		const event = await ann.event({ action: "personChanged" });
		expect(event["user"]).toMatchObject({ userId: bo.person.userId, displayName: "Bo the second" });
		expect(events(cy, "personChanged")).toEqual([]);
	});

	it("are told of when an administrator changed their role", async () => {
		const [ann, bo] = await strangers();
		await watch(ann, bo.person.userId);
		const root = await (await administrator()).connect();
		await root.client.request("setAccountRole", { userId: bo.person.userId, role: "administrator" });
		const event = await ann.event({ action: "personChanged" });
		expect(event["user"]).toMatchObject({ userId: bo.person.userId, role: "administrator" });
		await root.client.request("setAccountRole", { userId: bo.person.userId, role: "member" });
	});

	it("are no longer shown by a view that lost a room", async () => {
		const ann = await (await newcomer()).connect();
		const bo = await (await newcomer()).connect();
		const { roomId } = await ann.client.request("addRoom", {
			name: "left",
			channelId: 1,
			users: [bo.person.userId],
		});
		await bo.event({ action: "roomLive" });
		await watch(bo, ann.person.userId);
		await ann.client.request("removeUser", { roomId, userId: bo.person.userId });
		await bo.event({ action: "peopleStale" });
		const from = bo.frames.length;
		await away(ann, true);
		await sleep(TURN_MS);
		expect(saidOf(bo, ann.person.userId, from)).toEqual([]);
	});

	it("are not told to a guest who shares no room with them any more", async () => {
		const ann = await (await newcomer()).connect();
		const { roomId } = await ann.client.request("addRoom", { name: "guests", channelId: 1, users: [] });
		await ann.event({ action: "roomLive" });
		const guest = await guestOf(ann, [roomId]);
		const bo = await (await newcomer()).connect();
		await ann.client.request("inviteUser", { roomId, users: [bo.person.userId] });
		await bo.event({ action: "roomLive" });
		expect(await watch(guest, bo.person.userId)).toHaveLength(1);
		await bo.client.request("leaveUser", { roomId });
		await guest.event({ action: "peopleStale" });
		expect(await watch(guest, bo.person.userId)).toEqual([]);
	});
});

describe("when something dies", () => {
	let own: Server;

	beforeAll(async () => {
		own = await startServer();
	}, 60_000);

	afterAll(async () => {
		expect(await own.remove()).toBe(0);
		expect(own.alarms).toEqual([]);
	});

	const somebody = (): Promise<Person> => visitor(own.address.origin).register();
	const workerAt = (port: number): number =>
		holderOf(workersOf(own.address.pid), own.address.port, port)?.pid ?? 0;

	/** A socket on another worker than the connection's. */
	async function elsewhere(person: Person, than: Connection): Promise<WebSocket> {
		return await until("another worker", async () => {
			const socket = await openFor(person);
			if (workerAt(portOf(socket)) !== workerAt(than.localPort)) return socket;
			socket.terminate();
			return null;
		});
	}

	async function twoWorkers(without: number): Promise<void> {
		await until("two workers", () => {
			const pids = workersOf(own.address.pid).map(({ pid }) => pid);
			return pids.length === 2 && !pids.includes(without);
		});
	}

	it("a worker: whom it had is offline for others at once, but not who came back", async () => {
		const ann = await (await somebody()).connect();
		const [bo, cy, dee] = [await somebody(), await somebody(), await somebody()];
		const socket = await elsewhere(bo, ann);
		socket.on("error", () => undefined);
		const worker = workerAt(portOf(socket));
		const back = await until("Cy on it", async () => {
			const connection = await cy.connect();
			if (workerAt(connection.localPort) === worker) return connection;
			connection.stop();
			return null;
		});
		await watch(ann, bo.userId, cy.userId, dee.userId);
		await seen(ann, bo.userId, "online");
		await seen(ann, cy.userId, "online");
		const from = ann.frames.length;
		process.kill(worker, "SIGKILL");
		const killed = Date.now();
		await until("it is dead", () => !isRunning(worker));
		const gone = await seen(ann, bo.userId, "offline");
		console.log(`offline ${Date.now() - killed} ms after the worker was killed`);
		expect(Date.now() - killed).toBeLessThan(LINGER_MS + TURN_MS + 2_000);
		expect(Number(gone.lastSeen)).toBeGreaterThan(killed - 10_000);
		await until("Cy is back", () => back.client.state.kind === "open" && back.closes.length > 0);
		expect(saidOf(ann, cy.userId, from)).toEqual([]);
		expect(ann.closes).toEqual([]);
		await twoWorkers(worker);
		// No ghost is left: who comes to the new worker sees the same.
		const later = await (await somebody()).connect();
		expect((await watch(later, bo.userId))[0]?.presence).toBe("offline");
		const sql = `SELECT last_seen_ms FROM user WHERE id = ${bo.userId}`;
		await until("noted", () => Number(queryArchive(own.address.dataDir, sql)[0]?.[0]) > killed - 10_000);
	});
});
