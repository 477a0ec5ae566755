#!/usr/bin/env node
// What presence costs: two workers with private databases, people with views of each other, so many of whom change each second.
//   CONFABD=<binary> node tests/bench/presence.mjs [people=1000] [view=40] [changes a second=100] [seconds=20]
// Prints processor time of workers and Redis per second, idle and with changes, frames and bytes a second, and what a change costs.
import {
	childrenOf,
	inParts,
	openSocket,
	register,
	sleep,
	startServer,
	stopServer,
	used,
} from "./server.mjs";

const [people, view, changes, seconds] = [1000, 40, 100, 20].map((usual, i) =>
	Number(process.argv[2 + i] ?? usual),
);
const heard = { frames: 0, bytes: 0, people: 0 };

function hear(text) {
	if (!text.startsWith('{"action":"presence"')) return;
	heard.frames++;
	heard.bytes += text.length;
	heard.people += text.split('"userId"').length - 1;
}

async function measure(name, pids, run) {
	Object.assign(heard, { frames: 0, bytes: 0, people: 0 });
	const before = used(pids);
	const started = Date.now();
	await run();
	const took = (Date.now() - started) / 1000;
	const after = used(pids);
	const cost = Object.fromEntries(
		Object.keys(after).map((kind) => [kind, (after[kind].ms - before[kind].ms) / took]),
	);
	const figures = Object.entries(cost).map(([kind, ms]) => `${kind}=${ms.toFixed(1)}ms/s`);
	console.log(
		`${name}: ${figures.join(" ")} frames=${(heard.frames / took).toFixed(0)}/s people=${(heard.people / took).toFixed(0)}/s bytes=${(heard.bytes / took).toFixed(0)}/s`,
	);
	return cost;
}

const million = 1000000;
const server = await startServer({ rate_requests_per_s: million, rate_requests_burst: million });
try {
	const crowd = await inParts(people, 20, async (i) => {
		const { socket, first } = await openSocket(server.origin, await register(server.origin, i), { hear });
		return { socket, userId: first.userId };
	});
	const pids = childrenOf(server.child.pid);
	crowd.forEach(({ socket }, i) => {
		const userIds = Array.from({ length: view }, (_, k) => crowd[(i * 13 + k * 41) % people].userId);
		socket.send(JSON.stringify({ action: "watchPeople", userIds: [...new Set(userIds)], cbId: 1 }));
	});
	await sleep(5000);
	console.log(`${people} people on two workers, each with a view of ${view}, ${changes} changes a second`);
	const idle = await measure("idle", pids, () => sleep(seconds * 1000));
	let n = 0;
	const busy = await measure("busy", pids, async () => {
		for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
			for (let k = 0; k < changes / 10; k++, n++) {
				const away = Math.floor(n / people) % 2 === 0;
				crowd[(n * 7) % people].socket.send(JSON.stringify({ action: "setPresence", away }));
			}
		}
	});
	for (const kind of Object.keys(idle))
		console.log(`${kind}: ${(((busy[kind] - idle[kind]) * 1000) / changes).toFixed(0)} us a change`);
} finally {
	await stopServer(server);
}
process.exit();
