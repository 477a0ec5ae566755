/* A newer client on the server: it is offered, and comes when one says so. */
import { appendFileSync, chmodSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { workersOf } from "../contract/harness/server";
import { until } from "../contract/harness/wait";
import { expect, test } from "./support/fixtures";
import { expectConnected } from "./support/pages";
import { openRoom } from "./support/talk";
import { breaks } from "./support/watch";

const folder = mkdtempSync(join(tmpdir(), "confab-client-"));
chmodSync(folder, 0o755);
const built = process.env["CLIENT_DIST"] ?? fileURLToPath(new URL("../../frontend/dist", import.meta.url));
cpSync(built, folder, { recursive: true });

test.use({ config: { static_dir: folder } });

test("a new version asks before it reloads", async ({ stage, visit, watch }) => {
	watch.allow(breaks);
	const ada = await stage.administrator();
	const page = await openRoom(visit, ada);
	await until("the page has its worker", () =>
		page.evaluate(async () => !!(await navigator.serviceWorker.ready).active),
	);
	await page.reload();
	await expectConnected(page);

	appendFileSync(join(folder, "sw.js"), "\n// newer");
	for (const name of ["sw.js.gz", "sw.js.br"]) rmSync(join(folder, name), { force: true });
	const before = workersOf(stage.server.address.pid).map(({ pid }) => pid);
	stage.server.signal("SIGHUP"); // workers hold the client in memory: the new ones read it anew
	await until(
		"the workers are replaced",
		() => {
			const now = workersOf(stage.server.address.pid).map(({ pid }) => pid);
			return now.length === before.length && now.every((pid) => !before.includes(pid));
		},
		30_000,
	);
	await expectConnected(page);
	await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
	const offer = page.getByRole("status").filter({ hasText: "A new version is ready." });
	await expect(offer).toBeVisible();
	await page.evaluate(() => Object.assign(window, { old: true }));
	await offer.getByRole("button", { name: "Reload" }).click();
	await expect.poll(() => page.evaluate(() => "old" in window).catch(() => true)).toBe(false);
	await expectConnected(page);
	await expect(offer).toHaveCount(0);
});
