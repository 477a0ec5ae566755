/* Rooms to join, and invitations to withdraw. */
import type { Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { expectConnected, expectStored, fillAccount, message, say } from "./support/pages";
import { password } from "./support/stage";
import { refusals } from "./support/watch";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let ada: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	stage.addRooms(["garden", "workshop"]);
});

test("a room is found and joined", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/");
	await page.getByRole("button", { name: "Browse rooms" }).first().click();
	const dialog = page.getByRole("dialog", { name: "Browse rooms" });
	await expect(dialog.getByRole("listitem").filter({ hasText: "workshop" })).toContainText("0 members");
	await dialog.getByRole("button", { name: "Join garden" }).click();
	await expect(page).toHaveURL(/\/room\/5001$/);
	await expect(page.getByRole("heading", { name: "garden", exact: true, level: 1 })).toBeVisible();
	await expectConnected(page);
	await say(page, "first words in the garden");
	await expectStored(page, "first words in the garden");
	await page.getByRole("link", { name: "all", exact: true }).click();
	await expect(page.getByRole("heading", { name: "all", exact: true, level: 1 })).toBeVisible();
	await expect(message(page, "first words in the garden")).toHaveCount(0);
	await page.getByRole("button", { name: "Browse rooms" }).click();
	await dialog.getByRole("button", { name: "Open garden" }).click();
	await expect(message(page, "first words in the garden")).toHaveCount(1);
});

test("a room that is not one's own says so", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/room/999");
	await expect(page.getByRole("heading", { name: "This room is not here" })).toBeVisible();
});

test("a withdrawn invitation opens nothing", async ({ visit, watch }) => {
	watch.allow(refusals);
	const { page } = await visit({ as: ada });
	await page.goto("/room/1");
	await page.getByRole("navigation").getByRole("button", { name: "Invite people" }).click();
	await page.getByRole("button", { name: "Create link" }).click();
	const link = await page.getByRole("textbox", { name: "Invitation link" }).inputValue();
	await page.getByRole("button", { name: "Withdraw" }).click();
	await expect(page.getByRole("button", { name: "Withdraw" })).toHaveCount(0);
	await expect(page.getByRole("button", { name: "Create link" })).toBeVisible();

	const visitor = await visit();
	await visitor.page.goto(new URL(link).pathname);
	await expect(
		visitor.page.getByRole("heading", { name: "This invitation no longer works" }),
	).toBeVisible();
});

test("a guest comes into the room of the invitation and cannot invite", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/room/5001");
	await expect(page.getByRole("heading", { name: "garden", level: 1 })).toBeVisible();
	await page.getByRole("navigation").getByRole("button", { name: "Invite people" }).click();
	await expect(page.getByLabel("They also join garden")).toBeChecked();
	await page.getByLabel("They come as guests").check();
	await page.getByRole("button", { name: "Create link" }).click();
	const link = await page.getByRole("textbox", { name: "Invitation link" }).inputValue();

	const guest = await visit();
	await guest.page.goto(new URL(link).pathname);
	await expect(guest.page.getByText("You come as a guest")).toBeVisible();
	await fillAccount(guest.page, { name: "Visitor", password });
	await guest.page.getByRole("button", { name: "Join", exact: true }).click();
	await expect(guest.page.getByRole("link", { name: /^garden/ })).toBeVisible();
	await expect(guest.page.getByRole("button", { name: "Invite people" })).toHaveCount(0);
	await expect(guest.page.getByRole("button", { name: "Browse rooms" })).toHaveCount(0);
	await guest.page.getByRole("link", { name: /^garden/ }).click();
	await expect(message(guest.page, "first words in the garden")).toHaveCount(1);
	await expectConnected(guest.page);
	await say(guest.page, "hello from outside");
	await expect(message(page, "hello from outside")).toContainText("Visitor");
});
