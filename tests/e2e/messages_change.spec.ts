/* What becomes of messages that were written: edited, deleted, reacted to, pinned; seen by both at once. */
import { expect, test } from "./support/fixtures";
import { composer, expectStored, message, say } from "./support/pages";
import { enter, roomOf } from "./support/rooms";
import { castOf, doWith, openRoom, post, type Cast } from "./support/talk";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let cast: Cast;

test.beforeAll(async ({ stage }) => {
	cast = await castOf(stage);
});

test("an edit is seen by both, with its mark, and its author sees what was there before", async ({
	visit,
}) => {
	const ada = await openRoom(visit, cast.ada);
	const grace = await openRoom(visit, cast.grace);
	await say(grace, "with a mistak");
	await expectStored(grace, "with a mistak");
	await expect(message(ada, "with a mistak")).toBeVisible();
	await composer(grace).press("ArrowUp");
	await expect(composer(grace)).toHaveValue("with a mistak");
	await composer(grace).fill("without a mistake");
	await composer(grace).press("Enter");
	for (const page of [ada, grace])
		await expect(message(page, "without a mistake")).toContainText("(edited)");
	await expect(message(ada, "with a mistak").filter({ hasNotText: "without" })).toHaveCount(0);
	await message(grace, "without a mistake")
		.getByRole("button", { name: /^Edited/ })
		.click();
	const dialog = grace.getByRole("dialog", { name: "Earlier texts" });
	await expect(dialog.getByText("with a mistak", { exact: true })).toBeVisible();
	await grace.keyboard.press("Escape");
	await expect(dialog).toBeHidden();
});

test("Esc leaves an edit, and the draft is there again", async ({ visit }) => {
	const grace = await openRoom(visit, cast.grace);
	await composer(grace).fill("a draft");
	await doWith(grace, "without a mistake", "Edit");
	await expect(composer(grace)).toHaveValue("without a mistake");
	await composer(grace).press("Escape");
	await expect(composer(grace)).toHaveValue("a draft");
	await composer(grace).fill("");
});

test("a change that was not sent is there again when one comes back from another room", async ({ visit }) => {
	await roomOf(cast.host, 1, "workshop", { users: [cast.grace.userId] });
	const grace = await openRoom(visit, cast.grace);
	await say(grace, "to be continud");
	await expectStored(grace, "to be continud");
	await composer(grace).press("ArrowUp");
	await composer(grace).fill("to be continued");
	await enter(grace, "workshop");
	await expect(composer(grace)).toHaveValue("");
	await enter(grace, "all");
	await expect(composer(grace)).toHaveValue("to be continued");
	await expect(composer(grace)).toBeFocused();
	await expect(grace.getByText("Editing your message")).toBeVisible();
	await composer(grace).press("End");
	await composer(grace).press("Enter");
	await expect(message(grace, "to be continued")).toContainText("(edited)");
});

test("the message one answers is there again when one comes back from another room", async ({ visit }) => {
	await roomOf(cast.host, 1, "garden", { users: [cast.grace.userId] });
	await post(cast.host, "who has the key?");
	const grace = await openRoom(visit, cast.grace);
	await doWith(grace, "who has the key?", "Quote");
	await composer(grace).fill("I do");
	await enter(grace, "garden");
	await expect(grace.getByText(/^Answering/)).toBeHidden();
	await enter(grace, "all");
	await expect(grace.getByText(/^Answering/)).toBeVisible();
	await expect(composer(grace)).toHaveValue("I do");
	await composer(grace).press("Enter");
	const answer = message(grace, "I do").getByRole("button", { name: /^In answer to .*who has the key\?/ });
	await expect(answer).toBeVisible();
	await enter(grace, "garden");
	await enter(grace, "all");
	await expect(grace.getByText(/^Answering/)).toBeHidden();
});

test("a deleted message leaves a tombstone for both, also after a reload", async ({ visit }) => {
	const ada = await openRoom(visit, cast.ada);
	const grace = await openRoom(visit, cast.grace);
	await say(grace, "never mind this");
	await expectStored(grace, "never mind this");
	await doWith(grace, "never mind this", "Delete");
	const dialog = grace.getByRole("dialog", { name: "Delete this message?" });
	await expect(dialog).toContainText("never mind this");
	await dialog.getByRole("button", { name: "Delete", exact: true }).click();
	for (const page of [ada, grace]) {
		await expect(message(page, "This message was deleted.")).toBeVisible();
		await expect(message(page, "never mind this")).toHaveCount(0);
	}
	await ada.reload();
	await expect(message(ada, "This message was deleted.")).toBeVisible();
});

test("reactions are counted for both, say whose they are, and are toggled by the keyboard", async ({
	visit,
}) => {
	const ada = await openRoom(visit, cast.ada);
	const grace = await openRoom(visit, cast.grace);
	await say(ada, "tea or coffee?");
	await expectStored(ada, "tea or coffee?");
	await doWith(grace, "tea or coffee?", "React");
	await grace.getByRole("searchbox", { name: "Find an emoji" }).fill("hot beverage");
	await expect(grace.getByRole("button", { name: "hot beverage" })).toBeVisible();
	await grace.keyboard.press("Enter");
	const onAda = message(ada, "tea or coffee?").getByRole("button", { name: "☕: Grace Hopper" });
	await expect(onAda).toHaveText("☕1");
	await onAda.focus();
	await ada.keyboard.press("Enter");
	const both = message(grace, "tea or coffee?").getByRole("button", { name: "☕: you and Ada Lovelace" });
	await expect(both).toHaveText("☕2");
	await expect(both).toHaveAttribute("aria-pressed", "true");
	await both.click();
	await expect(
		message(ada, "tea or coffee?").getByRole("button", { name: "☕: you", exact: true }),
	).toHaveText("☕1");
	await ada.keyboard.press("Space");
	await expect(message(grace, "tea or coffee?").getByRole("group", { name: "Reactions" })).toHaveCount(0);
});

test("a pinned message is in the list of everybody, and leads to its place", async ({ visit }) => {
	const ada = await openRoom(visit, cast.ada);
	const grace = await openRoom(visit, cast.grace);
	await say(ada, "the door code is 1843");
	await expectStored(ada, "the door code is 1843");
	for (let n = 0; n < 30; n++) await post(cast.host, `chatter ${n}`);
	await expect(message(grace, "chatter 29")).toBeVisible();
	await doWith(grace, "chatter 29", "Pin");
	await expect(grace.getByText("Grace Hopper pinned a message")).toBeVisible();
	await grace.getByRole("button", { name: "Pinned messages" }).click();
	const pane = grace.getByRole("complementary", { name: "Pinned messages" });
	const pinned = (text: string) => pane.getByRole("article").filter({ hasText: text });
	await expect(pinned("chatter 29")).toBeVisible();
	const id = await post(cast.host, "another one for the wall");
	await cast.host.client.request("setPinned", { id, on: true });
	await expect(pane.getByRole("article").first()).toContainText("another one for the wall");
	await pinned("another one").getByRole("button", { name: "Unpin" }).click();
	await expect(pinned("another one")).toHaveCount(0);
	await pinned("chatter 29").getByRole("button", { name: "Show in the room" }).click();
	await expect(message(grace, "chatter 29").first()).toBeInViewport();
});

test("a change that the server refuses is taken back, and says why", async ({ visit }) => {
	const id = await post(cast.host, "only for moderators to delete");
	const grace = await openRoom(visit, cast.grace);
	await expect(message(grace, "only for moderators")).toBeVisible();
	await message(grace, "only for moderators").hover();
	await message(grace, "only for moderators").getByRole("button", { name: "More", exact: true }).click();
	await expect(grace.getByRole("menuitem", { name: "Delete" })).toHaveCount(0);
	await grace.keyboard.press("Escape");
	await cast.host.client.request("editMessage", { id, content: null });
	await expect(message(grace, "only for moderators")).toHaveCount(0);
});

test("a message is reached and handled by the keyboard alone", async ({ visit }) => {
	const grace = await openRoom(visit, cast.grace);
	await say(grace, "by keyboard");
	await expectStored(grace, "by keyboard");
	await grace.getByRole("region", { name: "Messages", exact: true }).focus();
	await grace.keyboard.press("ArrowUp");
	await expect(message(grace, "by keyboard")).toBeFocused();
	await grace.keyboard.press("Enter");
	await expect(grace.getByRole("dialog", { name: "Message actions" })).toBeVisible();
	await grace.keyboard.press("Escape");
	await expect(message(grace, "by keyboard")).toBeFocused();
	await grace.keyboard.press("e");
	await expect(composer(grace)).toBeFocused();
	await grace.keyboard.press("End");
	await grace.keyboard.type(" alone");
	await grace.keyboard.press("Enter");
	await expect(message(grace, "by keyboard alone")).toContainText("(edited)");
});
