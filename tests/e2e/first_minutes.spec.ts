/* What one sees when there is little to see: alone on a new server, as a newcomer, as a guest without rooms, at a wrong address, without a connection. */
import { Person } from "../contract/harness/person";
import { expectAccessible } from "./support/axe";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, message, say } from "./support/pages";
import { expectInside, roomLink, sideList } from "./support/rooms";
import { openRoom } from "./support/talk";
import { breaks } from "./support/watch";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let ada: Person;

test("alone: the first thing to press brings people; the next ones are a welcome that teaches, and Echo", async ({
	stage,
	visit,
}) => {
	ada = await stage.administrator();
	const { page } = await visit({ as: ada });
	await page.goto("/");
	await expectInside(page, "all");
	const main = page.getByRole("main");
	await expect(main.getByRole("heading", { name: "Welcome, Ada Lovelace" })).toBeVisible();
	await expect(message(page, "This is the room where everybody is.")).toBeVisible();
	await expectAccessible(page, "alone");
	await main.getByRole("button", { name: "Invite people" }).click();
	await page
		.getByRole("dialog", { name: "Invite people" })
		.getByRole("button", { name: "Create link" })
		.click();
	await expect(page.getByRole("img", { name: "QR code of the invitation link" })).toBeVisible();
	await page.evaluate(() => {
		document.execCommand = () => false;
		Object.defineProperty(navigator, "clipboard", { value: undefined });
	});
	await page.getByRole("button", { name: "Copy" }).click();
	await expect(page.getByRole("dialog").getByRole("alert")).toContainText("did not let us copy");
	await expect(page.getByRole("dialog").getByRole("textbox")).toBeFocused();
	await expectAccessible(page, "a copy that failed");
	await page.keyboard.press("Escape");
	await main.getByRole("button", { name: "What one can do here" }).click();
	await expect(
		page.getByRole("complementary", { name: "Pinned messages" }).getByRole("article"),
	).toHaveCount(1);
	await page.keyboard.press("Escape");
	await main.getByRole("button", { name: "Try it alone: write to Echo" }).click();
	await expectInside(page, "Echo");
	await say(page, "anybody?");
	await expect(page.getByRole("article", { name: "Echo" }).filter({ hasText: "anybody?" })).toBeVisible();
	await expect(roomLink(page, "Echo")).toBeVisible();
});

test("Echo makes something unread, so that one alone sees how that looks", async ({ visit }) => {
	const page = await openRoom(visit, ada);
	await roomLink(page, "Echo").click();
	await expectInside(page, "Echo");
	await say(page, "later");
	await roomLink(page, "all").click();
	await expectInside(page, "all");
	await expect(roomLink(page, "Echo")).toContainText("one unread message", { timeout: 15_000 });
	await page.keyboard.press("Alt+Shift+ArrowDown");
	await expectInside(page, "Echo");
	await expect(roomLink(page, "Echo")).not.toContainText("unread");
});

test("a newcomer finds a room with people, not a lecture", async ({ stage, visit }) => {
	const host = await ada.connect();
	const grace = await stage.guestOf(host, "grace", "Grace Hopper");
	const page = await openRoom(visit, grace);
	await expect(page.getByRole("main").getByRole("heading", { name: "all", level: 2 })).toBeVisible();
	await expect(page.getByText("Everybody on this server is here.")).toBeVisible();
	await expect(page.getByRole("main").getByRole("button", { name: "Invite people" })).toHaveCount(0);
	host.stop();
});

test("a guest who is in no room is told whom to ask", async ({ stage, visit }) => {
	const host = await ada.connect();
	const { token } = await host.client.request("createInvitation", { guest: true, maxUses: 1 });
	const guest = await new Person(stage.world, "guest-two").register({
		invitation: token,
		displayName: "Guest",
	});
	const { page } = await visit({ as: guest });
	await page.goto("/");
	await expect(page.getByRole("heading", { name: "You are in no room yet" })).toBeVisible();
	await expect(page.getByRole("main").getByText("Whoever invited you can put you into one.")).toBeVisible();
	await expect(page.getByRole("button", { name: /Browse rooms|New group|Invite people/ })).toHaveCount(0);
	await expectAccessible(page, "a guest without rooms");
	const { channelId } = await host.client.request("addChannel", { channelName: "Lobby", users: [] });
	const { roomId } = await host.client.request("addRoom", { name: "foyer", channelId, users: [] });
	await host.client.request("inviteUser", { roomId, users: [guest.userId] });
	await expectInside(page, "foyer");
	host.stop();
});

test("a wrong address says so and leads back", async ({ visit }) => {
	const { page } = await visit({ as: ada });
	await page.goto("/room/424242");
	await expect(page.getByRole("heading", { name: "This room is not here" })).toBeVisible();
	await expectAccessible(page, "a room that is not there");
	await page.getByRole("link", { name: "All rooms" }).click();
	await expect(composer(page)).toBeVisible();
});

test("without a connection: what is known is there, what is not can be asked for again", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(breaks);
	const gate = await stage.gate();
	const { page } = await visit({ as: ada, origin: gate.origin });
	await page.goto("/room/1");
	await expectConnected(page);
	// From the second visit on, the client itself is on the device.
	await page.evaluate(async () => void (await navigator.serviceWorker.ready));
	await page.reload();
	await expectConnected(page);
	gate.shut();
	await expect(page.getByText(/connection is lost|Connecting…/)).toBeVisible();
	await expect(message(page, "This is the room where everybody is.")).toBeVisible();
	await page.getByRole("button", { name: /^\d+ members$/ }).click();
	const pane = page.getByRole("complementary", { name: /members/ });
	await expect(pane.getByRole("button", { name: "Try again" })).toBeVisible({ timeout: 20_000 });
	gate.reopen();
	// It waits longer from time to time; the network's own word wakes it, as it does when a cable is back.
	await page.evaluate(() => window.dispatchEvent(new Event("online")));
	await expectConnected(page);
	await expect(pane.getByRole("listitem").filter({ hasText: "Grace Hopper" })).toBeVisible({
		timeout: 20_000,
	});
	await expect(sideList(page).getByRole("link")).not.toHaveCount(0);
});
