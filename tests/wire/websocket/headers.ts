/* §5.1, §5.2: masks, reserved bits and opcodes. */
import { bytes, close, CONTINUATION, frame, ping, text, TEXT } from "../harness/frames";
import type { SocketCase } from "../harness/socket_case";
import type { Category } from "../harness/suite";
import { requestOf, requestWith } from "./payloads";

const wrong = "close:1002 end";

/** A frame without a mask is refused at its second byte, whatever it is. */
const unmaskedFrames: readonly (readonly [string, Buffer])[] = [
	["text", frame({ opcode: TEXT, payload: requestOf(100), mask: null })],
	["empty text", frame({ opcode: TEXT, mask: null })],
	["first fragment", frame({ opcode: TEXT, payload: "x", final: false, mask: null })],
	["binary", frame({ opcode: 2, payload: "x", mask: null })],
	["ping", frame({ opcode: 9, payload: "x", mask: null })],
	["empty ping", frame({ opcode: 9, mask: null })],
	["pong", frame({ opcode: 10, payload: "x", mask: null })],
	["close", close(1000, "", { mask: null })],
	["empty close", frame({ opcode: 8, mask: null })],
	["text of 126", frame({ opcode: TEXT, payload: requestOf(126), mask: null })],
	["text of 65536", frame({ opcode: TEXT, payload: requestOf(65_536), mask: null })],
	[
		"text, its first two bytes",
		frame({ opcode: TEXT, payload: requestOf(126), mask: null }).subarray(0, 2),
	],
];

const unmasked: SocketCase[] = unmaskedFrames.flatMap(([what, bad]) => [
	{ name: `unmasked ${what}`, section: "5.1", send: [bad], expected: wrong },
	{
		name: `unmasked ${what} after a masked message`,
		section: "5.1",
		send: [text(requestOf(100)), { await: "answer:1" }, bad],
		expected: `answer:1 ${wrong}`,
	},
]);

const continued: SocketCase = {
	name: "unmasked continuation of a masked message",
	section: "5.1",
	send: [
		frame({ opcode: TEXT, payload: "x", final: false }),
		frame({ opcode: CONTINUATION, payload: "x", mask: null }),
	],
	expected: wrong,
};

const masks: readonly (readonly [string, readonly number[]])[] = [
	["zero", [0, 0, 0, 0]],
	["all bits", [255, 255, 255, 255]],
	["one byte", [0, 0, 0, 1]],
	["that looks like a header", [0x81, 0x85, 0x88, 0x80]],
];

const masked: SocketCase[] = masks.flatMap(([what, mask]) =>
	[100, 126, 65_536].map((size) => ({
		name: `mask ${what}, text of ${size}`,
		section: "5.3",
		send: [text(requestOf(size), { mask })],
		expected: "answer:1 open",
	})),
);

/** Each frame its own mask, turned by the size of what came before. */
const maskSizes: SocketCase[] = [97, 98, 99, 100].map((size) => ({
	name: `masks of two messages, ${size} bytes in segments of 3`,
	section: "5.3",
	send: [
		text(requestOf(size, 1), { mask: [1, 2, 3, 4] }),
		text(requestWith("é".repeat(20), 2), { mask: [5, 6, 7, 8] }),
	],
	segment: 3,
	expected: "answer:1 answer:2 open",
}));

export const masking: Category<SocketCase> = {
	category: "masking",
	cases: [...unmasked, continued, ...masked, ...maskSizes],
};

const reservedBits: SocketCase[] = [1, 2, 3, 4, 5, 6, 7].flatMap((reserved) => [
	{
		name: `reserved ${reserved} in text`,
		section: "5.2",
		send: [text(requestOf(100), { reserved })],
		expected: wrong,
	},
	{
		name: `reserved ${reserved} in an empty text, behind a message and a ping`,
		section: "5.2",
		send: [bytes(text(requestOf(100)), ping("x"), text("", { reserved }))],
		expected: `answer:1 pong:1 ${wrong}`,
	},
	{
		name: `reserved ${reserved} in ping`,
		section: "5.2",
		send: [ping("x", { reserved })],
		expected: wrong,
	},
	{
		name: `reserved ${reserved} in close`,
		section: "5.2",
		send: [close(1000, "", { reserved })],
		expected: wrong,
	},
]);

const reservedLater: SocketCase[] = [4, 2, 1].map((reserved) => ({
	name: `reserved ${reserved} in a continuation`,
	section: "5.2",
	send: [
		frame({ opcode: TEXT, payload: "x", final: false }),
		frame({ opcode: CONTINUATION, payload: "x", reserved }),
	],
	expected: wrong,
}));

export const reserved: Category<SocketCase> = {
	category: "reserved bits",
	cases: [...reservedBits, ...reservedLater],
};

const unknown = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];

const unknownOpcodes: SocketCase[] = unknown.flatMap((opcode) => [
	{ name: `opcode ${opcode}, empty`, section: "5.2", send: [frame({ opcode })], expected: wrong },
	{
		name: `opcode ${opcode}, with a payload`,
		section: "5.2",
		send: [frame({ opcode, payload: "x".repeat(100) })],
		expected: wrong,
	},
	{
		name: `opcode ${opcode} behind a message, with a ping behind it`,
		section: "5.2, 7.1.7",
		send: [bytes(text(requestOf(100)), frame({ opcode }), ping("x"))],
		expected: `answer:1 ${wrong}`,
	},
	{
		name: `opcode ${opcode} within a message`,
		section: "5.2, 5.4",
		send: [bytes(frame({ opcode: TEXT, payload: "x", final: false }), frame({ opcode }))],
		expected: wrong,
	},
]);

export const opcodes: Category<SocketCase> = { category: "opcodes", cases: unknownOpcodes };
