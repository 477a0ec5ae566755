/* §5.5.1, §7: every code and reason a client may or may not give, what comes after a close frame, and closes of the server's own. */
import {
	bytes,
	CLOSE,
	close,
	CONTINUATION,
	fragments,
	frame,
	ping,
	pong,
	TEXT,
	text,
} from "../harness/frames";
import type { SocketCase, Step } from "../harness/socket_case";
import type { Category } from "../harness/suite";
import { requestOf } from "./payloads";

const wrong = "close:1002 end";

const allowed = [
	1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
];
const refused = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 9999, 65_535];

const codes: SocketCase[] = allowed.flatMap((code) => [
	{ name: `code ${code}`, section: "7.4.1", send: [close(code)], expected: `close:${code} end` },
	{
		name: `code ${code} with a reason`,
		section: "7.4.2",
		send: [close(code, "go—odbye")],
		expected: `close:${code} end`,
	},
]);

const badCodes: SocketCase[] = refused.flatMap((code) => [
	{ name: `code ${code}, which nobody may send`, section: "7.4", send: [close(code)], expected: wrong },
	{
		name: `code ${code} with a reason, in segments of 1`,
		section: "7.4",
		send: [close(code, "x")],
		segment: 1,
		expected: wrong,
	},
]);

/** name | section | frame | what is seen */
const payloads: readonly (readonly [string, string, Buffer, string])[] = [
	["no code", "7.1.5", close(), "close:none end"],
	["one byte", "5.5.1", frame({ opcode: CLOSE, payload: Buffer.of(3) }), wrong],
	["a reason of 123", "5.5", close(1000, "r".repeat(123)), "close:1000 end"],
	["a reason of 124", "5.5", close(1000, "r".repeat(124)), wrong],
	["a payload of 65536", "5.5", close(1000, "r".repeat(65_534)), wrong],
	["a fragment", "5.5", close(1000, "", { final: false }), wrong],
	["a reason in Greek", "5.5.1", close(1000, "κόσμε"), "close:1000 end"],
	["a reason that is no UTF-8", "5.5.1, 8.1", close(1000, Buffer.of(0xff)), "close:1007 end"],
	["a reason that is overlong", "5.5.1, 8.1", close(1000, Buffer.of(0xc0, 0xaf)), "close:1007 end"],
	["a reason with a surrogate", "5.5.1, 8.1", close(1000, Buffer.of(0xed, 0xa0, 0x80)), "close:1007 end"],
	["a reason that is cut off", "5.5.1, 8.1", close(1000, Buffer.of(0x61, 0xe2, 0x82)), "close:1007 end"],
	["a bad code and a bad reason: the code first", "7.4", close(999, Buffer.of(0xff)), wrong],
];

const content: SocketCase[] = payloads.flatMap(([name, section, sent, expected]) =>
	[0, 1].map((segment) => ({
		name: `${name}${segment ? ", in segments of 1" : ""}`,
		section,
		send: [sent],
		// Bytes one by one are for what is small.
		segment: segment && sent.length > 1_000 ? 997 : segment,
		expected,
	})),
);

/** Nothing after a close frame is looked at. */
const afterwards: readonly (readonly [string, Buffer])[] = [
	["a text", text(requestOf(100))],
	["a ping", ping("x")],
	["a pong", pong("x")],
	["another close", close(1001)],
	["a bad frame", frame({ opcode: 7 })],
	["no UTF-8", text(Buffer.of(0xff))],
	["an unmasked frame", text("x", { mask: null })],
	["random bytes", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")],
	["half a frame", text(requestOf(100)).subarray(0, 20)],
	["64 KiB", text(requestOf(65_536))],
];

const after: SocketCase[] = afterwards.flatMap(([what, more]) => [
	{
		name: `${what} after a close`,
		section: "5.5.1, 7.1.1",
		send: [bytes(close(1000), more)],
		expected: "close:1000 end",
	},
	{
		name: `${what} after our close was answered`,
		section: "7.1.1",
		send: [close(1000), { await: "close:1000" }, more],
		expected: "close:1000 end",
	},
	{
		name: `${what} after a protocol error`,
		section: "7.1.7",
		send: [bytes(frame({ opcode: 3 }), more)],
		expected: wrong,
	},
]);

const before: SocketCase[] = [
	{
		name: "a message before a close is answered",
		section: "7.1.2",
		send: [bytes(text(requestOf(100)), close(1000))],
		expected: "answer:1 close:1000 end",
	},
	{
		name: "a ping before a close is answered",
		section: "7.1.2",
		send: [bytes(ping("x"), close(1001, "away"))],
		expected: "pong:1 close:1001 end",
	},
	{
		name: "an unfinished message before a close",
		section: "7.1.2",
		send: [bytes(frame({ opcode: TEXT, payload: "x", final: false }), close(1000))],
		expected: "close:1000 end",
	},
];

/** STRIKES_MAX of gateway/dispatch.c: so many requests that are none are answered; at the next the server closes. */
const STRIKES = 20;
const struck = bytes(...Array.from({ length: STRIKES + 1 }, () => text("{")));
const complaints = "error:malformed ".repeat(STRIKES);

/** What the client does when the server has begun to close. */
const answers: readonly (readonly [string, string, readonly Step[], string])[] = [
	["its own close", "7.1.1", [close(1008)], "end"],
	["a close with another code", "5.5.1", [close(4000, "bye")], "end"],
	["a close without a code", "5.5.1", [close()], "end"],
	["a close with a code that nobody may send", "7.4", [close(1005)], "end"],
	["a message, then its close", "7.1.1", [text(requestOf(100)), close(1008)], "end"],
	["a ping, then its close", "5.5.2", [ping("x"), close(1008)], "end"],
	[
		"the rest of a message in fragments, then its close",
		"5.4",
		[fragments(["{", "}"]), close(1008)],
		"end",
	],
	["a bad frame", "7.1.7", [frame({ opcode: 3 })], "end"],
	["an unmasked close", "5.1", [close(1008, "", { mask: null })], "end"],
	["no UTF-8", "8.1", [text(Buffer.of(0xff))], "end"],
	["more of what it was closed for", "7.1.1", [struck, close(1008)], "end"],
];

const byServer: SocketCase[] = answers.map(([name, section, more, expected]) => ({
	name: `closed by the server; the client's answer: ${name}`,
	section,
	send: [struck, { await: "close:1008" }, ...more],
	expected: `${complaints}close:1008 ${expected}`,
}));

const silent: SocketCase = {
	name: "closed by the server, and the client says nothing: ended after close_wait_ms",
	section: "7.1.1",
	send: [struck],
	expected: `${complaints}close:1008 end`,
};

const hurried: SocketCase[] = [
	{
		name: "a close in the same segment as the handshake",
		section: "4.1, 7.1.2",
		opening: {},
		hurried: true,
		send: [close(1000)],
		expected: "101 close:1000 end",
	},
	{
		name: "a bad frame in the same segment as the handshake",
		section: "4.1, 7.1.7",
		opening: {},
		hurried: true,
		send: [frame({ opcode: CONTINUATION, payload: "x" })],
		expected: "101 close:1002 end",
	},
];

export const closing: Category<SocketCase> = {
	category: "closing",
	cases: [...codes, ...badCodes, ...content, ...after, ...before, ...byServer, silent, ...hurried],
};
