/* Who has read one's message, by name; and not showing it. */
import type { Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { expectConnected, message, say } from "./support/pages";
import { openRoom, trioOf } from "./support/talk";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let ada: Person;
let grace: Person;
let linus: Person;

test.beforeAll(async ({ stage }) => {
	const { host, ...people } = await trioOf(stage);
	({ ada, grace, linus } = people);
	host.stop();
});

test("read by some, then by all, with their names", async ({ visit }) => {
	const page = await openRoom(visit, ada);
	await say(page, "Who reads this?");
	await expect(message(page, "Who reads this?")).toBeVisible();
	await expect(page.getByRole("button", { name: /Read by/ })).toHaveCount(0);
	const first = await visit({ as: grace });
	await first.page.goto("/room/1");
	await expect(page.getByRole("button", { name: "Read by 1 of 2" })).toBeVisible();
	await page.getByRole("button", { name: "Read by 1 of 2" }).press("Enter");
	await expect(page.getByRole("dialog", { name: "Read by" })).toContainText("Grace Hopper");
	await expect(page.getByRole("dialog", { name: "Read by" })).not.toContainText("Linus");
	await page.keyboard.press("Escape");
	const second = await visit({ as: linus });
	await second.page.goto("/room/1");
	await expect(page.getByRole("button", { name: "Read by everybody" })).toBeVisible();
	await page.reload();
	await expect(page.getByRole("button", { name: "Read by everybody" })).toBeVisible();
});

test("who does not show it is not counted, and is not told of others", async ({ visit }) => {
	const first = await visit({ as: grace });
	await first.page.goto("/settings/privacy");
	await first.page.getByRole("checkbox", { name: "Show what I have read" }).uncheck();
	await first.page.getByRole("button", { name: "Back" }).click();
	await expectConnected(first.page);
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await say(page, "And this?");
	await expect(message(first.page, "And this?")).toBeVisible();
	const second = await visit({ as: linus });
	await second.page.goto("/room/1");
	await expect(page.getByRole("button", { name: "Read by 1 of 2" })).toBeVisible();
	await say(first.page, "Mine");
	await expect(message(second.page, "Mine")).toBeVisible();
	await expect(message(page, "Mine")).toBeVisible();
	await page.waitForTimeout(2000);
	await expect(first.page.getByRole("button", { name: /Read by/ })).toHaveCount(0);
});
