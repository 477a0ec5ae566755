/* The pictures of people and settings, in every look, Arabic too: there nothing is found by its words. Not a test: they are looked at. */
import { fileURLToPath } from "node:url";

import type { Connection, Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { allLooks, everyLook, shoot } from "./support/looks";

test.describe.configure({ mode: "serial" });
test.setTimeout(240_000);

const portrait = fileURLToPath(new URL("../../frontend/public/icon-512.png", import.meta.url));
let ada: Person;
let host: Connection;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator("ada", "Ada Lovelace");
	host = await ada.connect();
	await ada.another();
	const people: [string, string][] = [
		["grace", "Grace Hopper"],
		["omar", "عمر الخيام"],
		["bartholomew-ign", "Bartholomew Ignatius Featherstonehaugh-Cholmondeley III"],
	];
	for (const [name, display] of people) await (await stage.guestOf(host, name, display)).connect();
	await host.client.request("setUserProfile", { name: "Augusta Ada", surname: "King", city: "London", contacts: "ada@example.org", birthday: "1985-12-10" });
	await host.client.request("setStatus", { emoji: "🗓️", text: "In a meeting about the analytical engine", until: Date.now() + 3_600_000 });
});

test("settings", async ({ visit }) => {
	await everyLook(visit, { as: ada }, async (page, look) => {
		for (const subject of ["profile", "appearance", "privacy", "notifications", "security"]) {
			await page.goto(`/settings/${subject}`);
			await expect(page.getByRole("main").getByRole("region").first()).toBeVisible();
			await shoot(page, `40-settings-${subject}`, look);
		}
	}, allLooks);
});

test("status and picture", async ({ visit }) => {
	await everyLook(visit, { as: ada }, async (page, look) => {
		await page.goto("/settings/profile");
		await page.getByRole("main").locator("button[aria-haspopup=dialog]").click();
		await expect(page.getByRole("dialog")).toBeVisible();
		await shoot(page, "41-status", look);
		await page.getByRole("dialog").getByRole("textbox").fill("");
		await shoot(page, "42-status-suggestions", look);
		await page.getByRole("dialog").locator("button[aria-expanded]").first().click();
		await page.waitForTimeout(500);
		await shoot(page, "43-status-emoji", look);
		await page.keyboard.press("Escape");
		await page.keyboard.press("Escape");
		await page.locator("input[type=file]").setInputFiles(portrait);
		await expect(page.getByRole("dialog").getByRole("application")).toBeVisible();
		await shoot(page, "44-picture", look);
		await page.keyboard.press("Escape");
	}, allLooks);
});
