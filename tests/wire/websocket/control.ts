/* §5.5: pings and pongs, alone, in number, between fragments; and those that are too long or cut. */
import { bytes, frame, PING, ping, PONG, pong, text } from "../harness/frames";
import type { SocketCase } from "../harness/socket_case";
import type { Category } from "../harness/suite";
import { requestOf } from "./payloads";

const wrong = "close:1002 end";

const answered: SocketCase[] = [0, 1, 5, 124, 125].flatMap((size) =>
	[0, 1, 2].map((segment) => ({
		name: `ping of ${size}${segment ? `, in segments of ${segment}` : ""}`,
		section: "5.5.2",
		send: [ping("p".repeat(size))],
		segment,
		expected: `pong:${size} open`,
	})),
);

const tooLong: SocketCase[] = [126, 127, 1_000, 65_535, 65_536].flatMap((size) =>
	[PING, PONG].map((opcode) => ({
		name: `${opcode === PING ? "ping" : "pong"} of ${size}`,
		section: "5.5",
		send: [frame({ opcode, payload: "p".repeat(size) })],
		expected: wrong,
	})),
);

const cutControl: SocketCase[] = [
	{ name: "a fragment of a ping", section: "5.5", send: [ping("x", { final: false })], expected: wrong },
	{ name: "a fragment of a pong", section: "5.5", send: [pong("x", { final: false })], expected: wrong },
	{
		name: "a fragment of a ping within a message",
		section: "5.5",
		send: [bytes(text("x", { final: false }), ping("x", { final: false }))],
		expected: wrong,
	},
];

const pongs: SocketCase[] = [
	{ name: "a pong that nobody asked for", section: "5.5.3", send: [pong()], expected: "open" },
	{ name: "a pong of 125", section: "5.5.3", send: [pong("x".repeat(125))], expected: "open" },
	{
		name: "a pong, then a ping",
		section: "5.5.3",
		send: [bytes(pong("unasked"), ping("asked"))],
		expected: "pong:5 open",
	},
	{
		name: "a hundred pongs",
		section: "5.5.3",
		send: [bytes(...Array.from({ length: 100 }, () => pong("x")))],
		expected: "open",
	},
	{
		name: "a ping that is no UTF-8",
		section: "5.5.2",
		send: [ping(Buffer.of(0xff, 0xfe, 0))],
		expected: "pong:3 open",
	},
];

const many = (count: number): string => Array.from({ length: count }, (_, i) => `pong:${i % 100}`).join(" ");

const numbers: SocketCase[] = [
	{
		name: "ten pings in one segment: answered in order",
		section: "5.5.2",
		send: [bytes(...Array.from({ length: 10 }, (_, i) => ping("p".repeat(i))))],
		expected: `${many(10)} open`,
	},
	{
		name: "ten pings in segments of 1",
		section: "5.5.2",
		send: [bytes(...Array.from({ length: 10 }, (_, i) => ping("p".repeat(i))))],
		segment: 1,
		expected: `${many(10)} open`,
	},
	{
		name: "a hundred and fifty pings in one segment",
		section: "5.5.2",
		send: [bytes(...Array.from({ length: 150 }, (_, i) => ping("p".repeat(i % 100))))],
		expected: `${many(150)} open`,
	},
	{
		name: "a ping between two messages",
		section: "5.5.2",
		send: [bytes(text(requestOf(64, 1)), ping("xy"), text(requestOf(64, 2)))],
		expected: "answer:1 pong:2 answer:2 open",
	},
];

export const control: Category<SocketCase> = {
	category: "pings and pongs",
	cases: [...answered, ...tooLong, ...cutControl, ...pongs, ...numbers],
};
