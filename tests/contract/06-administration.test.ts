/* What administrators do, and nobody else. */
import { describe, expect, it } from "vitest";

import type { AskableAction } from "../../frontend/src/api/client";
import { freshName, PASSWORD, Person } from "./harness/person";
import { until } from "./harness/wait";
import { administrator, newcomer, visitor } from "./harness/world";

describe("administrators' actions", () => {
	it("are refused to members", async () => {
		const { client } = await (await newcomer()).connect();
		const wishes: [AskableAction, object][] = [
			["listAccounts", {}],
			["createAccount", { username: freshName() }],
			["setAccountPassword", { userId: 1, password: PASSWORD }],
			["createResetLink", { userId: 1 }],
			["setAccountState", { userId: 1, state: "disabled" }],
			["setAccountRole", { userId: 1, role: "member" }],
		];
		for (const [action, input] of wishes) {
			await expect(client.request(action, input as never)).rejects.toMatchObject({ code: "forbidden" });
		}
	});
});

describe("listAccounts", () => {
	it("gives all accounts by id, page by page, and those in a state", async () => {
		const ann = visitor();
		await ann.register({ email: `${ann.name}@example.org`, displayName: "Ann" });
		const { client } = await (await administrator()).connect();
		const ids: number[] = [];
		for (let after: number | undefined; ; after = ids.at(-1)) {
			const { accounts } = await client.request("listAccounts", { after });
			ids.push(...accounts.map(({ userId }) => userId));
			const found = accounts.find(({ userId }) => userId === ann.userId);
			if (found) {
				expect(found).toMatchObject({
					user: ann.name,
					displayName: "Ann",
					email: `${ann.name}@example.org`,
					role: "member",
					state: "active",
				});
			}
			if (accounts.length < 100) break;
		}
		expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
		expect(ids).toContain(ann.userId);
		expect((await client.request("listAccounts", { state: "pending" })).accounts).toEqual([]);
	});
});

describe("createAccount", () => {
	it("makes an account with a password", async () => {
		const { client } = await (await administrator()).connect();
		const username = freshName();
		const made = await client.request("createAccount", {
			username,
			password: PASSWORD,
			displayName: "Made",
		});
		expect(made.url).toBeNull();
		const person = await new Person((await newcomer()).world, username).signIn();
		expect(person.userId).toBe(made.userId);
		const { first } = await person.connect();
		expect(first["rooms"]).toMatchObject([{ roomId: 1 }]);
	});

	it("or with a link where they choose one", async () => {
		const { client } = await (await administrator()).connect();
		const username = freshName();
		const made = await client.request("createAccount", { username, role: "guest" });
		const token = made.url?.split("/").at(-1) ?? "";
		await expect(visitor().http("/api/auth", { username, password: PASSWORD })).rejects.toMatchObject({
			code: "bad_credentials",
		});
		expect(await visitor().http("/api/verify_token", { token })).toEqual({ user: username });
		await visitor().http("/api/accept_token", { token, password: PASSWORD });
		const person = await new Person((await newcomer()).world, username).signIn();
		expect((await person.connect()).first["users"]).toMatchObject([
			{ role: "guest", displayName: username },
		]);
	});

	it("refuses bad and taken names, and weak passwords", async () => {
		const [root, ann] = [await administrator(), await newcomer()];
		const { client } = await root.connect();
		await expect(client.request("createAccount", { username: ann.name })).rejects.toMatchObject({
			code: "name_taken",
		});
		await expect(client.request("createAccount", { username: "a b" })).rejects.toMatchObject({
			code: "invalid",
		});
		const weak = client.request("createAccount", { username: freshName(), password: "password" });
		await expect(weak).rejects.toMatchObject({ code: "password_weak" });
	});
});

describe("setAccountPassword", () => {
	it("sets it and ends all of their sessions", async () => {
		const ann = await newcomer();
		const connection = await ann.connect();
		const { client } = await (await administrator()).connect();
		await client.request("setAccountPassword", { userId: ann.userId, password: "chosen by an admin" });
		expect((await until("the close", () => connection.closes[0])).code).toBe(1008);
		await new Person(ann.world, ann.name).signIn("chosen by an admin");
		const weak = client.request("setAccountPassword", { userId: ann.userId, password: "12345678" });
		await expect(weak).rejects.toMatchObject({ code: "password_weak" });
		const nobody = client.request("setAccountPassword", { userId: 4_000_000_000, password: PASSWORD });
		await expect(nobody).rejects.toMatchObject({ code: "not_found" });
	});
});

describe("setAccountState", () => {
	it("disables: every socket closes within a second and nothing opens it again but an administrator", async () => {
		const ann = await newcomer();
		const others = await Promise.all([0, 1, 2, 3].map(() => ann.another()));
		const connections = await Promise.all([ann, ...others].map((device) => device.connect()));
		const { client } = await (await administrator()).connect();
		const asked = Date.now();
		await client.request("setAccountState", { userId: ann.userId, state: "disabled" });
		for (const connection of connections) {
			const close = await until("the close", () => connection.closes[0]);
			expect(close.code).toBe(1008);
			expect(close.at - asked).toBeLessThan(1_000);
		}
		await expect(
			visitor().http("/api/auth", { username: ann.name, password: PASSWORD }),
		).rejects.toMatchObject({
			code: "account_disabled",
			status: 403,
		});
		expect((await ann.http("/api/status", {})).userId).toBeNull();
		const listed = await client.request("listAccounts", { state: "disabled", after: ann.userId - 1 });
		expect(listed.accounts[0]).toMatchObject({ userId: ann.userId, state: "disabled" });
		await client.request("setAccountState", { userId: ann.userId, state: "active" });
		await (await ann.signIn()).connect();
	});

	it("does not tell a stranger that an account is disabled", async () => {
		const ann = await newcomer();
		const { client } = await (await administrator()).connect();
		await client.request("setAccountState", { userId: ann.userId, state: "disabled" });
		const stranger = visitor().http("/api/auth", { username: ann.name, password: "not the password" });
		await expect(stranger).rejects.toMatchObject({ code: "bad_credentials" });
	});
});

describe("setAccountRole", () => {
	it("takes effect at once, on open sockets too", async () => {
		const ann = await newcomer();
		const connection = await ann.connect();
		const { client } = await (await administrator()).connect();
		await client.request("setAccountRole", { userId: ann.userId, role: "administrator" });
		const promoted = await connection.event({ action: "userProfileChanged" });
		expect(promoted["user"]).toMatchObject({ role: "administrator" });
		expect((await connection.client.request("listAccounts", {})).accounts.length).toBeGreaterThan(0);
		await client.request("setAccountRole", { userId: ann.userId, role: "guest" });
		await until("a guest", () =>
			connection.client.request("listAccounts", {}).then(
				() => false,
				() => true,
			),
		);
		await expect(connection.client.request("listRooms", {})).rejects.toMatchObject({ code: "forbidden" });
	});

	it("leaves the last administrator", async () => {
		const root = await administrator();
		const { client } = await root.connect();
		const { accounts } = await client.request("listAccounts", {});
		for (const { userId, role } of accounts) {
			const other = role === "administrator" && userId !== root.userId;
			if (other) await client.request("setAccountRole", { userId, role: "member" });
		}
		for (const [action, input] of [
			["setAccountRole", { userId: root.userId, role: "member" }],
			["setAccountState", { userId: root.userId, state: "disabled" }],
		] as const) {
			await expect(client.request(action, input as never)).rejects.toMatchObject({ code: "conflict" });
		}
		expect((await client.request("listAccounts", {})).accounts.length).toBeGreaterThan(0);
	});
});
