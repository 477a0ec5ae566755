/* Who is there, who is away, who types; and what one may not want to be known. */
import type { Connection, Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, message, say } from "./support/pages";
import { openRoom, trioOf } from "./support/talk";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let ada: Person;
let grace: Person;
let linus: Person;
let host: Connection;

test.beforeAll(async ({ stage }) => {
	({ ada, grace, linus, host } = await trioOf(stage));
	host.stop();
});

test("somebody comes, goes, and was last seen", async ({ visit }) => {
	const page = await openRoom(visit, ada);
	await page.getByRole("button", { name: "3 members" }).click();
	const member = page.getByRole("listitem").filter({ hasText: "Grace Hopper" });
	await expect(member.getByText("Offline")).toHaveCount(1);
	const other = await visit({ as: grace });
	await other.page.goto("/room/1");
	await expectConnected(other.page);
	await expect(member.getByText("Online")).toHaveCount(1);
	await member.getByRole("button", { name: "About Grace Hopper" }).click();
	const card = page.getByRole("dialog", { name: "Grace Hopper" });
	await expect(card.getByText("Online", { exact: true })).toBeVisible();
	await other.context.close();
	await expect(card.getByText(/Last seen/)).toBeVisible({ timeout: 30_000 });
	await page.keyboard.press("Escape");
	await expect(card).toBeHidden();
	await expect(member.getByRole("button", { name: "About Grace Hopper" })).toBeFocused();
});

test("ten minutes without a key is away, the next key is back", async ({ visit }) => {
	const other = await visit({ as: grace });
	await other.page.clock.install();
	await other.page.goto("/room/1");
	await expectConnected(other.page);
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await page.getByRole("button", { name: "3 members" }).click();
	const member = page.getByRole("listitem").filter({ hasText: "Grace Hopper" });
	await expect(member.getByText("Online")).toHaveCount(1);
	// Step by step, so that the socket is not taken for dead.
	for (let minutes = 0; minutes < 11; minutes++) await other.page.clock.runFor("01:00");
	await expect(member.getByText("Away")).toHaveCount(1);
	await other.page.keyboard.press("Shift");
	await other.page.clock.runFor(1000);
	await expect(member.getByText("Online")).toHaveCount(1);
});

test("who does not show when they are online is not seen, and sees nobody", async ({ visit }) => {
	const other = await visit({ as: grace });
	await other.page.goto("/settings/privacy");
	await other.page.getByRole("checkbox", { name: "Show when I am online" }).uncheck();
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await page.getByRole("button", { name: "3 members" }).click();
	const member = page.getByRole("listitem").filter({ hasText: "Grace Hopper" });
	await expect(member.getByText("Offline")).toHaveCount(1);
	await other.page.getByRole("checkbox", { name: "Show when I am online" }).check();
	await expect(member.getByText("Online")).toHaveCount(1);
});

test("one, two and three people are typing", async ({ visit }) => {
	const page = await openRoom(visit, ada);
	const first = await visit({ as: grace });
	await first.page.goto("/room/1");
	await composer(first.page).pressSequentially("Hm");
	await expect(page.getByText("Grace Hopper is typing")).toBeVisible({ timeout: 7000 });
	const second = await visit({ as: linus });
	await second.page.goto("/room/1");
	await expect(async () => {
		await composer(second.page).pressSequentially("o");
		await composer(first.page).pressSequentially("m");
		await expect(
			page.getByText(/^(Grace Hopper and Linus|Linus and Grace Hopper) are typing$/),
		).toBeVisible({ timeout: 2500 });
	}).toPass({ timeout: 30_000 });
	await say(first.page, "Hm, indeed.");
	await expect(message(page, "Hm, indeed.")).toBeVisible();
	await expect(page.getByText(/Grace Hopper/).and(page.getByText(/typing/))).toBeHidden();
	await expect(page.getByText(/is typing/)).toBeHidden({ timeout: 15_000 });
});

test("who does not want it known types unseen", async ({ visit }) => {
	const other = await visit({ as: grace });
	await other.page.goto("/settings/privacy");
	await other.page.getByRole("checkbox", { name: "Show when I am typing" }).uncheck();
	await other.page.getByRole("button", { name: "Back" }).click();
	const page = await openRoom(visit, ada);
	await composer(other.page).pressSequentially("secretly");
	await page.waitForTimeout(2500);
	await expect(page.getByText(/is typing/)).toBeHidden();
	await say(other.page, "secretly written");
	await expect(message(page, "secretly written")).toBeVisible();
});
