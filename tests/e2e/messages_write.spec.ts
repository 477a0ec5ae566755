/* Writing: Markdown, code in colours, mentions, emoji, formats; and how it is drawn. */
import { bestPractice, expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { phone } from "./support/looks";
import { composer, expectConnected, expectStored, message, say } from "./support/pages";
import { castOf, doWith, openRoom, post, type Cast } from "./support/talk";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let cast: Cast;

test.beforeAll(async ({ stage }) => {
	cast = await castOf(stage);
});

test("Markdown is drawn, and nothing that somebody typed becomes markup", async ({ visit }) => {
	const page = await openRoom(visit, cast.ada);
	await composer(page).fill(
		"**bold** *it* ~~no~~ `code`\n> quoted\n\n- one\n  - two\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |",
	);
	await composer(page).press("Enter");
	const row = message(page, "quoted");
	for (const tag of ["strong", "em", "del", "code", "blockquote", "ul ul", "table td"])
		await expect(row.locator(tag).first()).toBeVisible();
	await expect(row.getByRole("img", { name: "Done" })).toBeVisible();
	await say(
		page,
		'<img src=x onerror="document.title=1"> [x](javascript:alert(1)) ![pic](https://example.org/a.png)',
	);
	const bad = message(page, "onerror");
	await expect(bad).toContainText("[x](javascript:alert(1))");
	await expect(bad.locator("img[src]")).toHaveCount(0);
	await expect(bad.getByRole("link", { name: "pic" })).toHaveAttribute(
		"rel",
		"noopener noreferrer nofollow",
	);
	await say(page, "🎉🎉");
	await expect(page.locator(".message-text.big")).toBeVisible();
	await expectAccessible(page, "Markdown", bestPractice);
});

test("code gets its colours from a worker, and can be copied", async ({ visit }) => {
	const { page, context } = await visit({ as: cast.grace });
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	await page.goto("/room/1");
	await expectConnected(page);
	await composer(page).fill("```ts\nconst answer = 42; // known\n```");
	await composer(page).press("Enter");
	const row = message(page, "answer");
	await expect(row.locator(".code-keyword")).toHaveText("const");
	await expect(row.locator(".code-number")).toHaveText("42");
	await expect(row.getByText("ts", { exact: true })).toBeVisible();
	await row.locator("pre").hover();
	await row.getByRole("button", { name: "Copy code" }).click();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("const answer = 42; // known");
	await page.emulateMedia({ colorScheme: "dark" });
	await expectAccessible(page, "code", bestPractice);
});

test("somebody is mentioned by name, and sees it", async ({ visit }) => {
	const ada = await openRoom(visit, cast.ada);
	await composer(ada).pressSequentially("hi @gra");
	const offers = ada.getByRole("listbox", { name: "Suggestions" });
	await expect(offers.getByRole("option", { name: /Grace Hopper/ })).toHaveAttribute(
		"aria-selected",
		"true",
	);
	await expectAccessible(ada, "a mention", bestPractice);
	await composer(ada).press("Enter");
	await expect(composer(ada)).toHaveValue("hi @Grace Hopper ");
	await composer(ada).pressSequentially("look");
	await composer(ada).press("Enter");
	await expectStored(ada, "hi @Grace Hopper look");
	const grace = await openRoom(visit, cast.grace);
	const row = message(grace, "hi @Grace Hopper look");
	await expect(row).toHaveClass(/for-one/);
	await row.getByRole("button", { name: "@Grace Hopper" }).click();
	await expect(grace.getByRole("dialog")).toContainText("Grace Hopper");
	await grace.keyboard.press("Escape");
	await composer(ada).pressSequentially("@al");
	await offers.getByRole("option", { name: /@all/ }).click();
	await composer(ada).press("Enter");
	await expect(grace.locator(".mention.own").filter({ hasText: "@all" })).toBeVisible();
});

test("the emoji picker finds, remembers, closes with Esc, and takes the skin tone one chose", async ({
	visit,
}) => {
	const page = await openRoom(visit, cast.ada);
	const button = page.getByRole("button", { name: "Add an emoji" });
	await button.click();
	const picker = page.getByRole("dialog", { name: "Choose an emoji" });
	await expect(picker.getByRole("searchbox")).toBeFocused();
	// Some instead of all 1,870: they are alike, and looking at each takes a minute.
	await picker.getByRole("searchbox").fill("smiling cat");
	await expect(picker.locator("section")).toHaveCount(1);
	await expectAccessible(page, "the emoji picker", bestPractice);
	await page.keyboard.press("Escape");
	await expect(picker).toBeHidden();
	await expect(button).toBeFocused();
	await button.click();
	await picker.getByRole("button", { name: "Skin tone" }).click();
	await page.getByRole("menuitem", { name: "Medium", exact: true }).click();
	await picker.getByRole("searchbox").fill("waving hand");
	await expect(picker.getByRole("button", { name: "waving hand" })).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(composer(page)).toHaveValue("👋🏽");
	await composer(page).press("Enter");
	await button.click();
	await expect(picker.getByRole("button", { name: "waving hand" }).first()).toBeVisible();
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await expect(composer(page)).toHaveValue("👋🏽");
	await composer(page).fill("");
});

test("the names of emoji complete while one writes", async ({ visit }) => {
	const page = await openRoom(visit, cast.ada);
	await composer(page).pressSequentially("well done :tad");
	await expect(page.getByRole("option", { name: /tada/ })).toBeVisible();
	await composer(page).press("Tab");
	await expect(composer(page)).toHaveValue("well done 🎉 ");
	await composer(page).pressSequentially(":heart:");
	await expect(composer(page)).toHaveValue("well done 🎉 ❤️");
	await composer(page).fill("");
});

test("formats by the keyboard and by buttons", async ({ visit }) => {
	const page = await openRoom(visit, cast.ada);
	await composer(page).fill("this is it");
	await composer(page).evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(8, 10));
	await page.keyboard.press("Control+b");
	await expect(composer(page)).toHaveValue("this is **it**");
	await page.keyboard.press("Control+z");
	await expect(composer(page)).toHaveValue("this is it");
	await page.getByRole("button", { name: "Formatting" }).click();
	await page.getByRole("toolbar", { name: "Formatting" }).getByRole("button", { name: "Quote" }).click();
	await expect(composer(page)).toHaveValue("> this is it");
	await composer(page).press("Enter");
	await expect(page.locator("blockquote").filter({ hasText: "this is it" })).toBeVisible();
	await page.getByRole("button", { name: "Formatting" }).click();
});

test("an edit keeps who was mentioned", async ({ visit }) => {
	await post(cast.host, "\u3501 please", { tags: { "\u3501": cast.grace.userId } });
	const ada = await openRoom(visit, cast.ada);
	await doWith(ada, "@Grace Hopper please", "Edit");
	await expect(composer(ada)).toHaveValue("@Grace Hopper please");
	await composer(ada).fill("@Grace Hopper, please do");
	await composer(ada).press("Enter");
	const row = message(ada, "@Grace Hopper, please do");
	await expect(row.getByRole("button", { name: "@Grace Hopper" })).toBeVisible();
});

test("long-pressing a message on a phone opens what one can do with it", async ({ visit }) => {
	const id = await post(cast.host, "press me");
	const { page } = await visit({ as: cast.grace, context: phone });
	await page.goto("/room/1");
	const row = page.locator(`[data-message="${id}"]`);
	await expect(row).toBeInViewport();
	const box = await row.boundingBox();
	const at = { clientX: (box?.x ?? 0) + 150, clientY: (box?.y ?? 0) + 10 };
	await row.dispatchEvent("pointerdown", { pointerType: "touch", isPrimary: true, bubbles: true, ...at });
	const sheet = page.getByRole("dialog", { name: "Message actions" });
	await expect(sheet).toBeVisible();
	await expectAccessible(page, "the menu of a message", bestPractice);
	await sheet.getByRole("button", { name: "React with 👍" }).click();
	await expect(row.getByRole("button", { name: "👍: you" })).toBeVisible();
});
