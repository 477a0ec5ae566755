/* §5.2: sizes at every edge, in segments of every kind, and lengths that nobody may write. */
import { BINARY, CLOSE, frame, PING, PONG, text, type FrameParts } from "../harness/frames";
import type { SocketCase } from "../harness/socket_case";
import type { Category } from "../harness/suite";
import { requestOf } from "./payloads";

/** frame_bytes_max of config.def. */
export const MESSAGE_MAX = 65_536;

/** Too short for a request: refused as malformed, by the layer above; the socket lives on. */
const tiny: readonly (readonly [string, string])[] = [
	["", "error:malformed open"],
	["x", "error:malformed open"],
	["xx", "error:malformed open"],
];

const sizes = [
	64, 124, 125, 126, 127, 128, 129, 255, 256, 257, 1_024, 4_096, 32_767, 32_768, 65_534, 65_535, 65_536,
];
const tooLarge = [65_537, 65_538, 70_000, 131_072, 1_000_000];

/** Segments for a frame of that size: bytes one by one while that takes no time. */
const segmentsFor = (size: number): readonly number[] =>
	size < 300 ? [0, 1, 2, 3, 5, 64] : size < 5_000 ? [0, 13, 997] : [0, 997, 16_384];

const inSegments = (segment: number): string => (segment ? `, in segments of ${segment}` : "");

const small: SocketCase[] = tiny.flatMap(([payload, expected]) =>
	[0, 1].map((segment) => ({
		name: `text of ${payload.length}${inSegments(segment)}`,
		section: "5.2, 5.6",
		send: [text(payload)],
		segment,
		expected,
	})),
);

const edges: SocketCase[] = sizes.flatMap((size) =>
	segmentsFor(size).map((segment) => ({
		name: `text of ${size}${inSegments(segment)}`,
		section: "5.2, 5.6",
		send: [text(requestOf(size))],
		segment,
		expected: "answer:1 open",
	})),
);

const beyond: SocketCase[] = tooLarge.flatMap((size) => [
	{
		name: `text of ${size}: over the limit`,
		section: "7.4.1, 10.4",
		send: [text(requestOf(size))],
		expected: "close:1009 end",
	},
	{
		name: `text of ${size}: its header alone`,
		section: "7.4.1, 10.4",
		send: [text("", { length: BigInt(size), width: 8 })],
		expected: "close:1009 end",
	},
]);

/** name | frame | what is seen */
const lengths: readonly (readonly [string, FrameParts, string])[] = [
	["0 in 16 bits", { opcode: 1, width: 2 }, "close:1002 end"],
	["1 in 16 bits", { opcode: 1, payload: "x", width: 2 }, "close:1002 end"],
	["125 in 16 bits", { opcode: 1, payload: "x".repeat(125), width: 2 }, "close:1002 end"],
	["126 in 16 bits", { opcode: 1, payload: requestOf(126), width: 2 }, "answer:1 open"],
	["65535 in 16 bits", { opcode: 1, payload: requestOf(65_535), width: 2 }, "answer:1 open"],
	["0 in 64 bits", { opcode: 1, width: 8 }, "close:1002 end"],
	["125 in 64 bits", { opcode: 1, payload: "x".repeat(125), width: 8 }, "close:1002 end"],
	["126 in 64 bits", { opcode: 1, payload: "x".repeat(126), width: 8 }, "close:1002 end"],
	["65535 in 64 bits", { opcode: 1, payload: "x".repeat(65_535), width: 8 }, "close:1002 end"],
	["65536 in 64 bits", { opcode: 1, payload: requestOf(65_536), width: 8 }, "answer:1 open"],
	["2^31", { opcode: 1, length: 2n ** 31n }, "close:1009 end"],
	["2^32 − 1", { opcode: 1, length: 2n ** 32n - 1n }, "close:1009 end"],
	["2^32", { opcode: 1, length: 2n ** 32n }, "close:1009 end"],
	[
		"2^32 + 10: the low half alone would be allowed",
		{ opcode: 1, length: 2n ** 32n + 10n },
		"close:1009 end",
	],
	["2^53", { opcode: 1, length: 2n ** 53n }, "close:1009 end"],
	["2^63 − 1", { opcode: 1, length: 2n ** 63n - 1n }, "close:1009 end"],
	["2^63: the highest bit", { opcode: 1, length: 2n ** 63n }, "close:1002 end"],
	["2^64 − 1", { opcode: 1, length: 2n ** 64n - 1n }, "close:1002 end"],
	["2^63 of a ping", { opcode: PING, length: 2n ** 63n }, "close:1002 end"],
	["125 in 16 bits of a ping", { opcode: PING, payload: "x".repeat(125), width: 2 }, "close:1002 end"],
	["2 in 16 bits of a close", { opcode: CLOSE, payload: "\u0003\u00e8", width: 2 }, "close:1002 end"],
	["0 in 64 bits of a pong", { opcode: PONG, width: 8 }, "close:1002 end"],
];

const oddLengths: SocketCase[] = lengths.map(([name, parts, expected]) => ({
	name: `length ${name}`,
	section: "5.2",
	send: [frame(parts)],
	expected,
}));

/** Text is all that this server speaks. */
const binary: SocketCase[] = [0, 1, 125, 126, 65_536].map((size) => ({
	name: `binary of ${size}`,
	section: "5.6, 7.4.1",
	send: [frame({ opcode: BINARY, payload: "x".repeat(size) })],
	expected: "close:1003 end",
}));

/** Several messages in one segment, and one behind a cut header. */
const several: SocketCase[] = [
	{
		name: "three messages in one segment",
		section: "5.4",
		send: [Buffer.concat([1, 2, 3].map((n) => text(requestOf(100, n))))],
		expected: "answer:1 answer:2 answer:3 open",
	},
	{
		name: "a hundred messages in segments of 10",
		section: "5.4",
		send: [Buffer.concat(Array.from({ length: 100 }, (_, i) => text(requestOf(64, i + 1))))],
		segment: 10,
		expected: `${Array.from({ length: 100 }, (_, i) => `answer:${i + 1}`).join(" ")} open`,
	},
	{
		name: "the largest message twice",
		section: "5.2",
		send: [text(requestOf(MESSAGE_MAX, 1)), text(requestOf(MESSAGE_MAX, 2))],
		expected: "answer:1 answer:2 open",
	},
];

export const framing: Category<SocketCase> = {
	category: "framing",
	cases: [...small, ...edges, ...beyond, ...oddLengths, ...binary, ...several],
};
