/* The four doors: invite, open (everywhere else), approval, closed; and domains. One server after the other. */
import { afterEach, describe, expect, it } from "vitest";

import { freshName, PASSWORD, Person } from "./harness/person";
import { startServer, type Server } from "./harness/server";
import { until } from "./harness/wait";
import { visitor, worldOf } from "./harness/world";

let own: Server | null = null;

afterEach(async () => {
	const ended = own;
	own = null;
	if (ended === null) return;
	expect(await ended.remove()).toBe(0);
	expect(ended.alarms).toEqual([]);
});

interface Door {
	guest: () => Person;
	root: Person;
}

async function door(config: Record<string, string | boolean>): Promise<Door> {
	own = await startServer({ config });
	const { origin, setup } = own.address;
	const guest = (): Person => visitor(origin);
	expect(await guest().http("/api/status", {})).toMatchObject({ setup: true });
	const root = await new Person(worldOf(origin), "root").register({ setup });
	expect(await guest().http("/api/status", {})).toMatchObject({ setup: false });
	return { guest, root };
}

describe("registration = invite", () => {
	it("needs an invitation; the set-up link makes the first administrator", async () => {
		const { guest, root } = await door({ registration: "invite" });
		expect((await guest().http("/api/status", {})).registration).toBe("invite");
		await expect(guest().register()).rejects.toMatchObject({ code: "registration_closed", status: 403 });
		const { client, first } = await root.connect();
		expect(first["users"]).toMatchObject([{ role: "administrator" }]);
		const { token } = await client.request("createInvitation", { maxUses: 1 });
		await (await guest().register({ invitation: token })).connect();
		await expect(guest().register({ invitation: token })).rejects.toMatchObject({ code: "link_invalid" });
		await expect(guest().register({ email: "x@example.org" })).rejects.toMatchObject({
			code: "registration_closed",
		});
	}, 60_000);
});

describe("registration = approval", () => {
	it("makes accounts that wait for an administrator", async () => {
		const { guest, root } = await door({ registration: "approval" });
		const ann = guest();
		const made = await ann.http("/api/register", { username: ann.name, password: PASSWORD });
		expect(made.state).toBe("pending");
		expect(ann.cookie).toBe("");
		await expect(ann.signIn()).rejects.toMatchObject({ code: "account_pending", status: 403 });
		const admin = await root.connect();
		const { accounts } = await admin.client.request("listAccounts", { state: "pending" });
		expect(accounts).toMatchObject([{ userId: made.userId, user: ann.name, state: "pending" }]);
		await admin.client.request("setAccountState", { userId: made.userId, state: "active" });
		await admin.event({ action: "joinUser", roomId: 1, userId: made.userId });
		await ann.signIn();
		expect((await ann.connect()).first["rooms"]).toMatchObject([{ roomId: 1 }]);
	}, 60_000);
});

describe("registration = closed", () => {
	it("makes no accounts but an administrator's", async () => {
		const { guest, root } = await door({ registration: "closed" });
		await expect(guest().register()).rejects.toMatchObject({ code: "registration_closed" });
		const { client } = await root.connect();
		await expect(client.request("createInvitation", {})).rejects.toMatchObject({
			code: "registration_closed",
		});
		const username = freshName();
		await client.request("createAccount", { username, password: PASSWORD });
		await new Person(worldOf(root.world.origin), username).signIn();
	}, 60_000);
});

describe("registration_domains", () => {
	it("opens the door for addresses of these domains, to approval", async () => {
		const { guest } = await door({
			registration: "invite",
			registration_domains: "Example.org, our.example",
		});
		expect((await guest().http("/api/status", {})).domains).toBe(true);
		for (const domain of ["evil.org", "example.org.evil.org", "xexample.org", "sub.example.org"]) {
			const stranger = guest().register({ email: `a@${domain}` });
			await expect(stranger, domain).rejects.toMatchObject({ code: "registration_closed" });
		}
		for (const domain of ["example.org", "OUR.example"]) {
			const ann = guest();
			const wish = { username: ann.name, password: PASSWORD, email: `${ann.name}@${domain}` };
			expect((await ann.http("/api/register", wish)).state).toBe("pending");
		}
	}, 60_000);
});

describe("join_everyone = off", () => {
	it("leaves new accounts without a room", async () => {
		const { guest } = await door({ registration: "open", join_everyone: false });
		const connection = await (await guest().register()).connect();
		expect(connection.first["rooms"]).toEqual([]);
		await until("quiet", () => connection.client.state.kind === "open");
	}, 60_000);
});

describe("the set-up link", () => {
	it("makes one administrator, whoever comes at the same time", async () => {
		own = await startServer({ config: { registration: "closed" } });
		const { origin, setup } = own.address;
		const tries = await Promise.allSettled(
			Array.from({ length: 6 }, () => visitor(origin).register({ setup })),
		);
		const made = tries.filter((result) => result.status === "fulfilled");
		expect(made).toHaveLength(1);
		for (const result of tries) {
			if (result.status === "rejected")
				expect(result.reason).toMatchObject({ code: expect.stringMatching(/link_invalid|conflict/) });
		}
		const { first } = await (made[0]?.value as Person).connect();
		expect(first["users"]).toMatchObject([{ role: "administrator" }]);
	}, 60_000);
});
