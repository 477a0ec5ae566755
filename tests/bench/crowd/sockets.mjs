// A process of crowd.mjs: opens sockets from one address with the cookies it is given and holds them. With `slow` they stop reading.
import { inParts, openSocket } from "../server.mjs";

process.once("message", async ({ origin, cookies, count, localAddress, slow }) => {
	let closed = 0;
	const codes = {};
	const sockets = await inParts(count, 64, async (i) => {
		const { socket } = await openSocket(origin, cookies[i % cookies.length], { localAddress });
		socket.on("close", (code) => {
			closed++;
			codes[code] = (codes[code] ?? 0) + 1;
		});
		return socket;
	});
	if (slow) for (const socket of sockets) socket.pause();
	process.send({ open: sockets.length });
	process.on("message", (word) => {
		if (word === "count") process.send({ closed, codes });
		else process.exit();
	});
});
