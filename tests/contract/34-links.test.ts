/* Links that sign somebody in, once: made on the command line. */
import { execFileSync } from "node:child_process";

import { describe, expect, it } from "vitest";

import { PASSWORD, type Person } from "./harness/person";
import { defaultBinary, queryArchive } from "./harness/server";
import { until } from "./harness/wait";
import { administrator, newcomer, server, visitor } from "./harness/world";

function confabd(...words: string[]): string {
	const own = Object.entries(process.env).filter(([name]) => !name.startsWith("CONFAB"));
	return execFileSync(defaultBinary(), words, {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...Object.fromEntries(own), CONFAB_DATA_DIR: server.dataDir, ASAN_OPTIONS: "detect_leaks=0" },
	}).trim();
}

/** The token of a new link for them. */
function linkFor(name: string): string {
	const url = confabd("user", "sign-in-link", name);
	expect(url).toMatch(/^http:\/\/localhost:\d+\/enter\/[A-Za-z0-9_-]{43}$/);
	return url.split("/").at(-1) ?? "";
}

const enter = (token: string, who: Person = visitor()) => who.http("/api/sign_in_link", { token });

describe("a sign-in link", () => {
	it("signs in once, without a password", async () => {
		const ann = await newcomer();
		const token = linkFor(ann.name);
		expect(await visitor().http("/api/verify_token", { token })).toEqual({ user: ann.name });
		const device = visitor();
		expect(await enter(token, device)).toEqual({ userId: ann.userId, user: ann.name });
		expect(device.setCookie).toMatch(/HttpOnly/i);
		expect((await device.connect()).first["userId"]).toBe(ann.userId);
		await expect(enter(token)).rejects.toMatchObject({ code: "link_invalid", status: 410 });
		await expect(visitor().http("/api/verify_token", { token })).rejects.toMatchObject({
			code: "link_invalid",
		});
		await ann.connect();
	});

	it("works for one of those who come at once", async () => {
		const token = linkFor((await newcomer()).name);
		const tries = await Promise.allSettled(Array.from({ length: 6 }, () => enter(token)));
		expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
		for (const result of tries)
			if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "link_invalid" });
	});

	it("is good for a day, and until there is a newer one", async () => {
		const ann = await newcomer();
		const [older, newer] = [linkFor(ann.name), linkFor(ann.name)];
		await expect(enter(older)).rejects.toMatchObject({ code: "link_invalid" });
		const kind = `kind = 2 AND user_id = ${ann.userId}`;
		const [[left]] = queryArchive(
			server.dataDir,
			`SELECT expires_ms - created_ms FROM link WHERE ${kind}`,
		) as [[string]];
		expect(Number(left)).toBe(24 * 3_600_000);
		queryArchive(server.dataDir, `UPDATE link SET expires_ms = 1 WHERE ${kind}`);
		await expect(enter(newer)).rejects.toMatchObject({ code: "link_invalid" });
	});

	it("is nothing once the password was changed", async () => {
		const ann = await newcomer();
		for (const change of [
			() => ann.http("/api/change_password", { oldPassword: PASSWORD, password: "another good one" }),
			async () =>
				(await (await administrator()).connect()).client.request("setAccountPassword", {
					userId: ann.userId,
					password: "and one more of them",
				}),
		]) {
			const token = linkFor(ann.name);
			await change();
			await expect(enter(token)).rejects.toMatchObject({ code: "link_invalid" });
		}
	});

	it("lets nobody in who may not come in", async () => {
		const ann = await newcomer();
		const token = linkFor(ann.name);
		const { client } = await (await administrator()).connect();
		await client.request("setAccountState", { userId: ann.userId, state: "disabled" });
		await expect(enter(token)).rejects.toMatchObject({ code: "account_disabled" });
		expect(() => linkFor(ann.name)).toThrow();
		await client.request("setAccountState", { userId: ann.userId, state: "active" });
		await enter(token);
	});

	it("is no reset link, and a reset link is none", async () => {
		const ann = await newcomer();
		const token = linkFor(ann.name);
		await expect(
			visitor().http("/api/accept_token", { token, password: "a fine new password" }),
		).rejects.toMatchObject({ code: "link_invalid" });
		const { client } = await (await administrator()).connect();
		const { url } = await client.request("createResetLink", { userId: ann.userId });
		await expect(enter(url.split("/").at(-1) ?? "")).rejects.toMatchObject({ code: "link_invalid" });
		expect(await enter(token)).toMatchObject({ userId: ann.userId });
	});

	it("is made for people who are there, and stored as a hash", async () => {
		expect(() => confabd("user", "sign-in-link", "nobody-there")).toThrow(/no user/);
		expect(() => confabd("user", "sign-in-link", "echo")).toThrow();
		const ann = await newcomer();
		const token = linkFor(ann.name);
		const rows = queryArchive(
			server.dataDir,
			`SELECT HEX(token_hash) FROM link WHERE user_id = ${ann.userId}`,
		);
		expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString("hex").toUpperCase());
		for (const bad of ["x", "A".repeat(43), "A".repeat(64), "../..", "💥".repeat(16)])
			await expect(enter(bad), bad).rejects.toMatchObject({ code: "link_invalid" });
		for (const bad of ["", "A".repeat(65)])
			await expect(enter(bad)).rejects.toMatchObject({ code: "invalid" });
	});

	it("shows the new session in the list", async () => {
		const ann = await newcomer();
		const device = visitor();
		await enter(linkFor(ann.name), device);
		const { client } = await device.connect();
		const sessions = await until("two sessions", async () => {
			const list = (await client.request("listSessions", {})).sessions;
			return list.length === 2 ? list : null;
		});
		expect(sessions.filter(({ current }) => current)).toHaveLength(1);
	});
});
