/* Groups: made with people, changed, left and deleted; and what guests see of all this. */
import type { Connection, Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { expectConnected } from "./support/pages";
import {
	choose,
	enter,
	expectInside,
	groupOf,
	openSettings,
	roomLink,
	roomOf,
	sideList,
} from "./support/rooms";
import { openRoom, trioOf } from "./support/talk";

test.use({ config: {} });

let ada: Person;
let grace: Person;
let linus: Person;
let host: Connection;

test.beforeAll(async ({ stage }) => {
	({ ada, grace, linus, host } = await trioOf(stage));
});

test("a group is made, renamed with its main room, and a room is made in it", async ({ visit }) => {
	const a = await visit({ as: grace });
	const b = await visit({ as: linus });
	await a.page.goto("/room/1");
	await b.page.goto("/room/1");
	await expectConnected(b.page);
	await sideList(a.page).getByRole("button", { name: "New group" }).click();
	await a.page.getByLabel("Name of the group").fill("Desing");
	await choose(a.page, "Who belongs to it", "Linus");
	await expectAccessible(a.page, "new group");
	await a.page.getByRole("button", { name: "Create group" }).click();
	await expectInside(a.page, "Desing");
	await expect(sideList(b.page).getByRole("region", { name: "Desing" })).toBeVisible();

	await a.page.getByRole("button", { name: "Add to Desing" }).click();
	await a.page.getByRole("menuitem", { name: "Group settings" }).click();
	const dialog = a.page.getByRole("dialog", { name: "Settings of Desing" });
	await dialog.getByLabel("Name of the group").fill("Design");
	await dialog.getByRole("button", { name: "Save" }).click();
	await expect(sideList(b.page).getByRole("region", { name: "Design" })).toBeVisible();
	await expect(roomLink(b.page, "Design")).toBeVisible();
	await expectInside(a.page, "Design");
	await a.page.keyboard.press("Escape");

	await b.page.getByRole("button", { name: "Add to Design" }).click();
	await b.page.getByRole("menuitem", { name: "New room" }).click();
	await b.page.getByLabel("Name of the room").fill("colours");
	await b.page.getByRole("button", { name: "Create room" }).click();
	await expectInside(b.page, "colours");
	await expect(sideList(b.page).getByRole("region", { name: "Design" }).getByText("colours")).toBeVisible();
});

test("a group is left after its rooms, and not by its admin", async ({ visit }) => {
	const { channelId, roomId } = await groupOf(host, "Choir", [grace.userId]);
	const songs = await roomOf(host, channelId, "songs", { users: [grace.userId] });
	const admin = await openRoom(visit, ada, `/room/${roomId}`);
	const theirs = await openSettings(admin);
	await expect(theirs.getByText("make somebody else its admin first")).toBeVisible();
	await expect(theirs.getByRole("button", { name: "Leave group" })).toHaveCount(0);

	const page = await openRoom(visit, grace, `/room/${roomId}`);
	const first = await openSettings(page);
	await expect(first.getByText("leave its other rooms first")).toBeVisible();
	await page.keyboard.press("Escape");
	await enter(page, "songs");
	const ofSongs = await openSettings(page);
	await ofSongs.getByRole("button", { name: "Leave room" }).click();
	await page
		.getByRole("dialog", { name: "Leave room" })
		.getByRole("button", { name: "Leave room" })
		.click();
	await expectInside(page, "Choir");
	const second = await openSettings(page);
	await second.getByRole("button", { name: "Leave group" }).click();
	await page
		.getByRole("dialog", { name: "Leave group" })
		.getByRole("button", { name: "Leave group" })
		.click();
	await expectInside(page, "all");
	await expect(sideList(page).getByRole("region", { name: "Choir" })).toHaveCount(0);
	expect(songs).toBeGreaterThan(0);
});

test("a group is deleted with its rooms", async ({ visit }) => {
	const { channelId, roomId } = await groupOf(host, "Mayflies", [linus.userId]);
	const wings = await roomOf(host, channelId, "wings", { users: [linus.userId] });
	const a = await visit({ as: ada });
	const b = await visit({ as: linus });
	await a.page.goto(`/room/${roomId}`);
	await b.page.goto(`/room/${wings}`);
	await expectConnected(a.page);
	await expectConnected(b.page);
	const dialog = await openSettings(a.page);
	await dialog.getByRole("button", { name: "Delete group" }).click();
	await a.page.getByLabel("Type Mayflies to confirm").fill("Mayflies");
	await a.page
		.getByRole("dialog", { name: "Delete group" })
		.getByRole("button", { name: "Delete" })
		.click();
	await expectInside(a.page, "all");
	await expectInside(b.page, "all");
	await expect(sideList(b.page).getByRole("region", { name: "Mayflies" })).toHaveCount(0);
});

test("everybody's group cannot be left or deleted, and closed sections keep what is new", async ({
	visit,
}) => {
	const { channelId } = await groupOf(host, "Closed", [grace.userId]);
	const news = await roomOf(host, channelId, "bulletin", { users: [grace.userId] });
	const page = await openRoom(visit, grace);
	const dialog = await openSettings(page);
	await expect(dialog.getByRole("button", { name: /Leave|Delete/ })).toHaveCount(0);
	await page.keyboard.press("Escape");
	const section = sideList(page).getByRole("region", { name: "Closed" });
	await section.getByRole("button", { name: "Closed", exact: true }).click();
	await expect(section.getByRole("link")).toHaveCount(0);
	host.client.outbox.add(news, "extra, extra");
	await expect(section.getByRole("link")).toHaveCount(1);
	await page.reload();
	await expectConnected(page);
	await expect(section.getByRole("button", { name: "Closed", exact: true })).toHaveAttribute(
		"aria-expanded",
		"false",
	);
});

test("a guest has its rooms and none of the buttons", async ({ stage, visit }) => {
	const { channelId } = await groupOf(host, "Visitors", [linus.userId]);
	const lobby = await roomOf(host, channelId, "lobby");
	const { token } = await host.client.request("createInvitation", {
		guest: true,
		roomIds: [lobby],
		maxUses: 1,
	});
	const { Person } = await import("../contract/harness/person");
	const guest = await new Person(stage.world, "guest-one").register({
		invitation: token,
		displayName: "Guest",
	});
	const { page } = await visit({ as: guest });
	await page.goto("/");
	await expectInside(page, "lobby");
	await expect(
		page.getByRole("button", { name: /New direct message|Add to|Browse rooms|New group|Invite people/ }),
	).toHaveCount(0);
	await page.getByRole("button", { name: /member/ }).click();
	await expect(page.getByRole("complementary")).toContainText("Guest");
	await expect(page.getByRole("button", { name: "Add people" })).toHaveCount(0);
	await expectAccessible(page, "as a guest");
});
