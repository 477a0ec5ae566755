/* What is unread: counted, marked, cleared in all own sessions at once, and marked as unread again. */
import type { Connection, Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, message, say } from "./support/pages";
import { openRoom } from "./support/talk";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let ada: Person;
let grace: Person;
let graceTalks: Connection;
let roomId = 0;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	const host = await ada.connect();
	grace = await stage.guestOf(host, "grace", "Grace Hopper");
	graceTalks = await grace.connect();
	({ roomId } = await host.client.request("addRoom", {
		name: "workshop",
		channelId: 1,
		users: [grace.userId],
	}));
	await graceTalks.event({ action: "roomAdded", roomId });
	host.stop();
});

async function hear(...lines: string[]): Promise<void> {
	for (const line of lines) graceTalks.client.outbox.add(roomId, line);
	await graceTalks.event({ action: "printMessage", content: lines.at(-1) ?? "" });
}

test("a badge counts in every session, and reading clears it in all of them at once", async ({ visit }) => {
	const other = await openRoom(visit, await ada.another());
	const page = await openRoom(visit, ada);
	await hear("one", "two", "three");
	for (const shown of [page, other]) {
		await expect(shown.getByRole("link", { name: /workshop/ })).toContainText("3 unread messages");
		await expect(shown).toHaveTitle(/^\(3\) /);
		expect(await shown.locator("link[rel=icon]").getAttribute("href")).toBe("/icon-unread.svg");
	}
	await page.getByRole("link", { name: /workshop/ }).click();
	await expect(message(page, "three")).toBeVisible();
	await expect(other.getByRole("link", { name: /workshop/ })).not.toContainText("unread");
	await expect(other).not.toHaveTitle(/^\(/);
	await expect(other.locator("link[rel=icon]")).toHaveAttribute("href", "/icon.svg");
});

test("one's own words are read", async ({ visit }) => {
	const other = await openRoom(visit, await ada.another());
	const page = await openRoom(visit, ada, `/room/${roomId}`);
	await say(page, "my own words");
	await expect(message(page, "my own words")).toBeVisible();
	await page.waitForTimeout(1000);
	await other.reload();
	await expectConnected(other);
	await expect(other.getByRole("link", { name: /workshop/ })).not.toContainText("unread");
});

test("nothing leads to the first unread message where only one's own are unread", async ({ visit }) => {
	const program = await (await ada.another()).connect();
	await program.client.request("printMessage", {
		roomId,
		clientId: "own-1",
		content: "written by a program",
	});
	const { page } = await visit({ as: ada });
	await page.addInitScript(() => {
		const look = () =>
			document.querySelector("button.jump.up") && document.documentElement.classList.add("led-up");
		new MutationObserver(look).observe(document, { childList: true, subtree: true });
	});
	await page.goto(`/room/${roomId}`);
	await expect(message(page, "written by a program")).toBeInViewport();
	await expect(page.getByRole("link", { name: /workshop/ })).not.toContainText("unread");
	await expect(page.locator("html.led-up")).toHaveCount(0);
});

test("the first unread message is marked and in sight, however far back", async ({ visit }) => {
	await hear(...Array.from({ length: 60 }, (_, i) => `line ${i + 1}`));
	const { page } = await visit({ as: ada });
	await page.goto(`/room/${roomId}`);
	await expect(page.getByRole("separator").filter({ hasText: "New" })).toBeInViewport();
	await expect(message(page, "line 1").first()).toBeInViewport();
	await page.getByRole("button", { name: /Jump to the newest|new message/ }).click();
	await expect(message(page, "line 60")).toBeInViewport();
	await expect(page.getByRole("link", { name: /workshop/ })).not.toContainText("unread");
	const other = await openRoom(visit, await ada.another());
	await expect(other.getByRole("link", { name: /workshop/ })).not.toContainText("unread");
});

test("marked as unread from here: in every session, and not read by looking at it", async ({ visit }) => {
	const other = await openRoom(visit, await ada.another());
	const page = await openRoom(visit, ada, `/room/${roomId}`);
	await expect(message(page, "line 60")).toBeVisible();
	await message(page, "line 58").focus();
	await page.keyboard.press("Enter");
	await page
		.getByRole("button", { name: "Mark as unread" })
		.or(page.getByRole("menuitem", { name: "Mark as unread" }))
		.press("Enter");
	await expect(page.getByRole("link", { name: /workshop/ })).toContainText("3 unread messages");
	await expect(other.getByRole("link", { name: /workshop/ })).toContainText("3 unread messages");
	await expect(page.getByRole("separator").filter({ hasText: "New" })).toBeVisible();
	await page.mouse.move(600, 400);
	await page.waitForTimeout(2000);
	await expect(page.getByRole("link", { name: /workshop/ })).toContainText("3 unread messages");
	await page.getByRole("link", { name: /^all/ }).click();
	await page.getByRole("link", { name: /workshop/ }).click();
	await expect(other.getByRole("link", { name: /workshop/ })).not.toContainText("unread");
});

test("a mention is counted by itself", async ({ visit }) => {
	const page = await openRoom(visit, ada);
	const writer = await visit({ as: grace });
	await writer.page.goto(`/room/${roomId}`);
	await composer(writer.page).pressSequentially("@Ada");
	await writer.page.keyboard.press("Enter");
	await composer(writer.page).pressSequentially("have a look");
	await writer.page.keyboard.press("Enter");
	await expect(message(writer.page, "have a look")).toBeVisible();
	await expect(page.getByRole("link", { name: /workshop/ })).toContainText(/mention/);
});
