/* How connections end, and how clients come back: pings, drains, reloads, slow readers, healing from the archive. */
import { connect as connectTcp, type Socket } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { execFileSync } from "node:child_process";

import { randomIdentifier } from "../../frontend/src/utils/identifier";
import type { Connection, Person } from "./harness/person";
import { childrenLike } from "./harness/processes";
import {
	defaultBinary,
	metricsOf,
	queryArchive,
	startServer,
	workersOf,
	type Server,
} from "./harness/server";
import { sleep, until } from "./harness/wait";
import { visitor } from "./harness/world";

let own: Server;

beforeAll(async () => {
	const quick = { ping_interval_ms: 400, head_check_ms: 300, drain_ms: 300, drain_limit_ms: 3_000 };
	own = await startServer({ config: quick });
}, 60_000);

afterAll(async () => {
	expect(await own.remove()).toBe(0);
	expect(own.alarms).toEqual([]);
});

const somebody = (): Promise<Person> => visitor(own.address.origin).register();

function send(connection: Connection, content: string, roomId = 1) {
	return connection.client.request("printMessage", { roomId, clientId: randomIdentifier(), content });
}

describe("liveness", () => {
	it("keeps those who answer pings", async () => {
		const connection = await (await somebody()).connect();
		await until(
			"a few pings",
			() => connection.frames.filter(({ action }) => action === "ping").length >= 5,
		);
		expect(connection.closes).toEqual([]);
		expect(connection.first["pingIntervalMs"]).toBe(400);
	});

	it("closes those who miss two", async () => {
		const socket = (await somebody()).openSocket();
		const opened = Date.now();
		const closed = await new Promise<{ code: number; after: number }>((resolve) =>
			socket.once("close", (code) => resolve({ code, after: Date.now() - opened })),
		);
		expect([1001, 1006]).toContain(closed.code);
		expect(closed.after).toBeGreaterThan(700);
		expect(closed.after).toBeLessThan(3_000);
	});
});

describe("the archive's word", () => {
	it("reaches everybody although no envelope told: somebody was taken out of a room", async () => {
		const [ann, bo] = [await somebody(), await somebody()];
		const [hers, his] = [await ann.connect(), await bo.connect()];
		// As another program, or a worker whose envelope was lost, leaves it.
		queryArchive(
			own.address.dataDir,
			`START TRANSACTION;
			SELECT seq + 1 INTO @room FROM stream_head WHERE stream_id = 1 FOR UPDATE;
			INSERT INTO stream_head VALUES (-${bo.userId}, 1, 0, 0, 1) ON DUPLICATE KEY UPDATE seq = seq + 1;
			SELECT seq INTO @own FROM stream_head WHERE stream_id = -${bo.userId};
			UPDATE stream_head SET seq = @room WHERE stream_id = 1;
			INSERT INTO change_log VALUES (1, @room, 2, ${bo.userId}, ${bo.userId}, ${Date.now()});
			INSERT INTO change_log VALUES (-${bo.userId}, @own, 5, 1, ${bo.userId}, ${Date.now()});
			DELETE FROM room_member WHERE room_id = 1 AND user_id = ${bo.userId};
			COMMIT`,
		);
		await hers.event({ action: "leaveUser", roomId: 1, userId: bo.userId });
		await his.event({ action: "roomRemoved", roomId: 1, userId: bo.userId });
		const refused = () =>
			send(his, "still here").then(
				() => false,
				(error: unknown) => error,
			);
		expect(await until("he is out", refused, 2_000)).toMatchObject({ code: "not_member" });
		await send(hers, "without him");
		await hers.event({ action: "printMessage", content: "without him" });
		expect(his.messages(1).map(({ content }) => content)).not.toContain("without him");
		await his.client.request("joinRoom", { roomId: 1 });
		await his.event({ action: "roomLive" });
		await hers.event({ action: "joinUser", roomId: 1, userId: bo.userId });
	});

	it("tells everybody to begin again after a restored backup", async () => {
		const connection = await (await somebody()).connect();
		const { seq } = await send(connection, "before the backup");
		await connection.event({ action: "printMessage", seq });
		const variables = { ...process.env, CONFAB_DATA_DIR: own.address.dataDir };
		execFileSync(defaultBinary(), ["epoch"], { env: variables, stdio: "pipe" });
		// Who misses two pings meanwhile, on a busy machine, begins again anyway.
		const begun = () => (connection.first["epoch"] === 2 ? connection.first : undefined);
		const event = await until(
			"resync",
			() => connection.frames.find(({ action }) => action === "resync") ?? begun(),
		);
		expect(event).toMatchObject({ epoch: 2 });
		await until("begun again", () => connection.first["epoch"] === 2);
		expect(connection.first["rooms"]).toMatchObject([{ roomId: 1, epoch: 2 }]);
		const after = await send(connection, "after the backup");
		await connection.event({ action: "printMessage", seq: after.seq });
		expect(
			(await connection.client.request("loadMessages", { roomId: 1, count: 2 })).content.map(
				({ content }) => content,
			),
		).toEqual(["after the backup", "before the backup"]);
	});
});

describe("a slow reader", () => {
	it("is let go, and slows nobody", async () => {
		const other = await startServer();
		const { origin, port } = other.address;
		const [ann, bo] = [await visitor(origin).register(), await visitor(origin).register()];
		const slow = await upgradeAndStopReading(port, bo.headers());
		const connection = await ann.connect();
		const letGo = async () => (await metricsOf(origin)).get("confab_slow_readers_closed_total") === 1;
		const text = "x".repeat(18_000);
		let slowestMs = 0;
		for (let i = 0; i < 400 && !(await letGo()); i++) {
			const started = Date.now();
			await Promise.all(Array.from({ length: 10 }, () => send(connection, text)));
			slowestMs = Math.max(slowestMs, Date.now() - started);
		}
		expect(await letGo()).toBe(true);
		expect(slowestMs).toBeLessThan(2_000);
		expect(connection.closes).toEqual([]);
		slow.destroy();
		expect(await other.remove()).toBe(0);
		expect(other.alarms).toEqual([]);
	}, 90_000);
});

/** A WebSocket whose owner never reads again after the handshake. */
async function upgradeAndStopReading(port: number, headers: Record<string, string>): Promise<Socket> {
	const slow = connectTcp(port, "127.0.0.1");
	const fixed = { Host: `localhost:${port}`, Upgrade: "websocket", Connection: "Upgrade" };
	const key = { "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==" };
	const lines = Object.entries({ ...fixed, ...key, ...headers }).map(
		([name, value]) => `${name}: ${value}`,
	);
	slow.on("error", () => undefined);
	slow.write(["GET /ws HTTP/1.1", ...lines, "", ""].join("\r\n"));
	await new Promise((resolve) => slow.once("data", resolve));
	slow.pause();
	return slow;
}

describe("a reload", () => {
	it("replaces both workers; clients come back when told and miss nothing", async () => {
		const people = await Promise.all(Array.from({ length: 6 }, () => somebody()));
		const connections = await Promise.all(people.map((person) => person.connect()));
		const before = workersOf(own.address.pid).map(({ pid }) => pid);
		const sender = connections[0] as Connection;
		let running = true;
		const talking = (async () => {
			for (let i = 0; running; i++) {
				sender.client.outbox.add(1, `during ${i}`);
				await sleep(10);
			}
		})();
		own.signal("SIGHUP");
		await until(
			"new workers",
			() => {
				const now = workersOf(own.address.pid).map(({ pid }) => pid);
				return now.length === 2 && now.every((pid) => !before.includes(pid));
			},
			20_000,
		);
		running = false;
		await talking;
		await until("all is sent", () => sender.client.outbox.entries.length === 0, 20_000);
		const last = await send(sender, "after the reload");
		for (const connection of connections) {
			await connection.event({ action: "printMessage", seq: last.seq }, 15_000);
			for (const close of connection.closes)
				expect(close).toMatchObject({ code: 1001, reason: expect.stringMatching(/^\d+$/) });
			const texts = connection.messages(1).map(({ content }) => String(content));
			const during = texts.filter((text) => text.startsWith("during "));
			expect(during).toEqual(during.map((_, i) => `during ${i}`));
			expect(during.length).toBeGreaterThan(10);
		}
		expect(connections.some(({ closes }) => closes.length > 0)).toBe(true);
	}, 90_000);
});

describe("the end", () => {
	it("sends everybody away with 1001 and a time, and leaves no process behind", async () => {
		const other = await startServer();
		const person = await visitor(other.address.origin).register();
		const connection = await person.connect();
		const processes = childrenLike(other.address.pid, /./);
		expect(processes.length).toBeGreaterThanOrEqual(4);
		expect(await other.remove()).toBe(0);
		expect(await until("the close", () => connection.closes[0])).toMatchObject({ code: 1001 });
		expect(Number(connection.closes[0]?.reason)).toBeLessThanOrEqual(500);
		connection.stop();
		for (const { pid } of processes) expect(() => process.kill(pid, 0)).toThrow();
		expect(other.alarms).toEqual([]);
	}, 60_000);
});
