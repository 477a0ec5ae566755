/* What a person does on the pages, by the names they see. */
import { expect, type Locator, type Page } from "@playwright/test";

export async function fillAccount(
	page: Page,
	account: { name: string; username?: string; password: string },
): Promise<void> {
	await page.getByLabel("Your name").fill(account.name);
	if (account.username) await page.getByLabel("User name", { exact: true }).fill(account.username);
	await page.getByLabel("Password", { exact: true }).fill(account.password);
}

export async function signIn(page: Page, username: string, password: string): Promise<void> {
	await page.goto("/sign-in");
	await page.getByLabel("User name or e-mail address").fill(username);
	await page.getByLabel("Password", { exact: true }).fill(password);
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export function composer(page: Page): Locator {
	return page.getByRole("textbox", { name: /^Message / });
}

export async function say(page: Page, text: string): Promise<void> {
	await composer(page).fill(text);
	await composer(page).press("Enter");
}

/** Lines of the list that hold a text. */
export function message(page: Page, text: string): Locator {
	return page.getByRole("article").filter({ hasText: text });
}

/** Own message, committed. */
export async function expectStored(page: Page, text: string): Promise<void> {
	await expect(message(page, text).getByRole("img", { name: "Stored" })).toBeVisible();
}

export async function expectConnected(page: Page): Promise<void> {
	await expect(page.getByTitle("Connected")).toBeVisible({ timeout: 20_000 });
}

export async function openMenu(page: Page, entry: string): Promise<void> {
	await page.getByRole("button", { name: "Your account" }).click();
	await page.getByRole("menuitem", { name: entry }).click();
}
