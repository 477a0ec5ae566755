/* What one sets for oneself. */
import type { Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { expectConnected, openMenu, signIn } from "./support/pages";
import { password } from "./support/stage";
import { openRoom } from "./support/talk";
import { breaks, refusals } from "./support/watch";

test.use({ config: {} });

test.describe.configure({ mode: "serial" });

let ada: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
});

test("a new name is seen at once, also in one's other session", async ({ visit }) => {
	const other = await openRoom(visit, await ada.another());
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await openMenu(page, "Settings");
	await page.getByLabel("Your name").fill("Countess Ada");
	await page.getByRole("button", { name: "Save" }).click();
	await expect(page.getByText("Your profile is saved.")).toBeVisible();
	await expect(other.getByRole("button", { name: /Countess Ada/ })).toBeVisible();
});

test("the theme is chosen and kept", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/settings/appearance");
	await page.getByText("Dark", { exact: true }).click();
	await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
	await page.reload();
	await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
	await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
	await page.getByText("System", { exact: true }).click();
	await expect(page.locator("html")).not.toHaveAttribute("data-theme");
});

test("another session is listed and ended", async ({ visit, watch }) => {
	watch.allow(breaks, refusals);
	const lost = await visit();
	await signIn(lost.page, "ada", password);
	await expectConnected(lost.page);
	const { page } = await visit({ as: ada });
	await page.goto("/settings/security");
	await expect(page.getByText("This one")).toHaveCount(1);
	const rows = page.getByRole("listitem").filter({ hasText: "Chrome · Linux" });
	await rows.getByRole("button", { name: "Sign out" }).first().click();
	await expect(page.getByText("The session is ended.")).toBeVisible();
	await expect(lost.page.getByText("Your session was ended.")).toBeVisible({ timeout: 5000 });
});

test("a changed password ends the other sessions and is asked for from then on", async ({ visit, watch }) => {
	watch.allow(breaks, refusals);
	const other = await openRoom(visit, await ada.another());
	const { page } = await visit({ as: ada });
	await page.goto("/settings/security");
	await page.getByLabel("Current password", { exact: true }).fill("not the old one");
	await page.getByLabel("New password", { exact: true }).fill("the analytical engine");
	await page.getByRole("button", { name: "Change password" }).click();
	await expect(page.getByText("That is not your current password.")).toBeVisible();
	await page.getByLabel("Current password", { exact: true }).fill(password);
	await page.getByRole("button", { name: "Change password" }).click();
	await expect(page.getByText("Your password is changed.")).toBeVisible();
	await expect(other.getByRole("heading", { name: "Welcome back" })).toBeVisible({ timeout: 5000 });
	await signIn(other, "ada", "the analytical engine");
	await expectConnected(other);
	await page.goto("/room/1");
	await expectConnected(page);
});
