/* The socket itself: first frame, liveness, one's own account and sessions. */
import { describe, expect, it } from "vitest";

import { holderOf } from "./harness/processes";
import { PASSWORD, Person } from "./harness/person";
import { workersOf } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { administrator, newcomer, server, visitor } from "./harness/world";

describe("the first frame", () => {
	it("says who one is, where every room stands, and that the server is ours", async () => {
		const ann = await newcomer();
		const { first } = await ann.connect();
		expect(first).toMatchObject({ userId: ann.userId, epoch: 1, seq: expect.any(Number) });
		expect(first["opponentWsId"]).toMatch(
			new RegExp(`^${String(ann.userId).padStart(4, "0")}:[A-Za-z0-9]{4}$`),
		);
		expect(first["users"]).toMatchObject([{ userId: ann.userId, user: ann.name, role: "member" }]);
		expect(first["rooms"]).toMatchObject([
			{ roomId: 1, name: "all", channelId: 1, isMainInChannel: true, epoch: 1 },
		]);
		expect(first["channels"]).toMatchObject([{ channelId: 1, channelName: "all" }]);
		expect(Math.abs(Number(first["time"]) - Date.now())).toBeLessThan(5_000);
	});

	it("is the first thing on every socket, also while others talk", async () => {
		const [ann, bo] = [await newcomer(), await newcomer()];
		const talker = await ann.connect();
		for (let i = 0; i < 20; i++) talker.client.outbox.add(1, `noise ${i}`);
		for (let i = 0; i < 5; i++) {
			const { frames } = await bo.connect();
			expect(frames[0]?.["action"]).toBe("setWsId");
			expect(frames.filter(({ action }) => action === "setWsId")).toHaveLength(1);
		}
		await until("all is sent", () => talker.client.outbox.entries.length === 0);
	});

	it("comes from both workers when enough connect", async () => {
		const ann = await newcomer();
		const workers = workersOf(server.pid);
		expect(workers).toHaveLength(2);
		const holders = new Set<number>();
		await until("both workers serve", async () => {
			const { localPort } = await ann.connect();
			const holder = holderOf(workers, server.port, localPort);
			if (holder) holders.add(holder.pid);
			return holders.size === 2;
		});
	});

	it("has one's rooms at once, also when another worker made the account", async () => {
		for (let i = 0; i < 40; i++) {
			const { first } = await (await newcomer()).connect();
			expect(first["rooms"], `newcomer ${i}`).toMatchObject([
				{ roomId: 1, users: expect.arrayContaining([first["userId"]]) },
			]);
		}
	});

	it("keeps the last part of a socket's id over a reconnect", async () => {
		const ann = await newcomer();
		const { first } = await ann.connect();
		const before = String(first["opponentWsId"]);
		const { WebSocket } = await import("ws");
		const url = `${server.origin.replace("http", "ws")}/ws?id=${encodeURIComponent(before)}`;
		const socket = new WebSocket(url, { headers: ann.headers() });
		const text = await new Promise<string>((resolve) =>
			socket.once("message", (data) => resolve(String(data))),
		);
		socket.terminate();
		expect(JSON.parse(text)).toMatchObject({ action: "setWsId", opponentWsId: before });
	});
});

describe("ping", () => {
	it("is answered with the time it brought, or none", async () => {
		const ann = await (await newcomer()).connect();
		expect(await ann.client.request("ping", { time: 42 })).toMatchObject({ action: "pong", time: 42 });
		expect(await ann.client.request("ping", {})).toMatchObject({ time: null });
	});

	it("needs no cbId", async () => {
		const ann = await (await newcomer()).connect();
		ann.raw('{"action":"ping"}');
		await until("a pong", () => ann.frames.find(({ action }) => action === "pong"));
	});

	it("takes a pong without an answer", async () => {
		const ann = await (await newcomer()).connect();
		ann.raw('{"action":"pong","time":1}');
		await ann.client.request("ping", {});
		expect(ann.frames.filter(({ action }) => action === "growlError")).toEqual([]);
	});
});

describe("getUsers", () => {
	it("knows those one shares a room with, and leaves out others", async () => {
		const [ann, bo] = [await newcomer(), await newcomer()];
		const ids = [ann.userId, bo.userId].sort((a, b) => a - b);
		const { client } = await ann.connect();
		const { users } = await client.request("getUsers", {
			userIds: [bo.userId, ann.userId, 4_000_000_000],
		});
		expect(users.map(({ userId }) => userId).sort((a, b) => a - b)).toEqual(ids);
		expect((await client.request("getUsers", { userIds: [] })).users).toEqual([]);
	});

	it("takes at most 200", async () => {
		const { client } = await (await newcomer()).connect();
		const userIds = Array.from({ length: 201 }, (_, i) => i + 1);
		await expect(client.request("getUsers", { userIds })).rejects.toMatchObject({ code: "invalid" });
		expect(
			(await client.request("getUsers", { userIds: userIds.slice(1) })).users.length,
		).toBeGreaterThan(0);
	});
});

describe("setDisplayName", () => {
	it("is told to all of one's sessions and shown to others", async () => {
		const ann = await newcomer();
		const [here, there] = [await ann.connect(), await (await ann.another()).connect()];
		expect(await here.client.request("setDisplayName", { displayName: "  Änne 🌻 李 " })).toMatchObject({
			displayName: "Änne 🌻 李",
		});
		for (const connection of [here, there]) {
			const event = await connection.event({ action: "userProfileChanged", userId: ann.userId });
			expect(event["user"]).toMatchObject({ displayName: "Änne 🌻 李" });
		}
		const bo = await (await newcomer()).connect();
		const { users } = await bo.client.request("getUsers", { userIds: [ann.userId] });
		expect(users[0]?.displayName).toBe("Änne 🌻 李");
	});

	it("refuses what is empty, too long or has control characters", async () => {
		const { client } = await (await newcomer()).connect();
		for (const displayName of ["", "   ", "x".repeat(65), "a\u0007b", "line\nbreak"]) {
			await expect(client.request("setDisplayName", { displayName })).rejects.toMatchObject({
				code: "invalid",
			});
		}
		expect(await client.request("setDisplayName", { displayName: "x".repeat(64) })).toBeTruthy();
	});
});

describe("sessions", () => {
	it("are listed, the latest first, with the current one marked", async () => {
		const ann = await newcomer();
		const phone = await ann.another();
		const { client } = await phone.connect();
		const { sessions } = await client.request("listSessions", {});
		expect(sessions).toHaveLength(2);
		expect(sessions.filter(({ current }) => current)).toHaveLength(1);
		expect(sessions.map(({ created }) => created)).toEqual(
			sessions.map(({ created }) => created).sort((a, b) => b - a),
		);
		expect(sessions.every(({ address }) => /^(::ffff:)?127\.0\.0\.1$|^::1$/.test(address))).toBe(true);
	});

	it("are ended by another: the socket closes with 1008 within a second and the cookie is dead", async () => {
		const ann = await newcomer();
		const phone = await ann.another();
		const [here, there] = [await ann.connect(), await phone.connect()];
		const { sessions } = await here.client.request("listSessions", {});
		const other = sessions.find(({ current }) => !current)?.sessionId ?? 0;
		const asked = Date.now();
		expect(await here.client.request("revokeSession", { sessionId: other })).toMatchObject({
			sessionId: other,
		});
		const close = await until("the close", () => there.closes[0]);
		expect(close.code).toBe(1008);
		expect(close.at - asked).toBeLessThan(1_000);
		await until("signed out", () => there.client.state.kind === "signedOut");
		await here.event({ action: "sessionRevoked", sessionId: other });
		expect((await phone.http("/api/status", {})).userId).toBeNull();
		expect((await here.client.request("listSessions", {})).sessions).toHaveLength(1);
		expect(here.client.state.kind).toBe("open");
	});

	it("cannot be ended by somebody else", async () => {
		const [ann, bo] = [await newcomer(), await newcomer()];
		const [hers, his] = [await ann.connect(), await bo.connect()];
		const { sessions } = await hers.client.request("listSessions", {});
		const sessionId = sessions[0]?.sessionId ?? 0;
		await expect(his.client.request("revokeSession", { sessionId })).rejects.toMatchObject({
			code: "not_found",
		});
		await sleep(300);
		expect(hers.client.state.kind).toBe("open");
	});

	it("end with sign-out, on this device only", async () => {
		const ann = await newcomer();
		const phone = await ann.another();
		const [here, there] = [await ann.connect(), await phone.connect()];
		expect(await phone.http("/api/logout", {})).toEqual({ ok: true });
		expect(phone.setCookie).toMatch(/^confab=;.*Max-Age=0/i);
		expect((await until("the close", () => there.closes[0])).code).toBe(1008);
		await here.client.request("ping", {});
		expect(here.closes).toEqual([]);
	});

	it("all but one's own end with a new password", async () => {
		const ann = await newcomer();
		const phone = await ann.another();
		const [here, there] = [await ann.connect(), await phone.connect()];
		const wrong = ann.http("/api/change_password", {
			oldPassword: "not this one",
			password: "quite another one",
		});
		await expect(wrong).rejects.toMatchObject({ code: "bad_credentials" });
		const weak = ann.http("/api/change_password", { oldPassword: PASSWORD, password: "password" });
		await expect(weak).rejects.toMatchObject({ code: "password_weak" });
		await ann.http("/api/change_password", { oldPassword: PASSWORD, password: "quite another one" });
		expect((await until("the close", () => there.closes[0])).code).toBe(1008);
		await here.client.request("ping", {});
		await expect(
			visitor().http("/api/auth", { username: ann.name, password: PASSWORD }),
		).rejects.toMatchObject({
			code: "bad_credentials",
		});
		await new Person(ann.world, ann.name).signIn("quite another one");
	});

	it("of the administrator see the role", async () => {
		const { first } = await (await administrator()).connect();
		expect(first["users"]).toMatchObject([{ role: "administrator" }]);
	});
});
