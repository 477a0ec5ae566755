/* RFC 7692: permessage-deflate is offered, not taken up, and so a compressed message is a wrong one. */
import { deflateRawSync } from "node:zlib";

import { bytes, frame, ping, TEXT, text } from "../harness/frames";
import type { SocketCase } from "../harness/socket_case";
import type { Category } from "../harness/suite";
import { requestOf, requestWith } from "./payloads";

const offers: readonly (readonly [string, string | readonly string[]])[] = [
	["plain", "permessage-deflate"],
	["with parameters", "permessage-deflate; client_max_window_bits=15; server_no_context_takeover"],
	[
		"twice, the second without parameters",
		"permessage-deflate; server_max_window_bits=10, permessage-deflate",
	],
	["in two lines", ["permessage-deflate", "x-webkit-deflate-frame"]],
	["with a bad parameter", "permessage-deflate; server_max_window_bits=99"],
];

/** As RFC 7692 §7.2.1 makes it: without the empty block at its end. */
function deflated(message: string): Buffer {
	const whole = deflateRawSync(message, { finishFlush: 2 });
	return whole.subarray(0, whole.length - 4);
}

const cases: SocketCase[] = offers.flatMap(([what, offer]) => {
	const opening = { change: { "Sec-WebSocket-Extensions": offer } };
	return [
		{
			name: `${what}: plain messages`,
			section: "RFC 7692 5.1",
			opening,
			send: [text(requestOf(100)), text(requestWith("é".repeat(2_000), 2))],
			expected: "101 answer:1 answer:2 open",
		},
		{
			name: `${what}: a compressed message`,
			section: "RFC 7692 6, RFC 6455 5.2",
			opening,
			send: [frame({ opcode: TEXT, payload: deflated(requestOf(100)), reserved: 4 })],
			expected: "101 close:1002 end",
		},
		{
			name: `${what}: a compressed message in fragments, a ping between`,
			section: "RFC 7692 6.1",
			opening,
			send: [
				bytes(
					frame({ opcode: TEXT, payload: "x", reserved: 4, final: false }),
					ping("x"),
					frame({ opcode: 0, payload: "x" }),
				),
			],
			expected: "101 close:1002 end",
		},
	];
});

const bomb: SocketCase = {
	name: "a message that would be 10 MB",
	section: "RFC 7692 8",
	opening: { change: { "Sec-WebSocket-Extensions": "permessage-deflate" } },
	send: [frame({ opcode: TEXT, payload: deflated("x".repeat(10_000_000)), reserved: 4 })],
	expected: "101 close:1002 end",
};

export const compression: Category<SocketCase> = { category: "compression", cases: [...cases, bomb] };
