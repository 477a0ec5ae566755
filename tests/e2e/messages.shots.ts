/* Pictures of what messages can be: formats, reactions, threads, quotes, mentions, pins, the emoji picker and the menus. Not a test: they are looked at. */
import { join } from "node:path";

import type { Page } from "@playwright/test";

import type { Connection, Person } from "../contract/harness/person";
import { expect, test, type Visit } from "./support/fixtures";
import { folder, phone } from "./support/looks";
import { expectConnected, message } from "./support/pages";

const looks = {
	"desktop-light": { colorScheme: "light" as const },
	"desktop-dark": { colorScheme: "dark" as const },
	"desktop-arabic": { colorScheme: "light" as const, locale: "ar" },
	"phone-light": { ...phone, colorScheme: "light" as const },
	"phone-dark": { ...phone, colorScheme: "dark" as const },
	"phone-arabic": { ...phone, colorScheme: "light" as const, locale: "ar" },
};
type Look = keyof typeof looks;

const code =
	"```ts\n/** Whole names only. */\nexport function mention(text: string, at = 0): boolean {\n\tconst found = /@\\w+/.exec(text.slice(at));\n\treturn found !== null && found.index > 0; // 1 and more\n}\n```";
const marked =
	"# Release on Friday\nWhat is **done**, what is *nearly* done and what is ~~never~~ later:\n- [x] move the rooms\n- [ ] tell everybody, see [the notes](https://example.org/notes)\n  - by mail\n  - here\n\n> Somebody has to press the button.\n\n1. `confabd check-config`\n2. reload\n\n---\nThat is all.";
const table =
	"| Room | People | State |\n|:--|--:|:-:|\n| garden | 12 | ready |\n| workshop | 7 | *tomorrow* |\n| музыка | 3 | ✅ |";

interface Cast {
	people: Person[];
	connections: Connection[];
	ids: Map<string, number>;
}

let cast: Cast;
const root = "Where do we meet on Friday?";

async function post(who: number, content: string, more: object = {}): Promise<number> {
	const { client } = cast.connections[who]!;
	const clientId = `shot-${cast.ids.size}`;
	const { id } = await client.request("printMessage", { roomId: 1, clientId, content, ...more });
	cast.ids.set(content, id);
	return id;
}

async function shoot(page: Page, name: string, look: Look): Promise<void> {
	await page.evaluate(() => document.fonts.ready);
	await page.waitForTimeout(400);
	await page.screenshot({ path: join(folder, look, `${name}.png`) });
}

async function everyLook(
	visit: Visit,
	work: (page: Page, look: Look) => Promise<void>,
	wanted = Object.keys(looks) as Look[],
): Promise<void> {
	for (const look of wanted) {
		const { page, context } = await visit({ as: cast.people[0], context: looks[look] });
		await page.goto("/room/1");
		await expect(page.getByRole("article").last()).toBeVisible();
		await page.waitForTimeout(500);
		await work(page, look);
		await context.close();
	}
}

test.describe.configure({ mode: "serial" });
test.setTimeout(600_000);

test("a talk", async ({ stage }) => {
	const ada = await stage.administrator("ada", "Ada Lovelace");
	const host = await ada.connect();
	cast = { people: [ada], connections: [host], ids: new Map() };
	const names = [
		["grace", "Grace Hopper"],
		["linus", "Linus"],
		["layla", "ليلى العلوي"],
	] as const;
	for (const [name, display] of names) {
		const person = await stage.guestOf(host, name, display);
		cast.people.push(person);
		cast.connections.push(await person.connect());
	}
	const [, , linus, layla] = cast.connections;
	const [adaId, graceId] = cast.people.map(({ userId }) => userId);
	await post(0, marked);
	await post(1, code);
	await post(2, table);
	await post(3, "صباح الخير! هل يمكنني المساعدة في **الترجمة**؟\n- أولًا\n- ثانيًا");
	const question = await post(1, root);
	await post(2, "At the bridge?", { parentMessage: question });
	await post(3, "عند الجسر 👍", { parentMessage: question });
	await post(0, "Half past six. \u3501 brings the tea.", {
		parentMessage: question,
		tags: { "\u3501": graceId },
	});
	const asked = await post(2, "\u3501 can you look at the worker? \u3502 have a look, too.", {
		tags: { "\u3501": adaId, "\u3502": 0 },
	});
	const answer = await post(0, "I did. It was the `timeout`.", { quotedMessage: asked });
	await post(1, "🎉👍");
	const gone = await post(2, "This was a mistake");
	await host.client.request("editMessage", { id: gone, content: null });
	await host.client.request("editMessage", {
		id: answer,
		content: "I did, yesterday. It was the `timeout`.",
	});
	await host.client.request("setPinned", { id: question, on: true });
	for (const connection of cast.connections)
		await connection.client.request("setReaction", { id: question, emoji: "👍", on: true });
	await linus!.client.request("setReaction", { id: question, emoji: "🌉", on: true });
	await layla!.client.request("setReaction", { id: asked, emoji: "❤️", on: true });
	await post(0, "See you there.");
});

test("formats", async ({ visit }) => {
	await everyLook(visit, async (page, look) => {
		await expectConnected(page).catch(() => undefined);
		await shoot(page, "message-40-messages", look);
		await page
			.locator(".scroller")
			.first()
			.evaluate((element) => element.scrollBy(0, -10_000));
		await page.waitForTimeout(600);
		await shoot(page, "message-41-formats", look);
	});
});

test("toolbar, menu and menus for fingers", async ({ visit }) => {
	await everyLook(visit, async (page, look) => {
		const row = message(page, root);
		if (look.startsWith("phone")) {
			await row.dispatchEvent("pointerdown", {
				pointerType: "touch",
				isPrimary: true,
				clientX: 200,
				clientY: 300,
				bubbles: true,
			});
			await expect(page.getByRole("dialog")).toBeVisible();
		} else {
			await row.hover();
			await row.locator("[aria-haspopup=menu]").click();
			await expect(page.getByRole("menu")).toBeVisible();
		}
		await shoot(page, "message-42-message-menu", look);
	});
});

test("thread", async ({ visit }) => {
	await everyLook(visit, async (page, look) => {
		await page.goto(`/room/1/thread/${cast.ids.get(root)}`);
		await expect(page.getByText("At the bridge?")).toBeVisible();
		await shoot(page, "message-43-thread", look);
	});
});

test("emoji picker", async ({ visit }) => {
	await everyLook(visit, async (page, look) => {
		await page.locator("form [aria-haspopup=dialog]").click();
		await expect(page.getByRole("dialog").locator("section").nth(2)).toBeVisible();
		await shoot(page, "message-44-emoji", look);
		await page.getByRole("searchbox").fill(look.includes("arabic") ? "قلب" : "heart");
		await page.waitForTimeout(200);
		await shoot(page, "message-45-emoji-search", look);
	});
});

test("writing", async ({ visit }) => {
	await everyLook(visit, async (page, look) => {
		const box = page.locator("#composer");
		await box.fill("");
		await box.pressSequentially("hello @");
		await expect(page.getByRole("listbox")).toBeVisible();
		await shoot(page, "message-46-mention", look);
		await box.fill("");
		await box.pressSequentially("so :smi");
		await expect(page.getByRole("listbox")).toBeVisible();
		await shoot(page, "message-47-emoji-name", look);
		await box.fill("");
		await page.keyboard.press("ArrowUp");
		await page.waitForTimeout(200);
		await shoot(page, "message-48-edit", look);
		await page.keyboard.press("Escape");
		await box.fill("");
	});
});

test("pins, history, deletion", async ({ visit }) => {
	await everyLook(visit, async (page, look) => {
		await page.goto(`/room/1/message/${cast.ids.get(root)}`);
		await page.waitForTimeout(900);
		await shoot(page, "message-49-permalink", look);
		if (look.startsWith("phone")) await page.locator("header .narrow .tool").click();
		const pins = page.locator("svg.lucide-pin");
		await page.locator("header .tool:visible, [role=menuitem]").filter({ has: pins }).click();
		await page.waitForTimeout(500);
		await shoot(page, "message-50-pinned", look);
	});
});
