// socket.io with its Redis adapter: node socketio.mjs PORT REDIS_SOCKET
// What a socket sends goes to all others of the room. Two of these, with the sender at the one and the members at the other, are what
// the adapter is for.
import { createServer } from "node:http";

import { createAdapter } from "@socket.io/redis-adapter";
import { Redis } from "ioredis";
import { Server } from "socket.io";

const [port, path] = process.argv.slice(2);
const publisher = new Redis({ path, enableAutoPipelining: true });
const subscriber = new Redis({ path });
const http = createServer();
const io = new Server(http, {
	adapter: createAdapter(publisher, subscriber),
	httpCompression: false,
	perMessageDeflate: false,
	serveClient: false,
	transports: ["websocket"],
});

io.on("connection", (socket) => {
	socket.join("room");
	socket.on("message", (text) => socket.to("room").emit("message", text));
});
http.listen({ host: "127.0.0.1", port: Number(port), backlog: 4096 });
