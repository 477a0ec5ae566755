/* The pictures of rooms: side list, header, members, settings, dialogs, switcher, keys, and what one sees when there is little to see; in every look, Arabic
 * too: there nothing is found by its words. Not a test: they are looked at. */
import type { Page } from "@playwright/test";

import { Person, type Connection } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { allLooks, everyLook, looks, shoot, type Look } from "./support/looks";
import { breaks } from "./support/watch";

test.describe.configure({ mode: "serial" });
test.setTimeout(300_000);

let ada: Person;
let guest: Person;
let host: Connection;
const people: Connection[] = [];
const rooms: Record<string, number> = {};

const names: [string, string][] = [
	["grace", "Grace Hopper"],
	["linus", "Linus Bergström"],
	["layla", "ليلى العلوي"],
	["bartholomew-ign", "Bartholomew Ignatius Featherstonehaugh-Cholmondeley III"],
	["noor", "Noor de Vries"],
];
const isPhone = (look: Look): boolean => look.includes("phone");

async function room(name: string, channelId: number, users: number[], more: object = {}): Promise<number> {
	const made = await host.client.request("addRoom", {
		name,
		channelId,
		users,
		isOpen: true,
		isVisible: true,
		...more,
	});
	rooms[name] = made.roomId;
	return made.roomId;
}

/** By the pencil of somebody else, and stored. */
async function write(who: number, roomId: number, content: string): Promise<void> {
	people[who]?.client.outbox.add(roomId, content);
	await host.event({ action: "printMessage", content });
}

async function goTo(page: Page, look: Look, path: string): Promise<void> {
	await page.goto(path);
	const inside = path !== "/" || !isPhone(look);
	await expect(
		inside ? page.locator("main header h1") : page.locator("nav .section").first(),
	).toBeVisible();
	await page.waitForTimeout(600);
}

/** A tool of the header: threads, pinned, settings; on a phone they are in a menu. */
async function tool(page: Page, look: Look, at: number): Promise<void> {
	if (!isPhone(look)) return await page.locator("main header .wide").nth(at).click();
	await page.locator("main header .narrow button").click();
	await page.locator("[role=menuitem]").nth(at).click();
}

test("alone", async ({ stage, visit }) => {
	ada = await stage.administrator("ada", "Ada Lovelace");
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			await goTo(page, look, "/room/1");
			await expect(page.locator(".steps button")).toHaveCount(3);
			await shoot(page, "50-alone", look);
		},
		allLooks,
	);
});

test("the cast", async ({ stage }) => {
	host = await ada.connect();
	for (const [name, display] of names)
		people.push(await (await stage.guestOf(host, name, display)).connect());
	const ids = people.map(({ person }) => person.userId);
	const design = await host.client.request("addChannel", { channelName: "Design", users: ids });
	const arabic = await host.client.request("addChannel", { channelName: "الترجمة", users: ids });
	rooms["Design"] = design.roomId;
	await room("garden", design.channelId, ids);
	await room("announcements", design.channelId, ids, { isReadOnly: true });
	await room("a-room-with-quite-a-long-name-that-does-not-fit", design.channelId, ids);
	await room("مسودات", arabic.channelId, ids);
	await room("private plans", 1, ids.slice(0, 2), { isOpen: false, isVisible: false });
	await room("workshop", 1, [], {});
	for (const name of ["kitchen", "cellar", "attic"]) {
		const made = await people[0]!.client.request("addRoom", {
			name,
			channelId: 1,
			users: [],
			isOpen: true,
			isVisible: true,
		});
		rooms[name] = made.roomId;
	}
	await host.client.request("saveRoomSettings", { roomId: rooms["private plans"] ?? 0, notify: "nothing" });
	for (const who of [0, 1, 2])
		rooms[`direct${who}`] = (await host.client.request("addRoom", { users: [ids[who] ?? 0] })).roomId;
	rooms["notes"] = (await host.client.request("addRoom", { users: [] })).roomId;
	await people[0]?.client.request("setStatus", { emoji: "🌴", text: "On holiday until Monday" });
	const { token } = await host.client.request("createInvitation", { guest: true, maxUses: 1 });
	guest = await new Person(stage.world, "visitor").register({
		invitation: token,
		displayName: "A Visitor",
	});
});

test("the talk", async () => {
	const tags = { 㔁: ada.userId };
	await write(0, 1, "Good morning! Who has the key of the workshop?");
	await write(1, 1, "On the hook by the door, as always.");
	await write(2, 1, "صباح الخير");
	await write(0, rooms["garden"] ?? 0, "The tulips are out. Come and see before it rains.");
	await write(3, rooms["garden"] ?? 0, "Splendid! I shall bring the long ladder and the short one.");
	await write(1, rooms["private plans"] ?? 0, "psst");
	await people[0]?.client.request("printMessage", {
		roomId: rooms["Design"] ?? 0,
		clientId: "m1",
		content: "㔁 could you look at this?",
		tags,
	});
	await write(1, rooms["direct1"] ?? 0, "Lunch at half past twelve?");
	await write(0, rooms["direct0"] ?? 0, "I left the drafts on your desk.");
	host.client.outbox.add(
		rooms["announcements"] ?? 0,
		"The office is closed on **Friday**. Enjoy the long weekend!",
	);
	host.client.outbox.add(rooms["notes"] ?? 0, "Buy tulip bulbs\nCall the printer");
	await host.client.request("setDraft", { roomId: rooms["garden"] ?? 0, content: "I will be there at" });
	await new Promise((resolve) => setTimeout(resolve, 800));
});

test("side list, switcher and keys", async ({ visit }) => {
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			await goTo(page, look, "/");
			if (!isPhone(look)) await goTo(page, look, "/room/1");
			await shoot(page, "51-side-list", look);
			await page.locator("nav .add").first().click();
			await shoot(page, "52-group-menu", look);
			await page.keyboard.press("Escape");
			await page.locator("nav .toggle").nth(1).click();
			await shoot(page, "53-closed-section", look);
			await page.locator("nav .jump").click();
			await shoot(page, "54-switcher", look);
			await page.locator("dialog input").fill("g");
			await page.waitForTimeout(500);
			await shoot(page, "55-switcher-found", look);
			await page.locator("dialog input").fill("qqqq");
			await page.waitForTimeout(500);
			await shoot(page, "56-switcher-nothing", look);
			await page.keyboard.press("Escape");
			if (isPhone(look)) return;
			await page.keyboard.press("Control+/");
			await expect(page.locator("dialog kbd").first()).toBeVisible();
			await shoot(page, "57-shortcuts", look);
		},
		allLooks,
	);
});

test("a room with its members and settings", async ({ visit }) => {
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			await goTo(page, look, `/room/${rooms["garden"]}`);
			await shoot(page, "60-room", look);
			await page.locator("main header .members").click();
			await expect(page.locator("aside li").first()).toBeVisible();
			await shoot(page, "61-members", look);
			await page.locator("aside li").nth(2).locator(".menu button").click();
			await shoot(page, "62-member-menu", look);
			await page.keyboard.press("Escape");
			await page.locator("aside .top button").click();
			await expect(page.locator("dialog")).toBeVisible();
			await page.waitForTimeout(400);
			await shoot(page, "63-add-people", look);
			await page.keyboard.press("Escape");
			await page.keyboard.press("Escape");
			if (isPhone(look)) await goTo(page, look, `/room/${rooms["garden"]}`);
			await tool(page, look, 2);
			await expect(page.locator("dialog input").first()).toBeVisible();
			await shoot(page, "64-room-settings", look);
			await page
				.locator("dialog .body")
				.evaluate((element) => (element.scrollTop = element.scrollHeight));
			await shoot(page, "65-room-settings-end", look);
			await page.locator("dialog .end .drastic").click();
			await shoot(page, "66-delete-room", look);
		},
		allLooks,
	);
});

test("dialogs that make something", async ({ visit }) => {
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			const open = async (selector: string, at: number, name: string): Promise<void> => {
				await goTo(page, look, isPhone(look) ? "/" : "/room/1");
				await page.locator(selector).nth(at).click();
				if (selector === "nav .menu .add") await page.locator("[role=menuitem]").first().click();
				await expect(page.locator("dialog")).toBeVisible();
				await page.waitForTimeout(500);
				await shoot(page, name, look);
			};
			await open("nav .menu .add", 1, "70-new-room");
			await open("nav header > .add", 0, "71-new-direct");
			await open("nav .more button", 0, "72-browse");
			await open("nav .more button", 1, "73-new-group");
			await open("nav .more button", 2, "74-invite");
		},
		allLooks,
	);
});

test("other rooms", async ({ visit }) => {
	await everyLook(
		visit,
		{ as: people[1]?.person },
		async (page, look) => {
			await goTo(page, look, `/room/${rooms["announcements"]}`);
			await shoot(page, "80-read-only", look);
			await goTo(page, look, `/room/${rooms["a-room-with-quite-a-long-name-that-does-not-fit"]}`);
			await shoot(page, "81-long-name", look);
		},
		allLooks,
	);
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			await goTo(page, look, `/room/${rooms["direct0"]}`);
			await shoot(page, "82-direct", look);
			await goTo(page, look, `/room/${rooms["notes"]}`);
			await shoot(page, "83-notes", look);
			await goTo(page, look, `/room/${rooms["workshop"]}`);
			await shoot(page, "84-empty-room", look);
			await page.goto("/room/424242");
			await expect(page.locator("main h2")).toBeVisible();
			await shoot(page, "85-missing", look);
		},
		allLooks,
	);
	await everyLook(
		visit,
		{ as: guest },
		async (page, look) => {
			await page.goto("/");
			await page.waitForTimeout(900);
			await shoot(page, "86-guest-without-rooms", look);
		},
		allLooks,
	);
});

test("loading, and no connection", async ({ stage, visit, watch }) => {
	watch.allow(breaks, /Failed to fetch|preload CSS/);
	for (const look of allLooks) {
		const { page, context } = await visit({ as: ada, context: looks[look] });
		await page.routeWebSocket(/\/ws/, () => undefined);
		await page.goto("/room/1");
		await page.waitForTimeout(1000);
		await shoot(page, "90-loading", look);
		await context.close();
		const gate = await stage.gate();
		const offline = await visit({ as: ada, origin: gate.origin, context: looks[look] });
		await offline.page.goto("/room/1");
		await expect(offline.page.locator("article").first()).toBeVisible();
		gate.shut();
		await offline.page.waitForTimeout(2500);
		await shoot(offline.page, "91-offline", look);
		await offline.context.close();
		gate.close();
	}
});
