/* One's own settings and unsent texts: the same on all devices. */
import { describe, expect, it } from "vitest";

import type { SettingsView } from "../../frontend/src/api/protocol.gen";
import type { JsonRecord } from "../../frontend/src/utils/record";
import { freshId, join, makeRoom, say } from "./harness/messages";
import type { Connection } from "./harness/person";
import { queryArchive } from "./harness/server";
import { until } from "./harness/wait";
import { twoDevices } from "./harness/workers";
import { newcomer, server } from "./harness/world";

const defaults: SettingsView = {
	theme: "system",
	density: "comfortable",
	language: "",
	showWhenITyping: true,
	showRead: true,
	showPresence: true,
	messageSound: true,
	onlineChangeSound: false,
	embeddedYoutube: false,
	highlightCode: true,
	suggestions: true,
	enterSends: true,
	emojiSkin: 0,
};

async function privateChanges(of: Connection): Promise<JsonRecord[]> {
	const { userId } = of.person;
	const { streams } = await of.client.request("getChanges", { streams: [{ userId, after: 0 }] });
	return streams[0]?.changes as unknown as JsonRecord[];
}

describe("setSettings", () => {
	it("begins with the defaults", async () => {
		const { first } = await (await newcomer()).connect();
		expect(first["userSettings"]).toEqual(defaults);
	});

	it("changes what is given, for all devices, and for the next first frame", async () => {
		const [here, there] = await twoDevices();
		const wish = { theme: "dark", language: "de", messageSound: false, emojiSkin: 3 } as const;
		const reply = await here.client.request("setSettings", wish);
		expect(reply.settings).toEqual({ ...defaults, ...wish });
		for (const device of [here, there]) {
			const event = await device.event({ action: "setSettings" });
			expect(event["settings"]).toEqual({ ...defaults, ...wish });
		}
		await there.client.request("setSettings", { theme: "light", enterSends: false, showPresence: false });
		const whole = { ...defaults, ...wish, theme: "light", enterSends: false, showPresence: false };
		const { first } = await (await here.person.another()).connect();
		expect(first["userSettings"]).toEqual(whole);
		const healed = (await privateChanges(here)).filter(({ action }) => action === "setSettings");
		expect(healed.at(-1)).toMatchObject({ settings: whole });
	});

	it("takes each of them, and nothing changes nothing", async () => {
		const { client } = await (await newcomer()).connect();
		const other: SettingsView = {
			theme: "light",
			density: "compact",
			language: "pt-BR",
			showWhenITyping: false,
			showRead: false,
			showPresence: false,
			messageSound: false,
			onlineChangeSound: true,
			embeddedYoutube: true,
			highlightCode: false,
			suggestions: false,
			enterSends: false,
			emojiSkin: 5,
		};
		let expected = { ...defaults };
		for (const [name, value] of Object.entries(other)) {
			expected = { ...expected, [name]: value };
			expect((await client.request("setSettings", { [name]: value })).settings).toEqual(expected);
		}
		expect((await client.request("setSettings", {})).settings).toEqual(other);
		expect((await client.request("setSettings", { language: "" })).settings.language).toBe("");
	});

	it("of devices that change different ones at once, all are kept", async () => {
		const [here, there] = await twoDevices();
		await Promise.all([
			here.client.request("setSettings", { theme: "dark" }),
			there.client.request("setSettings", { density: "compact" }),
			here.client.request("setSettings", { showRead: false }),
			there.client.request("setSettings", { emojiSkin: 1 }),
		]);
		const { settings } = await here.client.request("setSettings", {});
		expect(settings).toEqual({
			...defaults,
			theme: "dark",
			density: "compact",
			showRead: false,
			emojiSkin: 1,
		});
		for (const device of [here, there])
			await until("the last settings", () =>
				device.applied.some(
					(event) =>
						event["action"] === "setSettings" &&
						JSON.stringify(event["settings"]) === JSON.stringify(settings),
				),
			);
	});

	it("refuses what is no setting", async () => {
		const ann = await (await newcomer()).connect();
		for (const wish of [
			{ theme: "pink" },
			{ theme: 1 },
			{ density: "" },
			{ language: "x".repeat(17) },
			{ language: "de_DE" },
			{ language: "../de" },
			{ language: "dé" },
			{ showRead: 1 },
			{ showRead: "yes" },
			{ emojiSkin: 6 },
			{ emojiSkin: -1 },
			{ emojiSkin: 1.5 },
		])
			expect(
				await ann.rawRequest({ action: "setSettings", ...wish }),
				JSON.stringify(wish),
			).toMatchObject({ error: "invalid" });
		expect((await ann.client.request("setSettings", {})).settings).toEqual(defaults);
	});
});

describe("setDraft and getDrafts", () => {
	const draft = (of: Connection, content: string, more: { roomId?: number; threadId?: number } = {}) =>
		of.client.request("setDraft", { roomId: 1, content, ...more });
	const drafts = async (of: Connection) => (await of.client.request("getDrafts", {})).drafts;
	const text = 'unsent 🌻 "quoted"\n\u2028 \\ line';

	it("keeps a text for the other devices, and tells them", async () => {
		const [here, there] = await twoDevices();
		expect(await draft(here, text)).toMatchObject({ roomId: 1 });
		const event = await there.event({ action: "setDraft", roomId: 1 });
		expect(event).toMatchObject({ threadId: null, content: text, userId: here.person.userId });
		expect(await drafts(there)).toEqual([
			{ roomId: 1, threadId: null, content: text, time: event["time"] },
		]);
		expect((await privateChanges(there)).find(({ action }) => action === "setDraft")).toEqual(
			there.frames.find(({ action, handler }) => action === "setDraft" && handler !== "void"),
		);
	});

	it("an empty one removes it, and what is not there needs no telling", async () => {
		const [here, there] = await twoDevices();
		await draft(here, text);
		await draft(there, "");
		await here.event({ action: "setDraft", content: "" });
		expect(await drafts(here)).toEqual([]);
		const before = (await privateChanges(here)).length;
		await draft(here, "");
		expect(await privateChanges(here)).toHaveLength(before);
	});

	it("of two that meet, the last one wins, on all devices", async () => {
		const [here, there] = await twoDevices();
		for (let i = 0; i < 10; i++)
			await Promise.all([draft(here, `here ${i}`), draft(there, `there ${i}`)]);
		const [stored] = await drafts(here);
		const head = (await privateChanges(here)).at(-1);
		for (const device of [here, there]) {
			const last = await device.event({ action: "setDraft", seq: head?.["seq"] ?? 0 });
			expect(last["content"]).toBe(stored?.content);
		}
	});

	it("keeps one for each thread of a room besides the room's own", async () => {
		const { client, ...ann } = await (await newcomer()).connect();
		const connection = { client, ...ann } as Connection;
		const roomId = makeRoom();
		await client.request("joinRoom", { roomId });
		await until("the room is live", () => client.position(roomId));
		const root = await client.request("printMessage", { roomId, clientId: freshId(), content: "root" });
		await draft(connection, "to all", { roomId });
		await draft(connection, "in the thread", { roomId, threadId: root.id });
		const list = await drafts(connection);
		expect(list.map(({ threadId, content }) => [threadId, content]).sort()).toEqual(
			[
				[null, "to all"],
				[root.id, "in the thread"],
			].sort(),
		);
		await draft(connection, "", { roomId, threadId: root.id });
		expect((await drafts(connection)).map(({ content }) => content)).toEqual(["to all"]);
	});

	it("is one's own business", async () => {
		const [ann, bo] = [await (await newcomer()).connect(), await (await newcomer()).connect()];
		await draft(ann, "secret");
		expect(await drafts(bo)).toEqual([]);
		await say(ann, 1, "to all");
		await bo.event({ action: "printMessage", userId: ann.person.userId, content: "to all" });
		expect(bo.frames.filter(({ action }) => action === "setDraft")).toEqual([]);
	});

	it("refuses rooms one is not in, threads that are none, and what is too long", async () => {
		const ann = await (await newcomer()).connect();
		await expect(draft(ann, "x", { roomId: makeRoom() })).rejects.toMatchObject({ code: "not_member" });
		await expect(draft(ann, "x", { threadId: 4_000_000_000_000 })).rejects.toMatchObject({
			code: "not_found",
		});
		const roomId = makeRoom();
		await join(roomId, ann);
		const elsewhere = await say(ann, roomId, "root");
		await expect(draft(ann, "x", { threadId: elsewhere.id })).rejects.toMatchObject({
			code: "not_found",
		});
		await expect(draft(ann, "x".repeat(20_001))).rejects.toMatchObject({ code: "too_large" });
		await draft(ann, "x".repeat(20_000));
		for (const wish of [{ content: 1 }, { content: null }, {}, { content: "x", roomId: 0 }])
			expect(await ann.rawRequest({ action: "setDraft", roomId: 1, ...wish })).toMatchObject({
				error: "invalid",
			});
	});

	it("keeps at most 200, and so many bytes together", async () => {
		const ann = await (await newcomer()).connect();
		const { userId } = ann.person;
		const first = 3_000_000_000_000 + (Date.now() % 1e9) * 1_000;
		const rows = Array.from({ length: 200 }, (_, i) => `(${userId}, ${first + i}, 0, 'x', 1)`).join();
		const store = (sql: string) => queryArchive(server.dataDir, sql);
		store(`INSERT INTO draft (user_id, room_id, thread_id, content, at_ms) VALUES ${rows}`);
		await expect(draft(ann, "one more")).rejects.toMatchObject({ code: "limit_reached" });
		store(`DELETE FROM draft WHERE user_id = ${userId} AND room_id = ${first}`);
		await draft(ann, "fits");
		await draft(ann, "may be changed");
		store(`DELETE FROM draft WHERE user_id = ${userId} AND room_id <> 1`);
		store(
			`INSERT INTO draft (user_id, room_id, thread_id, content, at_ms) VALUES (${userId}, ${first}, 0, REPEAT('x', 262000), 1)`,
		);
		await draft(ann, "x".repeat(144));
		await expect(draft(ann, "x".repeat(145))).rejects.toMatchObject({ code: "limit_reached" });
		store(`DELETE FROM draft WHERE user_id = ${userId}`);
	});

	it("is not shown any more when one has left the room", async () => {
		const ann = await (await newcomer()).connect();
		const roomId = makeRoom();
		await join(roomId, ann);
		await draft(ann, "left behind", { roomId });
		expect(await drafts(ann)).toHaveLength(1);
		queryArchive(
			server.dataDir,
			`DELETE FROM room_member WHERE room_id = ${roomId} AND user_id = ${ann.person.userId}`,
		);
		expect(await drafts(ann)).toEqual([]);
	});
});
