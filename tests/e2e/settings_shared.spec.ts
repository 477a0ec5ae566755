/* Settings are the server's: what one session sets, the others show at once. */
import type { Person } from "../contract/harness/person";
import { expect, test, type Visitor } from "./support/fixtures";
import { expectConnected } from "./support/pages";
import { breaks } from "./support/watch";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let ada: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
});

async function twoSessions(
	visit: (options: { as: Person }) => Promise<Visitor>,
): Promise<[Visitor, Visitor]> {
	const other = await visit({ as: await ada.another() });
	await other.page.goto("/room/1");
	await expectConnected(other.page);
	return [await visit({ as: ada }), other];
}

test("theme, density and language change in all sessions at once", async ({ visit }) => {
	const [{ page }, other] = await twoSessions(visit);
	await page.goto("/settings/appearance");
	await page.getByText("Dark", { exact: true }).click();
	await expect(other.page.locator("html")).toHaveAttribute("data-theme", "dark");
	await page.getByText("Compact", { exact: true }).click();
	await expect(other.page.locator("html")).toHaveAttribute("data-density", "compact");
	await page.getByLabel("Language").selectOption("Deutsch");
	await expect(other.page.locator("html")).toHaveAttribute("lang", "de");
	await expect(other.page.getByRole("button", { name: "Dein Konto" })).toBeVisible();
	await page.getByLabel("Sprache").selectOption("");
	await expect(other.page.locator("html")).toHaveAttribute("lang", "en");
	await page.getByText("System", { exact: true }).click();
	await page.getByText("Comfortable", { exact: true }).click();
	await expect(other.page.locator("html")).not.toHaveAttribute("data-density");
});

test("a new device begins with them, before it is connected", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/settings/appearance");
	await page.getByText("Dark", { exact: true }).click();
	await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
	const device = await visit({ as: await ada.another() });
	await device.page.goto("/room/1");
	await expect(device.page.locator("html")).toHaveAttribute("data-theme", "dark");
	await page.getByText("System", { exact: true }).click();
	await expect(device.page.locator("html")).not.toHaveAttribute("data-theme");
});

test("a change that the server cannot take is taken back, with the reason", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(breaks);
	const gate = await stage.gate();
	const { page } = await visit({ as: ada, origin: gate.origin });
	await page.goto("/settings/privacy");
	const box = page.getByRole("checkbox", { name: "Show when I am typing" });
	await expect(box).toBeChecked();
	gate.shut();
	await box.uncheck();
	await expect(box).not.toBeChecked();
	await expect(page.getByRole("alert")).toContainText(/server|connection/i, { timeout: 20_000 });
	await expect(box).toBeChecked();
});

test("all subjects by the keyboard", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/settings");
	await expect(page.getByRole("heading", { name: "Picture" })).toBeVisible();
	for (const [subject, heading] of [
		["Appearance", "Appearance"],
		["Privacy", "Privacy"],
		["Sounds", "Sounds"],
		["Security", "Where you are signed in"],
	] as const) {
		await page.getByRole("link", { name: subject }).focus();
		await page.keyboard.press("Enter");
		await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
		await expect(page.getByRole("link", { name: subject })).toHaveAttribute("aria-current", "page");
	}
	await page.getByRole("link", { name: "Privacy" }).focus();
	await page.keyboard.press("Enter");
	await page.getByRole("checkbox", { name: "Show when I am online" }).focus();
	await page.keyboard.press("Space");
	await expect(page.getByRole("checkbox", { name: "Show when I am online" })).not.toBeChecked();
	await page.keyboard.press("Space");
	await expect(page.getByRole("checkbox", { name: "Show when I am online" })).toBeChecked();
	await page.getByRole("button", { name: "Back" }).press("Enter");
	await expectConnected(page);
});
