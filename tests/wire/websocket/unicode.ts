/* §8.1: text is UTF-8, looked at byte by byte as it comes: the first wrong byte ends the connection. */
import { bytes, fragments, ping, text } from "../harness/frames";
import type { SocketCase } from "../harness/socket_case";
import type { Category } from "../harness/suite";
import { cut, requestWith, slices } from "./payloads";

const wrong = "close:1007 end";
const section = "8.1";

const valid: readonly (readonly [string, string])[] = [
	["two bytes", "é ß \u0080 \u07ff"],
	["three bytes", "κόσμε € \u0800 \uffff"],
	["four bytes", "😀 \u{10000} \u{10ffff}"],
	["just below the surrogates", "\ud7ff"],
	["just above the surrogates", "\ue000"],
	["no characters: U+FFFE, U+FFFF", "\ufffe\uffff"],
	["no characters of the last plane", "\u{10fffe}\u{10ffff}"],
	["a byte order mark", "\ufeffx"],
	["the replacement character", "\ufffd"],
	["from right to left", "مرحبا بالعالم"],
	["all sizes mixed", "aé€😀".repeat(50)],
];

const good: SocketCase[] = valid.flatMap(([what, sample]) => [
	{ name: `valid: ${what}`, section, send: [text(requestWith(sample))], expected: "answer:1 open" },
	{
		name: `valid: ${what}, in segments of 1`,
		section,
		send: [text(requestWith(sample))],
		segment: 1,
		expected: "answer:1 open",
	},
	{
		name: `valid: ${what}, in fragments of 1`,
		section: "8.1, 5.4",
		send: [fragments(slices(requestWith(sample), 1))],
		expected: "answer:1 open",
	},
]);

const invalid: readonly (readonly [string, readonly number[]])[] = [
	["a continuation byte alone: 80", [0x80]],
	["a continuation byte alone: bf", [0xbf]],
	["six continuation bytes", [0x80, 0xbf, 0x80, 0xbf, 0x80, 0xbf]],
	["a lead of two, then a space", [0xc3, 0x20]],
	["a lead of three, then a space", [0xe2, 0x20, 0x20]],
	["a lead of three, one byte, then a space", [0xe2, 0x82, 0x20]],
	["a lead of four, two bytes, then a space", [0xf0, 0x9f, 0x98, 0x20]],
	["overlong slash in two", [0xc0, 0xaf]],
	["overlong slash in three", [0xe0, 0x80, 0xaf]],
	["overlong slash in four", [0xf0, 0x80, 0x80, 0xaf]],
	["overlong NUL", [0xc0, 0x80]],
	["overlong U+007F", [0xc1, 0xbf]],
	["overlong U+07FF", [0xe0, 0x9f, 0xbf]],
	["overlong U+FFFF", [0xf0, 0x8f, 0xbf, 0xbf]],
	["the first surrogate", [0xed, 0xa0, 0x80]],
	["the last high surrogate", [0xed, 0xaf, 0xbf]],
	["the last surrogate", [0xed, 0xbf, 0xbf]],
	["a pair of surrogates", [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
	["past U+10FFFF", [0xf4, 0x90, 0x80, 0x80]],
	["f5", [0xf5, 0x80, 0x80, 0x80]],
	["five bytes", [0xf8, 0x88, 0x80, 0x80, 0x80]],
	["six bytes", [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80]],
	["fe", [0xfe]],
	["ff", [0xff]],
	["UTF-16 with its mark", [0xff, 0xfe, 0x41, 0x00]],
	["Latin-1", [0x63, 0x61, 0x66, 0xe9, 0x20]],
];

const around = (bad: readonly number[]): Buffer => {
	const [head, tail] = requestWith("|").split("|") as [string, string];
	return bytes(head, Buffer.from(bad), tail);
};

const bad: SocketCase[] = invalid.flatMap(([what, sample]) => [
	{ name: `invalid: ${what}`, section, send: [text(around(sample))], expected: wrong },
	{
		name: `invalid: ${what}, alone, in segments of 1`,
		section,
		send: [text(bytes(Buffer.from(sample), "."))],
		segment: 1,
		expected: wrong,
	},
	{
		name: `invalid: ${what}, in fragments of 1`,
		section: "8.1, 5.4",
		send: [fragments(slices(around(sample), 1))],
		expected: wrong,
	},
]);

/** The end of a message in the middle of a character. */
const cutOff: SocketCase[] = [
	["é", 1],
	["€", 1],
	["€", 2],
	["😀", 1],
	["😀", 2],
	["😀", 3],
].flatMap(([character, kept]) => {
	const sample = bytes("ab", Buffer.from(String(character)).subarray(0, Number(kept)));
	const what = `${String(character)} after ${String(kept)} of its bytes`;
	return [
		{ name: `cut off: ${what}`, section, send: [text(sample)], expected: wrong },
		{
			name: `cut off: ${what}, an empty last fragment`,
			section,
			send: [fragments([sample, ""])],
			expected: wrong,
		},
	];
});

/** A character over two fragments is whole; a ping between them sees none of it. */
const split: SocketCase[] = ["é", "€", "😀"].flatMap((character) => {
	const request = requestWith(character);
	const at = request.indexOf(character);
	return Array.from({ length: Buffer.byteLength(character) - 1 }, (_, i) => ({
		name: `${character} over two fragments, ${i + 1} byte in the first, a ping between`,
		section: "8.1, 5.4",
		send: [fragments(cut(request, at + i + 1), ping("é"))],
		expected: "pong:2 answer:1 open",
	}));
});

const cutFrame = (payload: Uint8Array, whole: number): Buffer =>
	text(payload, { length: BigInt(whole), width: whole < 126 ? 0 : 2 });

/** The rest of the frame or message never comes: the answer does. */
const failFast: SocketCase[] = [
	{
		name: "fail fast: a wrong byte in a frame whose rest is outstanding",
		section,
		send: [cutFrame(Buffer.of(0x61, 0xff), 100)],
		expected: wrong,
	},
	{
		name: "fail fast: the second byte of four is wrong",
		section,
		send: [cutFrame(Buffer.of(0xf4, 0x90), 1_000)],
		expected: wrong,
	},
	{
		name: "fail fast: the second byte of a surrogate",
		section,
		send: [cutFrame(Buffer.of(0xed, 0xa0), 1_000)],
		segment: 1,
		expected: wrong,
	},
	{
		name: "fail fast: a lead byte that cannot be",
		section,
		send: [cutFrame(Buffer.of(0xc0), 50)],
		expected: wrong,
	},
	{
		name: "fail fast: in the first fragment of a message that does not end",
		section,
		send: [text(Buffer.of(0xce, 0x41), { final: false })],
		expected: wrong,
	},
	{
		name: "fail fast: a character that the next fragment cannot finish",
		section,
		send: [fragments([Buffer.of(0xe2, 0x82), Buffer.of(0x41), ""])],
		expected: wrong,
	},
	{
		name: "half a character, then a message: the frame type is what is wrong",
		section: "8.1, 5.4",
		send: [bytes(text(Buffer.of(0xe2), { final: false }), text("x"))],
		expected: "close:1002 end",
	},
];

/** Valid UTF-8, and no JSON: what the layer above says. */
const above: SocketCase[] = [
	{ name: "a NUL in the text", section, send: [text("a\u0000b")], expected: "error:malformed open" },
	{
		name: "a NUL in a string",
		section,
		send: [text(requestWith("\u0000"))],
		expected: "error:malformed open",
	},
	{
		name: "the escape of a lone surrogate",
		section,
		send: [text(requestWith("\\ud800"))],
		expected: "error:malformed open",
	},
];

export const unicode: Category<SocketCase> = {
	category: "UTF-8",
	cases: [...good, ...bad, ...cutOff, ...split, ...failFast, ...above],
};
