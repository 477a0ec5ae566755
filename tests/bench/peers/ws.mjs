// `ws` with Redis between, as several processes would need it: node ws.mjs PORT REDIS_SOCKET
// What comes in at /pub is published; what Redis sends becomes one frame, written to every socket at /sub.
import { Redis } from "ioredis";
import { Sender, WebSocketServer } from "ws";

const [port, path] = process.argv.slice(2);
const publisher = new Redis({ path, enableAutoPipelining: true });
const subscriber = new Redis({ path });
const members = new Set();

const server = new WebSocketServer({
	host: "127.0.0.1",
	port: Number(port),
	backlog: 4096,
	perMessageDeflate: false,
});

server.on("connection", (socket, request) => {
	if (request.url === "/pub") {
		socket.on("message", (text) => publisher.publish("room", text));
		return;
	}
	members.add(request.socket);
	socket.on("close", () => members.delete(request.socket));
});

// Built once and written past `ws`, whose own send() would build it for each socket.
subscriber.on("messageBuffer", (_channel, text) => {
	const frame = Buffer.concat(
		Sender.frame(text, { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false }),
	);
	for (const member of members) member.write(frame);
});
await subscriber.subscribe("room");
