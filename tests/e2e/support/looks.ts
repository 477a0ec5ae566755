/* The looks in which pages are pictured: light and dark, desktop and phone, left to right and right to left. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import type { Visit } from "./fixtures";

export const folder = fileURLToPath(new URL("../../../build/screenshots", import.meta.url));
export const phone = {
	viewport: { width: 390, height: 844 },
	deviceScaleFactor: 2,
	isMobile: true,
	hasTouch: true,
};
const arabic = { locale: "ar-EG" };

export const looks = {
	"desktop-light": { colorScheme: "light" as const },
	"desktop-dark": { colorScheme: "dark" as const },
	"phone-light": { ...phone, colorScheme: "light" as const },
	"phone-dark": { ...phone, colorScheme: "dark" as const },
	"arabic-light": { ...arabic, colorScheme: "light" as const },
	"arabic-phone-dark": { ...arabic, ...phone, colorScheme: "dark" as const },
};
export type Look = keyof typeof looks;
/** English ones: there things are found by their names. */
export const englishLooks = (Object.keys(looks) as Look[]).filter((look) => !look.startsWith("arabic"));
export const allLooks = Object.keys(looks) as Look[];

export async function shoot(page: Page, name: string, look: Look): Promise<void> {
	await page.evaluate(() => document.fonts.ready);
	await page.waitForTimeout(350);
	await page.screenshot({ path: join(folder, look, `${name}.png`) });
}

/** The same page in every look, as somebody or as a visitor. */
export async function everyLook(
	visit: Visit,
	options: Parameters<Visit>[0],
	work: (page: Page, look: Look) => Promise<void>,
	wanted = englishLooks,
): Promise<void> {
	for (const look of wanted) {
		const { page, context } = await visit({ ...options, context: looks[look] });
		await work(page, look);
		await context.close();
	}
}
