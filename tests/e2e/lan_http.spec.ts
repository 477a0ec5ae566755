/* A phone on the same network, over plain HTTP: no secure context, and yet everything of a conversation. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { expectAccessible } from "./support/axe";
import { expect, test, type Visit } from "./support/fixtures";
import { banner, lanAddress, linesOf, walkByPhone } from "./support/lan";
import { phone } from "./support/looks";
import { composer, expectConnected, expectStored, message, openMenu, say } from "./support/pages";
import { openSettings } from "./support/rooms";
import { castOf, doWith, type Cast } from "./support/talk";

test.use({ config: { lan: true } });
test.describe.configure({ mode: "serial" });

let cast: Cast;
let origin: string;

test.beforeAll(async ({ stage }) => {
	cast = await castOf(stage);
	origin = `http://${lanAddress()}:${stage.server.address.port}`;
});

test("a phone comes in by an invitation, talks with the other worker, is cut off and comes back, and shows a picture", async ({
	stage,
	visit,
	watch,
}) => {
	test.setTimeout(120_000);
	await walkByPhone({ stage, visit, watch, cast, secure: false });
});

test("each tab has its own socket, and all of them have what comes", async ({ visit }) => {
	const { page: one, context } = await visit({ as: cast.grace, origin });
	await one.goto("/room/1");
	await expectConnected(one);
	const two = await context.newPage();
	await two.goto("/room/1");
	await expectConnected(two);
	await say(one, "from the first tab");
	await say(two, "from the second tab");
	for (const page of [one, two])
		for (const text of ["from the first tab", "from the second tab"]) {
			await expectStored(page, text);
			await expect(message(page, text)).toHaveCount(1);
		}
	await one.close();
	await say(two, "the first one is gone");
	await expectStored(two, "the first one is gone");
});

test("what is copied is on the clipboard, and the focus stays", async ({ visit }) => {
	const page = await openRoomAt(visit);
	await say(page, "a text worth keeping");
	await expectStored(page, "a text worth keeping");
	await doWith(page, "a text worth keeping", "Copy text");
	await expect(page.getByText("Copied")).toBeVisible();
	await composer(page).press("Control+V");
	await expect(composer(page)).toHaveValue("a text worth keeping");
	await composer(page).fill("");

	await page.getByRole("navigation").getByRole("button", { name: "Invite people" }).click();
	const dialog = page.getByRole("dialog", { name: "Invite people" });
	await dialog.getByRole("button", { name: "Create link" }).click();
	const link = await dialog.getByRole("textbox", { name: "Invitation link" }).inputValue();
	expect(new URL(link).origin).toBe(origin);
	await dialog.getByRole("button", { name: "Copy" }).click();
	await expect(dialog.getByRole("button", { name: "Copied" })).toBeFocused();
	await page.keyboard.press("Escape");
	await composer(page).press("Control+V");
	await expect(composer(page)).toHaveValue(link);
	await composer(page).fill("");
});

test("code is coloured, drafts are kept, pages are found, and nothing offers what cannot be had", async ({
	visit,
}) => {
	const page = await openRoomAt(visit);
	await say(page, "```js\nconst answer = 42;\n```");
	await expect(message(page, "answer").locator(".code-keyword")).toHaveText("const");
	await composer(page).fill("half a thought");
	await page.waitForTimeout(600);
	await page.reload();
	await expectConnected(page);
	await expect(composer(page)).toHaveValue("half a thought");
	await composer(page).fill("");
	await expect((await openSettings(page)).getByText("Tell me of")).toBeVisible();
	await expect(page.getByRole("button", { name: "Turn on notifications" })).toHaveCount(0);
	await expect(page.getByText("The browser blocks notifications")).toHaveCount(0);
	await page.keyboard.press("Escape");
	await openMenu(page, "Settings");
	await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
});

test("one line says what is off and how to get it, and goes for good", async ({ stage, visit }) => {
	const { page, context } = await visit({ as: cast.grace, origin });
	await page.goto("/room/1");
	await expectConnected(page);
	await expect(banner(page)).toContainText("Off without https: notifications, offline use, installing.");
	expect(await linesOf(banner(page).locator("p"))).toBe(1);
	await expectAccessible(page, "the line");
	await expect(banner(page).getByRole("link", { name: "Open https" })).toHaveAttribute(
		"href",
		`${origin.replace("http:", "https:")}/room/1`,
	);

	const { page: local } = await visit({ as: cast.grace, origin: stage.origin });
	await local.goto("/room/1");
	await expectConnected(local);
	await expect(banner(local)).toHaveCount(0);

	await banner(page).getByRole("button", { name: "Dismiss" }).click();
	await expect(banner(page)).toHaveCount(0);
	await page.reload();
	await expectConnected(page);
	await expect(banner(page)).toHaveCount(0);
	const later = await context.newPage();
	await later.goto("/");
	await expectConnected(later);
	await expect(banner(later)).toHaveCount(0);
});

for (const { locale, name } of [
	{ locale: "en-GB", name: "Connection without encryption" },
	{ locale: "de-DE", name: "Verbindung ohne Verschlüsselung" },
	{ locale: "ar-EG", name: "اتصال غير مشفّر" },
])
	test(`on a phone the line takes two, at the doors and inside: ${locale}`, async ({ visit }) => {
		for (const options of [{}, { as: cast.grace }]) {
			const { page } = await visit({ ...options, origin, context: { ...phone, locale } });
			await page.goto("/room/1");
			const line = page.getByRole("complementary", { name });
			await expect(line).toBeVisible();
			expect(await linesOf(line.locator("p"))).toBeLessThanOrEqual(2);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
			const bottom = await page.evaluate(
				() => document.querySelector("#app > :not(aside)")?.getBoundingClientRect().bottom,
			);
			expect(bottom).toBeLessThanOrEqual(phone.viewport.height);
		}
	});

test("the steps of trust are read on the phone, and the certificate is that of the server", async ({
	stage,
	visit,
}) => {
	const { page } = await visit({ origin, context: phone });
	await page.goto("/");
	await banner(page).getByRole("link", { name: "How to get it" }).tap();
	await expect(page.getByRole("heading", { level: 1, name: "Trust this Confab" })).toBeVisible();
	await expectAccessible(page, "the steps of trust");
	const authority = join(stage.server.address.dataDir, "authority/ca.crt");
	const fingerprint =
		execFileSync("openssl", ["x509", "-in", authority, "-noout", "-fingerprint", "-sha256"], {
			encoding: "utf8",
		})
			.trim()
			.split("=")[1] ?? "";
	expect(fingerprint).toHaveLength(95);
	await expect(page.getByText(fingerprint)).toBeVisible();
	expect(stage.server.output.replaceAll(/\n\s+/g, "")).toContain(fingerprint);

	const downloading = page.waitForEvent("download");
	await page.getByRole("link", { name: "Certificate (.crt)" }).tap();
	const download = await downloading;
	expect(download.suggestedFilename()).toBe("confab-ca.crt");
	const der = execFileSync("openssl", ["x509", "-in", authority, "-outform", "DER"]);
	expect(readFileSync(await download.path()).equals(der)).toBe(true);
	await expect(page.getByRole("link", { name: origin.replace("http:", "https:") })).toBeVisible();
});

async function openRoomAt(visit: Visit): Promise<Page> {
	const { page } = await visit({ as: cast.grace, origin });
	await page.goto("/room/1");
	await expectConnected(page);
	return page;
}
