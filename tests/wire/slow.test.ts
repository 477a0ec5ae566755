/* Readers that stop: their windows close, what waits for them is bounded, they are closed with 1013 or cut off, everybody else is served
 * as if they were not there, and what they held comes back. */
import { describe, expect, it } from "vitest";

import { say } from "../contract/harness/messages";
import type { Connection } from "../contract/harness/person";
import { sleep, until } from "../contract/harness/wait";
import { CLOSE, close, ping, TEXT, type ServerFrame } from "./harness/frames";
import { LATE_MS, OwnServer } from "./harness/own_server";
import { LARGE_BYTES } from "./harness/site";
import { framesOf, openSocket, sendUntilStuck } from "./harness/stopped";
import { Stream } from "./harness/stream";
import { get } from "./http/requests";

/** What waits in the server for one socket; some megabytes are in the kernel's buffers besides. */
const QUEUE_MAX = 262_144;
/** Long enough for the reader that comes back, which has some megabytes to read. */
const CLOSE_WAIT_MS = 8_000;
const WRITE_MS = 2_000;
/** net/http.c: unwritten answers with which no further request is begun. */
const OUTPUT_WAITING_MAX = 65_536;
const CONTENT = "x".repeat(19_000);
const FRAME_MAX = 20_000;

const own = new OwnServer({
	socket_queue_bytes_max: QUEUE_MAX,
	close_wait_ms: CLOSE_WAIT_MS,
	http_write_ms: WRITE_MS,
	ping_interval_ms: 600_000,
	rate_pings_per_s: 1_000_000,
	rate_pings_burst: 1_000_000,
});

/** Whether so many slow readers were closed since this was called. */
async function slowReaders(): Promise<(count?: number) => Promise<boolean>> {
	const closed = async (): Promise<number> => await own.metric("confab_slow_readers_closed_total");
	const before = await closed();
	return async (count = 1) => (await closed()) >= before + count;
}

/** Those that came since `before` was counted are gone, and nothing waits for anybody. */
async function connectionsEnd(before: number, withinMs: number): Promise<void> {
	await own.settled(["confab_connections"], [before], withinMs + LATE_MS);
	expect(await own.metric("confab_queued_bytes")).toBe(0);
}

/** Somebody who talks in room 1, where everybody is, and three who listen. */
async function company(): Promise<{ talker: Connection; listeners: Connection[] }> {
	const connect = async (): Promise<Connection> => await (await own.newcomer()).connect();
	return { talker: await connect(), listeners: [await connect(), await connect(), await connect()] };
}

interface Flood {
	/** Contents in the order they were sent. */
	sent: number;
	/** The most that waited for clients at any time it was asked for. */
	mostQueued: number;
	/** The longest it took from the last acknowledgement of a round until all listeners had the round. */
	longestMs: number;
}

const heardBy = ({ frames }: Connection): number =>
	frames.filter(({ action, content }) => action === "printMessage" && content === CONTENT).length;

/** Rounds of messages until it is enough; in each, all listeners hear all. */
async function flood(
	talker: Connection,
	listeners: Connection[],
	enough: () => Promise<boolean>,
): Promise<Flood> {
	const before = listeners.map(heardBy);
	const so: Flood = { sent: 0, mostQueued: 0, longestMs: 0 };
	for (let round = 0; round < 200; round++) {
		await Promise.all(Array.from({ length: 20 }, () => say(talker, 1, CONTENT)));
		so.sent += 20;
		const begunAt = Date.now();
		so.mostQueued = Math.max(so.mostQueued, await own.metric("confab_queued_bytes"));
		await until("the listeners have heard all", () =>
			listeners.every((listener, i) => heardBy(listener) === (before[i] ?? 0) + so.sent),
		);
		so.longestMs = Math.max(so.longestMs, Date.now() - begunAt);
		if (await enough()) return so;
	}
	throw new Error(`not enough after ${so.sent} messages`);
}

const seqOf = ({ payload }: ServerFrame): number =>
	Number((JSON.parse(payload.toString()) as { seq?: number }).seq);

/** Numbers of the room's messages among frames. */
const numbersOf = (frames: readonly ServerFrame[]): number[] =>
	frames.filter(({ opcode, payload }) => opcode === TEXT && payload.includes('"printMessage"')).map(seqOf);

const isDense = (numbers: readonly number[]): boolean =>
	numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1);

describe("a socket whose reader stops", () => {
	it("is closed with 1013 as soon as too much waits, while the others hear everything", async () => {
		const { talker, listeners } = await company();
		const stopped = await openSocket(await own.newcomer(), own.port);
		stopped.socket.pause();
		const closed = await slowReaders();
		const { sent, longestMs, mostQueued } = await flood(talker, listeners, closed);
		stopped.socket.resume();
		const frames: ServerFrame[] = [];
		await stopped.until(() => {
			frames.push(...framesOf(stopped));
			return frames.at(-1)?.opcode === CLOSE;
		}, CLOSE_WAIT_MS);
		await stopped.send(close(1013));
		expect(await stopped.ended()).toBe("end");
		frames.push(...framesOf(stopped));
		const last = frames.at(-1);
		expect([last?.opcode, last?.payload.readUInt16BE(0)]).toEqual([CLOSE, 1013]);
		expect(frames.filter(({ opcode }) => opcode === CLOSE)).toHaveLength(1);
		expect(stopped.received).toHaveLength(0);
		expect(frames.every(({ wrong }) => wrong === "")).toBe(true);
		// What was dropped is missing at the end, not in the middle.
		const numbers = numbersOf(frames);
		expect(numbers.length).toBeLessThan(sent);
		expect(isDense(numbers)).toBe(true);
		expect(mostQueued).toBeLessThanOrEqual(QUEUE_MAX + FRAME_MAX * 4);
		expect(longestMs).toBeLessThan(5_000);
		stopped.close();
	}, 120_000);

	it("that never reads again is cut off, and all that waited for it is given back", async () => {
		const { talker, listeners } = await company();
		const person = await own.newcomer();
		const connectionsBefore = await own.metric("confab_connections");
		const closed = await slowReaders();
		const count = 8;
		const stopped: Stream[] = [];
		for (let i = 0; i < count; i++) stopped.push(await openSocket(person, own.port));
		stopped.forEach(({ socket }) => socket.pause());
		const { mostQueued, longestMs } = await flood(talker, listeners, () => closed(count));
		expect(mostQueued).toBeLessThanOrEqual(count * (QUEUE_MAX + FRAME_MAX * 4));
		expect(longestMs).toBeLessThan(5_000);
		await connectionsEnd(connectionsBefore, CLOSE_WAIT_MS);
		stopped.forEach((stream) => stream.close());
	}, 120_000);

	it("and goes on in time loses nothing", async () => {
		const { talker, listeners } = await company();
		const slow = await openSocket(await own.newcomer(), own.port);
		const closed = await slowReaders();
		let rounds = 0;
		const { sent } = await flood(talker, listeners, async () => {
			// Every second round is read while the next one comes.
			if (rounds % 2 === 0) slow.socket.pause();
			else slow.socket.resume();
			return ++rounds === 10;
		});
		slow.socket.resume();
		const numbers: number[] = [];
		await slow.until(() => numbers.push(...numbersOf(framesOf(slow))) >= sent);
		expect(numbers).toHaveLength(sent);
		expect(isDense(numbers)).toBe(true);
		expect(await closed()).toBe(false);
		slow.close();
	}, 120_000);

	it("and sends pings is closed for the pongs: empty ones count for more than their bytes", async () => {
		const isClosed = await slowReaders();
		const stopped = await openSocket(await own.newcomer(), own.port);
		stopped.socket.pause();
		const long = Buffer.concat(Array.from({ length: 200 }, () => ping("p".repeat(125))));
		// Until the kernel takes no more: something waits, and goes on doing so.
		await until(
			"the window is closed",
			async () => {
				await stopped.send(long);
				if ((await own.metric("confab_queued_bytes")) === 0) return false;
				await sleep(100);
				return (await own.metric("confab_queued_bytes")) > 0;
			},
			60_000,
		);
		expect(await isClosed()).toBe(false);
		await stopped.send(Buffer.concat(Array.from({ length: 10_000 }, () => ping())));
		await until("it is closed", isClosed, LATE_MS);
		stopped.close();
	}, 120_000);
});

describe("an HTTP client that does not read", () => {
	it("a large file is cut off, and others are served meanwhile", async () => {
		const before = await own.metric("confab_connections");
		const stopped = await Promise.all(Array.from({ length: 10 }, () => Stream.open(own.port)));
		for (const stream of stopped) {
			stream.socket.pause();
			await stream.send(Buffer.from(get("/large.bin")));
		}
		const whole = await own.get("/large.bin");
		expect((await whole.arrayBuffer()).byteLength).toBe(LARGE_BYTES);
		expect(await own.metric("confab_queued_bytes")).toBeGreaterThan(0);
		await connectionsEnd(before, WRITE_MS);
		for (const stream of stopped) {
			stream.socket.resume();
			expect(await stream.ended()).not.toBe("open");
			expect(stream.received.length).toBeLessThan(LARGE_BYTES);
			stream.close();
		}
	}, 60_000);

	it("and pipelines is held back: its requests wait in its own kernel", async () => {
		const before = await own.metric("confab_connections");
		const stream = await Stream.open(own.port);
		stream.socket.pause();
		const requests = Buffer.from(get("/health", `X: ${"x".repeat(1_900)}\r\n`).repeat(100));
		const max = 200_000_000;
		expect(await sendUntilStuck(stream, requests, max, 500)).toBeLessThan(max);
		expect(await own.metric("confab_queued_bytes")).toBeLessThanOrEqual(2 * OUTPUT_WAITING_MAX);
		expect((await own.get("/health")).status).toBe(200);
		await connectionsEnd(before, WRITE_MS);
		stream.close();
	}, 60_000);
});
