/* Invitations: links with an end, a number of uses, rooms, and for guests. */
import { describe, expect, it } from "vitest";

import { queryArchive } from "./harness/server";
import { until } from "./harness/wait";
import { administrator, newcomer, server, visitor } from "./harness/world";

describe("createInvitation", () => {
	it("gives a link whose token is nowhere else", async () => {
		const ann = await newcomer();
		const { client } = await ann.connect();
		const made = await client.request("createInvitation", { expiresInHours: 2, maxUses: 3 });
		expect(made.url.startsWith(`${server.origin}/`)).toBe(true);
		expect(made.url.endsWith(made.token)).toBe(true);
		expect(made.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
		expect(Math.abs(made.expires - Date.now() - 2 * 3600_000)).toBeLessThan(5_000);
		const { invitations } = await client.request("listInvitations", {});
		expect(invitations).toMatchObject([
			{ invitationId: made.invitationId, uses: 0, maxUses: 3, guest: false, roomIds: [] },
		]);
		expect(JSON.stringify(invitations)).not.toContain(made.token);
		const stored = queryArchive(
			server.dataDir,
			`SELECT HEX(token_hash) FROM invitation WHERE id = ${made.invitationId}`,
		);
		expect(stored[0]?.[0]).not.toBe(Buffer.from(made.token).toString("hex").toUpperCase());
	});

	it("lives a week unless told otherwise", async () => {
		const { client } = await (await newcomer()).connect();
		const { expires } = await client.request("createInvitation", {});
		expect(Math.abs(expires - Date.now() - 7 * 24 * 3600_000)).toBeLessThan(5_000);
	});

	it("refuses what is out of range, and rooms that one is not in", async () => {
		const ann = await (await newcomer()).connect();
		for (const wish of [
			{ expiresInHours: 0 },
			{ expiresInHours: 8761 },
			{ maxUses: -1 },
			{ maxUses: 10_001 },
			{ guest: 1 },
		]) {
			expect(await ann.rawRequest({ action: "createInvitation", ...wish })).toMatchObject({
				error: "invalid",
			});
		}
		const foreign = ann.client.request("createInvitation", { roomIds: [1, 987_654] });
		await expect(foreign).rejects.toMatchObject({ code: "not_member" });
	});
});

describe("an invitation", () => {
	it("says who invites, and lets in", async () => {
		const ann = await newcomer();
		const connection = await ann.connect();
		await connection.client.request("setDisplayName", { displayName: "Ann from next door" });
		const { token } = await connection.client.request("createInvitation", { maxUses: 1 });
		expect(await visitor().http("/api/invitation", { token })).toMatchObject({
			inviter: "Ann from next door",
			serverName: "Confab",
			guest: false,
		});
		const bo = await visitor().register({ invitation: token });
		await connection.event({ action: "joinUser", roomId: 1, userId: bo.userId });
		const { first } = await bo.connect();
		expect(first["rooms"]).toMatchObject([{ roomId: 1 }]);
	});

	it("works as often as it says, also when many come at once", async () => {
		const { client } = await (await newcomer()).connect();
		const { token, invitationId } = await client.request("createInvitation", { maxUses: 3 });
		const tries = await Promise.allSettled(
			Array.from({ length: 8 }, () => visitor().register({ invitation: token })),
		);
		expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
		for (const result of tries) {
			if (result.status === "rejected")
				expect(result.reason).toMatchObject({ code: "link_invalid", status: 410 });
		}
		await expect(visitor().http("/api/invitation", { token })).rejects.toMatchObject({
			code: "link_invalid",
		});
		const uses = queryArchive(server.dataDir, `SELECT uses FROM invitation WHERE id = ${invitationId}`);
		expect(uses).toEqual([["3"]]);
	});

	it("ends at its time", async () => {
		const { client } = await (await newcomer()).connect();
		const { token, invitationId } = await client.request("createInvitation", { expiresInHours: 1 });
		queryArchive(
			server.dataDir,
			`UPDATE invitation SET expires_ms = ${Date.now() - 1} WHERE id = ${invitationId}`,
		);
		await expect(visitor().http("/api/invitation", { token })).rejects.toMatchObject({
			code: "link_invalid",
		});
		await expect(visitor().register({ invitation: token })).rejects.toMatchObject({
			code: "link_invalid",
		});
		expect((await client.request("listInvitations", {})).invitations).toEqual([]);
	});

	it("is void once revoked, by its maker or an administrator only", async () => {
		const [ann, bo, root] = [await newcomer(), await newcomer(), await administrator()];
		const hers = (await ann.connect()).client;
		const { token, invitationId } = await hers.request("createInvitation", {});
		const his = (await bo.connect()).client;
		await expect(his.request("revokeInvitation", { invitationId })).rejects.toMatchObject({
			code: "not_found",
		});
		expect((await his.request("listInvitations", {})).invitations).toEqual([]);
		const all = await (await root.connect()).client.request("listInvitations", {});
		expect(all.invitations.map((invitation) => invitation.invitationId)).toContain(invitationId);
		expect(await hers.request("revokeInvitation", { invitationId })).toMatchObject({ invitationId });
		await expect(visitor().register({ invitation: token })).rejects.toMatchObject({
			code: "link_invalid",
		});
		expect((await hers.request("listInvitations", {})).invitations).toEqual([]);
	});

	it("brings its holder into its rooms", async () => {
		const ann = await newcomer();
		const roomId = 6001;
		const columns = "(id, group_id, name, is_main, is_open, is_visible)";
		queryArchive(
			server.dataDir,
			`INSERT IGNORE INTO room ${columns} VALUES (${roomId}, 1, 'attic', 0, 1, 1)`,
		);
		queryArchive(server.dataDir, `INSERT IGNORE INTO stream_head VALUES (${roomId}, 0, 0, 0, 1)`);
		const connection = await ann.connect();
		await connection.client.request("joinRoom", { roomId });
		await connection.event({ action: "roomLive" });
		const { token } = await connection.client.request("createInvitation", { roomIds: [roomId] });
		const bo = await visitor().register({ invitation: token });
		await connection.event({ action: "joinUser", roomId, userId: bo.userId });
		const { first } = await bo.connect();
		expect(
			(first["rooms"] as { roomId: number }[]).map((room) => room.roomId).sort((a, b) => a - b),
		).toEqual([1, roomId]);
	});

	it("for a guest makes a guest, in its rooms only, who may talk but not invite, look around or join", async () => {
		const { client } = await (await newcomer()).connect();
		const nowhere = await client.request("createInvitation", { guest: true });
		const lost = await (await visitor().register({ invitation: nowhere.token })).connect();
		expect(lost.first["rooms"]).toEqual([]);
		const { token } = await client.request("createInvitation", { guest: true, roomIds: [1] });
		expect(await visitor().http("/api/invitation", { token })).toMatchObject({ guest: true });
		const guest = await (await visitor().register({ invitation: token })).connect();
		expect(guest.first["users"]).toMatchObject([{ role: "guest" }]);
		await guest.client.request("printMessage", {
			roomId: 1,
			clientId: `guest-${Date.now()}`,
			content: "hello",
		});
		await until("it came", () => guest.messages(1).find(({ content }) => content === "hello"));
		const wishes = ["createInvitation", "listInvitations", "listRooms"] as const;
		for (const action of wishes)
			await expect(guest.client.request(action, {})).rejects.toMatchObject({ code: "forbidden" });
		await expect(guest.client.request("joinRoom", { roomId: 1 })).rejects.toMatchObject({
			code: "forbidden",
		});
		await expect(guest.client.request("revokeInvitation", { invitationId: 1 })).rejects.toMatchObject({
			code: "forbidden",
		});
	});

	it("is not guessed", async () => {
		for (const token of ["x", "A".repeat(43), "\u00e4".repeat(20)]) {
			await expect(visitor().http("/api/invitation", { token })).rejects.toMatchObject({
				code: "link_invalid",
			});
		}
	});
});
