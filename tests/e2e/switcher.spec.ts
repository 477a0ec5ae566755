/* The quick switcher: a key, a few letters, Enter. */
import type { Connection, Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { phone } from "./support/looks";
import { composer, expectConnected } from "./support/pages";
import { directOf, expectInside, groupOf, roomLink, roomOf } from "./support/rooms";
import { openRoom, trioOf } from "./support/talk";

test.use({ config: {} });

let ada: Person;
let grace: Person;
let host: Connection;

test.beforeAll(async ({ stage }) => {
	({ ada, grace, host } = await trioOf(stage));
	const { channelId } = await groupOf(host, "Design", [grace.userId]);
	await roomOf(host, channelId, "garden", { users: [grace.userId] });
	await roomOf(host, channelId, "annex", { isOpen: true, isVisible: true });
	await directOf(host, grace.userId);
});

test("by the keyboard alone: to a room, back to the last one, to a person, into a room that is joined", async ({
	visit,
}) => {
	const { page } = await visit({ as: grace });
	const field = page.getByRole("combobox", { name: "Jump to a room or a person" });
	const jump = async (letters: string): Promise<void> => {
		await page.keyboard.press("Control+k");
		await expect(field).toBeFocused();
		await page.keyboard.type(letters);
	};
	await page.goto("/room/1");
	await expectConnected(page);
	await expect(composer(page)).toBeFocused();
	await jump("gdn");
	await expect(page.getByRole("option", { selected: true })).toContainText("garden");
	await page.keyboard.press("Enter");
	await expectInside(page, "garden");
	await expect(composer(page)).toBeFocused();

	await page.keyboard.press("Control+k");
	await expect(page.getByRole("option", { selected: true })).toContainText("all");
	await page.keyboard.press("Enter");
	await expectInside(page, "all");

	await jump("lin");
	await expect(page.getByRole("option", { name: "Linus" })).toBeVisible();
	await page.keyboard.press("Enter");
	await expectInside(page, "Linus");
	await expect(roomLink(page, "Linus")).toBeVisible();

	await jump("annex");
	await expect(page.getByRole("option", { name: /annex/ })).toContainText("Join in Design");
	await page.keyboard.press("Enter");
	await expectInside(page, "annex");

	await jump("");
	await page.keyboard.press("Escape");
	await expect(field).toHaveCount(0);
	await expect(composer(page)).toBeFocused();
});

test("with the pointer, and nothing found", async ({ visit }) => {
	const page = await openRoom(visit, ada);
	await page.getByRole("button", { name: "Jump to…" }).click();
	await expectAccessible(page, "switcher");
	await page.getByRole("combobox").fill("qqqq");
	await expect(page.getByText("Nothing by that name.")).toBeVisible();
	await page.getByRole("combobox").fill("gard");
	await page.getByRole("option", { name: /garden/ }).click();
	await expectInside(page, "garden");
});

test("on a phone", async ({ visit }) => {
	const { page } = await visit({ as: ada, context: phone });
	await page.goto("/");
	await page.getByRole("button", { name: "Jump to…" }).tap();
	await page.getByRole("combobox").fill("grace");
	await expectAccessible(page, "switcher on a phone");
	await page.getByRole("option", { name: /Grace/ }).tap();
	await expectInside(page, "Grace Hopper");
});
