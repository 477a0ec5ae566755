/* The keyboard: the sheet of keys, walking through rooms, the side list with arrows; and typing, which no key disturbs. */
import type { Connection, Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected } from "./support/pages";
import { expectInside, roomLink, roomOf, sideList } from "./support/rooms";
import { castOf, openRoom } from "./support/talk";

test.use({ config: {} });

let ada: Person;
let grace: Person;
let host: Connection;
const rooms: Record<string, number> = {};

test.beforeAll(async ({ stage }) => {
	({ ada, grace, host } = await castOf(stage));
	for (const name of ["attic", "barn", "cellar"])
		rooms[name] = await roomOf(host, 1, name, { users: [grace.userId] });
});

test("the sheet opens with its keys, closes with Esc, and is not in the way of typing", async ({ visit }) => {
	const { page } = await visit({ as: grace });
	const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
	await page.goto("/room/1");
	await expectConnected(page);
	await expect(composer(page)).toBeFocused();
	await page.keyboard.type("really?");
	await expect(composer(page)).toHaveValue("really?");
	await expect(sheet).toHaveCount(0);
	await page.keyboard.press("Control+/");
	await expect(sheet).toContainText("Jump to a room or a person");
	await expectAccessible(page, "the sheet");
	await page.keyboard.press("Escape");
	await expect(sheet).toHaveCount(0);
	await roomLink(page, "attic").focus();
	await page.keyboard.press("?");
	await expect(sheet).toBeVisible();
});

test("from room to room, and to what is new, without leaving the keyboard", async ({ visit }) => {
	const page = await openRoom(visit, grace);
	await page.keyboard.press("Alt+ArrowDown");
	await expectInside(page, "attic");
	await expect(composer(page)).toBeFocused();
	await page.keyboard.type("typed ");
	await page.keyboard.press("Alt+ArrowUp");
	await expectInside(page, "all");
	await page.keyboard.press("Alt+ArrowUp");
	await expectInside(page, "cellar");
	await page.keyboard.press("Alt+ArrowDown");
	await expectInside(page, "all");
	host.client.outbox.add(rooms["barn"] ?? 0, "new here");
	await expect(roomLink(page, "barn")).toContainText("one unread message");
	await page.keyboard.press("Alt+Shift+ArrowDown");
	await expectInside(page, "barn");
	await expect(roomLink(page, "attic")).toContainText("Unsent draft");
});

test("the side list is one stop, walked with arrows", async ({ visit }) => {
	const page = await openRoom(visit, grace);
	await sideList(page).getByRole("button", { name: "Jump to…" }).focus();
	await page.keyboard.press("Tab");
	await expect(page.getByRole("button", { name: "Add to Rooms" })).toBeFocused();
	await page.keyboard.press("Tab");
	await expect(roomLink(page, "all")).toBeFocused();
	await page.keyboard.press("ArrowDown");
	await expect(roomLink(page, "attic")).toBeFocused();
	await page.keyboard.press("End");
	await page.keyboard.press("Home");
	const header = sideList(page).getByRole("button", { name: "Rooms", exact: true });
	await expect(header).toBeFocused();
	await page.keyboard.press("ArrowLeft");
	await expect(header).toHaveAttribute("aria-expanded", "false");
	await expect(roomLink(page, "attic")).toHaveCount(0);
	await page.keyboard.press("ArrowRight");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await expectInside(page, "attic");
});

test("a room is made, filled and left without a pointer", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	const press = async (...keys: string[]): Promise<void> => {
		for (const key of keys) await page.keyboard.press(key);
	};
	await page.goto("/room/1");
	await expectConnected(page);
	await page.getByRole("button", { name: "Add to Rooms" }).focus();
	await press("Enter");
	await expect(page.getByRole("menuitem", { name: "New room" })).toBeFocused();
	await press("Enter");
	await expect(page.getByLabel("Name of the room")).toBeFocused();
	await page.keyboard.type("by keys");
	await press("Tab", "Tab", "Tab");
	await expect(page.getByRole("combobox", { name: "Who comes in at once" })).toBeFocused();
	await page.keyboard.type("Grace");
	await expect(page.getByRole("option", { name: "Grace" })).toBeVisible();
	await press("ArrowDown", "Enter");
	await page.getByRole("button", { name: "Create room" }).focus();
	await press("Enter");
	await expectInside(page, "by keys");
	await page.getByRole("button", { name: "2 members" }).focus();
	await press("Enter");
	const pane = page.getByRole("complementary", { name: "2 members" });
	await expect(pane.getByRole("heading")).toBeFocused();
	await press("Escape");
	await expect(page.getByRole("button", { name: "2 members" })).toBeFocused();
	await page.getByRole("button", { name: "Room settings" }).focus();
	await press("Enter");
	await page.getByRole("button", { name: "Leave room" }).focus();
	await press("Enter");
	await page
		.getByRole("dialog", { name: "Leave room" })
		.getByRole("button", { name: "Leave room" })
		.focus();
	await press("Enter");
	await expectInside(page, "all");
});
