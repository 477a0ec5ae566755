/* Direct rooms: found, made once, hidden, shown again, in the order of their last message; and notes to oneself. */
import type { Connection, Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { expectConnected, expectStored, message, say } from "./support/pages";
import { choose, directOf, enter, expectInside, openSettings, roomLink, sideList } from "./support/rooms";
import { openRoom, trioOf } from "./support/talk";

test.use({ config: {} });

let ada: Person;
let grace: Person;
let linus: Person;
let host: Connection;

test.beforeAll(async ({ stage }) => {
	({ ada, grace, linus, host } = await trioOf(stage));
});

test("somebody is chosen, and both have the room", async ({ visit }) => {
	const a = await visit({ as: ada });
	const b = await visit({ as: grace });
	await a.page.goto("/room/1");
	await b.page.goto("/room/1");
	await expectConnected(b.page);
	await a.page.getByRole("button", { name: "New direct message" }).click();
	await expectAccessible(a.page, "new direct message");
	await choose(a.page, "To whom?", "Grace");
	await expectInside(a.page, "Grace Hopper");
	await expect(a.page.getByText("Only you and Grace Hopper read this.")).toBeVisible();
	await say(a.page, "Lunch?");
	await expectStored(a.page, "Lunch?");
	await expect(roomLink(b.page, "Ada Lovelace")).toContainText("one unread message");
	await enter(b.page, "Ada Lovelace");
	await say(b.page, "Gladly");
	await expect(message(a.page, "Gladly")).toContainText("Grace Hopper");
	await expect(roomLink(b.page, "Ada Lovelace")).not.toContainText("unread");
	await b.page.getByRole("button", { name: "New direct message" }).click();
	await choose(b.page, "To whom?", "Ada");
	await expectInside(b.page, "Ada Lovelace");
	await expect(message(b.page, "Lunch?")).toHaveCount(1);
	await expect(roomLink(b.page, "Ada Lovelace")).toHaveCount(1);
});

test("a hidden one is gone for oneself only, and comes back with the next message", async ({ visit }) => {
	const roomId = await directOf(host, linus.userId);
	const a = await visit({ as: ada });
	const b = await visit({ as: linus });
	await a.page.goto(`/room/${roomId}`);
	await b.page.goto(`/room/${roomId}`);
	await expectConnected(a.page);
	await expectConnected(b.page);
	const dialog = await openSettings(a.page);
	await dialog.getByRole("button", { name: "Hide conversation" }).click();
	await a.page
		.getByRole("dialog", { name: "Hide conversation" })
		.getByRole("button", { name: "Hide conversation" })
		.click();
	await expect(roomLink(a.page, "Linus")).toHaveCount(0);
	await expectInside(a.page, "all");
	await expect(roomLink(b.page, "Ada Lovelace")).toBeVisible();
	await a.page.reload();
	await expectConnected(a.page);
	await expect(roomLink(a.page, "Linus")).toHaveCount(0);
	await say(b.page, "still there?");
	await expect(roomLink(a.page, "Linus")).toContainText("one unread message");
});

test("the last active stands first, also on a device that is new", async ({ visit }) => {
	const withGrace = await directOf(host, grace.userId);
	const withLinus = await directOf(host, linus.userId);
	const names = async (page: Awaited<ReturnType<typeof visit>>["page"]): Promise<string[]> =>
		await sideList(page)
			.getByRole("region", { name: "Direct messages" })
			.locator("a .name")
			.allInnerTexts();
	const page = await openRoom(visit, ada);
	host.client.outbox.add(withLinus, "first");
	await expect.poll(() => names(page)).toEqual(["Linus", "Grace Hopper"]);
	host.client.outbox.add(withGrace, "then");
	await expect.poll(() => names(page)).toEqual(["Grace Hopper", "Linus"]);
	host.client.outbox.add(withLinus, "last");
	await expect.poll(() => names(page)).toEqual(["Linus", "Grace Hopper"]);
	const other = await visit({ as: await ada.another() });
	await other.page.goto("/room/1");
	await expect.poll(() => names(other.page)).toEqual(["Linus", "Grace Hopper"]);
});

test("notes to oneself", async ({ visit }) => {
	const page = await openRoom(visit, grace);
	await page.getByRole("button", { name: "New direct message" }).click();
	await page.getByRole("button", { name: "Write notes to yourself" }).click();
	await expectInside(page, "Notes to yourself");
	await say(page, "buy milk");
	await expectStored(page, "buy milk");
	await page.reload();
	await expect(message(page, "buy milk")).toHaveCount(1);
});
