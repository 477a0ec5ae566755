/* Where an e-mail address of the organisation opens the door. */
import { expect, test } from "./support/fixtures";
import { fillAccount } from "./support/pages";
import { password } from "./support/stage";
import { refusals } from "./support/watch";

test.use({ config: { registration: "invite", registration_domains: "example.org" } });

test("an address of the organisation may ask to come in, another may not", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(refusals);
	await stage.administrator();
	const { page } = await visit();
	await page.goto("/sign-in");
	await page.getByRole("link", { name: "Create an account" }).click();
	await fillAccount(page, { name: "Linus", password });
	await page.getByRole("button", { name: "Create account" }).click();
	await expect(page.getByText("Please type a whole e-mail address.")).toBeVisible();
	await page.getByLabel("E-mail address").fill("linus@elsewhere.example");
	await page.getByRole("button", { name: "Create account" }).click();
	await expect(page.getByText("New accounts need an invitation.")).toBeVisible();
	await page.getByLabel("E-mail address").fill("linus@example.org");
	await page.getByRole("button", { name: "Create account" }).click();
	await expect(page.getByRole("heading", { name: "Almost there" })).toBeVisible();
});
