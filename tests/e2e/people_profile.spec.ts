/* What one says of oneself, and what others see of it at once: names, status, picture. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { composer, openMenu, say } from "./support/pages";
import { openRoom } from "./support/talk";
import { refusals } from "./support/watch";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

const portrait = fileURLToPath(new URL("../../frontend/public/icon-512.png", import.meta.url));
let ada: Person;
let grace: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	const host = await ada.connect();
	grace = await stage.guestOf(host, "grace", "Grace Hopper");
	const guest = await grace.connect();
	guest.client.outbox.add(1, "Good morning.");
	await host.event({ action: "printMessage", content: "Good morning." });
	guest.stop();
	host.stop();
});

test("a profile is filled in and read by somebody else", async ({ visit }) => {
	const { page } = await visit({ as: grace });
	await page.goto("/settings/profile");
	await page.getByLabel("First name").fill("Grace Brewster");
	await page.getByLabel("Last name").fill("Murray");
	await page.getByLabel("City").fill("Arlington");
	await page.getByLabel("How to reach you").fill("Room 4, first floor");
	await page.getByLabel("Birthday").fill("1986-12-09");
	await page.getByRole("button", { name: "Save" }).click();
	await expect(page.getByText("Your profile is saved.")).toBeVisible();
	await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
	await page.reload();
	await expect(page.getByLabel("City")).toHaveValue("Arlington");
	const other = await visit({ as: ada });
	await other.page.goto("/room/1");
	await other.page.getByRole("button", { name: "About Grace Hopper" }).first().click();
	const card = other.page.getByRole("dialog", { name: "Grace Hopper" });
	for (const text of [
		"Grace Brewster Murray",
		"Arlington",
		"Room 4, first floor",
		"9 December 1986",
		"@grace",
	]) {
		await expect(card.getByText(text)).toBeVisible();
	}
	await expectAccessible(other.page, "card");
});

test("a name is needed, and a birthday lies in the past", async ({ visit }) => {
	const { page } = await visit({ as: grace });
	await page.goto("/settings/profile");
	await page.getByLabel("Your name").fill("");
	await expect(page.getByText("Please say how others should call you.")).toBeVisible();
	await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
	await page.getByLabel("Your name").fill("Grace Hopper");
	await page.getByLabel("Birthday").fill("2999-01-01");
	await page.getByRole("button", { name: "Save" }).click();
	expect(
		await page.getByLabel("Birthday").evaluate((field: HTMLInputElement) => field.validity.rangeOverflow),
	).toBe(true);
	await expect(page.getByText("Your profile is saved.")).toBeHidden();
});

test("a status is set from the menu, seen by others, and taken back", async ({ visit }) => {
	const other = await openRoom(visit, ada);
	const { page } = await visit({ as: grace });
	await page.goto("/room/1");
	await openMenu(page, "Set a status");
	await expectAccessible(page, "status");
	await page.getByRole("button", { name: "Taking a break" }).click();
	await expect(page.getByLabel("Clear after")).toHaveValue("halfHour");
	await page.getByLabel("What are you up to?").fill("At the sea");
	await page.getByRole("button", { name: "Save" }).click();
	await expect(page.getByRole("dialog")).toBeHidden();
	await expect(page.getByRole("button", { name: "Your account" })).toContainText("At the sea");
	await expect(other.getByRole("img", { name: "At the sea" }).first()).toBeVisible();
	await openMenu(page, "Set a status");
	await expect(page.getByLabel("What are you up to?")).toHaveValue("At the sea");
	await expect(page.getByLabel("Clear after")).toHaveValue("keep");
	await page.getByRole("button", { name: "Choose an emoji" }).click();
	await page.getByPlaceholder("Find an emoji").fill("anchor");
	await expect(page.getByRole("button", { name: "anchor" })).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(page.getByRole("button", { name: "Choose an emoji" })).toHaveText("⚓");
	await page.getByRole("button", { name: "Save" }).click();
	await expect(page.getByRole("dialog")).toBeHidden();
	await openMenu(page, "Set a status");
	await page.getByRole("button", { name: "Clear the status" }).click();
	await expect(other.getByRole("img", { name: "At the sea" })).toHaveCount(0);
});

test("a picture is chosen, cropped by the keyboard, sent and seen", async ({ visit }) => {
	const other = await openRoom(visit, ada);
	const { page } = await visit({ as: grace });
	await page.goto("/settings/profile");
	await page.locator("input[type=file]").setInputFiles(portrait);
	const stage = page.getByRole("application");
	await expect(stage).toBeFocused();
	await expectAccessible(page, "crop");
	const before = await stage.screenshot();
	for (const key of ["+", "+", "+", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
	await expect(page.getByRole("slider", { name: "Zoom" })).not.toHaveValue("0");
	expect((await stage.screenshot()).equals(before)).toBe(false);
	await page.getByRole("button", { name: "Use this part" }).click();
	await expect(page.getByText("Your new picture is there.")).toBeVisible();
	await expect(page.getByRole("main").locator("img[src^='/photo/']")).toBeVisible();
	await expect(other.getByRole("article").locator("img[src^='/photo/']").first()).toBeVisible();
	await page.getByRole("button", { name: "Remove" }).click();
	await expect(page.getByText("Your picture is removed.")).toBeVisible();
	await expect(other.getByRole("article").locator("img")).toHaveCount(0);
});

test("a picture is dropped and pasted; what is none is refused; sending is called off", async ({
	visit,
	watch,
}) => {
	watch.allow(refusals, /net::ERR_/);
	const { page } = await visit({ as: grace });
	await page.goto("/settings/profile");
	await page
		.locator("input[type=file]")
		.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
	await expect(page.getByText("This is not a picture that can be read here.")).toBeVisible();
	const bytes = [...readFileSync(portrait)];
	for (const kind of ["drop", "paste"] as const) {
		await page.getByRole("button", { name: "Choose a picture" }).evaluate(
			(button, [how, data]) => {
				const transfer = new DataTransfer();
				transfer.items.add(
					new File([new Uint8Array(data as number[])], "me.png", { type: "image/png" }),
				);
				const options = { bubbles: true, cancelable: true };
				const event =
					how === "drop"
						? new DragEvent("drop", { ...options, dataTransfer: transfer })
						: new ClipboardEvent("paste", { ...options, clipboardData: transfer });
				button.dispatchEvent(event);
			},
			[kind, bytes] as const,
		);
		await expect(page.getByRole("application")).toBeVisible();
		await page.keyboard.press("Escape");
		await expect(page.getByRole("application")).toBeHidden();
	}
	await page.route("**/api/upload_profile_image", () => new Promise(() => undefined));
	await page.locator("input[type=file]").setInputFiles(portrait);
	await page.getByRole("button", { name: "Use this part" }).click();
	await expect(page.getByRole("progressbar")).toBeVisible();
	await page.getByRole("button", { name: "Cancel" }).click();
	await expect(page.getByRole("progressbar")).toBeHidden();
	await page.getByRole("button", { name: "Cancel" }).click();
	await expect(page.getByRole("dialog")).toBeHidden();
});

test("from a card one writes to somebody, and mentions them", async ({ visit }) => {
	const page = await openRoom(visit, ada);
	await page.getByRole("button", { name: "About Grace Hopper" }).first().press("Enter");
	await page.getByRole("dialog").getByRole("button", { name: "Mention" }).click();
	await expect(composer(page)).toBeFocused();
	await expect(composer(page)).toHaveValue("@Grace Hopper ");
	await composer(page).pressSequentially("look at this");
	await composer(page).press("Enter");
	await expect(page.getByRole("article").last()).toContainText("look at this");
	await page.getByRole("button", { name: "About Grace Hopper" }).first().press("Enter");
	await page.getByRole("dialog").getByRole("button", { name: "Message" }).click();
	await expect(page.getByRole("heading", { level: 1, name: "Grace Hopper" })).toBeVisible();
	await expect(page.getByRole("dialog")).toBeHidden();
	await say(page, "just between us");
	await expect(page.getByRole("article").last()).toContainText("just between us");
	await page.goBack();
	await page.getByRole("button", { name: "About Grace Hopper" }).first().press("Enter");
	await page.getByRole("dialog").getByRole("button", { name: "Message" }).click();
	await expect(page.getByText("just between us")).toBeVisible();
});
