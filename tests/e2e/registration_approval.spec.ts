/* Where an administrator lets people in; and what else an administrator does with accounts. */
import type { Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { expectConnected, fillAccount, openMenu, signIn } from "./support/pages";
import { password } from "./support/stage";
import { breaks, refusals } from "./support/watch";

test.use({ config: { registration: "approval" } });
test.describe.configure({ mode: "serial" });

let ada: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
});

test("a new account waits until it is approved", async ({ visit, watch }) => {
	watch.allow(refusals);
	const newcomer = await visit();
	await newcomer.page.goto("/register");
	await fillAccount(newcomer.page, { name: "Grace Hopper", username: "grace", password });
	await newcomer.page.getByRole("button", { name: "Create account" }).click();
	await expect(newcomer.page.getByRole("heading", { name: "Almost there" })).toBeVisible();
	await signIn(newcomer.page, "grace", password);
	await expect(newcomer.page.getByRole("alert")).toContainText(
		"An administrator has yet to approve this account.",
	);

	const office = await visit({ as: ada });
	await office.page.goto("/");
	await openMenu(office.page, "Administration");
	await expect(office.page.getByRole("heading", { name: "One person waits" })).toBeVisible();
	await office.page.getByRole("button", { name: "Approve Grace Hopper" }).click();
	await expect(office.page.getByRole("heading", { name: "One person waits" })).toBeHidden();

	await newcomer.page.getByRole("button", { name: "Sign in", exact: true }).click();
	await expectConnected(newcomer.page);
});

test("a disabled account is out within a second and stays out", async ({ visit, watch }) => {
	watch.allow(refusals, breaks);
	const grace = await visit();
	await signIn(grace.page, "grace", password);
	await expectConnected(grace.page);

	const office = await visit({ as: ada });
	await office.page.goto("/admin");
	await office.page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
	await office.page.getByRole("menuitem", { name: "Disable account" }).click();
	await expect(office.page.getByText("Disabled")).toBeVisible();
	await expect(grace.page.getByRole("heading", { name: "Welcome back" })).toBeVisible({ timeout: 4000 });
	await expect(grace.page.getByText("Your session was ended.")).toBeVisible();
	await signIn(grace.page, "grace", password);
	await expect(grace.page.getByRole("alert")).toContainText("This account is disabled.");

	await office.page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
	await office.page.getByRole("menuitem", { name: "Enable account" }).click();
	await expect(office.page.getByText("Disabled")).toBeHidden();
	await grace.page.getByRole("button", { name: "Sign in", exact: true }).click();
	await expectConnected(grace.page);
});

test("a role is given and taken", async ({ visit }) => {
	const office = await visit({ as: ada });
	await office.page.goto("/admin");
	await office.page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
	await office.page.getByRole("menuitem", { name: "Make administrator" }).click();
	await expect(office.page.getByText("Administrator", { exact: true })).toHaveCount(2);
	await office.page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
	await office.page.getByRole("menuitem", { name: "Make member" }).click();
	await expect(office.page.getByText("Administrator", { exact: true })).toHaveCount(1);
});

test("a password link lets somebody choose a new one, once", async ({ visit, watch }) => {
	watch.allow(refusals);
	const office = await visit({ as: ada });
	await office.page.goto("/admin");
	await office.page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
	await office.page.getByRole("menuitem", { name: "Password link" }).click();
	const url = await office.page.getByRole("dialog").getByLabel("Link").inputValue();

	const { page } = await visit();
	await page.goto(new URL(url).pathname);
	await expect(page.getByText("For the account grace.")).toBeVisible();
	await page.getByLabel("New password", { exact: true }).fill("an entirely new phrase");
	await page.getByRole("button", { name: "Set password" }).click();
	await expect(page.getByText("Your new password is set.")).toBeVisible();
	await page.goto(new URL(url).pathname);
	await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
	await signIn(page, "grace", "an entirely new phrase");
	await expectConnected(page);
});

test("an account made for somebody is theirs by its link", async ({ visit }) => {
	const office = await visit({ as: ada });
	await office.page.goto("/admin");
	await office.page.getByRole("button", { name: "Add an account" }).click();
	await office.page.getByLabel("Name", { exact: true }).fill("Linus Example");
	await office.page.getByRole("dialog").getByRole("button", { name: "Add an account" }).click();
	const dialog = office.page.getByRole("dialog", { name: "A link for Linus Example" });
	const url = await dialog.getByLabel("Link").inputValue();
	await office.page.keyboard.press("Escape");
	await expect(office.page.getByText("@linus-example")).toBeVisible();

	const { page } = await visit();
	await page.goto(new URL(url).pathname);
	await page.getByLabel("New password", { exact: true }).fill(password);
	await page.getByRole("button", { name: "Set password" }).click();
	await signIn(page, "linus-example", password);
	await expectConnected(page);
});
