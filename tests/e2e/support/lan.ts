/* The network as it is: the machine's own address, a phone on it, and a browser that was told to trust an authority. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium, type Browser, type LaunchOptions, type Locator, type Page } from "@playwright/test";

import { workersOf } from "../../contract/harness/server";
import { expect, test, type Visit } from "./fixtures";
import type { Gate } from "./gate";
import { phone } from "./looks";
import { composer, expectConnected, expectStored, fillAccount, message, say } from "./pages";
import { password, type Stage } from "./stage";
import type { Cast } from "./talk";
import { breaks, type Watch } from "./watch";

const portrait = fileURLToPath(new URL("../../../frontend/public/icon-512.png", import.meta.url));

/** By which others on the network reach this machine. There is no test of the network without one, so that a missing one is a failure. */
export function lanAddress(): string {
	const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
	const found = own.find(({ family, internal }) => family === "IPv4" && !internal);
	if (!found)
		throw new Error(
			"this machine has no address but loopback: what a phone on the network meets cannot be tested here",
		);
	return found.address;
}

/**
 * A browser whose profile trusts an authority, as after the steps of /ca: an NSS database, which Chromium reads from its home. Nothing is told to ignore what is
 * wrong with a certificate.
 */
export async function browserThatTrusts(
	authority: string,
	options: LaunchOptions,
): Promise<{ browser: Browser; close: () => Promise<void> }> {
	const home = mkdtempSync(join(tmpdir(), "confab-home-"));
	const database = join(home, ".pki/nssdb");
	mkdirSync(database, { recursive: true });
	const certutil = (...more: string[]): unknown =>
		execFileSync("certutil", ["-d", `sql:${database}`, ...more], { stdio: "pipe" });
	certutil("-N", "--empty-password");
	certutil("-A", "-n", "the authority of a test", "-t", "C,,", "-i", authority);
	const browser = await chromium.launch({
		...options,
		env: { ...process.env, HOME: home } as Record<string, string>,
	});
	return {
		browser,
		close: async () => {
			await browser.close();
			rmSync(home, { recursive: true, force: true });
		},
	};
}

/** The same journeys in such a browser; each file says whose authority it is, by a path that is there once the stage is. */
export function testTrusting(authorityOf: (stage: Stage) => string) {
	return test.extend<object, { browser: Browser }>({
		browser: [
			async ({ stage, launchOptions }, use) => {
				const { browser, close } = await browserThatTrusts(authorityOf(stage), launchOptions);
				await use(browser);
				await close();
			},
			{ scope: "worker", timeout: 60_000 },
		],
	});
}

/** By the button: on a phone Enter begins a new line. */
export async function sayByButton(page: Page, text: string): Promise<void> {
	await composer(page).fill(text);
	await page.getByRole("button", { name: "Send", exact: true }).tap();
	await expectStored(page, text);
}

export interface PhoneJourney {
	stage: Stage;
	visit: Visit;
	watch: Watch;
	cast: Cast;
	/** By https; else by http, where browsers withhold what they keep for secure contexts. */
	secure: boolean;
	/** What else has to be so on the phone of who just came in. */
	inside?: (page: Page) => Promise<void>;
}

/** Somebody comes in by an invitation on a phone, talks with a person of the other worker, is cut off and comes back, and shows a picture. */
export async function walkByPhone({
	stage,
	visit,
	watch,
	cast,
	secure,
	inside,
}: PhoneJourney): Promise<void> {
	watch.allow(breaks);
	const gate = await stage.gate({ host: lanAddress(), secure });
	const desk = await apart(stage, gate);
	const { page: ada } = await visit({ as: cast.ada, origin: desk.origin });
	await ada.goto("/room/1");
	await expectConnected(ada);
	const { token } = await cast.host.client.request("createInvitation", { maxUses: 1 });
	const linus = await joinByPhone(visit, gate.origin, token, "Linus");
	expect(gate.holder?.pid).toBe(gate.worker);
	expect(desk.holder?.pid).toBe(desk.worker);
	const here = await linus.evaluate(() => [
		isSecureContext,
		"serviceWorker" in navigator,
		"locks" in navigator,
		"randomUUID" in crypto,
		"clipboard" in navigator,
	]);
	expect(here).toEqual(here.map(() => secure));
	await inside?.(linus);
	await talkThroughABreak(ada, gate, linus);
	await showPicture(linus, ada);
}

/** A way for each of two people, to different workers: what they say to each other crosses the bus. */
async function apart(stage: Stage, phones: Gate): Promise<Gate> {
	const [first, second] = workersOf(stage.server.address.pid).map(({ pid }) => pid);
	const desk = await stage.gate();
	phones.worker = first ?? null;
	desk.worker = second ?? null;
	return desk;
}

/** Somebody comes by an invitation on a phone. */
export async function joinByPhone(visit: Visit, origin: string, token: string, name: string): Promise<Page> {
	const { page } = await visit({ origin, context: phone });
	await page.goto(`/invite/${token}`);
	await fillAccount(page, { name, password });
	await page.getByRole("button", { name: "Join", exact: true }).tap();
	await expectConnected(page);
	return page;
}

/** Two people on two workers talk; one loses the connection, both go on writing, and nothing is lost, doubled or out of order. */
async function talkThroughABreak(there: Page, gate: Gate, here: Page): Promise<void> {
	await sayByButton(here, "Hello from the kitchen.");
	await expect(message(there, "Hello from the kitchen.")).toHaveCount(1);
	await say(there, "Hello from the desk.");
	await expect(message(here, "Hello from the desk.")).toHaveCount(1);

	// What installs itself beside the page is done: it would complain of the break.
	await here.evaluate(async () => "serviceWorker" in navigator && !!(await navigator.serviceWorker.ready));
	gate.shut();
	await expect(here.getByRole("status").filter({ hasText: /connection is lost|Connecting/ })).toBeVisible({
		timeout: 15_000,
	});
	await composer(here).fill("Written between two rooms.");
	await here.getByRole("button", { name: "Send", exact: true }).tap();
	await say(there, "Are you still there?");
	await expectStored(there, "Are you still there?");
	gate.reopen();
	await here.evaluate(() => window.dispatchEvent(new Event("online"))); // not in half a minute
	await expectConnected(here);
	await expectStored(here, "Written between two rooms.");
	for (const page of [here, there]) {
		const said = (await page.getByRole("article").allInnerTexts()).join("\n");
		const order = [
			"Hello from the kitchen.",
			"Hello from the desk.",
			"Are you still there?",
			"Written between two rooms.",
		];
		await expect(message(page, "Written between two rooms.")).toHaveCount(1);
		expect(order.map((text) => said.split(text).length - 1)).toEqual([1, 1, 1, 1]);
		expect(order.map((text) => said.indexOf(text))).toEqual(
			order.map((text) => said.indexOf(text)).toSorted((a, b) => a - b),
		);
	}
}

/** Chooses a picture, and everybody has it. */
export async function showPicture(page: Page, other: Page): Promise<void> {
	await page.goto("/settings/profile");
	await page.locator("input[type=file]").setInputFiles(portrait);
	await page.getByRole("button", { name: "Use this part" }).tap();
	await expect(page.getByText("Your new picture is there.")).toBeVisible();
	await expect(other.getByRole("article").locator("img[src^='/photo/']").first()).toBeVisible();
}

/** The line about plain HTTP. */
export function banner(page: Page): Locator {
	return page.getByRole("complementary", { name: "Connection without encryption" });
}

/** How many lines a text takes. */
export async function linesOf(text: Locator): Promise<number> {
	return await text.evaluate((element) => {
		const range = document.createRange();
		range.selectNodeContents(element);
		const height = parseFloat(getComputedStyle(element).lineHeight);
		return Math.round(range.getBoundingClientRect().height / height);
	});
}
