/* Every hostile text of tests/xss as the name of a room, of a group, of a person, and what people say of themselves: none becomes more than text. */
import type { Page } from "@playwright/test";

import type { Connection, Person } from "../contract/harness/person";
import { until } from "../contract/harness/wait";
import { hostileTexts } from "../xss/corpus";
import { expect, test, type Visit } from "./support/fixtures";
import { high, names, openAs, taken, type Opened } from "./support/hostile";
import { record } from "./support/notices";
import { message } from "./support/pages";
import { groupOf, openMembers, roomOf } from "./support/rooms";
import { Sentinel } from "./support/sentinel";
import { castOf, doWith, post } from "./support/talk";

test.use({ config: { groups_per_user_max: 1000, rooms_per_user_max: 1000 }, trace: "off" });
test.describe.configure({ timeout: 240_000 });

let ada: Person;
let grace: Person;
let host: Connection;
let guest: Connection;

test.beforeAll(async ({ stage }) => {
	({ ada, grace, host } = await castOf(stage));
	guest = await grace.connect();
});

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();

test("names of rooms and groups: side list, title, switcher, list of rooms, being thrown out", async ({
	visit,
}) => {
	const made: { roomId: number; name: string }[] = [];
	const all = names(64);
	const count = await taken(
		all.map((name, at) => async () => {
			const users = [grace.userId];
			const { roomId } =
				at % 5 === 0
					? await host.client.request("addChannel", {
							channelName: name,
							users,
							isOpen: true,
							isVisible: true,
						})
					: await host.client.request("addRoom", {
							channelId: 1,
							name,
							users,
							isOpen: true,
							isVisible: true,
						});
			made.push({ roomId, name });
		}),
	);
	expect(count).toBeGreaterThan(all.length * 0.8);
	const { page, sentinel } = await openAs(visit, grace, "/room/1");
	await expect
		.poll(() => page.getByRole("navigation", { name: "Rooms" }).getByRole("link").count())
		.toBeGreaterThan(count - 10);
	for (const { roomId, name } of made.filter((_, at) => at % 48 === 0)) {
		await page.goto(`/room/${roomId}`);
		await expect.poll(() => page.title()).toContain(name.replace(/\s+/g, " ").slice(0, 10));
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").fill(name);
		await page.waitForTimeout(150);
		await page.keyboard.press("Escape");
		await host.client.request("removeUser", { roomId, userId: grace.userId });
		await expect(page.getByText(/You are no longer a member of/).last()).toBeVisible();
		await sentinel.expectQuiet(page);
	}
	await page.getByRole("button", { name: "Browse rooms" }).click();
	await expect(page.getByRole("dialog")).toBeVisible();
	await sentinel.expectQuiet(page);
});

test("people's names: side list, members, switcher, titles", async ({ visit }) => {
	const people: { roomId: number; name: string }[] = [];
	const all = names(64);
	await taken(
		all.map((displayName, at) => async () => {
			const { userId } = await host.client.request("createAccount", {
				username: `hostile${at}`,
				displayName,
			});
			const { roomId } = await host.client.request("addRoom", { users: [userId] });
			people.push({ roomId, name: displayName });
		}),
	);
	expect(people.length).toBeGreaterThan(all.length * 0.9);
	const { page, sentinel } = await openAs(visit, ada, "/room/1");
	const links = page.getByRole("navigation", { name: "Rooms" }).getByRole("link");
	await expect.poll(() => links.count(), { timeout: 30_000 }).toBeGreaterThan(people.length);
	await openMembers(page);
	await sentinel.expectQuiet(page);
	for (const { roomId, name } of people.filter((_, at) => at % 60 === 0)) {
		await page.goto(`/room/${roomId}`);
		await expect.poll(() => page.title()).toContain(name.replace(/\s+/g, " ").slice(0, 10));
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").fill(name);
		await page.waitForTimeout(300);
		await sentinel.expectQuiet(page);
	}
});

test("renaming a room: its line, heading, title, writing box, switcher", async ({ visit }) => {
	// A group of its own: its rooms have none of the names.
	const { channelId } = await groupOf(host, "renamed", [grace.userId]);
	const roomId = await roomOf(host, channelId, "inside", { users: [grace.userId] });
	const { page, sentinel } = await openAs(visit, grace, `/room/${roomId}`);
	// A connection ends at its twentieth refusal.
	const own = await ada.connect();
	const all = names(64);
	let renamed = 0;
	let last = "";
	// Each is an event of its own, and drawn before the next is read.
	for (const name of all) {
		if ((await taken([() => own.client.request("saveRoomSettings", { roomId, name })])) === 0) continue;
		renamed++;
		last = name;
	}
	await page.waitForFunction(
		(title) => document.title.replace(/\s+/g, " ").includes(title),
		plain(last).slice(0, 10),
		{ timeout: 30_000 },
	);
	expect(renamed).toBeGreaterThan(all.length * 0.9);
	await page.keyboard.press("Control+k");
	for (const name of all) await page.getByRole("combobox").fill(name);
	await page.keyboard.press("Escape");
	await sentinel.expectQuiet(page);
	own.stop();
});

/** Everything that names a person, in one room: lines of what they did, their message, thread and reaction, somebody's answer to it. */
async function sceneOf(visit: Visit, linus: Person): Promise<{ pages: Opened[]; roomId: number }> {
	const roomId = await roomOf(host, 1, "scene", { users: [linus.userId] });
	const first = await openAs(visit, ada, `/room/${roomId}`, record);
	const second = await openAs(visit, linus, `/room/${roomId}`);
	const own = await linus.connect();
	await host.client.request("inviteUser", { roomId, users: [grace.userId] });
	await until("grace is in the room", () => guest.client.position(roomId) !== undefined);
	await host.client.request("saveRoomSettings", { roomId, roomCreatorId: grace.userId });
	await guest.client.request("saveRoomSettings", { roomId, name: "the scene" });
	const id = await post(guest, "what Grace says", { roomId });
	const tags = { 㔁: grace.userId };
	const about = await post(host, "㔁 was asked", { roomId, quote: id, tags });
	await post(host, "an answer", { roomId, parentMessage: id });
	await post(guest, "its answer", { roomId, parentMessage: id });
	await guest.client.request("setReaction", { id: about, emoji: "👍", on: true });
	await guest.client.request("setPinned", { id: about, on: true });
	await own.client.request("leaveUser", { roomId });
	await guest.client.request("inviteUser", { roomId, users: [linus.userId] });
	await guest.client.request("saveRoomSettings", { roomId, isReadOnly: true });
	await second.page.goto(`/room/${roomId}`);
	await expect(second.page.getByText(/Grace Hopper and the administrators write here/)).toBeVisible();
	await openMembers(second.page);
	await doWith(first.page, "what Grace says", "Quote");
	await first.page.getByRole("link", { name: /2 replies/ }).click();
	return { pages: [first, second], roomId };
}

test("a person's name wherever somebody is named", async ({ visit, stage }) => {
	const linus = await stage.guestOf(host, "linus", "Linus");
	const { pages, roomId } = await sceneOf(visit, linus);
	const lines = (at: number) => pages[at]?.page.locator(".line").filter({ hasText: /\S/ });
	expect(await lines(0)?.count()).toBeGreaterThan(4);
	for (const [at, whole] of hostileTexts.entries()) {
		// As long as a server gives it, with the characters that it refuses.
		const text = [...whole].slice(0, 64).join("");
		const user = {
			displayName: text,
			user: "grace",
			sex: "Secret",
			userImage: null,
			role: "member",
			bot: false,
			statusEmoji: null,
			statusText: text,
		};
		for (const { page, wire } of pages) {
			for (const { userId } of [grace, linus])
				wire.say({ action: "personChanged", handler: "room", user: { ...user, userId } });
			wire.say({ action: "showIType", handler: "room", roomId, userId: grace.userId, threadId: null });
			await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
		}
		if (at % 20 === 0 && plain(text) !== "")
			for (const { page } of pages)
				await expect(message(page, "what Grace says").first()).toContainText(
					plain(text).slice(0, 20),
				);
	}
	for (const { page, sentinel } of pages) await sentinel.expectQuiet(page);
});

test("what people say of themselves", async ({ visit }) => {
	const fields = ["name", "surname", "city", "contacts"];
	await guest.client.request(
		"setUserProfile",
		Object.fromEntries(fields.map((field) => [field, `MARK-${field}.`])),
	);
	await post(guest, "who am I?");
	const { page, sentinel, wire } = await openAs(visit, ada, "/room/1");
	const author = message(page, "who am I?").getByRole("button", { name: "About Grace Hopper" }).first();
	for (let at = 0; at < hostileTexts.length; at += fields.length) {
		const texts = fields.map((_, place) => hostileTexts[at + place] ?? "the end");
		fields.forEach((place, each) => wire.replace(`MARK-${place}.`, texts[each] ?? ""));
		await author.click();
		const card = page.getByRole("dialog");
		for (const text of texts) await expect(card).toContainText(plain(text).slice(0, 20));
		await page.keyboard.press("Escape");
	}
	await sentinel.expectQuiet(page);
});

/** Without loading the client anew. */
async function goInside(page: Page, path: string): Promise<void> {
	await page.evaluate((to) => {
		history.pushState({}, "", to);
		dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
	}, path);
}

test("who invites, and to where", async ({ visit }) => {
	const sentinel = new Sentinel();
	const { page } = await visit({
		context: { ...high, serviceWorkers: "block" },
		prepare: (made) => sentinel.follow(made),
	});
	let inviter = "";
	let serverName = "";
	await page.route("/api/invitation", (route) =>
		route.fulfill({ json: { inviter, serverName, expires: Date.now() + 3_600_000, guest: false } }),
	);
	await page.goto("/sign-in");
	for (let at = 0; at < hostileTexts.length; at += 2) {
		[inviter = "", serverName = ""] = hostileTexts.slice(at, at + 2);
		// The page asks when it is made.
		await goInside(page, "/sign-in");
		await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
		await goInside(page, `/invite/${at}`);
		for (const text of [inviter, serverName])
			await expect(page.getByRole("heading", { level: 1 })).toContainText(plain(text).slice(0, 20));
	}
	await sentinel.expectQuiet(page);
});
