/* The main journey: set-up link, first administrator, invitation with its code, a second person on another worker, messages both ways. */
import { workersOf } from "../contract/harness/server";
import { until } from "../contract/harness/wait";
import { expect, test } from "./support/fixtures";
import { composer, expectConnected, expectStored, fillAccount, message, say } from "./support/pages";
import { password } from "./support/stage";

test.use({ config: {} });

test("from the set-up link to a conversation over two workers", async ({ stage, visit }) => {
	const [firstWorker, secondWorker] = workersOf(stage.server.address.pid).map((process) => process.pid);
	const adasGate = await stage.gate();
	const gracesGate = await stage.gate();
	adasGate.worker = firstWorker ?? null;
	gracesGate.worker = secondWorker ?? null;

	const ada = await visit({ origin: adasGate.origin });
	await ada.page.goto(`/setup/${stage.server.address.setup}`);
	await fillAccount(ada.page, { name: "Ada Lovelace", password });
	await expect(ada.page.getByLabel("User name", { exact: true })).toHaveValue("ada-lovelace");
	await expect(ada.page.getByText("Strong")).toBeVisible();
	await ada.page.getByRole("button", { name: "Create account and open the chat" }).click();
	await expect(ada.page.getByRole("heading", { name: "Welcome, Ada Lovelace" })).toBeVisible();
	await expectConnected(ada.page);

	await ada.page.getByRole("main").getByRole("button", { name: "Invite people" }).click();
	const dialog = ada.page.getByRole("dialog", { name: "Invite people" });
	await dialog.getByLabel("Can be used").selectOption({ label: "once" });
	await dialog.getByRole("button", { name: "Create link" }).click();
	await expect(dialog.getByRole("img", { name: "QR code of the invitation link" })).toBeVisible();
	await expect(dialog.getByText("0 of one use")).toBeVisible();
	const link = await dialog.getByRole("textbox", { name: "Invitation link" }).inputValue();
	expect(new URL(link).origin).toBe(adasGate.origin);
	await ada.page.keyboard.press("Escape");
	await expect(dialog).toBeHidden();

	const grace = await visit({ origin: gracesGate.origin });
	await grace.page.goto(new URL(link).pathname);
	await expect(
		grace.page.getByRole("heading", { name: "Ada Lovelace invites you to Confab" }),
	).toBeVisible();
	await fillAccount(grace.page, { name: "Grace Hopper", username: "grace", password });
	await grace.page.getByRole("button", { name: "Join", exact: true }).click();
	await expectConnected(grace.page);

	await say(ada.page, "Welcome, Grace!");
	await expectStored(ada.page, "Welcome, Grace!");
	await expect(message(grace.page, "Welcome, Grace!")).toContainText("Ada Lovelace");
	await say(grace.page, "Glad to be here.");
	await expect(message(ada.page, "Glad to be here.")).toContainText("Grace Hopper");
	await expect(composer(grace.page)).toHaveValue("");

	const holders = await until("both sockets are held", () => {
		const pids = [adasGate.holder?.pid, gracesGate.holder?.pid];
		return pids.every((pid) => pid !== undefined) && pids;
	});
	expect(holders).toEqual([firstWorker, secondWorker]);

	await ada.page.getByRole("button", { name: "2 members" }).click();
	await expect(ada.page.getByRole("complementary", { name: "2 members" })).toContainText("Grace Hopper");
});

test("a used set-up link and a used invitation say so", async ({ stage, visit, watch }) => {
	watch.allow(/the server responded with a status of 410/);
	const { page } = await visit();
	await page.goto(`/setup/${stage.server.address.setup}`);
	await expect(page.getByRole("heading", { name: "This server is already set up" })).toBeVisible();
	await page.goto("/invite/0123456789012345678901234567890123456789012");
	await expect(page.getByRole("heading", { name: "This invitation no longer works" })).toBeVisible();
	await page.getByRole("link", { name: "Sign in" }).click();
	await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
});
