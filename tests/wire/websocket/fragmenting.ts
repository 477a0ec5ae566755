/* §5.4: messages in fragments, control frames between them, and fragments that belong to nothing. */
import {
	BINARY,
	bytes,
	close,
	CONTINUATION,
	fragments,
	frame,
	ping,
	pong,
	TEXT,
	text,
} from "../harness/frames";
import type { SocketCase } from "../harness/socket_case";
import type { Category } from "../harness/suite";
import { MESSAGE_MAX } from "./framing";
import { cut, requestOf, slices } from "./payloads";

const wrong = "close:1002 end";
const section = "5.4";
const request = requestOf(100);
const first = frame({ opcode: TEXT, payload: "x", final: false });
const next = (payload: Uint8Array | string, final = true): Buffer =>
	frame({ opcode: CONTINUATION, payload, final });

/** READER_FRAGMENTS_MAX of net/reader.h. */
const FRAGMENTS_MAX = 4_096;

const whole: SocketCase[] = [
	...[1, 2, 3, 7, 50, 99].flatMap((size) =>
		[0, 1, 5].map((segment) => ({
			name: `fragments of ${size}${segment ? `, in segments of ${segment}` : ""}`,
			section,
			send: [fragments(slices(request, size))],
			segment,
			expected: "answer:1 open",
		})),
	),
	{ name: "empty first fragment", section, send: [fragments(["", request])], expected: "answer:1 open" },
	{ name: "empty last fragment", section, send: [fragments([request, ""])], expected: "answer:1 open" },
	{
		name: "empty fragments between",
		section,
		send: [fragments([...cut(request, 9, 0, 0, 0, 20), ""])],
		expected: "answer:1 open",
	},
	{
		name: "nothing but empty fragments",
		section,
		send: [fragments(["", "", ""])],
		expected: "error:malformed open",
	},
	{
		name: "the largest message in two fragments",
		section,
		send: [fragments(cut(requestOf(MESSAGE_MAX), 40_000))],
		expected: "answer:1 open",
	},
	{
		name: "the largest message in fragments of 64",
		section,
		send: [fragments(slices(requestOf(MESSAGE_MAX), 64))],
		expected: "answer:1 open",
	},
	{
		name: "two messages in fragments, one after the other",
		section,
		send: [bytes(fragments(slices(requestOf(90, 1), 30)), fragments(slices(requestOf(90, 2), 30)))],
		expected: "answer:1 answer:2 open",
	},
];

/** Control frames may stand between fragments, and are answered before the message is whole. */
const between: readonly (readonly [string, Buffer, string])[] = [
	["a ping", ping("in between"), "pong:10 answer:1 open"],
	["an empty ping", ping(), "pong:0 answer:1 open"],
	["a ping of 125", ping("p".repeat(125)), "pong:125 answer:1 open"],
	["three pings", bytes(ping("a"), ping("bb"), ping("ccc")), "pong:1 pong:2 pong:3 answer:1 open"],
	["a pong", pong("unasked"), "answer:1 open"],
	["a close", close(1000), "close:1000 end"],
	["a text", text(request), wrong],
	["an empty text", text(""), wrong],
	["a text fragment", text("x", { final: false }), wrong],
	["a binary", frame({ opcode: BINARY, payload: "x" }), wrong],
];

const interleaved: SocketCase[] = between.flatMap(([what, frames, expected]) =>
	[0, 1].map((segment) => ({
		name: `${what} between two fragments${segment ? ", in segments of 1" : ""}`,
		section: "5.4, 5.5",
		send: [fragments(cut(request, 40), frames)],
		segment,
		expected,
	})),
);

const pinged: SocketCase = {
	name: "a ping between all fragments of 10",
	section: "5.4, 5.5",
	send: [fragments(slices(request, 10), ping("abc"))],
	expected: `${"pong:3 ".repeat(9)}answer:1 open`,
};

const orphans: SocketCase[] = [
	{ name: "a continuation of nothing", section, send: [next("x")], expected: wrong },
	{ name: "an empty continuation of nothing", section, send: [next("")], expected: wrong },
	{ name: "an unfinished continuation of nothing", section, send: [next("x", false)], expected: wrong },
	{
		name: "a continuation of a finished message",
		section,
		send: [bytes(text(request), next("x"))],
		expected: `answer:1 ${wrong}`,
	},
	{
		name: "a continuation of a message that ended in fragments",
		section,
		send: [bytes(fragments(cut(request, 50)), next("x", false))],
		expected: `answer:1 ${wrong}`,
	},
	{
		name: "a continuation behind a ping",
		section,
		send: [bytes(ping("x"), next("x"))],
		expected: `pong:1 ${wrong}`,
	},
	{
		name: "an unfinished binary message",
		section: "5.6",
		send: [frame({ opcode: BINARY, payload: "x", final: false })],
		expected: "close:1003 end",
	},
];

const empty = (count: number, between: Uint8Array = Buffer.of()): Buffer =>
	bytes(...Array.from({ length: count }, () => bytes(next("", false), between)));

/** A message ends some time: its bytes are bounded, and its fragments too. */
const endless: SocketCase[] = [
	{
		name: "fragments that are too much together",
		section: "7.4.1, 10.4",
		send: [fragments(cut("x".repeat(MESSAGE_MAX + 1), 40_000))],
		expected: "close:1009 end",
	},
	{
		name: "a fragment whose header is too much together with what came",
		section: "7.4.1, 10.4",
		send: [bytes(first, frame({ opcode: CONTINUATION, length: BigInt(MESSAGE_MAX) }))],
		expected: "close:1009 end",
	},
	{
		name: "fragments of 1,000 without end",
		section: "7.4.1, 10.4",
		send: [bytes(first, ...Array.from({ length: 66 }, () => next("x".repeat(1_000), false)))],
		expected: "close:1009 end",
	},
	{
		name: `${FRAGMENTS_MAX} fragments are a message`,
		section: "10.4",
		send: [fragments(slices(requestOf(FRAGMENTS_MAX), 1))],
		expected: "answer:1 open",
	},
	{
		name: `${FRAGMENTS_MAX} fragments are a message, the next one too`,
		section: "10.4",
		send: [
			bytes(
				fragments(slices(requestOf(FRAGMENTS_MAX, 1), 1)),
				fragments(slices(requestOf(FRAGMENTS_MAX, 2), 1)),
			),
		],
		expected: "answer:1 answer:2 open",
	},
	{
		name: "one fragment more",
		section: "10.4",
		send: [fragments(slices(requestOf(FRAGMENTS_MAX + 1), 1))],
		expected: "close:1008 end",
	},
	{
		name: "fragments of 1 without end",
		section: "10.4",
		send: [bytes(first, ...Array.from({ length: FRAGMENTS_MAX }, () => next("x", false)))],
		expected: "close:1008 end",
	},
	{
		name: "empty fragments without end",
		section: "10.4",
		send: [bytes(first, empty(FRAGMENTS_MAX))],
		expected: "close:1008 end",
	},
	{
		name: "empty fragments without end, a ping now and then",
		section: "10.4",
		send: [first, ...Array.from({ length: 4 }, () => bytes(empty(FRAGMENTS_MAX / 4), ping("x")))],
		expected: "pong:1 pong:1 pong:1 close:1008 end",
	},
];

export const fragmenting: Category<SocketCase> = {
	category: "fragments",
	cases: [...whole, ...interleaved, pinged, ...orphans, ...endless],
};
