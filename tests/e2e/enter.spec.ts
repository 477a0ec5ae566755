/* Links that an operator or an administrator hands over: one signs in, once and without a password; the other lets somebody choose a new one. */
import type { Page } from "@playwright/test";

import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { expectConnected, expectStored, say, signIn } from "./support/pages";
import { castOf, openRoom, type Cast } from "./support/talk";
import { refusals } from "./support/watch";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

const newPassword = "a better battery staple";
let cast: Cast;

test.beforeAll(async ({ stage }) => {
	cast = await castOf(stage);
});

const comeIn = (page: Page) => page.getByRole("heading", { level: 1, name: "Come in" });
const noLonger = (page: Page) => page.getByRole("heading", { level: 1, name: "This link no longer works" });
const goOn = (page: Page) => page.getByRole("button", { name: "Continue as grace" });

/** Whose page this is. */
async function expectAccount(page: Page, name: string): Promise<void> {
	await expectConnected(page);
	await expect(page.getByRole("button", { name: "Your account" })).toContainText(name);
}

test("who is signed out is asked, and comes in, by the keyboard alone; another browser with the same link does not", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(refusals);
	const path = stage.signInLink("grace");
	const { page } = await visit();
	await page.goto(path);
	await expect(comeIn(page)).toBeVisible();
	await expect(page.getByText("This link signs you in, once and without a password.")).toBeVisible();
	await expect(page).toHaveTitle("Come in · Confab");
	await expectAccessible(page, "the link that signs in");
	await page.keyboard.press("Tab");
	await expect(goOn(page)).toBeFocused();
	await page.keyboard.press("Enter");
	await expectAccount(page, "Grace Hopper");
	// Nothing leads back to the token.
	await page.goBack();
	await expect(page).not.toHaveURL(/enter/);

	const { page: late } = await visit();
	await late.goto(path);
	await expect(noLonger(late)).toBeVisible();
	await expect(late.getByText("Ask whoever runs this server for a new one.")).toBeVisible();
	await expectAccessible(late, "a link that was used");
	await late.getByRole("link", { name: "Sign in" }).click();
	await expect(late.getByRole("heading", { name: "Welcome back" })).toBeVisible();
});

test("who is signed in as another is told so, and stays it until the button is pressed", async ({
	stage,
	visit,
}) => {
	const adas = await cast.ada.another();
	const page = await openRoom(visit, adas);
	const path = stage.signInLink("grace");
	const first = await page.context().cookies();
	await page.goto(path);
	await expect(comeIn(page)).toBeVisible();
	await expect(page.getByText("You are signed in as Ada Lovelace.")).toBeVisible();
	await expect(page.getByText("Ada Lovelace is signed out here.")).toBeVisible();
	await expect(goOn(page)).toBeVisible();
	expect(await page.context().cookies()).toEqual(first);

	// Having looked at it changes nothing: Ada goes on, and the link is still good.
	await page.goto("/room/1");
	await expectAccount(page, "Ada Lovelace");
	await say(page, "still Ada");
	await expectStored(page, "still Ada");
	await page.goto(path);
	await goOn(page).click();
	await expectAccount(page, "Grace Hopper");
	await page.reload();
	await expectAccount(page, "Grace Hopper");
	expect((await page.context().cookies()).map(({ value }) => value)).not.toContain(first[0]?.value);

	// Ada's session of this browser is over, not only forgotten by it.
	expect(await adas.http("/api/status", {})).toMatchObject({ userId: null });
});

test("a link that is spent leads whoever is signed in back to their chat", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(refusals);
	const path = stage.signInLink("grace");
	const { page: one } = await visit({ as: await cast.ada.another() });
	await one.goto(path);
	await expect(goOn(one)).toBeVisible();
	const { page: other } = await visit();
	await other.goto(path);
	await goOn(other).click();
	await expectConnected(other);
	// Asked before it was spent: told by the button.
	await goOn(one).click();
	await expect(noLonger(one)).toBeVisible();
	// And nobody was signed out for it.
	await one.getByRole("link", { name: "Open the chat" }).click();
	await expectAccount(one, "Ada Lovelace");

	const { page } = await visit({ as: await cast.ada.another() });
	await page.goto(path);
	await expect(noLonger(page)).toBeVisible();
	await page.getByRole("link", { name: "Open the chat" }).click();
	await expectAccount(page, "Ada Lovelace");
	await page.goto("/enter/0123456789012345678901234567890123456789012");
	await expect(noLonger(page)).toBeVisible();
});

test("a link that cannot be asked about just now is not said to be spent", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(/Failed to load resource/);
	const { page } = await visit({ context: { serviceWorkers: "block" } });
	const path = stage.signInLink("grace");
	await page.route("/api/verify_token", (route) => route.abort());
	await page.goto(path);
	await expect(comeIn(page)).toBeVisible();
	await expect(noLonger(page)).toHaveCount(0);
	await page.unroute("/api/verify_token");
	await page.getByRole("button", { name: "Try again" }).click();
	await expect(goOn(page)).toBeVisible();
});

test("an administrator hands over a link for a new password, which works once; what was signed in is over", async ({
	visit,
	watch,
}) => {
	watch.allow(refusals);
	const grace = await openRoom(visit, await cast.grace.another());
	const { page: ada } = await visit({ as: await cast.ada.another() });
	await ada.goto("/admin");
	await ada.getByRole("button", { name: "Actions for Grace Hopper" }).click();
	await ada.getByRole("menuitem", { name: "Password link" }).click();
	const url = await ada.getByRole("dialog").getByLabel("Link").inputValue();
	const { pathname } = new URL(url);
	expect(pathname).toMatch(/^\/reset\/[A-Za-z0-9_-]{43}$/);

	const { page } = await visit();
	await page.goto(pathname);
	await expect(page.getByRole("heading", { level: 1, name: "Choose a new password" })).toBeVisible();
	await expect(page.getByLabel("New password", { exact: true })).toBeFocused();
	await page.keyboard.type("short");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("heading", { level: 1, name: "Choose a new password" })).toBeVisible();
	await page.getByLabel("New password", { exact: true }).fill(newPassword);
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/\/sign-in/);
	await expect(grace.getByRole("heading", { name: "Welcome back" })).toBeVisible();
	await signIn(page, "grace", newPassword);
	await expectAccount(page, "Grace Hopper");

	const { page: late } = await visit();
	await late.goto(pathname);
	await expect(late.getByRole("link", { name: "Sign in" })).toBeVisible();
	await expect(late.getByLabel("New password", { exact: true })).toHaveCount(0);
});
