/* What a review found, where it needs the real archive and two real workers. */
import { describe, expect, it } from "vitest";

import { PASSWORD } from "./harness/person";
import { queryArchive } from "./harness/server";
import { until } from "./harness/wait";
import { administrator, newcomer, server, visitor } from "./harness/world";

describe("somebody who may not invite any more", () => {
	it.each([
		["is disabled", { action: "setAccountState", field: { state: "disabled" } }],
		["became a guest", { action: "setAccountRole", field: { role: "guest" } }],
	] as const)("%s: the invitations made before let nobody in", async (_, { action, field }) => {
		const leaver = await newcomer();
		const { client } = await leaver.connect();
		const { token } = await client.request("createInvitation", {});
		const chief = (await (await administrator()).connect()).client;
		await chief.request(action, { userId: leaver.userId, ...field } as never);
		await expect(visitor().http("/api/invitation", { token })).rejects.toMatchObject({
			code: "link_invalid",
		});
		await expect(visitor().register({ invitation: token })).rejects.toMatchObject({
			code: "link_invalid",
		});
	});
});

describe("an account", () => {
	it("can be put back to pending and approved again", async () => {
		const ann = await newcomer();
		const chief = (await (await administrator()).connect()).client;
		for (const state of ["pending", "active"] as const)
			expect(await chief.request("setAccountState", { userId: ann.userId, state })).toMatchObject({
				state,
			});
	});

	it("is one for sign-in limits, however its name is written", async () => {
		const ann = await newcomer();
		const back = await visitor().http("/api/auth", {
			username: ann.name.toUpperCase(),
			password: PASSWORD,
		});
		expect(back.userId).toBe(ann.userId);
	});
});

describe("a change of a kind that only a newer worker knows", () => {
	it("keeps its place in the stream, and what follows arrives", async () => {
		const ann = await newcomer();
		const connection = await ann.connect();
		queryArchive(
			server.dataDir,
			`INSERT INTO stream_head (stream_id, seq, messages, oldest_change, epoch) VALUES (-${ann.userId}, 1, 0, 0, 1)
				ON DUPLICATE KEY UPDATE seq = seq + 1;
			INSERT INTO change_log (stream_id, seq, kind, actor_id, subject_id, at_ms)
				SELECT stream_id, seq, 99, ${ann.userId}, 0, ${Date.now()} FROM stream_head WHERE stream_id = -${ann.userId}`,
		);
		await connection.client.request("setDisplayName", { displayName: "Ann" });
		const seen = (action: string) => connection.frames.find((frame) => frame["action"] === action);
		const unknown = await until("changed", () => seen("changed"));
		const known = await until("userProfileChanged", () => seen("userProfileChanged"));
		expect(unknown).toMatchObject({ userId: ann.userId, seq: 1 });
		expect(known).toMatchObject({ seq: 2 });
	});
});
