/* Echo, who answers, so that somebody alone can try everything; and the welcome message. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { MessageView } from "../../frontend/src/api/protocol.gen";
import type { JsonRecord } from "../../frontend/src/utils/record";
import { freshId, loadAll, makeRoom, say } from "./harness/messages";
import { freshName, PASSWORD, type Connection, type Person } from "./harness/person";
import { childrenLike } from "./harness/processes";
import { connectElsewhere } from "./harness/rooms";
import { queryArchive, startServer, type Server } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { twoDevices } from "./harness/workers";
import { administrator, newcomer, server, visitor } from "./harness/world";

const ECHO = Number.MAX_SAFE_INTEGER;

async function withEcho(connection: Connection): Promise<number> {
	const { roomId } = await connection.client.request("addRoom", { users: [ECHO] });
	await until("the room with Echo", () => connection.client.position(roomId) !== undefined);
	return roomId;
}

/** Echo's messages in a room besides its greeting, as they came. */
const answers = (to: Connection, roomId: number): JsonRecord[] =>
	to.messages(roomId).filter(({ userId, clientId }) => userId === ECHO && clientId !== "echo-hello");

async function answer(to: Connection, roomId: number, id: number, withinMs = 4_000): Promise<JsonRecord> {
	return await until(
		`the answer to ${id}`,
		() => answers(to, roomId).find(({ clientId }) => clientId === `echo-${id}`),
		withinMs,
	);
}

const reactionsOf = (to: Connection, id: number): MessageView["reactions"] =>
	(
		to.frames.findLast(
			({ action, message }) =>
				action === "setReaction" && (message as MessageView | undefined)?.id === id,
		)?.["message"] as MessageView | undefined
	)?.reactions ?? [];

async function reacted(to: Connection, id: number, emoji: string): Promise<void> {
	await until(`Echo's ${emoji}`, () =>
		reactionsOf(to, id).some((each) => each.emoji === emoji && each.users.includes(ECHO)),
	);
}

describe("Echo", () => {
	it("greets once, whoever asks for the room again", async () => {
		const ann = await (await newcomer()).connect();
		const roomId = await withEcho(ann);
		const hello = await ann.event({ action: "printMessage", roomId, clientId: "echo-hello" });
		expect(hello).toMatchObject({ userId: ECHO, content: expect.stringContaining("help") });
		expect(await withEcho(ann)).toBe(roomId);
		await sleep(1_500);
		expect(ann.messages(roomId)).toHaveLength(1);
		const { users } = await ann.client.request("getUsers", { userIds: [ECHO] });
		expect(users).toMatchObject([{ user: "echo", displayName: "Echo", bot: true }]);
	});

	it("reads, types, and after a moment repeats what one wrote, on both workers", async () => {
		const [here, there] = await twoDevices();
		const roomId = await withEcho(here);
		const text = ' "Ünïcödé" 🦊\n\\ **bold** %s \u2028 ';
		const begun = Date.now();
		const { id, seq } = await say(here, roomId, text);
		const echoed = await answer(here, roomId, id);
		const took = Date.now() - begun;
		expect(took).toBeGreaterThan(550);
		expect(took).toBeLessThan(2_500);
		expect(echoed).toMatchObject({ userId: ECHO, content: text, parentMessage: null });
		expect(await answer(there, roomId, id)).toMatchObject({ seq: echoed["seq"] ?? 0 });
		for (const device of [here, there]) {
			const typing = device.frames.findIndex(
				({ action, userId, roomId: room }) =>
					action === "showIType" && userId === ECHO && room === roomId,
			);
			expect(typing).toBeGreaterThan(0);
			expect(typing).toBeLessThan(
				device.frames.findIndex(
					(frame) => frame["seq"] === echoed["seq"] && frame["roomId"] === roomId,
				),
			);
		}
		const { readers } = await here.client.request("getReadPositions", { roomId });
		expect(readers).toEqual([{ userId: ECHO, readSeq: seq }]);
		await until("that it has read", () =>
			there.frames.some(({ action, roomId: room }) => action === "memberRead" && room === roomId),
		);
	});

	it("answers in the thread it was written to", async () => {
		const ann = await (await newcomer()).connect();
		const roomId = await withEcho(ann);
		const root = await answer(ann, roomId, (await say(ann, roomId, "to the room")).id);
		const reply = await say(ann, roomId, "in the thread", { parentMessage: Number(root["id"]) });
		expect(await answer(ann, roomId, reply.id)).toMatchObject({
			content: "in the thread",
			parentMessage: root["id"],
			parentReplies: 2,
		});
	});

	it("explains itself in the language that is asked in", async () => {
		const ann = await (await newcomer()).connect();
		const roomId = await withEcho(ann);
		for (const [word, expected] of [
			["help", "What you can try"],
			["  Help ", "What you can try"],
			["Hilfe", "ausprobieren"],
			["مساعدة", "ما يمكنك"],
			["?", "What you can try"],
		] as const) {
			const { id } = await say(ann, roomId, word);
			expect((await answer(ann, roomId, id))["content"], word).toContain(expected);
		}
		await ann.client.request("setSettings", { language: "de" });
		await sleep(500);
		const { id } = await say(ann, roomId, "?");
		expect((await answer(ann, roomId, id))["content"]).toContain("ausprobieren");
	});

	it("greets in the browser's language, unless the settings say another", async () => {
		const ann = await newcomer();
		ann.language = "ar-EG,ar;q=0.9,en;q=0.5";
		const connection = await ann.connect();
		const roomId = await withEcho(connection);
		const hello = await connection.event({ action: "printMessage", roomId, clientId: "echo-hello" });
		expect(hello["content"]).toContain("مرحبًا");
	});

	it("answers `later` after five seconds, unread", async () => {
		const ann = await (await newcomer()).connect();
		const roomId = await withEcho(ann);
		await ann.event({ action: "printMessage", roomId, clientId: "echo-hello" });
		const { id, seq } = await say(ann, roomId, "later");
		await ann.client.request("setReadPosition", { roomId, seq });
		const begun = Date.now();
		await answer(ann, roomId, id, 8_000);
		expect(Date.now() - begun).toBeGreaterThan(4_500);
		const { first } = await (await ann.person.another()).connect();
		const view = (first["rooms"] as JsonRecord[]).find((each) => each["roomId"] === roomId);
		expect(view).toMatchObject({ unread: 1 });
	});

	it("notices edits, reactions and mentions", async () => {
		const ann = await (await newcomer()).connect();
		const roomId = await withEcho(ann);
		const { id } = await say(ann, roomId, "\u3501 hello", { tags: { "\u3501": ECHO } });
		expect(await answer(ann, roomId, id)).toMatchObject({
			content: "\u3501 hello",
			tags: { "\u3501": ECHO },
		});
		await reacted(ann, id, "👋");
		await ann.client.request("editMessage", { id, content: "edited" });
		await reacted(ann, id, "✏️");
		await ann.client.request("setReaction", { id, emoji: "🦊", on: true });
		await reacted(ann, id, "🦊");
		await ann.client.request("setReaction", { id, emoji: "🦊", on: false });
		await sleep(1_500);
		expect(reactionsOf(ann, id).find(({ emoji }) => emoji === "🦊")?.users).toEqual([ECHO]);
		expect(answers(ann, roomId)).toHaveLength(1);
	});

	it("answers each message exactly once, however often it is sent, and never itself", async () => {
		const [here, there] = await twoDevices();
		const roomId = await withEcho(here);
		await until("the other device has the room", () => there.client.position(roomId) !== undefined);
		const ids = Array.from({ length: 12 }, freshId);
		const stored = await Promise.all(
			ids.flatMap((clientId, i) =>
				[here, there, here].map((device) =>
					device.client.request("printMessage", { roomId, clientId, content: `burst ${i}` }),
				),
			),
		);
		const distinct = new Set(stored.map(({ id }) => id));
		expect(distinct.size).toBe(12);
		for (const id of distinct) await answer(here, roomId, id);
		await sleep(1_500);
		expect(answers(here, roomId)).toHaveLength(12);
		const loaded = await loadAll(here, roomId);
		expect(loaded.filter(({ userId }) => userId === ECHO)).toHaveLength(13);
	});

	it("is no business of other rooms", async () => {
		const [ann, bo] = [await (await newcomer()).connect(), await newcomer()];
		const { roomId } = await ann.client.request("addRoom", { users: [bo.userId] });
		await until("the room", () => ann.client.position(roomId) !== undefined);
		for (const place of [roomId, 1]) await say(ann, place, "help");
		await sleep(1_500);
		for (const place of [roomId, 1])
			expect(ann.messages(place).filter(({ userId }) => userId === ECHO)).toEqual([]);
	});

	it("talks with guests, too", async () => {
		const root = await (await administrator()).connect();
		const username = freshName();
		await root.client.request("createAccount", { username, password: PASSWORD, role: "guest" });
		const person = visitor();
		Object.assign(person, { name: username });
		const guest = await (await person.signIn()).connect();
		const { users } = await guest.client.request("listUsers", { search: "echo" });
		expect(users.map(({ userId }) => userId)).toContain(ECHO);
		const roomId = await withEcho(guest);
		const { id } = await say(guest, roomId, "a guest's word");
		expect(await answer(guest, roomId, id)).toMatchObject({ content: "a guest's word" });
	});
});

describe("Echo's account", () => {
	it("is nobody's to sign in as, to govern, or to put into rooms", async () => {
		const root = await (await administrator()).connect();
		for (const [action, input] of [
			["setAccountRole", { userId: ECHO, role: "administrator" }],
			["setAccountState", { userId: ECHO, state: "disabled" }],
			["setAccountState", { userId: ECHO, state: "active" }],
			["setAccountPassword", { userId: ECHO, password: PASSWORD }],
			["createResetLink", { userId: ECHO }],
		] as const)
			await expect(root.client.request(action, input as never), action).rejects.toMatchObject({
				code: "forbidden",
			});
		for (const password of [PASSWORD, "echo", "x"])
			await expect(visitor().http("/api/auth", { username: "echo", password })).rejects.toMatchObject({
				code: "bad_credentials",
			});
		const roomId = makeRoom({ creator: root.person.userId });
		await root.client.request("joinRoom", { roomId });
		await until("the room", () => root.client.position(roomId) !== undefined);
		await expect(root.client.request("inviteUser", { roomId, users: [ECHO] })).rejects.toMatchObject({
			retryable: false,
		});
		const listed: number[] = [];
		for (let after: number | undefined; ;) {
			const { accounts } = await root.client.request("listAccounts", { after });
			listed.push(...accounts.map(({ userId }) => userId));
			after = listed.at(-1);
			if (accounts.length < 100) break;
		}
		expect(listed).not.toContain(ECHO);
		expect(
			queryArchive(
				server.dataDir,
				`SELECT role, state, password_hash IS NULL FROM user WHERE id = ${ECHO}`,
			),
		).toEqual([["0", "0", "1"]]);
		await expect(
			visitor().register({ displayName: "x", username: "Echo" } as never),
		).rejects.toMatchObject({
			code: "name_taken",
		});
	});
});

/** The first message of room 1, and what is pinned there. */
async function welcomeOf(
	connection: Connection,
): Promise<{ first: MessageView | undefined; pinned: MessageView[] }> {
	const [first] = await loadAll(connection, 1);
	const { content } = await connection.client.request("loadPinned", { roomId: 1 });
	return { first, pinned: content };
}

describe("the welcome message", () => {
	it("is the first of room 1, by Echo, pinned", async () => {
		const ann = await (await newcomer()).connect();
		const { first, pinned } = await welcomeOf(ann);
		expect(first).toMatchObject({
			userId: ECHO,
			number: 1,
			pinned: true,
			content: expect.stringContaining("Welcome"),
		});
		expect(pinned.map(({ id }) => id)).toContain(first?.id);
		const stored = queryArchive(
			server.dataDir,
			`SELECT COUNT(*) FROM message WHERE room_id = 1 AND sender_id = ${ECHO}`,
		);
		expect(stored).toEqual([["1"]]);
	});
});

describe("a server of its own", () => {
	let own: Server;
	let root: Person;

	beforeAll(async () => {
		own = await startServer({
			config: { head_check_ms: 300, head_check_alone_ms: 200, drain_ms: 200, rate_echo_per_s: 5 },
		});
		root = visitor(own.address.origin);
		root.language = "de-CH,de;q=0.9";
		await root.register({ setup: own.address.setup });
	}, 90_000);

	afterAll(async () => {
		await own.remove();
		expect(own.alarms).toEqual([]);
	});

	it("welcomes the administrator in their browser's language, who has read it", async () => {
		const connection = await root.connect();
		const { first, pinned } = await welcomeOf(connection);
		expect(first?.content).toContain("Willkommen");
		expect(pinned).toHaveLength(1);
		expect((connection.first["rooms"] as JsonRecord[])[0]).toMatchObject({ roomId: 1, unread: 0 });
	});

	it("never does it twice", async () => {
		const again = visitor(own.address.origin).register({ setup: own.address.setup });
		await expect(again).rejects.toMatchObject({ code: "link_invalid" });
		const count = `SELECT COUNT(*) FROM message WHERE sender_id = ${ECHO} AND room_id = 1`;
		expect(queryArchive(own.address.dataDir, count)).toEqual([["1"]]);
	});

	it("answers while Redis is away", async () => {
		const connection = await root.connect();
		const roomId = await withEcho(connection);
		const [redis] = childrenLike(own.address.pid, /redis/);
		if (!redis) throw new Error("no Redis");
		process.kill(redis.pid, "SIGSTOP");
		try {
			const { id } = await say(connection, roomId, "without Redis");
			expect(await answer(connection, roomId, id, 8_000)).toMatchObject({ content: "without Redis" });
		} finally {
			process.kill(redis.pid, "SIGCONT");
		}
	});

	it("gives so many answers a second, and no more", async () => {
		const connection = await root.connect();
		const roomId = await withEcho(connection);
		await sleep(1_200);
		for (let i = 0; i < 30; i++) void say(connection, roomId, `flood ${i}`);
		await until(
			"the flood",
			() => connection.messages(roomId).filter(({ userId }) => userId !== ECHO).length >= 30,
		);
		await sleep(2_500);
		const { length } = answers(connection, roomId).filter(({ content }) =>
			String(content).startsWith("flood"),
		);
		expect(length).toBeGreaterThanOrEqual(5);
		expect(length).toBeLessThan(20);
	});

	it("answers what was written before it is stopped", async () => {
		const connection = await root.connect();
		const far = await connectElsewhere(root, connection, own.address);
		const roomId = await withEcho(connection);
		await until("the other device has the room", () => far.client.position(roomId) !== undefined);
		await sleep(1_200);
		const [one, two] = [await say(connection, roomId, "last words"), await say(far, roomId, "later")];
		connection.stop();
		far.stop();
		expect(await own.stop()).toBe(0);
		own = await startServer({ dataDir: own.address.dataDir, config: { port: own.address.port } });
		const ids = queryArchive(
			own.address.dataDir,
			`SELECT client_id FROM message WHERE room_id = ${roomId} AND client_id IN ('echo-${one.id}', 'echo-${two.id}')`,
		);
		expect(ids.flat().sort()).toEqual([`echo-${one.id}`, `echo-${two.id}`].sort());
	}, 90_000);
});

describe("without Echo", () => {
	it("there is no welcome and no answer", async () => {
		const own = await startServer({ config: { echo: false } });
		try {
			const root = await visitor(own.address.origin).register({ setup: own.address.setup });
			const connection = await root.connect();
			expect(await loadAll(connection, 1)).toEqual([]);
			const roomId = await withEcho(connection);
			await say(connection, roomId, "anybody there?");
			await sleep(2_000);
			expect(connection.messages(roomId).filter(({ userId }) => userId === ECHO)).toEqual([]);
			connection.stop();
		} finally {
			await own.remove();
		}
	}, 90_000);
});
