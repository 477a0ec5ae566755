/* From the door to a conversation without touching a pointer. */
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, expectStored } from "./support/pages";
import { password } from "./support/stage";

test.use({ config: {} });

test("everything by the keyboard", async ({ stage, visit }) => {
	await stage.administrator();
	const { page } = await visit();
	const press = async (...keys: string[]): Promise<void> => {
		for (const key of keys) await page.keyboard.press(key);
	};
	await page.goto("/sign-in");
	await expect(page.getByLabel("User name or e-mail address")).toBeFocused();
	await page.keyboard.type("ada");
	await press("Tab");
	await page.keyboard.type(password);
	await press("Enter");
	await expectConnected(page);
	await expect(composer(page)).toBeFocused();
	await page.keyboard.type("typed blind");
	await press("Enter");
	await expectStored(page, "typed blind");

	await page.reload();
	await expectConnected(page);
	await page.evaluate(() => {
		document.body.tabIndex = -1;
		document.body.focus();
		document.body.removeAttribute("tabindex");
	});
	await press("Tab");
	await expect(page.getByRole("link", { name: "Skip to the message box" })).toBeFocused();
	await press("Enter");
	await expect(composer(page)).toBeFocused();

	await page.getByRole("button", { name: "Your account" }).focus();
	await press("Enter");
	await expect(page.getByRole("menuitem", { name: "Set a status" })).toBeFocused();
	await press("ArrowDown");
	await expect(page.getByRole("menuitem", { name: "Settings" })).toBeFocused();
	await press("ArrowDown");
	await expect(page.getByRole("menuitem", { name: "Administration" })).toBeFocused();
	await press("End");
	await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
	await press("Escape");
	await expect(page.getByRole("menu")).toBeHidden();
	await expect(page.getByRole("button", { name: "Your account" })).toBeFocused();

	await page.getByRole("button", { name: "One member" }).focus();
	await press("Enter");
	await expect(page.getByRole("complementary", { name: "One member" })).toBeVisible();
	await press("Escape");
	await expect(page.getByRole("complementary")).toBeHidden();
	await expect(page.getByRole("button", { name: "One member" })).toBeFocused();

	await page.getByRole("region", { name: "Messages", exact: true }).focus();
	await expect(page.getByRole("region", { name: "Messages", exact: true })).toBeFocused();
});
