/* Notices and sounds: when nobody looks, for what one wants to be told of, merged, once for all tabs. */
import type { Connection, Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { hide, notices, record, sounds } from "./support/notices";
import { expectConnected } from "./support/pages";
import { directOf, expectInside, openSettings, roomLink, roomOf } from "./support/rooms";
import { castOf } from "./support/talk";

test.use({ config: {} });

let grace: Person;
let host: Connection;

test.beforeAll(async ({ stage }) => {
	({ grace, host } = await castOf(stage));
});

test("merged by room, and pressed it opens the room; gone when it was read", async ({ visit }) => {
	const garden = await roomOf(host, 1, "garden", { users: [grace.userId] });
	const direct = await directOf(host, grace.userId);
	const { page } = await visit({ as: grace });
	await record(page, "granted");
	await page.goto("/room/1");
	await expectConnected(page);
	await page.mouse.click(700, 300);
	host.client.outbox.add(garden, "seen by nobody");
	await expect(roomLink(page, "garden")).toContainText("one unread message");
	await page.waitForTimeout(500);
	expect(await notices(page)).toEqual([]);

	await hide(page, true);
	host.client.outbox.add(garden, "the **tulips** are out");
	host.client.outbox.add(garden, "come and see");
	host.client.outbox.add(direct, "Lunch?");
	await expect
		.poll(async () => (await notices(page)).toSorted())
		.toEqual([
			`room-${garden}: Ada Lovelace in garden: come and see / and one more message`,
			`room-${garden}: Ada Lovelace in garden: the tulips are out`,
			`room-${direct}: Ada Lovelace: Lunch?`,
		]);
	await page.evaluate(() => window.recorded.notices.find(({ body }) => body.includes("one more"))?.press());
	await expectInside(page, "garden");
	await hide(page, false);
	await expect(roomLink(page, "garden")).not.toContainText("unread");
	const open = (): Promise<string[]> =>
		page.evaluate(() => window.recorded.notices.filter(({ closed }) => !closed).map(({ body }) => body));
	// The first of the garden was replaced by the browser.
	await expect.poll(open).toEqual(expect.arrayContaining(["the tulips are out", "Lunch?"]));
	expect(await open()).toHaveLength(2);
	await grace.another().then(async (device) => {
		const connection = await device.connect();
		await connection.client.request("setReadPosition", { roomId: direct, seq: 1_000 });
		connection.stop();
	});
	await expect.poll(open).toEqual(["the tulips are out"]);
});

test("only what one wants to be told of", async ({ visit }) => {
	const quiet = await roomOf(host, 1, "quiet", { users: [grace.userId] });
	const silent = await roomOf(host, 1, "silent", { users: [grace.userId] });
	const own = await grace.connect();
	await own.client.request("saveRoomSettings", { roomId: quiet, notify: "mentions" });
	await own.client.request("saveRoomSettings", { roomId: silent, notify: "nothing" });
	const { page } = await visit({ as: grace });
	await record(page, "granted");
	await page.goto("/room/1");
	await expectConnected(page);
	await hide(page, true);
	const tags = { 㔁: grace.userId };
	const mention = (roomId: number) =>
		host.client.request("printMessage", { roomId, clientId: `n${roomId}`, content: "㔁 look", tags });
	host.client.outbox.add(quiet, "not for you");
	await mention(silent);
	await mention(quiet);
	await expect
		.poll(() => notices(page))
		.toEqual([`room-${quiet}: Ada Lovelace in quiet: @Grace Hopper look`]);
	own.stop();
});

test("permission is asked for after a press, not before", async ({ visit }) => {
	const { page } = await visit({ as: grace });
	await record(page, "default");
	await page.goto("/room/1");
	await expectConnected(page);
	await hide(page, true);
	host.client.outbox.add(1, "too early");
	await page.waitForTimeout(700);
	expect(await notices(page)).toEqual([]);
	await hide(page, false);
	const dialog = await openSettings(page);
	await dialog.getByRole("button", { name: "Turn on notifications" }).click();
	await expect(dialog.getByRole("button", { name: "Turn on notifications" })).toHaveCount(0);
	await page.keyboard.press("Escape");
	await hide(page, true);
	host.client.outbox.add(1, "now");
	await expect.poll(() => notices(page)).toEqual([expect.stringContaining("now")]);
});

test("one tab speaks for all, and none while one of them shows the room", async ({ visit }) => {
	const workshop = await roomOf(host, 1, "workshop", { users: [grace.userId] });
	const { page, context } = await visit({ as: grace });
	const other = await context.newPage();
	for (const tab of [page, other]) {
		await record(tab, "granted");
		await tab.goto("/room/1");
		await expectConnected(tab);
		await tab.mouse.click(700, 300);
	}
	const all = async (): Promise<number[]> =>
		await Promise.all([page, other].map(async (tab) => (await notices(tab)).length));
	const heard = async (): Promise<number> => (await sounds(page)) + (await sounds(other));
	await hide(page, true);
	await hide(other, true);
	host.client.outbox.add(workshop, "to whoever listens");
	await expect.poll(async () => (await all()).reduce((sum, n) => sum + n)).toBe(1);
	expect(await heard()).toBe(1);

	await page.waitForTimeout(1300);
	await hide(other, false);
	host.client.outbox.add(workshop, "one tab is looked at: a sound, no notice");
	await expect.poll(heard).toBe(2);
	await other.goto(`/room/${workshop}`);
	await record(other, "granted");
	await expectConnected(other);
	await page.waitForTimeout(1300);
	const before = await sounds(page);
	host.client.outbox.add(workshop, "and this is seen");
	await expect(other.getByText("and this is seen", { exact: true })).toBeVisible();
	await page.waitForTimeout(500);
	expect([await sounds(page), (await notices(page)).length]).toEqual([before, 1]);

	await page.close();
	await hide(other, true);
	host.client.outbox.add(1, "the other one speaks now");
	await expect.poll(async () => (await notices(other)).at(-1)).toContain("the other one speaks now");
});
