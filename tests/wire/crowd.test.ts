/* Many at once who do not mean well: half requests by the hundred, and connections that are cut anywhere. Others are served meanwhile, and
 * afterwards nothing of them is left. */
import { describe, expect, it } from "vitest";

import { until } from "../contract/harness/wait";
import { bytes, close, frame, ping, text } from "./harness/frames";
import { headBytes, opening } from "./harness/handshake";
import { LATE_MS, OwnServer } from "./harness/own_server";
import { openSocket } from "./harness/stopped";
import { Stream } from "./harness/stream";
import { get, post, SIGN_IN } from "./http/requests";
import { requestOf } from "./websocket/payloads";

const HEAD_MS = 2_000;
const BODY_MS = 2_000;

/** Its clock begins when the connection does, ours a moment later. */
const EARLY_MS = 200;

const own = new OwnServer({ http_head_ms: HEAD_MS, http_body_ms: BODY_MS, close_wait_ms: 1_000 });

/** Gauges that must be as before when everybody has gone. */
const gauges = [
	"confab_connections",
	"confab_sockets",
	"confab_sessions",
	"confab_requests_in_flight",
	"confab_queued_bytes",
];

/** Milliseconds of a request that means well. */
async function served(): Promise<number> {
	const begunAt = Date.now();
	expect((await own.get("/api/status")).status).toBe(200);
	return Date.now() - begunAt;
}

const openMany = async (count: number): Promise<Stream[]> =>
	await Promise.all(Array.from({ length: count }, () => Stream.open(own.port)));

describe("hundreds who begin and do not go on", () => {
	const beginnings: readonly (readonly [string, string, string])[] = [
		["a head", get("/health").slice(0, -2), "408"],
		["a body", post(`Content-Length: ${SIGN_IN.length}\r\n`, "{"), "408"],
		["nothing", "", ""],
	];
	for (const [what, beginning, status] of beginnings) {
		it(`${what}: all are answered or closed in time, and others are served meanwhile`, async () => {
			const before = await own.metrics(gauges);
			const begunAt = Date.now();
			const all = await openMany(400);
			await Promise.all(all.map((stream) => stream.send(Buffer.from(beginning))));
			await until(
				"they are all there",
				async () => (await own.metric("confab_connections")) >= 400,
				HEAD_MS,
			);
			expect(await served()).toBeLessThan(2_000);
			const endings = await Promise.all(all.map((stream) => stream.ended(HEAD_MS + LATE_MS)));
			expect(new Set(endings)).toEqual(new Set(["end"]));
			expect(Date.now() - begunAt).toBeGreaterThanOrEqual(HEAD_MS - EARLY_MS);
			const answers = all.map(({ received }) => received.subarray(9, 12).toString());
			expect(new Set(answers)).toEqual(new Set([status]));
			all.forEach((stream) => stream.close());
			await own.settled(gauges, before, LATE_MS);
		}, 60_000);
	}
});

/** Everything that one connection could be in the middle of. */
function conversations(cookie: string): [string, Buffer][] {
	const host = `localhost:${own.port}`;
	const shake = headBytes(opening({ host, cookie }));
	const signIn = Buffer.from(post(`Content-Length: ${SIGN_IN.length}\r\n`, SIGN_IN));
	return [
		["an HTTP request", Buffer.from(get("/health"))],
		["a request with a body", signIn],
		[
			"pipelined requests",
			Buffer.from(get("/health") + signIn.toString() + get("/large.bin") + get("/")),
		],
		["a large file", Buffer.from(get("/large.bin"))],
		["a handshake", shake],
		["a handshake and frames behind it", bytes(shake, text(requestOf(200)), ping("x"))],
		["a handshake and a close", bytes(shake, close(1000))],
		["a handshake and a bad frame", bytes(shake, frame({ opcode: 3 }))],
		["a handshake and a large message", bytes(shake, text(requestOf(60_000)))],
	];
}

describe("connections that are cut", () => {
	it("anywhere, by a reset or an end, leave nothing behind", async () => {
		const { cookie } = await own.newcomer();
		const before = await own.metrics(gauges);
		for (const [, conversation] of conversations(cookie)) {
			const cuts = Array.from({ length: 20 }, (_, i) =>
				Math.ceil(((i + 1) * conversation.length) / 20),
			);
			await Promise.all(
				cuts.map(async (cut, i) => {
					const stream = await Stream.open(own.port);
					await stream.send(conversation.subarray(0, cut));
					// At once, or when something may be on its way back.
					if (i % 2) await stream.until(() => stream.received.length > 0, 30);
					if (i % 3) stream.socket.resetAndDestroy();
					else stream.close();
				}),
			);
			await served();
		}
		await own.settled(gauges, before, LATE_MS);
	}, 60_000);

	it("in the middle of a message leave the others' as they were", async () => {
		const person = await own.newcomer();
		const before = await own.metrics(gauges);
		const message = text(requestOf(50_000));
		const streams = await Promise.all(Array.from({ length: 20 }, () => openSocket(person, own.port)));
		await Promise.all(
			streams.map((stream, i) => stream.send(message.subarray(0, (i + 1) * 2_000), 1_000)),
		);
		streams.filter((_, i) => i % 2).forEach((stream) => stream.socket.resetAndDestroy());
		const rest = streams.filter((_, i) => i % 2 === 0);
		await Promise.all(rest.map((stream, i) => stream.send(message.subarray((i * 2 + 1) * 2_000), 1_000)));
		for (const stream of rest) {
			expect(await stream.until(() => stream.received.includes('"cbId":1'))).toBe(true);
			stream.close();
		}
		await own.settled(gauges, before, LATE_MS);
	}, 60_000);
});
