/* Signing in, and what is said to whom may not. */
import type { Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { expectConnected, fillAccount, openMenu, signIn } from "./support/pages";
import { password } from "./support/stage";
import { refusals } from "./support/watch";

test.use({ config: { rate_logins_per_min: 5 } });
test.describe.configure({ mode: "serial" });

let ada: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	await stage.guestOf(await ada.connect(), "grace", "Grace Hopper");
});

test("a page that needs a session leads to the sign-in page and back", async ({ visit }) => {
	const { page } = await visit();
	await page.goto("/settings");
	await expect(page).toHaveURL(/\/sign-in\?next=\/settings$/);
	await page.getByLabel("User name or e-mail address").fill("ada");
	await page.getByLabel("Password", { exact: true }).fill(password);
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
	await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
});

test("signing out forgets what was on the device", async ({ visit }) => {
	const { page } = await visit();
	await signIn(page, "ada", password);
	await expectConnected(page);
	await openMenu(page, "Sign out");
	await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
	const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
	expect(left.filter((name) => name?.includes("confab"))).toEqual([]);
	await page.goto("/room/1");
	await expect(page).toHaveURL(/\/sign-in/);
});

test("registration is closed without an invitation", async ({ visit }) => {
	const { page } = await visit();
	await page.goto("/sign-in");
	await expect(page.getByText("Ask an administrator")).toBeVisible();
	await page.goto("/register");
	await expect(page.getByRole("heading", { name: "By invitation only" })).toBeVisible();
});

test("a taken name and a weak password are said beside their fields", async ({ stage, visit, watch }) => {
	watch.allow(refusals);
	const host = await ada.connect();
	const { token } = await host.client.request("createInvitation", {});
	const { page } = await visit();
	await page.goto(`/invite/${token}`);
	await fillAccount(page, { name: "Grace Two", username: "grace", password });
	await expect(page.getByText("This name is taken.")).toBeVisible();
	await page.getByLabel("User name", { exact: true }).fill("a b c");
	await expect(page.getByText("Only a to z, digits, - and _")).toBeVisible();
	await page.getByLabel("User name", { exact: true }).fill("grace2");
	await page.getByLabel("Password", { exact: true }).fill("password123");
	await page.getByRole("button", { name: "Join", exact: true }).click();
	await expect(page.getByText("Too easy to guess.")).toBeVisible();
	await page.getByLabel("Password", { exact: true }).fill(password);
	await page.getByRole("button", { name: "Join", exact: true }).click();
	await expectConnected(page);
	void stage;
});

test("a wrong password, and too many of them", async ({ visit, watch }) => {
	watch.allow(refusals);
	const { page } = await visit();
	await signIn(page, "nobody-here", "certainly wrong");
	await expect(page.getByRole("alert")).toContainText("The user name or the password is wrong.");
	for (let tries = 0; tries < 6; tries++) {
		await page.getByRole("button", { name: "Sign in", exact: true }).click();
		await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
		await expect(page.getByRole("alert")).toBeVisible();
	}
	await expect(page.getByRole("alert")).toContainText(/Too many tries. Try again in \d+ seconds\./);
});
