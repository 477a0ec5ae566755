/* The pictures of people and settings, in every look, Arabic too: there nothing is found by its words. Not a test: they are looked at. */
import { fileURLToPath } from "node:url";

import type { Connection, Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { allLooks, everyLook, shoot } from "./support/looks";

test.describe.configure({ mode: "serial" });
test.setTimeout(600_000);

const portrait = fileURLToPath(new URL("../../frontend/public/icon-512.png", import.meta.url));
let ada: Person;
let host: Connection;
const others: Connection[] = [];

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator("ada", "Ada Lovelace");
	host = await ada.connect();
	await ada.another();
	const people: [string, string][] = [
		["grace", "Grace Hopper"],
		["omar", "عمر الخيام"],
		["bartholomew-ign", "Bartholomew Ignatius Featherstonehaugh-Cholmondeley III"],
	];
	const talk = [
		"صباح الخير يا Ada! هل قرأت `README.md`؟",
		"Good morning, عمر. I have, all of it: https://example.org/handbook",
		"Und ich auch.",
	];
	for (const [at, [name, display]] of people.entries()) {
		const other = await (await stage.guestOf(host, name, display)).connect();
		other.client.outbox.add(1, talk[at] ?? "");
		await host.event({ action: "printMessage", content: talk[at] ?? "" });
		others.push(other);
	}
	await others[1]?.client.request("setStatus", { emoji: "🌴", text: "في إجازة حتى الاثنين" });
	await others[1]?.client.request("setUserProfile", {
		city: "نيسابور",
		name: "عمر",
		surname: "الخيام",
		contacts: "omar@example.org",
	});
	await host.client.request("setUserProfile", {
		name: "Augusta Ada",
		surname: "King",
		city: "London",
		contacts: "ada@example.org",
		birthday: "1985-12-10",
	});
	await host.client.request("setStatus", {
		emoji: "🗓️",
		text: "In a meeting about the analytical engine",
		until: Date.now() + 3_600_000,
	});
});

test("settings", async ({ visit }) => {
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			for (const subject of ["profile", "appearance", "privacy", "notifications", "security"]) {
				await page.goto(`/settings/${subject}`);
				await expect(page.getByRole("main").getByRole("region").first()).toBeVisible();
				await shoot(page, `40-settings-${subject}`, look);
			}
		},
		allLooks,
	);
});

test("status and picture", async ({ visit }) => {
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
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
		},
		allLooks,
	);
});

test("cards", async ({ visit }) => {
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			await page.goto("/room/1");
			await expect(page.getByRole("article").nth(2)).toBeVisible();
			const writing = setInterval(
				() =>
					others
						.slice(0, 2)
						.forEach(({ client }) => void client.request("showIType", { roomId: 1 })),
				2000,
			);
			await page.waitForTimeout(2500);
			await shoot(page, "45-typing", look);
			for (const at of [1, 2]) {
				await page.getByRole("article").locator("button[aria-haspopup=dialog]").nth(at).click();
				await expect(page.getByRole("dialog").getByRole("term").first()).toBeVisible();
				await shoot(page, `46-card-${at}`, look);
				await page.keyboard.press("Escape");
			}
			clearInterval(writing);
		},
		allLooks,
	);
});

test("choosing people", async ({ visit }) => {
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			await page.goto(look.includes("phone") ? "/" : "/room/1");
			await page
				.getByRole("navigation")
				.getByRole("button", {
					name: look.startsWith("arabic") ? "رسالة مباشرة جديدة" : "New direct message",
				})
				.first()
				.click();
			await page
				.getByRole("dialog")
				.getByRole("combobox")
				.fill(look.startsWith("arabic") ? "عمر" : "g");
			await page.waitForTimeout(600);
			await shoot(page, "47-picker", look);
		},
		allLooks,
	);
});

test("read by", async ({ visit }) => {
	host.client.outbox.add(1, "Who has read this?");
	const { seq } = (await host.event({ action: "printMessage", content: "Who has read this?" })) as {
		seq: number;
	};
	for (const { client } of others) await client.request("setReadPosition", { roomId: 1, seq });
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			await page.goto("/room/1");
			await page.getByRole("article").last().locator("button.read").click();
			await expect(page.getByRole("dialog").getByRole("listitem").first()).toBeVisible();
			await shoot(page, "48-read-by", look);
		},
		allLooks,
	);
});

test("compact", async ({ visit }) => {
	await host.client.request("setSettings", { density: "compact" });
	await everyLook(
		visit,
		{ as: ada },
		async (page, look) => {
			await page.goto("/room/1");
			await expect(page.getByRole("article").nth(2)).toBeVisible();
			await shoot(page, "49-compact", look);
		},
		allLooks,
	);
	await host.client.request("setSettings", { density: "comfortable" });
});
