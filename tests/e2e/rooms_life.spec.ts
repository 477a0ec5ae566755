/* A room's life, by two people who see it at once: made, filled, renamed, moved, handed over, silent, left, deleted. */
import type { Connection, Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, expectStored, message, say } from "./support/pages";
import {
	choose,
	enter,
	expectInside,
	groupOf,
	openMembers,
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

test("a room is made with people in it, who see it at once", async ({ visit }) => {
	const a = await visit({ as: grace });
	const b = await visit({ as: linus });
	await a.page.goto("/room/1");
	await b.page.goto("/room/1");
	await expectConnected(b.page);
	await a.page.getByRole("button", { name: "Add to Rooms" }).click();
	await a.page.getByRole("menuitem", { name: "New room" }).click();
	const dialog = a.page.getByRole("dialog", { name: "New room in all" });
	await dialog.getByLabel("Name of the room").fill("garden");
	await choose(a.page, "Who comes in at once", "Linus");
	await expectAccessible(a.page, "new room");
	await dialog.getByRole("button", { name: "Create room" }).click();
	await expectInside(a.page, "garden");
	await say(a.page, "the tulips are out");
	await expectStored(a.page, "the tulips are out");
	await expect(roomLink(b.page, "garden")).toContainText("one unread message");
	await enter(b.page, "garden");
	await expect(message(b.page, "the tulips are out")).toContainText("Grace Hopper");
	await expect(b.page.getByRole("button", { name: "2 members" })).toBeVisible();
	const settings = await openSettings(b.page);
	await expect(settings.getByLabel("Name of the room")).toHaveCount(0);
	await expect(settings.getByRole("button", { name: "Delete room" })).toHaveCount(0);
});

test("two rooms of a group do not have one name", async ({ visit, watch }) => {
	watch.allow(/status of 4/);
	const { page } = await visit({ as: grace });
	await page.goto("/room/1");
	await page.getByRole("button", { name: "Add to Rooms" }).click();
	await page.getByRole("menuitem", { name: "New room" }).click();
	await page.getByLabel("Name of the room").fill("garden");
	await page.getByRole("button", { name: "Create room" }).click();
	await expect(page.getByText("This name is taken.")).toBeVisible();
});

test("its admin renames it, moves it and makes it an announcement room; everybody sees that", async ({
	visit,
}) => {
	const { channelId } = await groupOf(host, "Design", [grace.userId, linus.userId]);
	const roomId = await roomOf(host, channelId, "plans", {
		users: [grace.userId, linus.userId],
		isOpen: true,
	});
	const a = await visit({ as: ada });
	const b = await visit({ as: grace });
	await a.page.goto(`/room/${roomId}`);
	await b.page.goto(`/room/${roomId}`);
	await expectConnected(a.page);
	await expectConnected(b.page);
	await expect(composer(b.page)).toBeVisible();
	const dialog = await openSettings(a.page);
	await dialog.getByLabel("Name of the room").fill("great plans");
	await dialog.getByLabel("Announcements only").check();
	await expectAccessible(a.page, "room settings");
	await dialog.getByRole("button", { name: "Save" }).click();
	await expect(dialog.getByText("Saved.")).toBeVisible();
	await expectInside(b.page, "great plans");
	await expect(b.page.getByText("Ada Lovelace and the administrators write here.")).toBeVisible();
	await expect(composer(b.page)).toHaveCount(0);
	await expect(composer(a.page)).toHaveCount(1);

	await dialog.getByLabel("Announcements only").uncheck();
	await dialog.getByLabel("Group").selectOption("all");
	await expect(dialog.getByText("Members who are not in the new group leave the room.")).toBeVisible();
	await dialog.getByRole("button", { name: "Save" }).click();
	await expect(composer(b.page)).toBeVisible();
	await expect(
		sideList(b.page).getByRole("region", { name: "all" }).getByText("great plans"),
	).toBeVisible();
	await expect(
		sideList(b.page).getByRole("region", { name: "Design" }).getByText("great plans"),
	).toHaveCount(0);
});

test("people are added, made admin and taken out; who is thrown out of the open room is told and gets nothing more", async ({
	visit,
}) => {
	const roomId = await roomOf(host, 1, "attic");
	const a = await visit({ as: ada });
	const b = await visit({ as: grace });
	await b.page.goto("/room/1");
	await a.page.goto(`/room/${roomId}`);
	await expectConnected(a.page);
	const members = await openMembers(a.page);
	await members.getByRole("button", { name: "Add people" }).click();
	await choose(a.page, "Who comes in?", "Grace");
	await a.page.getByRole("button", { name: "Add", exact: true }).click();
	await expect(a.page.getByText("One person came into attic.")).toBeVisible();
	await expect(members.getByRole("listitem").filter({ hasText: "Grace Hopper" })).toBeVisible();
	await enter(b.page, "attic");

	await members.getByRole("button", { name: "Actions for Grace Hopper" }).click();
	await expectAccessible(a.page, "members with a menu");
	await a.page.getByRole("menuitem", { name: "Make admin" }).click();
	await a.page.getByRole("dialog").getByRole("button", { name: "Make admin" }).click();
	await expect(members.getByRole("listitem").filter({ hasText: "Grace Hopper" })).toContainText("Admin");
	const theirs = await openSettings(b.page);
	await expect(theirs.getByLabel("Name of the room")).toHaveValue("attic");
	await b.page.keyboard.press("Escape");

	await host.client.request("saveRoomSettings", { roomId, roomCreatorId: ada.userId });
	await members.getByRole("button", { name: "Actions for Grace Hopper" }).click();
	await a.page.getByRole("menuitem", { name: "Remove" }).click();
	await expect(a.page.getByRole("dialog")).toContainText(
		"Grace Hopper can no longer read or write in attic.",
	);
	await a.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
	await expectInside(b.page, "all");
	await expect(b.page.getByText("You are no longer a member of attic.")).toBeVisible();
	await expect(roomLink(b.page, "attic")).toHaveCount(0);
	await say(a.page, "now we are alone");
	await expectStored(a.page, "now we are alone");
	await b.page.goto(`/room/${roomId}`);
	await expect(b.page.getByRole("heading", { name: "This room is not here" })).toBeVisible();
});

test("a room is left and joined again", async ({ visit }) => {
	const roomId = await roomOf(host, 1, "kitchen", { users: [grace.userId], isOpen: true, isVisible: true });
	const page = await openRoom(visit, grace, `/room/${roomId}`);
	const dialog = await openSettings(page);
	await dialog.getByRole("button", { name: "Leave room" }).click();
	await expect(page.getByText("You can join again at any time.")).toBeVisible();
	await page
		.getByRole("dialog", { name: "Leave room" })
		.getByRole("button", { name: "Leave room" })
		.click();
	await expectInside(page, "all");
	await expect(page.getByText("You are no longer a member")).toHaveCount(0);
	await sideList(page).getByRole("button", { name: "Browse rooms" }).click();
	await page.getByRole("button", { name: "Join kitchen" }).click();
	await expectInside(page, "kitchen");
});

test("a room is deleted after its name was typed; whoever is in it is told", async ({ visit }) => {
	const roomId = await roomOf(host, 1, "shed", { users: [linus.userId] });
	const a = await visit({ as: ada });
	const b = await visit({ as: linus });
	await a.page.goto(`/room/${roomId}`);
	await b.page.goto(`/room/${roomId}`);
	await expectConnected(a.page);
	await expectConnected(b.page);
	const dialog = await openSettings(a.page);
	await dialog.getByRole("button", { name: "Delete room" }).click();
	const question = a.page.getByRole("dialog", { name: "Delete room" });
	await expect(question.getByRole("button", { name: "Delete" })).toBeDisabled();
	await question.getByLabel("Type shed to confirm").fill("shed");
	await expectAccessible(a.page, "typed confirmation");
	await question.getByRole("button", { name: "Delete" }).click();
	await expectInside(a.page, "all");
	await expect(a.page.getByText("was deleted")).toHaveCount(0);
	await expectInside(b.page, "all");
	await expect(b.page.getByText("The room shed was deleted.")).toBeVisible();
	await expect(roomLink(b.page, "shed")).toHaveCount(0);
});

test("what one is told of is one's own, and the same on another device", async ({ visit }) => {
	const roomId = await roomOf(host, 1, "cellar", { users: [grace.userId] });
	const a = await visit({ as: grace });
	const b = await visit({ as: await grace.another() });
	await a.page.goto(`/room/${roomId}`);
	await b.page.goto("/room/1");
	await expectConnected(a.page);
	await expectConnected(b.page);
	const dialog = await openSettings(a.page);
	await dialog.getByText("Nothing", { exact: true }).click();
	await expect(roomLink(b.page, "cellar")).toContainText("Muted");
	await dialog.getByRole("slider", { name: "Volume of its sound" }).isDisabled();
	await dialog.getByText("All messages").click();
	await expect(roomLink(b.page, "cellar")).not.toContainText("Muted");
	await dialog.getByRole("slider", { name: "Volume of its sound" }).fill("80");
	await expect
		.poll(async () => (await roomsOf(grace)).find((room) => room.roomId === roomId)?.volume)
		.toBe(80);
});

async function roomsOf(person: Person): Promise<{ roomId: number; volume: number }[]> {
	const connection = await person.connect();
	const rooms = connection.first["rooms"] as { roomId: number; volume: number }[];
	connection.stop();
	return rooms;
}
