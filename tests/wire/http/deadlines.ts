/* Clients that take their time: heads, bodies and kept connections end at their deadlines, however often a byte still comes. */
import type { HttpCase, HttpStep } from "../harness/http_case";
import type { Category } from "../harness/suite";
import { get, post, SIGN_IN, SIGNED_OUT } from "./requests";

/** Configuration of the server that these cases are for. */
export const hurry = {
	http_head_ms: 1_000,
	http_body_ms: 1_000,
	http_idle_ms: 2_000,
	http_write_ms: 1_000,
	close_wait_ms: 1_000,
};

/** Deadlines are looked at twice a second; the rest is for a machine that is busy. */
const LATE_MS = 2_000;

/** The server's clock begins when the connection does, ours a moment later. */
const EARLY_MS = 200;

const from = (ms: number): readonly [number, number] => [ms - EARLY_MS, ms + LATE_MS];
const headTime = from(hurry.http_head_ms);

/** A body of n bytes is given a second for each KiB of it besides. */
const bodyTime = (size: number): readonly [number, number] =>
	from(hurry.http_body_ms + Math.floor((size * 1_000) / 1_024));

/** Bytes one after the other with a rest between them. */
const slowly = (bytes: string, restMs: number, piece = 1): HttpStep[] =>
	(bytes.match(new RegExp(`[^]{1,${piece}}`, "g")) ?? []).flatMap((part) => [part, { restMs }]);

const section = "RFC 9110 15.5.9";
const timedOut = "408:timeout end in time";
const field = "X: y\r\n";

const heads: HttpCase[] = [
	{
		name: "nothing at all",
		section: "RFC 9112 9.5",
		expected: "end in time",
		deadlineMs: headTime,
		send: [],
	},
	{ name: "one byte", section, expected: timedOut, deadlineMs: headTime, send: ["G"] },
	{ name: "half a line", section, expected: timedOut, deadlineMs: headTime, send: ["GET /hea"] },
	{
		name: "all but the last line",
		section,
		expected: timedOut,
		deadlineMs: headTime,
		send: [get("/health").slice(0, -2)],
	},
	{
		name: "all but the last byte",
		section,
		expected: timedOut,
		deadlineMs: headTime,
		send: [get("/health").slice(0, -1)],
	},
	{
		name: "a byte every 100 ms",
		section,
		expected: timedOut,
		deadlineMs: headTime,
		send: slowly(get("/health"), 100),
	},
	{
		name: "a field every 100 ms",
		section,
		expected: timedOut,
		deadlineMs: headTime,
		send: [get("/health").slice(0, -2), ...slowly(field.repeat(40), 100, field.length)],
	},
	{
		name: "an empty line every 200 ms: two are let pass, then it is a head",
		section: "RFC 9112 2.2",
		expected: "400:invalid end in time",
		deadlineMs: [400, hurry.http_head_ms + LATE_MS],
		send: slowly("\r\n\r\n\r\n\r\n\r\n\r\n", 200, 2),
	},
	{
		name: "half of a socket's handshake",
		section,
		expected: timedOut,
		deadlineMs: headTime,
		send: [get("/ws", "Upgrade: websocket\r\n").slice(0, -2)],
	},
	{
		name: "half of the second request, in one segment with the first",
		section,
		expected: `200 ${timedOut}`,
		deadlineMs: headTime,
		send: [`${get("/health")}GET /`],
	},
	{
		name: "half of the second request, later",
		section,
		expected: `200 ${timedOut}`,
		deadlineMs: from(hurry.http_head_ms + 500),
		send: [get("/health"), { restMs: 500 }, "GET /"],
	},
	{
		name: "slow, but in time",
		section,
		expected: "200 open",
		send: slowly(get("/health"), 100, 10),
	},
];

const announced = (size: number, more = ""): string => post(`Content-Length: ${size}\r\n${more}`, "");

const bodies: HttpCase[] = [
	{
		name: "no byte of a body",
		section,
		expected: timedOut,
		deadlineMs: bodyTime(10),
		send: [announced(10)],
	},
	{
		name: "all but the last byte of a body",
		section,
		expected: timedOut,
		deadlineMs: bodyTime(SIGN_IN.length),
		send: [announced(SIGN_IN.length), SIGN_IN.slice(0, -1)],
	},
	{
		name: "a byte of a body every 100 ms",
		section,
		expected: timedOut,
		deadlineMs: bodyTime(100),
		send: [announced(100), ...slowly("{".repeat(40), 100)],
	},
	{
		name: "a body of 2 KiB has 2 s more",
		section,
		expected: timedOut,
		deadlineMs: bodyTime(2_048),
		send: [announced(2_048), "{"],
	},
	{
		name: "100 is said, the body does not come",
		section,
		expected: `100 ${timedOut}`,
		deadlineMs: bodyTime(10),
		send: [announced(10, "Expect: 100-continue\r\n")],
	},
	{
		name: "a body in pieces, in time",
		section,
		expected: `${SIGNED_OUT} open`,
		send: [announced(SIGN_IN.length), ...slowly(SIGN_IN, 100, 10)],
	},
	{
		name: "a body that is refused is not waited for",
		section: "RFC 9110 15.5.14",
		expected: "413:too_large end in time",
		deadlineMs: [0, 900],
		send: [announced(1_000_000)],
	},
];

const kept: HttpCase[] = [
	{
		name: "a kept connection without a request",
		section: "RFC 9112 9.5",
		expected: "200 end in time",
		deadlineMs: from(hurry.http_idle_ms),
		send: [get("/health")],
	},
	{
		name: "a kept connection with a request every second",
		section: "RFC 9112 9.5",
		expected: "200 200 200 200 open",
		send: Array.from({ length: 4 }, () => [get("/health"), { restMs: 1_000 }]).flat(),
	},
];

export const deadlines: Category<HttpCase> = { category: "deadlines", cases: [...heads, ...bodies, ...kept] };
