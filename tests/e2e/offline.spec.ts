/* When the network goes and comes, a worker dies, or the page is opened without any server. */
import { workersOf } from "../contract/harness/server";
import type { Person } from "../contract/harness/person";
import { until } from "../contract/harness/wait";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, expectStored, message, say } from "./support/pages";
import { doWith } from "./support/talk";
import { breaks } from "./support/watch";

test.use({ config: {} });

test.describe.configure({ mode: "serial" });

let ada: Person;
let grace: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	grace = await stage.guestOf(await ada.connect(), "grace", "Grace Hopper");
});

test("what is written without a connection waits, can be changed, and arrives once", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(breaks);
	const gate = await stage.gate();
	const here = await visit({ as: ada, origin: gate.origin });
	const there = await visit({ as: grace });
	await here.page.goto("/room/1");
	await there.page.goto("/room/1");
	await expectConnected(here.page);
	await expectConnected(there.page);

	gate.shut();
	await expect(
		here.page.getByRole("status").filter({ hasText: /connection is lost|Connecting/ }),
	).toBeVisible({ timeout: 15_000 });
	await say(here.page, "written in the dark");
	await say(here.page, "with a mistak");
	await say(here.page, "better unsaid");
	await expect(
		message(here.page, "written in the dark").getByRole("img", { name: "Waiting to be sent" }),
	).toBeVisible();

	await message(here.page, "with a mistak").getByRole("button", { name: "Edit" }).click();
	await expect(composer(here.page)).toHaveValue("with a mistak");
	await composer(here.page).fill("without a mistake");
	await composer(here.page).press("Enter");
	await expect(composer(here.page)).toHaveValue("");
	await message(here.page, "better unsaid").getByRole("button", { name: "Discard" }).click();
	await expect(message(here.page, "better unsaid")).toHaveCount(0);

	gate.reopen();
	await expectConnected(here.page);
	await expectStored(here.page, "written in the dark");
	await expectStored(here.page, "without a mistake");
	await expect(message(there.page, "without a mistake")).toHaveCount(1);
	await expect(message(there.page, "written in the dark")).toHaveCount(1);
	await expect(message(there.page, "better unsaid")).toHaveCount(0);
});

test("a message that is edited or deleted without a connection is so for everybody once there is one", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(breaks);
	const gate = await stage.gate();
	const { page: here } = await visit({ as: ada, origin: gate.origin });
	const { page: there } = await visit({ as: grace });
	await here.goto("/room/1");
	await there.goto("/room/1");
	await until("the worker of the page is ready", () =>
		here.evaluate(async () => !!(await navigator.serviceWorker.ready).active),
	);
	await here.reload(); // by the worker: what is fetched later is here without a connection, too
	await say(here, "a regrettable word");
	await say(here, "at noon");
	await expectStored(here, "at noon");
	await expect(message(there, "at noon")).toBeVisible();

	gate.shut();
	await expect(here.getByRole("status").filter({ hasText: /connection is lost|Connecting/ })).toBeVisible({
		timeout: 15_000,
	});
	await composer(here).press("ArrowUp");
	await expect(composer(here)).toHaveValue("at noon");
	await composer(here).fill("at one o'clock");
	await composer(here).press("Enter");
	await doWith(here, "a regrettable word", "Delete");
	await here.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
	await here.waitForTimeout(16_000); // longer than a request waits for its answer
	await expect(message(here, "at one o'clock")).toBeVisible();
	await expect(message(here, "a regrettable word")).toHaveCount(0);
	await expect(message(there, "at noon")).toBeVisible();

	gate.reopen();
	await here.evaluate(() => window.dispatchEvent(new Event("online"))); // not in half a minute
	await expectConnected(here);
	for (const page of [here, there]) {
		await expect(message(page, "at one o'clock")).toContainText("(edited)");
		await expect(message(page, "a regrettable word")).toHaveCount(0);
	}
	await expectStored(here, "at one o'clock");
});

test("what waits is still there after the page was closed", async ({ stage, visit, watch }) => {
	watch.allow(breaks);
	const gate = await stage.gate();
	const { page, context } = await visit({ as: ada, origin: gate.origin });
	await page.goto("/room/1");
	await expectConnected(page);
	await until("the worker of the page is ready", () =>
		page.evaluate(async () => !!(await navigator.serviceWorker.ready).active),
	);
	gate.shut();
	await say(page, "left on the doorstep");
	await expect(
		message(page, "left on the doorstep").getByRole("img", { name: "Waiting to be sent" }),
	).toBeVisible();
	await page.close();

	gate.reopen();
	const later = await context.newPage();
	await later.goto("/room/1");
	await expectStored(later, "left on the doorstep");
	await expect(message(later, "left on the doorstep")).toHaveCount(1);
});

test("what waits is of the tab that wrote it, and of another once that is closed", async ({
	stage,
	visit,
	watch,
}) => {
	watch.allow(breaks);
	const gate = await stage.gate();
	const { page, context } = await visit({ as: ada, origin: gate.origin });
	const { page: there } = await visit({ as: grace });
	await there.goto("/room/1");
	await page.goto("/room/1");
	await until("the worker of the page is ready", () =>
		page.evaluate(async () => !!(await navigator.serviceWorker.ready).active),
	);
	const waiting = (tab: typeof page, text: string) =>
		message(tab, text).getByRole("img", { name: "Waiting to be sent" });
	gate.shut();
	await expect(page.getByRole("status").filter({ hasText: /connection is lost|Connecting/ })).toBeVisible({
		timeout: 15_000,
	});
	await say(page, "taken back in time");
	await say(page, "meant so");
	await expect(waiting(page, "meant so")).toBeVisible();

	const other = await context.newPage();
	await other.goto("/room/1");
	await say(other, "of the other tab");
	await expect(waiting(other, "of the other tab")).toBeVisible();
	await expect(message(other, "meant so")).toHaveCount(0);
	await message(page, "taken back in time").getByRole("button", { name: "Discard" }).click();
	await expect(message(page, "taken back in time")).toHaveCount(0);
	await page.close();
	await other.evaluate(() => window.dispatchEvent(new Event("focus")));
	await expect(waiting(other, "meant so")).toBeVisible();

	gate.reopen();
	await other.evaluate(() => window.dispatchEvent(new Event("online")));
	for (const text of ["of the other tab", "meant so"]) {
		await expectStored(other, text);
		await expect(message(there, text)).toHaveCount(1);
	}
	await expect(message(there, "taken back in time")).toHaveCount(0);
});

test("without a server the page opens and paints what it has", async ({ stage, visit, watch }) => {
	watch.allow(breaks);
	const gate = await stage.gate();
	const { page } = await visit({ as: ada, origin: gate.origin });
	await page.goto("/room/1");
	await expectConnected(page);
	await say(page, "kept on this device");
	await expectStored(page, "kept on this device");
	await until("the worker of the page is ready", () =>
		page.evaluate(async () => !!(await navigator.serviceWorker.ready).active),
	);
	await page.waitForTimeout(600);

	gate.shut();
	await page.reload();
	await expect(message(page, "kept on this device")).toBeVisible();
	await expect(page.getByRole("link", { name: /^all/ })).toBeVisible();
	await expect(page.getByTitle("Offline").or(page.getByTitle("Connecting"))).toBeVisible();
	await expect(page.getByText(/connection is lost|Connecting…/)).toBeVisible();
	gate.reopen();
	await expectConnected(page);
});

test("a worker dies: its people are back in seconds and miss nothing", async ({ stage, visit, watch }) => {
	watch.allow(breaks);
	const [first, second] = workersOf(stage.server.address.pid).map((process) => process.pid);
	const gate = await stage.gate();
	gate.worker = first ?? null;
	const here = await visit({ as: grace, origin: gate.origin });
	await here.page.goto("/room/1");
	await expectConnected(here.page);
	expect(gate.holder?.pid).toBe(first);

	gate.worker = null;
	process.kill(first ?? 0, "SIGKILL");
	const other = await stage.gate();
	other.worker = second ?? null;
	const there = await visit({ as: ada, origin: other.origin });
	await there.page.goto("/room/1");
	await say(there.page, "said while a worker was down");
	await expectStored(there.page, "said while a worker was down");
	await expect(message(here.page, "said while a worker was down")).toHaveCount(1, { timeout: 15_000 });
	await expectConnected(here.page);
	await say(here.page, "and back again");
	await expect(message(there.page, "and back again")).toHaveCount(1);
	await until("the worker was replaced", () => workersOf(stage.server.address.pid).length === 2);
});
