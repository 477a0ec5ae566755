/* A phone on the same network, over https, with the server's own authority: trusted by the device, as after the steps of /ca. */
import { join } from "node:path";

import { chromium, type Page } from "@playwright/test";

import { until } from "../contract/harness/wait";
import { expect } from "./support/fixtures";
import { banner, lanAddress, sayByButton, testTrusting, walkByPhone } from "./support/lan";
import { phone } from "./support/looks";
import { composer, expectConnected, message, signIn } from "./support/pages";
import { password } from "./support/stage";
import { castOf, type Cast } from "./support/talk";
import { breaks } from "./support/watch";

const test = testTrusting(({ server }) => join(server.address.dataDir, "authority/ca.crt"));

test.use({ config: { lan: true } });
test.describe.configure({ mode: "serial" });

let cast: Cast;
let origin: string;

test.beforeAll(async ({ stage }) => {
	cast = await castOf(stage);
	origin = `https://${lanAddress()}:${stage.server.address.port}`;
});

test("a browser that was told nothing refuses", async ({ launchOptions, stage }) => {
	const stranger = await chromium.launch(launchOptions);
	const refused = await stranger.newPage();
	await expect(refused.goto(origin)).rejects.toThrow("ERR_CERT_AUTHORITY_INVALID");
	// Not the same page: that of the error may still be on its way into it.
	const page = await stranger.newPage();
	await page.goto(stage.origin);
	await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
	await stranger.close();
});

test("a phone comes in by an invitation, talks with the other worker, is cut off and comes back, and shows a picture", async ({
	stage,
	visit,
	watch,
}) => {
	test.setTimeout(120_000);
	const inside = async (page: Page): Promise<void> => {
		await expect(banner(page)).toHaveCount(0);
		const [cookie] = await page.context().cookies();
		expect(cookie).toMatchObject({
			name: "__Host-confab",
			secure: true,
			httpOnly: true,
			path: "/",
			sameSite: "Lax",
		});
	};
	await walkByPhone({ stage, visit, watch, cast, secure: true, inside });
});

test("who signs in by the form has a session of this address", async ({ visit }) => {
	const { page } = await visit({ origin, context: phone });
	await signIn(page, "grace", password);
	await page.getByRole("link", { name: /^all/ }).tap();
	await expectConnected(page);
	await sayByButton(page, "signed in over https");
	await page.goto("/settings/security");
	await expect(page.getByText(lanAddress()).first()).toBeVisible();
});

test("installed and without the network it opens and paints; the steps of trust are the server's, not the client's", async ({
	stage,
	visit,
	watch,
}) => {
	test.setTimeout(120_000);
	watch.allow(breaks);
	const gate = await stage.gate({ host: lanAddress(), secure: true });
	const { page } = await visit({ as: cast.grace, origin: gate.origin, context: phone });
	await page.goto("/room/1");
	await expectConnected(page);
	await sayByButton(page, "kept on this phone");
	await until(
		"the page has its worker",
		() => page.evaluate(async () => !!(await navigator.serviceWorker.ready).active),
		60_000,
	);
	await page.reload();
	await expectConnected(page);
	await page.waitForTimeout(600);
	gate.shut();
	await page.reload();
	await expect(message(page, "kept on this phone")).toBeVisible();
	await expect(composer(page)).toBeVisible();
	gate.reopen();
	await page.evaluate(() => window.dispatchEvent(new Event("online")));
	await expectConnected(page);

	await page.goto("/ca");
	await expect(page.getByRole("heading", { level: 1, name: "Trust this Confab" })).toBeVisible();
	const downloading = page.waitForEvent("download");
	await page.getByRole("link", { name: "For Linux and programs (.pem)" }).tap();
	expect((await downloading).suggestedFilename()).toBe("confab-ca.pem");
});
