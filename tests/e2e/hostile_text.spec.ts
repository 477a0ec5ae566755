/* Every hostile text of tests/xss through every text that is shown: none becomes more than text. Batches, scrolled through from end to end. */
import type { Locator, Page } from "@playwright/test";

import { wellFormed } from "../../frontend/src/api/encode";
import type { Connection, Person } from "../contract/harness/person";
import { hostileTexts } from "../xss/corpus";
import { expect, test, type Visit } from "./support/fixtures";
import { expectConnected, composer } from "./support/pages";
import { directOf, openMembers, roomOf } from "./support/rooms";
import { Sentinel } from "./support/sentinel";
import { castOf, doWith } from "./support/talk";
import { refusals } from "./support/watch";

test.use({ config: { groups_per_user_max: 1000, rooms_per_user_max: 1000 }, trace: "off" });
test.describe.configure({ timeout: 120_000 });

const BATCH = 71;
const high = { viewport: { width: 1280, height: 1_600 } };
const batches = Array.from({ length: Math.ceil(hostileTexts.length / BATCH) }, (_, at) =>
	hostileTexts.slice(at * BATCH, (at + 1) * BATCH),
);
/** As a name: of at most `length` characters, and without control characters, which are refused; twenty refusals end a connection. */
const named = (text: string, length: number): string =>
	[...wellFormed(text).replace(/[\p{Cc}\u2028\u2029]/gu, "")].slice(0, length).join("").trim();
const names = (length: number): string[] =>
	[...new Set(hostileTexts.map((text) => named(text, length)))].filter((name) =>
		/[^\p{Z}\p{Cf}]/u.test(name),
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

/** How many are taken; what is refused is refused as invalid, not as a failure. */
async function taken(requests: readonly (() => Promise<unknown>)[]): Promise<number> {
	let count = 0;
	for (let at = 0; at < requests.length; at += 16) {
		const answers = await Promise.allSettled(requests.slice(at, at + 16).map((request) => request()));
		for (const answer of answers) {
			if (answer.status === "fulfilled") count++;
			else
				expect(["invalid", "too_large", "name_taken", "malformed"]).toContain(
					(answer.reason as { code: string }).code,
				);
		}
	}
	return count;
}

async function open(visit: Visit, as: Person, path: string): Promise<{ page: Page; sentinel: Sentinel }> {
	const sentinel = new Sentinel();
	const { page } = await visit({ as, context: high, prepare: (made) => sentinel.follow(made) });
	await page.goto(path);
	await expectConnected(page);
	return { page, sentinel };
}

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
	const { page, sentinel } = await open(visit, grace, "/room/1");
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
	const { page, sentinel } = await open(visit, ada, `/room/${roomId}`);
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

test("names of rooms and groups: side list, title, switcher, list of rooms, being thrown out", async ({
	visit,
}) => {
	const made: { roomId: number; name: string }[] = [];
	const all = names(64);
	const count = await taken(
		all.map((name, at) => async () => {
			const users = [grace.userId];
			const { roomId } =
				at % 5 === 0
					? await host.client.request("addChannel", {
							channelName: name,
							users,
							isOpen: true,
							isVisible: true,
						})
					: await host.client.request("addRoom", {
							channelId: 1,
							name,
							users,
							isOpen: true,
							isVisible: true,
						});
			made.push({ roomId, name });
		}),
	);
	expect(count).toBeGreaterThan(all.length * 0.8);
	const { page, sentinel } = await open(visit, grace, "/room/1");
	await expect
		.poll(() => page.getByRole("navigation", { name: "Rooms" }).getByRole("link").count())
		.toBeGreaterThan(count - 10);
	for (const { roomId, name } of made.filter((_, at) => at % 48 === 0)) {
		await page.goto(`/room/${roomId}`);
		await expect.poll(() => page.title()).toContain(name.replace(/\s+/g, " ").slice(0, 10));
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").fill(name);
		await page.waitForTimeout(150);
		await page.keyboard.press("Escape");
		await host.client.request("removeUser", { roomId, userId: grace.userId });
		await expect(page.getByText(/You are no longer a member of/).last()).toBeVisible();
		await sentinel.expectQuiet(page);
	}
	await page.getByRole("button", { name: "Browse rooms" }).click();
	await expect(page.getByRole("dialog")).toBeVisible();
	await sentinel.expectQuiet(page);
});

test("people's names: side list, members, switcher, titles", async ({ visit }) => {
	const people: { roomId: number; name: string }[] = [];
	const all = names(64);
	await taken(
		all.map((displayName, at) => async () => {
			const { userId } = await host.client.request("createAccount", {
				username: `hostile${at}`,
				displayName,
			});
			const { roomId } = await host.client.request("addRoom", { users: [userId] });
			people.push({ roomId, name: displayName });
		}),
	);
	expect(people.length).toBeGreaterThan(all.length * 0.9);
	const { page, sentinel } = await open(visit, ada, "/room/1");
	const links = page.getByRole("navigation", { name: "Rooms" }).getByRole("link");
	await expect.poll(() => links.count(), { timeout: 30_000 }).toBeGreaterThan(people.length);
	await openMembers(page);
	await sentinel.expectQuiet(page);
	for (const { roomId, name } of people.filter((_, at) => at % 60 === 0)) {
		await page.goto(`/room/${roomId}`);
		await expect.poll(() => page.title()).toContain(name.replace(/\s+/g, " ").slice(0, 10));
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").fill(name);
		await page.waitForTimeout(300);
		await sentinel.expectQuiet(page);
	}
});

test("a person's profile and status; an invitation by them", async ({ visit }) => {
	const roomId = await directOf(host, grace.userId);
	await guest.client.request("printMessage", { roomId, clientId: "hostile-author", content: "who am I?" });
	const { page, sentinel } = await open(visit, ada, `/room/${roomId}`);
	await expect(page.getByText("who am I?")).toBeVisible();
	// Some of each category: what changed of somebody is told once a second, and each is looked at.
	for (const [at, name] of names(64)
		.filter((_, each) => each % 24 === 0)
		.entries()) {
		const short = named(name, 30);
		const profile = { displayName: name, name: short, surname: short, city: short, contacts: name };
		await guest.client.request("setUserProfile", profile);
		await guest.client.request("setStatus", { emoji: "", text: name, until: 0 });
		await page.waitForFunction(
			(title) => document.title.replace(/\s+/g, " ").includes(title),
			name.replace(/\s+/g, " "),
			{ timeout: 10_000 },
		);
		if (at % 4 !== 0) continue;
		await page.getByRole("article").last().getByRole("button").first().click();
		await expect(page.getByRole("dialog")).toContainText(short.replace(/\s+/g, " ").slice(0, 8));
		await page.keyboard.press("Escape");
		const { token } = await guest.client.request("createInvitation", { maxUses: 1 });
		const stranger = new Sentinel();
		const { page: invited } = await visit({ prepare: (made) => stranger.follow(made) });
		await invited.goto(`/invite/${token}`);
		await expect(invited.getByRole("heading", { level: 1 })).toContainText(
			name.replace(/\s+/g, " ").slice(0, 8),
		);
		await stranger.expectQuiet(invited);
		await invited.context().close();
	}
	await sentinel.expectQuiet(page);
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

test("addresses: paths, queries, hashes, tokens", async ({ visit, watch }) => {
	watch.allow(refusals);
	const { page, sentinel } = await open(visit, grace, "/room/1");
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
	const { page } = await open(visit, grace, "/room/1");
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
