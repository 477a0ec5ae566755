/* Where anybody may register. */
import { expect, test } from "./support/fixtures";
import { expectConnected, fillAccount } from "./support/pages";
import { password } from "./support/stage";

test.use({ config: { registration: "open" } });

test("an open server takes whoever comes", async ({ stage, visit }) => {
	await stage.administrator();
	const { page } = await visit();
	await page.goto("/sign-in");
	await page.getByRole("link", { name: "Create an account" }).click();
	await fillAccount(page, { name: "Linus", password });
	await page.getByRole("button", { name: "Create account" }).click();
	await expectConnected(page);
	await expect(page.getByRole("button", { name: /Linus/ })).toBeVisible();
});
