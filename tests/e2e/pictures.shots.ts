/* The pictures: every page and state, in both themes, on desktop and phone. Not a test: they are looked at. */
import { join } from "node:path";

import type { Connection, Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { englishLooks, everyLook, folder, looks, shoot } from "./support/looks";
import { composer, expectConnected, say } from "./support/pages";

const talk: [number, string][] = [
	[1, "Good morning! The new server is up, this is our first conversation on it."],
	[2, "Morning Ada 👋"],
	[2, "That was quick. What do we need to do with the old rooms?"],
	[
		1,
		"Nothing for now. I wrote down the steps:\n1. invite everybody\n2. move the project rooms\n3. switch the old one off on Friday",
	],
	[3, "Can I already start the worker with `confabd run --workers 2`, or does that wait for Friday?"],
	[
		1,
		"Go ahead. It looks like this:\n```\nserver {\n\tlisten 443 ssl;\n\tserver_name chat.example.org;\n\tlocation / { proxy_pass http://127.0.0.1:8888; }\n}\n```",
	],
	[
		2,
		"The notes are at https://example.org/handbook/moving-to-confab?section=friday#steps – please add what is missing.",
	],
	[4, "صباح الخير! هل يمكنني المساعدة في الترجمة؟"],
	[4, "Und auf Deutsch: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"],
	[3, "🎉"],
	[5, "a_very_long_word_without_any_break_".repeat(9)],
	[1, "Lunch at half past twelve?"],
	[2, "Yes!"],
];

interface Cast {
	people: Person[];
	connections: Connection[];
}

async function hold(cast: Cast, lines: [number, string][]): Promise<void> {
	for (const [who, content] of lines) {
		const { client } = cast.connections[who - 1]!;
		const clientId = client.outbox.add(1, content);
		await cast.connections[0]!.event({ action: "printMessage", content });
		void clientId;
	}
}

// Its own server: the doors are shown as they are before the first account.
test.use({ config: {} });
test.describe.configure({ mode: "serial" });
test.setTimeout(600_000);
let cast: Cast;

test("doors before setup", async ({ stage, visit }) => {
	await everyLook(visit, {}, async (page, look) => {
		await page.goto(`/setup/${stage.server.address.setup}`);
		await expect(page.getByRole("heading", { name: "Make it yours" })).toBeVisible();
		await shoot(page, "01-setup", look);
		await page.getByLabel("Your name").fill("Ada Lovelace");
		await page.getByLabel("Password", { exact: true }).fill("correct horse");
		await shoot(page, "02-setup-filled", look);
		await page.goto("/sign-in");
		await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
		await shoot(page, "03-sign-in-before-setup", look);
	});
});

test("welcome", async ({ stage, visit }) => {
	const ada = await stage.administrator("ada", "Ada Lovelace");
	await everyLook(visit, { as: ada }, async (page, look) => {
		await page.goto("/room/1");
		await expect(page.getByRole("heading", { name: /^Welcome/ })).toBeVisible();
		await expectConnected(page);
		await shoot(page, "04-welcome", look);
	});
	const host = await ada.connect();
	cast = { people: [ada], connections: [host] };
	const names: [string, string][] = [
		["grace", "Grace Hopper"],
		["linus", "Linus"],
		["layla", "ليلى العلوي"],
		["bartholomew-ign", "Bartholomew Ignatius Featherstonehaugh-Cholmondeley III"],
	];
	stage.addRooms(["garden", "workshop", "a-room-with-quite-a-long-name-that-does-not-fit", "музыка"]);
	for (const [name, display] of names) {
		const person = await stage.guestOf(host, name, display);
		cast.people.push(person);
		cast.connections.push(await person.connect());
	}
});

test("several rooms", async () => {
	for (const roomId of [5001, 5003, 5004])
		await cast.connections[0]?.client.request("joinRoom", { roomId });
	await cast.connections[1]?.client.request("joinRoom", { roomId: 5001 });
	for (const n of [1, 2, 3]) cast.connections[1]?.client.outbox.add(5001, `weeds, part ${n}`);
});

test("one message", async ({ visit }) => {
	await hold(cast, talk.slice(0, 1));
	await everyLook(
		visit,
		{ as: cast.people[0] },
		async (page, look) => {
			await page.goto("/room/1");
			await expect(page.getByRole("article")).toHaveCount(2);
			await expectConnected(page);
			await shoot(page, "05-one-message", look);
		},
		["desktop-light", "phone-dark"],
	);
});

test("chat", async ({ visit }) => {
	await hold(cast, talk.slice(1));
	await everyLook(visit, { as: cast.people[0] }, async (page, look) => {
		await page.goto("/room/1");
		await expect(page.getByText("Yes!")).toBeVisible();
		await expectConnected(page);
		await shoot(page, "06-chat", look);
		await page
			.getByRole("region", { name: "Messages", exact: true })
			.evaluate((element) => (element.scrollTop = 0));
		await page.waitForTimeout(200);
		await shoot(page, "07-chat-top", look);
		await composer(page).fill("Three lines\nof a draft\nthat nobody has seen yet");
		await shoot(page, "08-draft", look);
		await composer(page).fill("x".repeat(19_500));
		await shoot(page, "09-near-limit", look);
		await composer(page).fill("");
		await page.getByRole("button", { name: /members/ }).click();
		await expect(page.getByRole("complementary")).toContainText("Grace Hopper");
		await shoot(page, "10-members", look);
		await page.keyboard.press("Escape");
		if (look.startsWith("phone")) {
			await page.goto("/");
			await expect(page.getByRole("link", { name: /all/ })).toBeVisible();
			await shoot(page, "11-rooms", look);
		}
		await page.getByRole("button", { name: "Your account" }).click();
		await shoot(page, "12-profile-menu", look);
	});
});

test("unread", async ({ visit }) => {
	for (const look of englishLooks) {
		await hold(
			cast,
			[1, 2, 3].map((n): [number, string] => [2 + (n % 2), `While you were away, ${look}, ${n}`]),
		);
		const { page, context } = await visit({ as: cast.people[4], context: looks[look] });
		await page.goto("/room/1");
		await expect(page.getByRole("separator").filter({ hasText: "New" })).toBeVisible();
		await shoot(page, "13-unread", look);
		await context.close();
	}
});

test("not sent", async ({ stage, visit, watch }) => {
	watch.allow(/./);
	for (const look of englishLooks) {
		const gate = await stage.gate();
		const { page, context } = await visit({
			as: cast.people[1],
			origin: gate.origin,
			context: looks[look],
		});
		await page.goto("/room/1");
		await expectConnected(page);
		await say(page, `This one arrives, ${look}.`);
		if (look.startsWith("phone")) await page.getByRole("button", { name: "Send" }).click();
		await expect(page.getByRole("article").last().getByRole("img", { name: "Stored" })).toBeVisible();
		gate.shut();
		await say(page, "And this one waits until the network is back.");
		if (look.startsWith("phone")) await page.getByRole("button", { name: "Send" }).click();
		await page.waitForTimeout(2500);
		await shoot(page, "14-offline", look);
		await context.close();
		gate.close();
	}
});

test("failed", async ({ visit, watch }) => {
	watch.allow(/./);
	await everyLook(
		visit,
		{ as: cast.people[1] },
		async (page, look) => {
			await page.goto("/room/1");
			await expectConnected(page);
			await composer(page).fill("A refused message, and what one can do about it. ".repeat(2));
			await page.evaluate(() => undefined);
			await shoot(page, "15-composing", look);
		},
		["desktop-light"],
	);
});

test("rooms and invitations", async ({ visit, watch }) => {
	watch.allow(/status of 410/);
	await everyLook(visit, { as: cast.people[0] }, async (page, look) => {
		await page.goto(look.startsWith("phone") ? "/" : "/room/1");
		await page.getByRole("button", { name: "Browse rooms" }).click();
		await expect(page.getByRole("dialog")).toBeVisible();
		await page.waitForTimeout(300);
		await shoot(page, "16-browse", look);
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Invite people" }).first().click();
		await expect(page.getByRole("button", { name: "Create link" })).toBeVisible();
		await shoot(page, "17-invite-form", look);
		await page.getByRole("button", { name: "Create link" }).click();
		await expect(page.getByRole("img", { name: /QR/ })).toBeVisible();
		await shoot(page, "18-invite-link", look);
		const link = await page.getByRole("textbox", { name: "Invitation link" }).inputValue();
		const visitor = await visit({ context: looks[look] });
		await visitor.page.goto(new URL(link).pathname);
		await expect(visitor.page.getByRole("heading", { name: /invites you/ })).toBeVisible();
		await shoot(visitor.page, "19-invitation", look);
		await visitor.page.goto("/invite/nothing");
		await expect(visitor.page.getByRole("heading", { name: /no longer works/ })).toBeVisible();
		await shoot(visitor.page, "20-invitation-invalid", look);
		await visitor.context.close();
	});
});

test("doors", async ({ visit, watch }) => {
	watch.allow(/./);
	await everyLook(visit, {}, async (page, look) => {
		await page.goto("/sign-in");
		await shoot(page, "21-sign-in", look);
		await page.getByLabel("User name or e-mail address").fill("ada");
		await page.getByLabel("Password", { exact: true }).fill("not this one");
		await page.getByRole("button", { name: "Sign in", exact: true }).click();
		await expect(page.getByRole("alert")).toBeVisible();
		await shoot(page, "22-sign-in-error", look);
		await page.goto("/register");
		await page.waitForTimeout(200);
		await shoot(page, "23-register-closed", look);
		await page.goto("/nowhere/at/all");
		await page.waitForTimeout(200);
		await shoot(page, "24-not-found", look);
	});
});

test("settings and administration", async ({ visit }) => {
	await cast.people[0]!.another();
	await everyLook(visit, { as: cast.people[0] }, async (page, look) => {
		await page.goto("/admin");
		await expect(page.getByText("Grace Hopper")).toBeVisible();
		await shoot(page, "27-admin", look);
		await page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
		await shoot(page, "28-admin-menu", look);
		await page.getByRole("menuitem", { name: "Password link" }).click();
		await expect(page.getByRole("dialog")).toBeVisible();
		await shoot(page, "29-admin-link", look);
		const url = await page.getByRole("dialog").getByLabel("Link").inputValue();
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Add an account" }).click();
		await shoot(page, "30-admin-add", look);
		const visitor = await visit({ context: looks[look] });
		await visitor.page.goto(new URL(url).pathname);
		await expect(visitor.page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
		await shoot(visitor.page, "31-reset", look);
		await visitor.context.close();
	});
});

test("tablet", async ({ visit }) => {
	const { page } = await visit({ as: cast.people[0], context: { viewport: { width: 820, height: 1180 } } });
	await page.goto("/room/1");
	await expectConnected(page);
	await page.screenshot({ path: join(folder, "tablet", "06-chat.png") });
});
