/* Threads, quotes, permalinks and the way back from the past. */
import { expect, test } from "./support/fixtures";
import { composer, expectStored, message, say } from "./support/pages";
import { castOf, doWith, openRoom, post, readAll, type Cast } from "./support/talk";

test.use({ config: {} });
test.describe.configure({ mode: "serial" });

let cast: Cast;

test.beforeAll(async ({ stage }) => {
	cast = await castOf(stage);
});

test("a thread has its own place, its own box, and counts its replies for both", async ({ visit }) => {
	const ada = await openRoom(visit, cast.ada);
	const grace = await openRoom(visit, cast.grace);
	await say(ada, "where do we meet?");
	await expectStored(ada, "where do we meet?");
	await doWith(grace, "where do we meet?", "Reply in thread");
	await expect(grace).toHaveURL(/\/room\/1\/thread\/\d+$/);
	const pane = grace.getByRole("complementary", { name: "Thread" });
	await pane.getByRole("textbox").fill("at the bridge");
	await pane.getByRole("textbox").press("Enter");
	await expect(
		pane.getByRole("article").filter({ hasText: "at the bridge" }).getByRole("img", { name: "Stored" }),
	).toBeVisible();
	const list = ada.getByRole("region", { name: "Messages", exact: true });
	await expect(list.getByRole("link", { name: /^One reply/ })).toBeVisible();
	await expect(list.getByText("at the bridge")).toHaveCount(0);
	await list.getByRole("link", { name: /^One reply/ }).click();
	const other = ada.getByRole("complementary", { name: "Thread" });
	await expect(other.getByText("at the bridge")).toBeVisible();
	await other.getByRole("textbox").fill("half past six");
	await other.getByRole("textbox").press("Enter");
	await expect(pane.getByText("half past six")).toBeVisible();
	await expect(list.getByRole("link", { name: /^2 replies/ })).toBeVisible();
	await other.getByRole("button", { name: "Close" }).click();
	await expect(ada).toHaveURL(/\/room\/1$/);
	await ada.goBack();
	await expect(other).toBeVisible();
});

test("a thread that begins while the threads are listed is in the list", async ({ visit }) => {
	const root = await post(cast.host, "who brings the cake?");
	const grace = await openRoom(visit, cast.grace);
	await grace.getByRole("button", { name: "Threads", exact: true }).click();
	const list = grace.getByRole("complementary", { name: "Threads" });
	await expect(list.getByText("where do we meet?")).toBeVisible();
	await expect(list.getByText("who brings the cake?")).toHaveCount(0);
	await post(cast.host, "I do", { parentMessage: root });
	await expect(list.getByRole("listitem").first()).toContainText("who brings the cake?");
});

test("a thread opens by its address, and on a phone fills the page", async ({ visit }) => {
	const id = await post(cast.host, "a root of its own");
	await post(cast.host, "the first reply", { parentMessage: id });
	const { page } = await visit({ as: cast.grace, context: { viewport: { width: 390, height: 844 } } });
	await page.goto(`/room/1/thread/${id}`);
	const pane = page.getByRole("complementary", { name: "Thread" });
	await expect(pane.getByText("the first reply")).toBeVisible();
	await expect(async () => expect((await pane.boundingBox())?.width).toBe(390)).toPass();
	await pane.getByRole("button", { name: "Back" }).click();
	await expect(pane).toBeHidden();
	await expect(page).toHaveURL(/\/room\/1$/);
});

test("a quote shows what it answers, and leads there", async ({ visit }) => {
	const grace = await openRoom(visit, cast.grace);
	await say(grace, "the first thing");
	await expectStored(grace, "the first thing");
	const ada = await openRoom(visit, cast.ada);
	await doWith(ada, "the first thing", "Quote");
	await expect(ada.getByText("Answering Grace Hopper")).toBeVisible();
	await say(ada, "indeed");
	for (const page of [ada, grace]) {
		const quote = message(page, "indeed").getByRole("button", {
			name: "In answer to Grace Hopper: the first thing",
		});
		await expect(quote).toBeVisible();
	}
	for (let n = 0; n < 25; n++) await post(cast.host, `between ${n}`);
	await expect(message(grace, "between 24")).toBeInViewport();
	await doWith(grace, "between 24", "Quote");
	await say(grace, "and this");
	await expectStored(grace, "and this");
	await message(grace, "and this")
		.getByRole("button", { name: /^In answer to/ })
		.click();
	await expect(message(grace, "between 24").first()).toHaveClass(/lit/);
});

test("a permalink shows an old message with its surroundings; one step leads back", async ({ visit }) => {
	const id = await post(cast.host, "long ago");
	for (let n = 0; n < 160; n++) await post(cast.host, `later ${n}`);
	await readAll(await cast.grace.connect());
	const grace = await openRoom(visit, cast.grace, `/room/1/message/${id}`);
	const row = message(grace, "long ago");
	await expect(row).toBeInViewport();
	await expect(message(grace, "later 0").first()).toBeVisible();
	await expect(message(grace, "later 159")).toHaveCount(0);
	await grace.getByRole("button", { name: "Back to the newest" }).click();
	await expect(message(grace, "later 159")).toBeInViewport();
	await say(grace, `see ${new URL(grace.url()).origin}/room/1/message/${id}`);
	await message(grace, "see http").getByRole("link").click();
	await expect(row).toBeInViewport();
	await expect(row).toHaveClass(/lit/);
	await say(grace, "back again");
	await expect(message(grace, "back again")).toBeInViewport();
});

test("the copied link is the permalink; one to nothing says so", async ({ visit }) => {
	const { page, context } = await visit({ as: cast.grace });
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	await page.goto("/room/1");
	await expect(message(page, "back again")).toBeVisible();
	await doWith(page, "back again", "Copy link");
	const link = await page.evaluate(() => navigator.clipboard.readText());
	expect(link).toMatch(/\/room\/1\/message\/\d+$/);
	await page.goto("/room/1/message/999999999");
	await expect(page.getByText("This message is not here any more.")).toBeVisible();
	await expect(composer(page)).toBeVisible();
});

test("marked as unread, the room opens at that message again", async ({ visit }) => {
	const ada = await openRoom(visit, cast.ada);
	await say(ada, "read this again");
	await expectStored(ada, "read this again");
	await say(ada, "and this one, too");
	await expectStored(ada, "and this one, too");
	const grace = await openRoom(visit, cast.grace);
	await expect(message(grace, "read this again")).toBeVisible();
	await expect(grace.getByRole("link", { name: /^all/ })).not.toContainText(/unread/);
	await doWith(grace, "read this again", "Mark as unread");
	await expect(grace.getByRole("separator").filter({ hasText: "New" })).toBeVisible();
	await expect(grace.getByRole("link", { name: /^all/ })).toContainText(/2/);
});
