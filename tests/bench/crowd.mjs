#!/usr/bin/env node
// Ten thousand sockets from four addresses of the loopback, on two workers with private databases:
//   CONFABD=<binary> node tests/bench/crowd.mjs [sockets=10000] [talkers=100] [messages a second=20] [seconds=30]
// First the talkers alone; then all others sign in, idle (accepts, memory, pings); then the same conversation while half of them is idle, four
// hundred in the talkers' room have stopped reading and a hundred connections at a time are hostile. Printed are the times from writing a message
// to its arrival at each of the other talkers, and what the server used. Every message must arrive at every talker, once.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

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

const [sockets, talkers, perSecond, seconds] = [10000, 100, 20, 30].map((usual, i) =>
	Number(process.argv[2 + i] ?? usual),
);
const accounts = 200;
const slow = 400;
const hostile = 100;
const addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"];
const parts = [];

function part(file, order) {
	const child = fork(fileURLToPath(new URL(`crowd/${file}.mjs`, import.meta.url)));
	child.send(order);
	parts.push(child);
	return child;
}

const answer = (child) => new Promise((resolve) => child.once("message", resolve));

async function ask(child) {
	const counted = answer(child);
	child.send("count");
	return await counted;
}

const percentile = (sorted, p) =>
	sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? NaN;

/** So many messages a second in the talkers' room for so long; the times to each of the other talkers. */
async function converse(people, roomId) {
	const sent = new Map();
	const times = [];
	let twice = 0;
	people.forEach((person, who) => {
		person.hear = (text) => {
			if (!text.startsWith('{"action":"printMessage"')) return;
			const id = /"content":"talk (\d+)/.exec(text)?.[1];
			const message = sent.get(id);
			if (!message || message.by === who) return;
			if (message.got.has(who)) twice++;
			message.got.add(who);
			times.push(performance.now() - message.at);
		};
	});
	let n = 0;
	for (const end = performance.now() + seconds * 1000; performance.now() < end; n++) {
		const by = n % people.length;
		const id = `${Date.now()}${String(n).padStart(6, "0")}`;
		sent.set(id, { by, at: performance.now(), got: new Set() });
		people[by].socket.send(
			JSON.stringify({
				action: "printMessage",
				roomId,
				clientId: id,
				content: `talk ${id} ${"x".repeat(180)}`,
			}),
		);
		await sleep(1000 / perSecond);
	}
	await sleep(3000);
	const missing = [...sent.values()].reduce((sum, { got }) => sum + people.length - 1 - got.size, 0);
	times.sort((a, b) => a - b);
	const at = (p) => percentile(times, p).toFixed(1);
	return {
		line: `${n} messages, ${times.length} arrivals, p50 ${at(50)} ms, p95 ${at(95)} ms, p99 ${at(99)} ms, worst ${at(100)} ms, missing ${missing}, twice ${twice}`,
		good: missing === 0 && twice === 0,
	};
}

/** Shares of one core between two readings. */
const spent = (from, to) =>
	Object.keys(from.of)
		.map(
			(kind) =>
				`${kind} ${((100 * (to.of[kind].ms - from.of[kind].ms)) / (to.at - from.at)).toFixed(1)} %`,
		)
		.join(", ");

const reading = (pids) => ({ at: performance.now(), of: used(pids) });

async function talk(name, people, roomId, pids) {
	const before = reading(pids);
	const { line, good } = await converse(people, roomId);
	const after = reading(pids);
	console.log(
		`${name}: ${line}; of a core: ${spent(before, after)}; workers ${(after.of.worker.bytes / 2 ** 20).toFixed(0)} MB`,
	);
	if (!good) process.exitCode = 1;
}

/** The talkers and, besides, the accounts of those who will not read, in one room. */
async function gather(server, cookies) {
	const people = await inParts(talkers, 20, async (i) => {
		const person = { hear: () => {} };
		const { socket, first } = await openSocket(server.origin, cookies[i], {
			hear: (text) => person.hear(text),
		});
		return Object.assign(person, { socket, userId: first.userId });
	});
	const lazy = await inParts(8, 8, async (i) => {
		const { socket, first } = await openSocket(server.origin, cookies[talkers + i]);
		socket.close();
		return first.userId;
	});
	const [host] = people;
	const users = [...people.slice(1).map(({ userId }) => userId), ...lazy];
	const made = new Promise((resolve) => {
		host.hear = (text) => {
			const { cbId, roomId } = JSON.parse(text);
			if (cbId === 1) resolve(roomId);
		};
	});
	host.socket.send(JSON.stringify({ action: "addRoom", name: "talk", channelId: 1, users, cbId: 1 }));
	const roomId = await made;
	if (!roomId) throw new Error("no room");
	await sleep(2000);
	return { people, roomId };
}

async function openIdle(server, cookies, pids) {
	const before = reading(pids);
	const started = performance.now();
	const each = Math.ceil(sockets / addresses.length);
	const children = addresses.map((localAddress) =>
		part("sockets", {
			origin: server.origin.replace("localhost", "127.0.0.1"),
			cookies,
			count: each,
			localAddress,
			slow: false,
		}),
	);
	await Promise.all(children.map(answer));
	const took = (performance.now() - started) / 1000;
	const open = reading(pids);
	const cpu = (open.of.worker.ms - before.of.worker.ms) / 1000;
	console.log(
		`${each * addresses.length} sessions opened in ${took.toFixed(1)} s, ${((each * addresses.length) / cpu).toFixed(0)} a second of the workers' processor time`,
	);
	await sleep(5000);
	const settled = reading(pids);
	console.log(
		`resident memory of the workers for each: ${((settled.of.worker.bytes - before.of.worker.bytes) / each / addresses.length).toFixed(0)} bytes`,
	);
	await sleep(seconds * 1000);
	console.log(`all idle, pinged every 25 s, of a core: ${spent(settled, reading(pids))}`);
	return children;
}

const server = await startServer({ sockets_per_user_max: 100000, session_days: 1, ping_interval_ms: 25000 });
try {
	const cookies = await inParts(accounts, 10, (i) => register(server.origin, i));
	const pids = childrenOf(server.child.pid);
	const { people, roomId } = await gather(server, cookies);
	await talk("alone", people, roomId, pids);
	const idle = await openIdle(server, cookies.slice(talkers + 8), pids);
	await talk("beside idle", people, roomId, pids);
	// Half of them makes room for those who read slowly and for the hostile ones.
	for (const child of idle.slice(2)) child.send("end");
	const origin = server.origin.replace("localhost", "127.0.0.1");
	const lazy = part("sockets", {
		origin,
		cookies: cookies.slice(talkers, talkers + 8),
		count: slow,
		localAddress: "127.0.0.3",
		slow: true,
	});
	await answer(lazy);
	const wild = part("hostile", {
		origin,
		port: server.port,
		cookies: cookies.slice(talkers + 8),
		atOnce: hostile,
		momentMs: 500,
	});
	await talk("beside idle, slow and hostile", people, roomId, pids);
	console.log(
		"hostile connections:",
		JSON.stringify(await ask(wild)),
		"slow sockets:",
		JSON.stringify(await ask(lazy)),
	);
	console.log(
		"idle sockets lost:",
		(await Promise.all(idle.slice(0, 2).map(ask))).reduce((sum, { closed }) => sum + closed, 0),
	);
} finally {
	for (const child of parts) child.kill();
	await stopServer(server);
}
process.exit();
