/* Half a thought: there on the next device, kept through a reload and a lost connection, never written over while one types. */
import type { Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, message } from "./support/pages";
import { openRoom } from "./support/talk";
import { breaks } from "./support/watch";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let ada: Person;
let roomId = 0;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	const host = await ada.connect();
	({ roomId } = await host.client.request("addRoom", { name: "workshop", channelId: 1, users: [] }));
	host.stop();
});

test("begun here, there on the other device, sent from it", async ({ visit }) => {
	const page = await openRoom(visit, ada, `/room/${roomId}`);
	const other = await openRoom(visit, await ada.another());
	await composer(page).pressSequentially("Half a thought");
	await expect(other.getByRole("link", { name: /workshop/ })).toContainText("Unsent draft");
	await other.getByRole("link", { name: /workshop/ }).click();
	await expect(composer(other)).toHaveValue("Half a thought");
	await page.waitForTimeout(3500);
	await composer(other).pressSequentially(", now whole");
	await expect(composer(page)).toHaveValue("Half a thought, now whole");
	await composer(other).press("Enter");
	await expect(message(other, "Half a thought, now whole")).toBeVisible();
	await expect(composer(page)).toHaveValue("");
});

test("what is being typed here is not written over", async ({ visit }) => {
	const page = await openRoom(visit, ada, `/room/${roomId}`);
	const other = await openRoom(visit, await ada.another(), `/room/${roomId}`);
	const typing = composer(page).pressSequentially("typed slowly and without a pause", { delay: 150 });
	await composer(other).pressSequentially("from elsewhere");
	await typing;
	await expect(composer(page)).toHaveValue("typed slowly and without a pause");
	// The last who types has the last word on both.
	await expect(composer(other)).toHaveValue("typed slowly and without a pause", { timeout: 15_000 });
	await composer(page).fill("");
	await expect(composer(other)).toHaveValue("", { timeout: 15_000 });
});

test("kept through a reload, by room", async ({ visit }) => {
	const page = await openRoom(visit, ada, `/room/${roomId}`);
	await composer(page).fill("for the workshop");
	await page.waitForTimeout(400);
	await page.reload();
	await expect(composer(page)).toHaveValue("for the workshop");
	await page.getByRole("link", { name: /^all/ }).click();
	await expect(composer(page)).toHaveValue("");
	await page.getByRole("link", { name: /workshop/ }).click();
	await expect(composer(page)).toHaveValue("for the workshop");
	await composer(page).fill("");
});

test("written without a connection, told when it is back", async ({ stage, visit, watch }) => {
	watch.allow(breaks);
	const gate = await stage.gate();
	const { page } = await visit({ as: ada, origin: gate.origin });
	await page.goto(`/room/${roomId}`);
	await expectConnected(page);
	gate.shut();
	await composer(page).fill("written in a tunnel");
	await page.waitForTimeout(1500);
	gate.reopen();
	const other = await visit({ as: await ada.another() });
	await other.page.goto(`/room/${roomId}`);
	await expect(composer(other.page)).toHaveValue("written in a tunnel", { timeout: 30_000 });
});
