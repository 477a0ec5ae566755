/* Finding people, what they say of themselves, and who may know it. */
import { describe, expect, it } from "vitest";

import type { UserView } from "../../frontend/src/api/protocol.gen";
import { freshName, PASSWORD, Person, type Connection } from "./harness/person";
import { until } from "./harness/wait";
import { events, watch } from "./harness/presence";
import { onOtherWorker, strangers, twoDevices } from "./harness/workers";
import { administrator, newcomer, visitor } from "./harness/world";

/** A guest in no room at all. */
async function guest(): Promise<Person> {
	const root = await administrator();
	const { client } = await root.connect();
	const username = freshName();
	await client.request("createAccount", { username, password: PASSWORD, role: "guest" });
	return await new Person(root.world, username).signIn();
}

/** A guest in room 1. */
async function guestInRoom(): Promise<Person> {
	const { client } = await (await newcomer()).connect();
	const { token } = await client.request("createInvitation", { guest: true, roomIds: [1] });
	return await visitor().register({ invitation: token });
}

async function search(connection: Connection, input: object): Promise<UserView[]> {
	return (await connection.client.request("listUsers", input)).users;
}

const ids = (users: readonly UserView[]): number[] => users.map(({ userId }) => userId);

/** Workers lease ids, so who came later may have a smaller one. */
const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);

/** Nobody else has it. */
let marks = 0;
const mark = (): string => `zq${process.pid.toString(36)}x${(++marks).toString(36)}z`;

async function named(displayName: string): Promise<Person> {
	return await visitor().register({ displayName });
}

describe("listUsers", () => {
	it("finds names and shown names, without case and accents", async () => {
		const word = mark();
		const jose = await named(`José ${word} Ärger`);
		const connection = await (await newcomer()).connect();
		for (const text of [
			`jose ${word}`,
			`JOSÉ ${word.toUpperCase()}`,
			`${word} arger`,
			` ${word} `,
			jose.name,
		])
			expect(ids(await search(connection, { search: text })), text).toEqual([jose.userId]);
		expect(await search(connection, { search: `${word} nobody` })).toEqual([]);
	});

	it("takes % _ ! and \\ for themselves", async () => {
		const word = mark();
		const odd = await named(`${word} 100%_!\\'"`);
		const plain = await named(`${word} 100 percent`);
		const connection = await (await newcomer()).connect();
		for (const text of [`${word} 100%`, "%_!", "_!\\", "\\'\"", `${word} 100%_!\\'"`])
			expect(ids(await search(connection, { search: text })), text).toEqual([odd.userId]);
		expect(ids(await search(connection, { search: `${word} 100` }))).toEqual(
			sorted([odd.userId, plain.userId]),
		);
		expect(await search(connection, { search: `${word}%percent` })).toEqual([]);
		expect(await search(connection, { search: `${word}_100` })).toEqual([]);
	});

	it("pages by id, 50 at a time, also while people come", async () => {
		const word = mark();
		const people: Person[] = [];
		for (let i = 0; i < 53; i++) people.push(await named(`${word} ${i}`));
		const connection = await (await newcomer()).connect();
		const first = await connection.client.request("listUsers", { search: word });
		expect(first).toMatchObject({ more: true });
		expect(first.users).toHaveLength(50);
		await named(`${word} late`);
		const after = first.users.at(-1)?.userId;
		const rest = await connection.client.request("listUsers", { search: word, after });
		expect(rest.more).toBe(false);
		const all = [...ids(first.users), ...ids(rest.users)];
		expect(all).toEqual(sorted([...new Set(all)]));
		for (const { userId } of people) expect(all).toContain(userId);
	}, 60_000);

	it("leaves out who was not let in, or was shut out", async () => {
		const word = mark();
		const [ann, bo] = [await named(`${word} ann`), await named(`${word} bo`)];
		const root = await (await administrator()).connect();
		await root.client.request("setAccountState", { userId: ann.userId, state: "disabled" });
		const connection = await (await newcomer()).connect();
		expect(ids(await search(connection, { search: word }))).toEqual([bo.userId]);
		await root.client.request("setAccountState", { userId: ann.userId, state: "pending" });
		expect(ids(await search(connection, { search: word }))).toEqual([bo.userId]);
	});

	it("shows guests only those with whom they share a room", async () => {
		const word = mark();
		const ann = await named(word);
		const [outside, inside] = [await (await guest()).connect(), await (await guestInRoom()).connect()];
		expect(await search(outside, { search: word })).toEqual([]);
		// Service accounts are strangers to nobody.
		expect(ids(await search(outside, {}))).toEqual([outside.person.userId, Number.MAX_SAFE_INTEGER]);
		expect(ids(await search(inside, { search: word }))).toEqual([ann.userId]);
		const lonely = await guest();
		expect(await search(inside, { search: lonely.name })).toEqual([]);
		const member = await (await newcomer()).connect();
		expect(ids(await search(member, { search: lonely.name }))).toEqual([lonely.userId]);
	});

	it("with roomId: only those who are not in it; with groupId: only its members", async () => {
		const word = mark();
		const ann = await named(`${word} ann`);
		const root = await (await administrator()).connect();
		const username = freshName();
		const made = await root.client.request("createAccount", {
			username,
			displayName: `${word} outside`,
			role: "guest",
		});
		expect(ids(await search(root, { search: word }))).toEqual(sorted([ann.userId, made.userId]));
		expect(ids(await search(root, { search: word, roomId: 1 }))).toEqual([made.userId]);
		expect(ids(await search(root, { search: word, groupId: 1 }))).toEqual([ann.userId]);
		expect(await search(root, { search: word, groupId: 1, roomId: 1 })).toEqual([]);
	});

	it("refuses rooms and groups one is not in, and what is no search", async () => {
		const connection = await (await newcomer()).connect();
		for (const place of [{ roomId: 999_999 }, { groupId: 999_999 }])
			await expect(search(connection, place)).rejects.toMatchObject({ code: "not_member" });
		const outside = await (await guest()).connect();
		for (const place of [{ roomId: 1 }, { groupId: 1 }])
			await expect(search(outside, place)).rejects.toMatchObject({ code: "not_member" });
		for (const wish of [
			{ search: "" },
			{ search: "   " },
			{ search: "x".repeat(65) },
			{ search: "a\u0001b" },
			{ search: "a\u202eb" },
			{ search: 7 },
			{ after: 0 },
			{ after: -1 },
			{ roomId: "1" },
		]) {
			const answer = await connection.rawRequest({ action: "listUsers", ...wish });
			expect(answer["error"], JSON.stringify(wish)).toMatch(/^(invalid|malformed)$/);
		}
	});
});

describe("getUsers", () => {
	it("shows members everybody, guests those they share a room with", async () => {
		const lonely = await guest();
		const ann = await (await newcomer()).connect();
		const { users } = await ann.client.request("getUsers", { userIds: [lonely.userId] });
		expect(users).toMatchObject([{ userId: lonely.userId, role: "guest", bot: false }]);
		const other = await (await guest()).connect();
		const userIds = [lonely.userId, ann.person.userId, other.person.userId];
		expect(ids((await other.client.request("getUsers", { userIds })).users)).toEqual([
			other.person.userId,
		]);
	});
});

describe("setUserProfile and getProfile", () => {
	const whole = {
		name: "Ann",
		surname: "Änderung",
		city: "Zürich",
		contacts: "desk 12, +41 00",
		birthday: "1988-02-29",
		sex: "Female",
	} as const;

	it("keeps what is given, leaves the rest, and clears what is empty", async () => {
		const { client, person } = await (await newcomer()).connect();
		const { profile } = await client.request("setUserProfile", { ...whole });
		expect(profile).toMatchObject({ ...whole, userId: person.userId, user: person.name, bot: false });
		await client.request("setUserProfile", { city: "Bern", surname: "" });
		const read = await client.request("getProfile", { userId: person.userId });
		expect(read.profile).toMatchObject({ ...whole, city: "Bern", surname: null });
		await client.request("setUserProfile", { name: "", city: "", contacts: "", birthday: "" });
		expect((await client.request("getProfile", { userId: person.userId })).profile).toMatchObject({
			name: null,
			surname: null,
			city: null,
			contacts: null,
			birthday: null,
			sex: "Female",
		});
	});

	it("shows one's address to nobody else", async () => {
		const name = freshName();
		const ann = visitor();
		await ann.register({ email: `${name}@example.org` });
		const [own, other] = [await ann.connect(), await (await newcomer()).connect()];
		const ask = { userId: ann.userId };
		expect((await own.client.request("getProfile", ask)).profile.email).toBe(`${name}@example.org`);
		expect((await other.client.request("getProfile", ask)).profile.email).toBeNull();
		const root = await (await administrator()).connect();
		expect((await root.client.request("getProfile", ask)).profile.email).toBeNull();
	});

	it("is for those who may see the person", async () => {
		const [lonely, ann] = [await guest(), await newcomer()];
		const guestConnection = await lonely.connect();
		const strange = guestConnection.client.request("getProfile", { userId: ann.userId });
		await expect(strange).rejects.toMatchObject({ code: "not_found" });
		const own = await guestConnection.client.request("getProfile", { userId: lonely.userId });
		expect(own.profile).toMatchObject({ role: "guest" });
		const member = await ann.connect();
		expect((await member.client.request("getProfile", { userId: lonely.userId })).profile.user).toBe(
			lonely.name,
		);
		const nobody = member.client.request("getProfile", { userId: 4_000_000_000 });
		await expect(nobody).rejects.toMatchObject({ code: "not_found" });
	});

	it("refuses what is no profile", async () => {
		const { client } = await (await newcomer()).connect();
		for (const wish of [
			{ displayName: "" },
			{ displayName: "   " },
			{ displayName: "x".repeat(65) },
			{ displayName: "a\u202eb" },
			{ name: "x".repeat(31) },
			{ surname: "x".repeat(31) },
			{ city: "x".repeat(51) },
			{ contacts: "x".repeat(101) },
			{ contacts: "two\nlines" },
			{ birthday: "1988-02-30" },
			{ birthday: "1900-02-29" },
			{ birthday: "1899-12-31" },
			{ birthday: "2999-01-01" },
			{ birthday: "1988-2-9" },
			{ birthday: "88-02-09" },
			{ birthday: "1988/02/09" },
			{ birthday: "-988-02-09" },
			{ birthday: "1988-00-10" },
			{ birthday: "1988-13-10" },
			{ sex: "female" },
		])
			await expect(
				client.request("setUserProfile", wish as never),
				JSON.stringify(wish),
			).rejects.toMatchObject({
				code: "invalid",
			});
		expect((await client.request("setUserProfile", { birthday: "2000-02-29" })).profile.birthday).toBe(
			"2000-02-29",
		);
	});

	it("tells one's other sessions, on the other worker too", async () => {
		const [here, there] = await twoDevices();
		await here.client.request("setUserProfile", { displayName: "Renamed Now", sex: "Male" });
		for (const device of [here, there]) {
			const event = await device.event({ action: "userProfileChanged" });
			expect(event["user"]).toMatchObject({ displayName: "Renamed Now", sex: "Male" });
		}
		const { streams } = await there.client.request("getChanges", {
			streams: [{ userId: there.person.userId, after: Number(there.first["seq"]) }],
		});
		expect(streams[0]?.changes).toEqual(
			there.frames.filter((frame) => frame["action"] === "userProfileChanged"),
		);
	});
});

describe("setStatus", () => {
	const soon = (ms = 3_600_000): number => Date.now() + ms;

	it("shows it to everybody, until it is over", async () => {
		const [ann, bo] = [await (await newcomer()).connect(), await (await newcomer()).connect()];
		const seen = async () =>
			(await bo.client.request("getUsers", { userIds: [ann.person.userId] })).users[0];
		const until_ = soon(1_500);
		const { profile } = await ann.client.request("setStatus", {
			emoji: "🍝",
			text: "lunch",
			until: until_,
		});
		expect(profile).toMatchObject({ statusEmoji: "🍝", statusText: "lunch", statusUntil: until_ });
		expect(await seen()).toMatchObject({ statusEmoji: "🍝", statusText: "lunch" });
		await until("the end of lunch", async () => (await seen())?.statusText === null);
		expect(await seen()).toMatchObject({ statusEmoji: null, statusText: null });
		const own = await ann.client.request("getProfile", { userId: ann.person.userId });
		expect(own.profile).toMatchObject({ statusEmoji: null, statusText: null, statusUntil: 0 });
	});

	it("its end is told to those who watch the person, on both workers", async () => {
		const [ann, bo] = await strangers();
		const near = await (await newcomer()).connect();
		const { userId } = ann.person;
		for (const viewer of [bo, near]) await watch(viewer, userId);
		await ann.client.request("setStatus", { emoji: "☕", text: "", until: soon(1_000) });
		for (const viewer of [bo, near]) {
			const told = (emoji: string | null) => () =>
				events(viewer, "personChanged").some(
					({ user }) =>
						(user as UserView).userId === userId && (user as UserView).statusEmoji === emoji,
				);
			await until("the status", told("☕"));
			await until("its end", told(null), 10_000);
		}
	});

	it("stays when it has no end, and goes when it is emptied", async () => {
		const [here, there] = await twoDevices();
		await here.client.request("setStatus", { emoji: "", text: "  in the garden " });
		const event = await there.event({ action: "userProfileChanged" });
		expect(event["user"]).toMatchObject({ statusEmoji: null, statusText: "in the garden" });
		const { first } = await (await here.person.another()).connect();
		expect(first["users"]).toMatchObject([{ statusText: "in the garden" }]);
		const { profile } = await there.client.request("setStatus", { emoji: "", text: "", until: soon() });
		expect(profile).toMatchObject({ statusEmoji: null, statusText: null, statusUntil: 0 });
	});

	it("takes emojis as people have them", async () => {
		const { client } = await (await newcomer()).connect();
		for (const emoji of ["🙂", "❤️", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇭", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🧑🏻‍❤️‍💋‍🧑🏿", "☎️", "⌚"])
			expect((await client.request("setStatus", { emoji, text: "" })).profile.statusEmoji).toBe(emoji);
	});

	it("refuses what is no emoji, no text and no time", async () => {
		const ann = await (await newcomer()).connect();
		const good = { emoji: "🙂", text: "x", until: 0 };
		for (const change of [
			{ emoji: "x" },
			{ emoji: "🙂🙂" },
			{ emoji: "🙂x" },
			{ emoji: "🙂\u200d" },
			{ emoji: "\u200d" },
			{ emoji: "7" },
			{ emoji: "🇨" },
			{ emoji: "🙂".repeat(17) },
			{ emoji: ":)" },
			{ emoji: 7 },
			{ text: "x".repeat(101) },
			{ text: "two\nlines" },
			{ text: null },
			{ until: Date.now() - 1_000 },
			{ until: Date.now() + 367 * 24 * 3_600_000 },
			{ until: -1 },
			{ until: 2 ** 53 },
		])
			expect(
				await ann.rawRequest({ action: "setStatus", ...good, ...change }),
				JSON.stringify(change),
			).toMatchObject({ error: "invalid" });
	});
});

describe("a change of a person", () => {
	it("is the same for everybody who reads it afterwards", async () => {
		const ann = await (await newcomer()).connect();
		const far = await onOtherWorker(await newcomer(), ann);
		await ann.client.request("setDisplayName", { displayName: "Set by the old action" });
		const { users } = await far.client.request("getUsers", { userIds: [ann.person.userId] });
		expect(users).toMatchObject([{ displayName: "Set by the old action" }]);
	});
});
