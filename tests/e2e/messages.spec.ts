/* Reading and writing: texts as typed, grouping, history, unread marks over two sessions, drafts. */
import type { Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { composer, expectStored, message, say } from "./support/pages";
import { openRoom } from "./support/talk";

test.use({ config: {} });

test.describe.configure({ mode: "serial" });

let ada: Person;
let grace: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	grace = await stage.guestOf(await ada.connect(), "grace", "Grace Hopper");
});

test("what is typed is what is shown", async ({ visit }) => {
	const page = await openRoom(visit, ada);
	await say(page, "plain <b>not bold</b> & `code` https://example.org/a?b=1, done");
	const row = message(page, "not bold");
	await expect(row).toContainText("plain <b>not bold</b> & code https://example.org/a?b=1, done");
	await expect(row.getByRole("link")).toHaveAttribute("href", "https://example.org/a?b=1");
	await expect(row.getByRole("link")).toHaveAttribute("rel", /noopener/);
	await composer(page).fill("first line");
	await composer(page).press("Shift+Enter");
	await composer(page).pressSequentially("second line");
	await composer(page).press("Enter");
	await expect(message(page, "first line")).toContainText("first line\nsecond line");
	await say(page, "```\nlet  spaces = 2;\n```");
	await expect(page.locator("pre")).toHaveText("let  spaces = 2;");
	await expectStored(page, "let  spaces = 2;");
	await expect(
		page.getByRole("article", { name: "Ada Lovelace" }).filter({ has: page.locator("header") }),
	).toHaveCount(1);
});

test("a text in the middle of being composed is not sent by Enter", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await composer(page).fill("にほん");
	await composer(page).dispatchEvent("keydown", {
		key: "Enter",
		isComposing: true,
		bubbles: true,
		cancelable: true,
	});
	await expect(composer(page)).toHaveValue("にほん");
	await composer(page).fill("");
});

test("a draft stays with its room over a reload", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await composer(page).fill("not yet finished");
	await page.reload();
	await expect(composer(page)).toHaveValue("not yet finished");
	await composer(page).fill("");
});

test("a text that is too long is not sent and says why", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await composer(page).fill("x".repeat(19_990));
	await expect(page.getByText("10 more bytes fit")).toBeVisible();
	await composer(page).fill("x".repeat(20_001));
	await expect(page.getByText("One byte too long")).toBeVisible();
	await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
	await composer(page).fill("");
});

test("unread messages are counted, marked, and read in every session of the person", async ({ visit }) => {
	const phone = await visit({ as: grace, context: { viewport: { width: 390, height: 844 } } });
	await phone.page.goto("/");
	const onPhone = phone.page.getByRole("link", { name: /^all/ });
	await expect(onPhone).toBeVisible();

	const writer = await openRoom(visit, ada);
	for (const text of ["one for Grace", "two for Grace", "three for Grace"]) {
		await say(writer, text);
		await expectStored(writer, text);
	}
	await expect(onPhone).toContainText(/unread messages/);
	await expect(phone.page).toHaveTitle(/^\(\d+\) /);

	const desk = await visit({ as: await grace.another() });
	await desk.page.goto("/room/1");
	await expect(desk.page.getByRole("separator").filter({ hasText: "New" })).toBeVisible();
	await expect(message(desk.page, "three for Grace")).toBeVisible();
	await expect(onPhone).not.toContainText(/unread/);
	await expect(phone.page).toHaveTitle(/^[^(]/);
});

test("a room with much unread opens where the unread begins, and counts what is still below", async ({
	visit,
}) => {
	const writer = await grace.connect();
	const texts = Array.from(
		{ length: 60 },
		(_, at) => `backlog ${String(at + 1).padStart(2, "0")}${" with more words".repeat(at % 5)}`,
	);
	for (const text of texts) writer.client.outbox.add(1, text);
	await writer.event({ action: "printMessage", content: texts.at(-1) }, 30_000);
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	const mark = page.getByRole("separator").filter({ hasText: "New" });
	await expect(mark).toBeInViewport();
	await page.waitForTimeout(1500);
	await expect(mark).toBeInViewport();
	await expect(message(page, "backlog 01")).toBeInViewport();
	await expect(message(page, "backlog 60")).not.toBeInViewport();
	await expect(page.getByRole("button", { name: /^[2-5]\d new messages$/ })).toBeVisible();
	await page.getByRole("button", { name: /new messages/ }).click();
	await expect(message(page, "backlog 60")).toBeInViewport();
	await expect(page.getByRole("link", { name: /^all/ })).not.toContainText(/unread/);
	await page.waitForTimeout(600); // the server has heard of it
	writer.stop();
});

test("a long history: bottom first, older ones by scrolling, nothing twice or missing", async ({
	stage,
	visit,
}) => {
	const texts = Array.from({ length: 300 }, (_, at) => `history ${String(at + 1).padStart(3, "0")}`);
	const connection = await grace.connect();
	for (const text of texts) connection.client.outbox.add(1, text);
	await connection.event({ action: "printMessage", content: texts.at(-1) }, 30_000);
	stage.world.connections.forEach((each) => each.stop());

	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	const list = page.getByRole("region", { name: "Messages", exact: true });
	await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
	await expect(message(page, "history 300")).toBeInViewport();

	const seen = new Set<string>();
	await expect(async () => {
		for (const text of await page.getByRole("article").allInnerTexts()) {
			const found = /history \d+/.exec(text)?.[0];
			if (found) seen.add(found);
		}
		await list.evaluate((element) => element.scrollBy(0, -400));
		expect(seen.size).toBe(300);
	}).toPass({ timeout: 40_000, intervals: [40] });
	expect(await page.getByRole("article").count()).toBeLessThan(80);

	// Older pages come in front, and the place is kept: up, until there is nothing older.
	await expect(async () => {
		await list.evaluate((element) => element.scrollBy(0, -1_000_000));
		await expect(list.getByRole("heading", { name: "all", level: 2 })).toBeVisible({ timeout: 300 });
	}).toPass({ timeout: 20_000 });
	await page.getByRole("button", { name: /Jump to the newest|new messages/ }).click();
	await expect(message(page, "history 300")).toBeInViewport();
	await expect(page.getByRole("link", { name: /^all/ })).not.toContainText(/unread/);
	await page.waitForTimeout(600); // the server has heard of it
});

test("the place is kept when older messages come in front", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await expect(message(page, "history 300")).toBeInViewport();
	const list = page.getByRole("region", { name: "Messages", exact: true });
	await page.waitForTimeout(500); // the list has found its place
	const anchor = message(page, "history 285");
	await list.evaluate((element) => element.scrollBy(0, -300));
	await expect(anchor).toBeInViewport();
	const before = await anchor.boundingBox();
	await expect.poll(() => list.evaluate((element) => element.scrollHeight)).toBeGreaterThan(2500);
	await page.waitForTimeout(300);
	const after = await anchor.boundingBox();
	expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1000))).toBeLessThan(4);
});

test("while one reads above, new messages do not move the page", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await expect(message(page, "history 300")).toBeInViewport();
	const list = page.getByRole("region", { name: "Messages", exact: true });
	await page.waitForTimeout(500); // the list has found its place
	await list.evaluate((element) => element.scrollBy(0, -1200));
	await expect(page.getByRole("button", { name: /Jump to the newest/ })).toBeVisible();
	await page.waitForTimeout(500); // and older ones have come in front
	const before = await list.evaluate((element) => element.scrollTop);
	const connection = await grace.connect();
	connection.client.outbox.add(1, "said meanwhile");
	await expect(page.getByRole("button", { name: /One new message/ })).toBeVisible();
	expect(Math.abs((await list.evaluate((element) => element.scrollTop)) - before)).toBeLessThan(4);
	await page.getByRole("button", { name: /One new message/ }).click();
	await expect(message(page, "said meanwhile")).toBeInViewport();
	connection.stop();
});
