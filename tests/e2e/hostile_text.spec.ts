/* Every hostile text of tests/xss as a message, a draft, a notice, a reason, an address: none becomes more than text. Batches, scrolled through
   from end to end. Names are in hostile_names.spec.ts. */
import type { Locator, Page } from "@playwright/test";

import { wellFormed } from "../../frontend/src/api/encode";
import type { Connection, Person } from "../contract/harness/person";
import { hostileTexts } from "../xss/corpus";
import { expect, test } from "./support/fixtures";
import { high, names, openAs, taken } from "./support/hostile";
import { hide, record } from "./support/notices";
import { composer, message, say } from "./support/pages";
import { directOf, roomOf } from "./support/rooms";
import { Sentinel } from "./support/sentinel";
import { castOf, doWith } from "./support/talk";
import { refusals } from "./support/watch";

test.use({ config: { groups_per_user_max: 1000, rooms_per_user_max: 1000 }, trace: "off" });
test.describe.configure({ timeout: 240_000 });

const BATCH = 71;
const batches = Array.from({ length: Math.ceil(hostileTexts.length / BATCH) }, (_, at) =>
	hostileTexts.slice(at * BATCH, (at + 1) * BATCH),
);
let ada: Person;
let grace: Person;
let host: Connection;
let guest: Connection;
let ids = 0;

test.beforeAll(async ({ stage }) => {
	({ ada, grace, host } = await castOf(stage));
	guest = await grace.connect();
});

const post = (roomId: number, content: string, more: object = {}): Promise<{ id: number }> =>
	host.client.request("printMessage", { roomId, clientId: `hostile-${++ids}`, content, ...more });

/** What is far off is not drawn: up to the top, and all of it comes by. */
async function expectAllSeen(page: Page, list: Locator, count: number): Promise<void> {
	const seen = new Set<string>();
	const look = async (): Promise<number> => {
		const ids = await list
			.locator("[data-message]")
			.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-message") ?? ""));
		ids.forEach((id) => seen.add(id));
		await list.hover();
		await page.mouse.wheel(0, -1_200);
		return seen.size;
	};
	await expect.poll(look, { timeout: 30_000, intervals: [200] }).toBeGreaterThanOrEqual(count);
}

test("messages, quotes, threads and drafts", async ({ visit }) => {
	const rooms: { roomId: number; root: number; shown: number }[] = [];
	for (const texts of batches) {
		const roomId = await roomOf(host, 1, `batch ${rooms.length}`, { users: [grace.userId] });
		const { id: root } = await post(roomId, "the root");
		let shown = 0;
		await taken(
			texts.map((content) => async () => {
				const { id } = await post(roomId, content);
				await post(roomId, "an answer", { quote: id });
				await post(roomId, content, { parentMessage: root });
				shown++;
			}),
		);
		expect(shown).toBeGreaterThan(texts.length * 0.95);
		await guest.client.request("setDraft", {
			roomId,
			content: texts.map((text) => text.slice(0, 180)).join("\n"),
		});
		// All is read: the room opens at its end.
		await guest.client.request("setReadPosition", { roomId, seq: 1_000 });
		rooms.push({ roomId, root, shown });
	}
	const { page, sentinel } = await openAs(visit, grace, "/room/1");
	for (const { roomId, root, shown } of rooms) {
		await page.goto(`/room/${roomId}/thread/${root}`);
		await expectAllSeen(page, page.getByRole("complementary", { name: "Thread" }), shown);
		await page.goto(`/room/${roomId}`);
		await expect(composer(page)).toHaveValue(/\S/);
		const list = page.getByRole("region", { name: "Messages", exact: true });
		await expect(list.getByText("an answer", { exact: true }).last()).toBeVisible();
		await expectAllSeen(page, list, 2 * shown);
		await sentinel.expectQuiet(page);
	}
});

test("edits and their history", async ({ visit }) => {
	const roomId = await roomOf(host, 1, "edits", { users: [grace.userId] });
	const { page, sentinel } = await openAs(visit, ada, `/room/${roomId}`);
	const third = Math.ceil(hostileTexts.length / 3);
	for (let part = 0; part < 3; part++) {
		const { id } = await post(roomId, `version ${part}`);
		let versions = 0;
		for (const content of hostileTexts.slice(part * third, (part + 1) * third)) {
			versions += await taken([() => host.client.request("editMessage", { id, content })]);
		}
		await host.client.request("editMessage", { id, content: `the last of ${part}` });
		await doWith(page, `the last of ${part}`, "Earlier texts");
		const dialog = page.getByRole("dialog");
		await expect(dialog.locator(".message-text")).toHaveCount(versions + 2);
		await sentinel.expectQuiet(page);
		await page.keyboard.press("Escape");
	}
});

test("reactions are emoji or refused", async () => {
	const { id } = await post(1, "react to me");
	const refused = await Promise.all(
		names(16).map((emoji) =>
			host.client.request("setReaction", { id, emoji, on: true }).then(
				() => emoji,
				() => null,
			),
		),
	);
	expect(
		refused.filter(
			(emoji) => emoji !== null && !/^\p{Extended_Pictographic}|^\p{Regional_Indicator}/u.test(emoji),
		),
	).toEqual([]);
	const { content } = await host.client.request("loadMessagesByIds", { roomId: 1, messagesIds: [id] });
	expect(JSON.stringify(content[0]?.reactions ?? [])).not.toMatch(/[<>"'&]script|canary/);
});

test("what a server gives as its reason", async ({ visit, watch }) => {
	watch.allow(refusals);
	const sentinel = new Sentinel();
	const { page } = await visit({
		context: { ...high, serviceWorkers: "block" },
		prepare: (made) => sentinel.follow(made),
	});
	let reason = "";
	await page.route("/api/auth", (route) =>
		route.fulfill({ status: 409, json: { error: "a_new_one", message: reason } }),
	);
	await page.goto("/sign-in");
	for (const [at, texts] of batches.entries()) {
		reason = `reason ${at}: ${texts.join(" | ")}`;
		await page.getByLabel("User name or e-mail address").fill(texts[at] ?? "x");
		await page.getByLabel("Password", { exact: true }).fill("certainly wrong");
		await page.getByRole("button", { name: "Sign in", exact: true }).click();
		await expect(page.getByRole("alert")).toContainText(`reason ${at}: `);
	}
	await sentinel.expectQuiet(page);
});

test("what a server gives as its reason, over the socket: toasts, and messages that are not sent", async ({
	visit,
}) => {
	const { page, sentinel, wire } = await openAs(visit, ada, "/room/1");
	const toasts = page.getByRole("region", { name: "Notifications" });
	for (const [at, text] of hostileTexts.entries()) {
		wire.say({
			action: "growlError",
			error: "a_new_one",
			content: `${at}: ${text}`,
			retryable: false,
			cbId: null,
		});
		// Five are shown at once.
		if (at % 5 === 0) await expect(toasts.getByText(new RegExp(`^${at}: `))).toBeVisible();
	}
	await sentinel.expectQuiet(page);
	for (const [at, texts] of batches.entries()) {
		wire.refuse("printMessage", { error: "a_new_one", content: `reason ${at}: ${texts.join(" | ")}` });
		await say(page, `number ${at}`);
		await expect(message(page, `number ${at}`)).toContainText(`reason ${at}: `);
	}
	await sentinel.expectQuiet(page);
});

test("notices of messages are their plain text", async ({ visit }) => {
	const roomId = await directOf(host, grace.userId);
	const { page, sentinel } = await openAs(visit, grace, "/room/1", record);
	await hide(page, true);
	const shown = await taken(hostileTexts.map((content) => () => post(roomId, content)));
	const notices = () =>
		page.evaluate(() => window.recorded.notices.map(({ title, body, tag }) => ({ title, body, tag })));
	await expect.poll(async () => (await notices()).length, { timeout: 30_000 }).toBe(shown);
	for (const { title, body, tag } of await notices()) {
		expect(title).toBe("Ada Lovelace");
		expect(tag).toBe(`room-${roomId}`);
		expect(body.length).toBeLessThan(300);
	}
	await sentinel.expectQuiet(page);
});

test("addresses: paths, queries, hashes, tokens", async ({ visit, watch }) => {
	watch.allow(refusals);
	const { page, sentinel } = await openAs(visit, grace, "/room/1");
	const places = [
		"/",
		"/room/1?q=",
		"/room/1#",
		"/room/",
		"/settings/",
		"/sign-in?next=",
		"/nothing/",
		"/admin?",
	];
	const gone = await page.evaluate(
		async ({ texts, before }) => {
			const lost: string[] = [];
			for (const [at, text] of texts.entries()) {
				const place = before[at % before.length] ?? "/";
				const path = place + encodeURIComponent(text.slice(0, 1_000));
				history.pushState({}, "", path);
				dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
				await new Promise((resolve) => setTimeout(resolve, 25));
				if (location.origin !== new URL(path, location.href).origin) lost.push(path);
			}
			return lost;
		},
		{ texts: hostileTexts.map((text) => wellFormed(text)), before: places },
	);
	expect(gone).toEqual([]);
	await sentinel.expectQuiet(page);
	for (const [at, text] of hostileTexts.filter((_, each) => each % 50 === 0).entries()) {
		const place = ["/invite/", "/reset/", "/enter/", "/setup/", ...places][at] ?? "/";
		await page.goto(place + encodeURIComponent(wellFormed(text).slice(0, 1_000)));
		await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
		expect(new URL(page.url()).protocol).toBe("http:");
		await sentinel.expectQuiet(page);
	}
});

test("a sentinel sees what it must", async ({ visit }) => {
	const { page } = await openAs(visit, grace, "/room/1");
	const found = await page.evaluate(async () => {
		const make = (name: string, attributes: Record<string, string>): void => {
			const element = document.createElement(name);
			for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
			document.body.append(element);
		};
		make("object", {});
		make("a", { href: "ftp://elsewhere.example/" });
		make("a", { href: "https://elsewhere.example/" });
		window.canary();
		await new Promise((resolve) => setTimeout(resolve, 50));
		return window.sentinel.found.map((line) => line.split(":")[0]);
	});
	expect(found.sort()).toEqual(["a link", "a link without its rel", "a script ran", "an element"]);
});
