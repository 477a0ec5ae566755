/* Every page and dialog by axe's rules of WCAG 2 A and AA, light and dark. */
import type { Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, say } from "./support/pages";
import { breaks, refusals } from "./support/watch";

test.use({ config: { registration: "approval" } });
test.describe.configure({ mode: "serial" });

let ada: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	const host = await ada.connect();
	await stage.guestOf(host, "grace", "Grace Hopper");
});

for (const colorScheme of ["light", "dark"] as const) {
	test(`doors, ${colorScheme}`, async ({ visit, watch }) => {
		watch.allow(refusals);
		const host = await ada.connect();
		const { token } = await host.client.request("createInvitation", {});
		const { url } = await host.client.request("createResetLink", { userId: ada.userId });
		const { page } = await visit({ context: { colorScheme } });
		for (const path of [
			"/sign-in",
			"/register",
			`/invite/${token}`,
			"/invite/void",
			new URL(url).pathname,
			"/setup/void",
			"/nowhere",
		]) {
			await page.goto(path);
			await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
			await expectAccessible(page, path);
		}
		await page.goto("/register");
		await page.getByLabel("Password", { exact: true }).fill("abc");
		await page.getByRole("button", { name: "Create account" }).click();
		await expectAccessible(page, "a form with errors");
		host.stop();
	});

	test(`chat, ${colorScheme}`, async ({ stage, visit, watch }) => {
		watch.allow(breaks);
		const gate = await stage.gate();
		const { page } = await visit({ as: ada, origin: gate.origin, context: { colorScheme } });
		await page.goto("/room/1");
		await expectConnected(page);
		await expectAccessible(page, "empty or with history");
		await say(page, "a line with `code` and https://example.org\n```\nblock\n```");
		await composer(page).fill("x".repeat(19_900));
		await expectAccessible(page, "messages and a long draft");
		await composer(page).fill("");
		await page.getByRole("button", { name: "Your account" }).click();
		await expectAccessible(page, "menu");
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: /member/ }).click();
		await expectAccessible(page, "members");
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Browse rooms" }).click();
		await expectAccessible(page, "browser");
		await page.keyboard.press("Escape");
		await page.getByRole("navigation").getByRole("button", { name: "Invite people" }).click();
		await expectAccessible(page, "invitation form");
		await page.getByRole("button", { name: "Create link" }).click();
		await expect(page.getByRole("img", { name: /QR/ })).toBeVisible();
		await expectAccessible(page, "invitation link");
		await page.keyboard.press("Escape");
		gate.shut();
		await expect(page.getByText(/connection is lost|Connecting…/)).toBeVisible();
		await say(page, "waits");
		await expectAccessible(page, "offline");
	});

	test(`settings and administration, ${colorScheme}`, async ({ visit }) => {
		const { page } = await visit({ as: ada, context: { colorScheme } });
		for (const subject of ["profile", "appearance", "privacy", "notifications", "security"]) {
			await page.goto(`/settings/${subject}`);
			await expect(page.getByRole("main").getByRole("region").first()).toBeVisible();
			await expectAccessible(page, `settings, ${subject}`);
		}
		await page.goto("/admin");
		await expect(page.getByText("@ada")).toBeVisible();
		await expectAccessible(page, "administration");
		await page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
		await expectAccessible(page, "menu of an account");
		await page.getByRole("menuitem", { name: "Password link" }).click();
		await expectAccessible(page, "link");
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Add an account" }).click();
		await expectAccessible(page, "new account");
	});
}
