/* The page speaks the browser's language, or the chosen one; Arabic runs from right to left. */
import type { Page } from "@playwright/test";

import type { Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { refusals } from "./support/watch";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let ada: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	const host = await ada.connect();
	const omar = await (await stage.guestOf(host, "omar", "عمر")).connect();
	omar.client.outbox.add(1, "مرحبا يا Ada!");
	host.client.outbox.add(1, "Hello عمر");
	await host.event({ action: "printMessage", content: "Hello عمر" });
});

/** Nothing of the page stands to the left of the other when it should be to the right. */
async function expectMirrored(page: Page): Promise<void> {
	const nav = await page.getByRole("navigation").boundingBox();
	const main = await page.getByRole("textbox").last().boundingBox();
	expect(nav?.x ?? 0).toBeGreaterThan(main?.x ?? 0);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(wide).toBeLessThanOrEqual(0);
}

test("German, as the browser wishes, also what the server refuses", async ({ visit, watch }) => {
	watch.allow(refusals);
	const { page } = await visit({ context: { locale: "de-AT" } });
	await page.goto("/sign-in");
	await expect(page.locator("html")).toHaveAttribute("lang", "de");
	await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
	await expect(page.getByRole("heading", { name: "Willkommen zurück" })).toBeVisible();
	await page.getByLabel("Benutzername oder E-Mail-Adresse").fill("ada");
	await page.getByLabel("Passwort", { exact: true }).fill("falsch geraten");
	await page.getByRole("button", { name: "Anmelden" }).click();
	await expect(page.getByText("Benutzername oder Passwort stimmt nicht.")).toBeVisible();
});

test("a language that there is not is English", async ({ visit }) => {
	const { page } = await visit({ context: { locale: "fi-FI" } });
	await page.goto("/sign-in");
	await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
});

test("Arabic from right to left, with numbers and dates as in Egypt", async ({ visit }) => {
	const { page } = await visit({ as: ada, context: { locale: "ar-EG" } });
	await page.goto("/room/1");
	await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
	await expect(page.getByText("مرحبا يا Ada!")).toBeVisible();
	await expectMirrored(page);
	await expect(page.getByText("اليوم", { exact: true })).toBeVisible();
	await expect(page.locator("time").first()).toHaveText(/[٠-٩]{1,2}:[٠-٩]{2}/);
	// A foreign name does not turn its sentence round: it is set apart.
	await expect(page.getByRole("textbox").last()).toHaveAttribute(
		"placeholder",
		"رسالة إلى \u2068all\u2069",
	);
	await expectAccessible(page, "Arabic");
});

test("the choice shows at once, without loading the page again, and is kept", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/settings/appearance");
	await page.evaluate(() => Object.assign(window, { sameVisit: true }));
	await page.getByLabel("Language").selectOption("العربية");
	await expect(page.getByRole("heading", { name: "الإعدادات" })).toBeVisible();
	await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
	expect(await page.evaluate(() => "sameVisit" in window)).toBe(true);
	await page.reload();
	await expect(page.locator("html")).toHaveAttribute("lang", "ar");
	await page.getByLabel("اللغة").selectOption("Deutsch");
	await expect(page.getByRole("heading", { name: "Einstellungen" })).toBeVisible();
	await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
	await page.getByLabel("Sprache").selectOption("Wie im Browser eingestellt");
	await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
});

test("every page of the settings in every language and on a phone", async ({ visit }) => {
	for (const locale of ["de-DE", "ar-SA"]) {
		const { page, context } = await visit({
			as: ada,
			context: { locale, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
		});
		for (const subject of ["profile", "appearance", "privacy", "notifications", "security"]) {
			await page.goto(`/settings/${subject}`);
			await expect(page.getByRole("main").getByRole("region").first()).toBeVisible();
			await page.waitForTimeout(200);
			expect(
				await page.evaluate(() => document.documentElement.scrollWidth),
				`${locale} ${subject}`,
			).toBeLessThanOrEqual(360);
		}
		await context.close();
	}
});
