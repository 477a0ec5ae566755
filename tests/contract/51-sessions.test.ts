/* Sessions and their sockets: whatever ends a session closes what is open of it, on every worker, at once; a new one is always new. */
import { describe, expect, it } from "vitest";

import { PASSWORD, Person, type Connection } from "./harness/person";
import { queryArchive, queryArchiveBeside } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { workerOf } from "./harness/workers";
import { administrator, newcomer, server, visitor } from "./harness/world";

const AT_ONCE_MS = 1_000;

/** Sockets of one session, one on each worker. */
async function onEveryWorker(person: Person): Promise<Connection[]> {
	const here = await person.connect();
	const there = await until(`${person.name}'s session on the other worker`, async () => {
		const connection = await person.connect();
		if (workerOf(connection) !== workerOf(here)) return connection;
		connection.stop();
		return null;
	});
	return [here, there];
}

async function expectClosedAtOnce(sockets: readonly Connection[], since: number): Promise<void> {
	for (const socket of sockets) {
		const close = await until("the close", () => socket.closes[0]);
		expect(close.code).toBe(1008);
		expect(close.at - since).toBeLessThan(AT_ONCE_MS);
	}
}

async function expectDead(person: Person): Promise<void> {
	expect((await person.http("/api/status", {})).userId).toBeNull();
}

type End = (scene: { ann: Person; phone: Person }) => Promise<unknown>;

async function sessionOf(person: Person): Promise<number> {
	const connection = await person.connect();
	const { sessions } = await connection.client.request("listSessions", {});
	connection.stop();
	return sessions.find(({ current }) => current)?.sessionId ?? 0;
}

const asAdministrator = async (): Promise<Connection> => await (await administrator()).connect();

/** What ends the phone's session; prepared, so that only the end itself is measured. */
const ends: Record<string, (scene: { ann: Person; phone: Person }) => Promise<End>> = {
	"signing out":
		async () =>
		async ({ phone }) =>
			await phone.http("/api/logout", {}),
	"being ended from another device": async ({ ann, phone }) => {
		const sessionId = await sessionOf(phone);
		const other = await ann.connect();
		return async () => await other.client.request("revokeSession", { sessionId });
	},
	"a new password":
		async () =>
		async ({ ann }) =>
			await ann.http("/api/change_password", { oldPassword: PASSWORD, password: "quite another one" }),
	"a password set by an administrator": async ({ ann }) => {
		const { client } = await asAdministrator();
		const input = { userId: ann.userId, password: "quite another one" };
		return async () => await client.request("setAccountPassword", input);
	},
	"a password set by a link": async ({ ann }) => {
		const { client } = await asAdministrator();
		const { url } = await client.request("createResetLink", { userId: ann.userId });
		const token = url.split("/").at(-1) ?? "";
		return async () =>
			await visitor().http("/api/accept_token", { token, password: "quite another one" });
	},
	"a disabled account": async ({ ann }) => {
		const { client } = await asAdministrator();
		const input = { userId: ann.userId, state: "disabled" } as const;
		return async () => await client.request("setAccountState", input);
	},
};

describe("open sockets of a session are closed within a second on every worker by", () => {
	it.each(Object.entries(ends))("%s", async (_name, prepare) => {
		const ann = await newcomer();
		const phone = await ann.another();
		const end = await prepare({ ann, phone });
		const sockets = await onEveryWorker(phone);
		expect(new Set(sockets.map(workerOf)).size).toBe(2);
		const since = Date.now();
		await end({ ann, phone });
		await expectClosedAtOnce(sockets, since);
		await expectDead(phone);
	});
});

describe("a new session", () => {
	it("has a token that nobody could know before: whatever cookie came along", async () => {
		const ann = await newcomer();
		const tokens = new Set([ann.cookie]);
		for (const planted of [
			"",
			`confab=${"A".repeat(43)}`,
			ann.cookie,
			"confab=",
			`confab=${"x".repeat(4_000)}`,
		]) {
			const device = new Person(ann.world, ann.name);
			device.cookie = planted;
			await device.signIn();
			expect(device.cookie).toMatch(/^confab=[\w-]{43}$/);
			expect(tokens.has(device.cookie)).toBe(false);
			tokens.add(device.cookie);
		}
	});

	it("does not become another person's: who planted the cookie stays who they are", async () => {
		const [mallory, ann] = [await newcomer(), await newcomer()];
		const planted = mallory.cookie;
		const victim = new Person(ann.world, ann.name);
		victim.cookie = planted;
		await victim.signIn();
		expect(victim.cookie).not.toBe(planted);
		expect((await victim.http("/api/status", {})).userId).toBe(ann.userId);
		const still = (await mallory.http("/api/status", {})).userId;
		expect([null, mallory.userId]).toContain(still);
	});

	it("comes with registering, and its cookie is for this host, hidden from scripts, not sent by other sites", async () => {
		const ann = await newcomer();
		expect(ann.setCookie).toMatch(
			/^confab=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000$/,
		);
		await ann.http("/api/logout", {});
		expect(ann.setCookie).toBe("confab=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
	});

	it("is kept as a hash only", async () => {
		const ann = await newcomer();
		const token = ann.cookie.split("=")[1] ?? "";
		const columns = queryArchive(
			server.dataDir,
			`SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'confab'
				AND data_type IN ('varchar', 'char', 'binary', 'varbinary', 'blob', 'text', 'mediumtext')`,
		);
		expect(columns.length).toBeGreaterThan(20);
		const raw = Buffer.from(token, "base64url").toString("hex");
		for (const [table, column] of columns) {
			const bytes = `CAST(\`${column}\` AS BINARY)`;
			const where = `LOCATE('${token}', ${bytes}) > 0 OR LOCATE(x'${raw}', ${bytes}) > 0`;
			const [[count]] = queryArchive(
				server.dataDir,
				`SELECT COUNT(*) FROM \`${table}\` WHERE ${where}`,
			) as [[string]];
			expect([table, column, count]).toEqual([table, column, "0"]);
		}
	});
});

describe("an account that changes while its password is being looked at", () => {
	const [OTHER, NEW] = ["a third one, set elsewhere", "quite another one"];

	/** From the beginning of `ask` until its end, something else is being written. */
	async function askMeanwhile(ann: Person, set: string, ask: () => Promise<unknown>): Promise<unknown> {
		const writing = queryArchiveBeside(
			server.dataDir,
			`BEGIN; UPDATE user SET ${set} WHERE id = ${ann.userId};
				DELETE FROM session WHERE user_id = ${ann.userId}; SELECT SLEEP(2); COMMIT`,
		);
		await sleep(500);
		const outcome = await ask().then(
			() => "done",
			({ code }: { code: string }) => code,
		);
		await writing;
		return outcome;
	}

	/** That of somebody else. */
	async function otherPassword(): Promise<string> {
		const { userId } = await visitor().register({ password: OTHER });
		const sql = `SELECT password_hash FROM user WHERE id = ${userId}`;
		return `password_hash = '${queryArchive(server.dataDir, sql)[0]?.[0] ?? ""}'`;
	}

	it("has no session by the old one", async () => {
		const ann = await newcomer();
		const thief = new Person(ann.world, ann.name);
		const signIn = async () => await thief.signIn();
		expect(await askMeanwhile(ann, await otherPassword(), signIn)).toBe("bad_credentials");
		expect(thief.cookie).toBe("");
		await thief.signIn(OTHER);
	}, 30_000);

	it("has none while it is disabled, which would be there again when it is not", async () => {
		const ann = await newcomer();
		const device = new Person(ann.world, ann.name);
		const outcome = await askMeanwhile(ann, "state = 2", async () => await device.signIn());
		expect([outcome, device.cookie]).toEqual(["bad_credentials", ""]);
	}, 30_000);

	it("is given none once more by whoever knew the old one", async () => {
		const ann = await newcomer();
		const input = { oldPassword: PASSWORD, password: NEW };
		const change = async () => await ann.http("/api/change_password", input);
		expect(await askMeanwhile(ann, await otherPassword(), change)).toBe("bad_credentials");
		await new Person(ann.world, ann.name).signIn(OTHER);
	}, 30_000);
});

describe("what is not a session", () => {
	it.each([
		[
			"in the address of the socket",
			(token: string) => ({ path: `/ws?token=${token}&confab=${token}&id=${token}` }),
		],
		[
			"in the header of another scheme",
			(token: string) => ({ path: "/ws", Authorization: `Bearer ${token}` }),
		],
		[
			"in a cookie of another name",
			(token: string) => ({ path: "/ws", Cookie: `__Host-confab=${token}; Confab=${token}` }),
		],
	])("is a token %s", async (_name, headersOf) => {
		const ann = await newcomer();
		const { path, ...headers } = headersOf(ann.cookie.split("=")[1] ?? "");
		const { WebSocket } = await import("ws");
		const socket = new WebSocket(`${server.origin.replace("http", "ws")}${path}`, {
			headers: { Origin: server.origin, ...headers },
		});
		const frames: unknown[] = [];
		socket.on("message", (data) => frames.push(data));
		const end = await new Promise<number>((resolve) => {
			socket.on("error", () => undefined);
			socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
			socket.on("close", (code) => resolve(code));
		});
		expect([401, 1008]).toContain(end);
		expect(frames).toEqual([]);
	});
});
