/* Accounts over HTTP: registering, signing in and out, names, passwords, links. */
import { describe, expect, it } from "vitest";

import { freshName, PASSWORD, Person } from "./harness/person";
import { administrator, newcomer, server, visitor } from "./harness/world";

describe("GET /api/status", () => {
	it("tells a visitor what there is, and a person who they are", async () => {
		const status = await visitor().http("/api/status", {});
		expect(status).toMatchObject({
			registration: "open",
			setup: false,
			userId: null,
			serverName: "Confab",
		});
		const ann = await newcomer();
		expect((await ann.http("/api/status", {})).userId).toBe(ann.userId);
	});

	it("takes a cookie that is none for nobody", async () => {
		const nobody = visitor();
		for (const cookie of [
			"confab=",
			"confab=x",
			`confab=${"A".repeat(43)}`,
			"confab=%00",
			"other=1; confab=a; confab=b",
		]) {
			nobody.cookie = cookie;
			expect((await nobody.http("/api/status", {})).userId).toBeNull();
		}
	});
});

describe("POST /api/register", () => {
	it("makes an account and a session that lasts, for this site only", async () => {
		const ann = await newcomer();
		expect(ann.userId).toBeGreaterThan(0);
		expect(ann.setCookie).toMatch(/^confab=[A-Za-z0-9_-]{43};/);
		for (const attribute of [/HttpOnly/i, /SameSite=Lax/i, /Path=\//i, /Max-Age=\d{6,}/i]) {
			expect(ann.setCookie).toMatch(attribute);
		}
		expect(ann.setCookie).not.toMatch(/Secure/i);
	});

	it("takes a display name of any script, an address and a sex", async () => {
		const ann = visitor();
		await ann.register({ displayName: "Ольга 🦊", email: `${ann.name}@example.org`, sex: "Female" });
		const { first } = await ann.connect();
		expect(first["users"]).toMatchObject([{ displayName: "Ольга 🦊", sex: "Female", user: ann.name }]);
	});

	it("refuses names that are not 1 to 16 letters, digits, _ or -", async () => {
		for (const username of ["a b", "ann!", "änn", "x".repeat(17), "a.b", " ann", "a\u0000b"]) {
			await expect(
				visitor().http("/api/register", { username, password: PASSWORD }),
			).rejects.toMatchObject({
				code: expect.stringMatching(/^(invalid|malformed)$/),
				status: 400,
			});
		}
	});

	it("refuses a name that is taken, in any case of letters", async () => {
		const ann = await newcomer();
		for (const username of [ann.name, ann.name.toUpperCase()]) {
			await expect(
				visitor().http("/api/register", { username, password: PASSWORD }),
			).rejects.toMatchObject({
				code: "name_taken",
				status: 409,
			});
		}
	});

	it("gives one of many who want the same name at the same time that name", async () => {
		const username = freshName();
		const tries = Array.from({ length: 8 }, () =>
			visitor().http("/api/register", { username, password: PASSWORD }),
		);
		const results = await Promise.allSettled(tries);
		expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		for (const result of results) {
			if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "name_taken" });
		}
	});

	it("refuses an address that is in use, and what is no address", async () => {
		const ann = visitor();
		await ann.register({ email: `${ann.name}@example.org` });
		await expect(
			visitor().register({ email: `${ann.name.toUpperCase()}@example.org` }),
		).rejects.toMatchObject({
			code: "email_taken",
		});
		for (const email of ["x", "@example.org", "a@", "a b@example.org", "a@b@c"]) {
			await expect(visitor().register({ email })).rejects.toMatchObject({ code: "invalid" });
		}
	});

	it("refuses weak passwords", async () => {
		const username = freshName();
		for (const password of ["short", "password", "12345678", "iloveyou", username]) {
			await expect(visitor().http("/api/register", { username, password })).rejects.toMatchObject({
				code: expect.stringMatching(/^password_weak$/),
			});
		}
	});

	it("takes long passwords and those of any script, exactly", async () => {
		const ann = visitor();
		const password = "пароль 🦊 длинный ".repeat(20);
		await ann.http("/api/register", { username: ann.name, password });
		await new Person(ann.world, ann.name).signIn(password);
		await expect(new Person(ann.world, ann.name).signIn(password.trimEnd())).rejects.toMatchObject({
			code: "bad_credentials",
		});
		await expect(
			visitor().http("/api/register", { username: freshName(), password: "x".repeat(1025) }),
		).rejects.toMatchObject({ code: "invalid" });
	});

	it("takes the set-up link once", async () => {
		await expect(visitor().register({ setup: server.setup })).rejects.toMatchObject({
			code: "link_invalid",
			status: 410,
		});
		await expect(visitor().register({ setup: "A".repeat(43) })).rejects.toMatchObject({
			code: "link_invalid",
		});
	});
});

describe("POST /api/auth", () => {
	it("signs in with the name in any case, or with the address", async () => {
		const ann = visitor();
		await ann.register({ email: `${ann.name}@example.org` });
		for (const username of [ann.name, ann.name.toUpperCase(), `${ann.name}@example.org`]) {
			const reply = await visitor().http("/api/auth", { username, password: PASSWORD });
			expect(reply).toEqual({ userId: ann.userId, user: ann.name });
		}
	});

	it("does not tell a wrong name from a wrong password", async () => {
		const ann = await newcomer();
		const errors = await Promise.all(
			[ann.name, freshName(), "nobody@example.org", "' OR 1=1 --"].map((username) =>
				visitor()
					.http("/api/auth", { username, password: "wrong password" })
					.catch((error: unknown) => error),
			),
		);
		for (const error of errors) expect(error).toMatchObject({ code: "bad_credentials", status: 401 });
	});

	it("makes a new session each time", async () => {
		const ann = await newcomer();
		const again = await ann.another();
		expect(again.cookie).not.toBe(ann.cookie);
		for (const each of [ann, again]) expect((await each.http("/api/status", {})).userId).toBe(ann.userId);
	});
});

describe("POST /api/validate_user", () => {
	it("says whether a name is free and well-formed", async () => {
		expect(await visitor().http("/api/validate_user", { username: freshName() })).toEqual({ ok: true });
		const ann = await newcomer();
		await expect(visitor().http("/api/validate_user", { username: ann.name })).rejects.toMatchObject({
			code: "name_taken",
		});
		await expect(visitor().http("/api/validate_user", { username: "" })).rejects.toMatchObject({
			code: "invalid",
		});
	});
});

describe("what needs a session", () => {
	it("is refused without one", async () => {
		const nobody = visitor();
		await expect(nobody.http("/api/logout", {})).rejects.toMatchObject({
			code: "unauthenticated",
			status: 401,
		});
		const wish = { oldPassword: PASSWORD, password: PASSWORD };
		await expect(nobody.http("/api/change_password", wish)).rejects.toMatchObject({
			code: "unauthenticated",
		});
	});
});

describe("reset links", () => {
	it("set a new password once, and end all sessions", async () => {
		const [root, ann] = [await administrator(), await newcomer()];
		const { client } = await root.connect();
		const made = await client.request("createResetLink", { userId: ann.userId });
		const token = made.url.split("/").at(-1) ?? "";
		expect(made.url.startsWith(`${server.origin}/`)).toBe(true);
		expect(made.expires - Date.now()).toBeGreaterThan(23 * 3600_000);
		expect(made.expires - Date.now()).toBeLessThanOrEqual(24 * 3600_000 + 1_000);

		expect(await visitor().http("/api/verify_token", { token })).toEqual({ user: ann.name });
		await expect(
			visitor().http("/api/accept_token", { token, password: "password" }),
		).rejects.toMatchObject({
			code: "password_weak",
		});
		expect(await visitor().http("/api/accept_token", { token, password: "a wholly new one" })).toEqual({
			ok: true,
		});
		for (const path of ["/api/verify_token", "/api/accept_token"] as const) {
			await expect(visitor().http(path, { token, password: "another new one" })).rejects.toMatchObject({
				code: "link_invalid",
			});
		}
		expect((await ann.http("/api/status", {})).userId).toBeNull();
		await new Person(ann.world, ann.name).signIn("a wholly new one");
	});

	it("are not guessed", async () => {
		for (const token of ["x", "A".repeat(43), "A".repeat(64)]) {
			await expect(visitor().http("/api/verify_token", { token })).rejects.toMatchObject({
				code: "link_invalid",
			});
		}
	});
});
