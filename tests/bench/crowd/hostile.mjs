// A process of crowd.mjs: until it is told to stop, so many connections at once that do what nobody should, each for a moment, and then another.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

const frame = (first, payload, length = payload.length) => {
	const head = length < 126 ? Buffer.alloc(2) : Buffer.alloc(10);
	head[0] = first;
	head[1] = 0x80 | (length < 126 ? length : 127);
	if (length >= 126) head.writeBigUInt64BE(BigInt(length), 2);
	return Buffer.concat([head, Buffer.alloc(4), payload]);
};
const text = (words) => frame(0x81, Buffer.from(words));
/** What is written after the handshake. */
const deeds = [
	() => frame(0x83, Buffer.from("x")),
	() => frame(0x81, Buffer.alloc(0), 2 ** 40),
	() => frame(0x81, Buffer.from([0xff, 0xfe])),
	() => Buffer.from([0x81, 0x01, 0x41]),
	() => Buffer.concat(Array.from({ length: 300 }, () => text("{"))),
	() => Buffer.concat(Array.from({ length: 300 }, (_, i) => text(`{"action":"listUsers","cbId":${i}}`))),
	() => Buffer.concat(Array.from({ length: 2000 }, () => frame(0x89, Buffer.from("ping")))),
	() => text(`{"action":"printMessage","roomId":1,"clientId":"x","content":"${"[".repeat(60000)}"}`),
	() => text("[".repeat(60000)),
	() => randomBytes(4096),
	() => Buffer.alloc(0),
];
/** What is written instead of a handshake. */
const doors = [
	"GET /ws HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET / HTTP/1.1\r\nHo",
	`GET /${"a".repeat(9000)} HTTP/1.1\r\n`,
	"\x16\x03\x01",
	"POST /api/auth HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
];

process.once("message", ({ origin, port, cookies, atOnce, momentMs }) => {
	let stopped = false;
	let made = 0;
	const ended = {};
	function one(i) {
		if (stopped) return;
		const n = made++;
		const stream = connect({ port, host: "127.0.0.1", localAddress: "127.0.0.4" });
		const timer = setTimeout(() => stream.destroy(), momentMs);
		let heard = false;
		stream.on("error", () => {});
		stream.on("connect", () => {
			if (n % 4 === 0) stream.write(doors[(n / 4) % doors.length]);
			else
				stream.write(
					`GET /ws HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nOrigin: ${origin}\r\nCookie: ${cookies[n % cookies.length]}\r\n` +
						`Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
				);
		});
		stream.on("data", () => {
			if (!heard && n % 4 !== 0) stream.write(deeds[n % deeds.length]());
			heard = true;
		});
		stream.on("end", () => (ended.byServer = (ended.byServer ?? 0) + 1));
		stream.on("close", () => {
			clearTimeout(timer);
			setTimeout(() => one(i), momentMs / 10);
		});
	}
	for (let i = 0; i < atOnce; i++) one(i);
	process.on("message", (word) => {
		if (word === "count") process.send({ made, ...ended });
		else {
			stopped = true;
			process.exit();
		}
	});
});
