/* Behind nginx with TLS, by the site that rootfs/ installs: what passes, what does not, whose address counts, and what a reload does to a conversation. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { freePort, workersOf } from "../contract/harness/server";
import { until } from "../contract/harness/wait";
import { expect, test as base } from "./support/fixtures";
import { banner, browserThatTrusts, joinByPhone, lanAddress, sayByButton, showPicture } from "./support/lan";
import { phone } from "./support/looks";
import { hostName, keptMs, Nginx, type Ports } from "./support/nginx";
import { composer, expectConnected, expectStored, message, say } from "./support/pages";
import { password } from "./support/stage";
import { castOf, type Cast } from "./support/talk";
import { ask, signInFrom } from "./support/visitor";
import { breaks, refusals } from "./support/watch";

interface Site {
	ports: Ports;
	nginx: Nginx;
}

const test = base.extend<object, Site>({
	ports: [
		async ({}, use) => {
			await use({ http: await freePort(), https: await freePort(), confabd: await freePort() });
		},
		{ scope: "worker" },
	],
	config: [
		async ({ ports }, use) => {
			await use({
				bind: "0.0.0.0",
				port: ports.confabd,
				public_url: `https://${hostName}:${ports.https}`,
				allowed_hosts: `${hostName}, localhost, ${lanAddress()}`,
				trusted_proxies: "127.0.0.1",
				rate_logins_per_min: 5,
			});
		},
		{ scope: "worker" },
	],
	nginx: [
		async ({ ports, stage }, use) => {
			expect(stage.server.address.port).toBe(ports.confabd);
			const nginx = await Nginx.open(ports);
			await use(nginx);
			await nginx.close();
		},
		{ scope: "worker", timeout: 60_000 },
	],
	browser: [
		async ({ nginx, launchOptions }, use) => {
			const args = [
				...(launchOptions.args ?? []),
				`--host-resolver-rules=MAP ${hostName} ${lanAddress()}`,
			];
			const { browser, close } = await browserThatTrusts(nginx.authority, { ...launchOptions, args });
			await use(browser);
			await close();
		},
		{ scope: "worker", timeout: 60_000 },
	],
});

test.describe.configure({ mode: "serial" });

const pictureMax = 8_388_608;
const siteMax = 8200 * 1024;
let cast: Cast;

test.beforeAll(async ({ stage }) => {
	cast = await castOf(stage);
});

/** A picture of exactly so many bytes: what stands behind a JPEG's end does not count. */
function pictureOf(bytes: number): Buffer {
	const picture = Buffer.alloc(bytes);
	readFileSync(fileURLToPath(new URL("../unit/picture/fixtures/large.jpg", import.meta.url))).copy(picture);
	return picture;
}

test("a phone comes in by an invitation, talks, and shows a picture; a reload of nginx breaks nothing, and its end is mended", async ({
	nginx,
	stage,
	visit,
	watch,
}) => {
	test.setTimeout(150_000);
	watch.allow(breaks);
	const desks: Page[] = [];
	// On each worker somebody: whichever has the phone's socket, one of them is on another.
	for (const [at, { pid }] of workersOf(stage.server.address.pid).entries()) {
		const gate = await stage.gate();
		gate.worker = pid;
		const { page } = await visit({ as: at === 0 ? cast.ada : cast.grace, origin: gate.origin });
		await page.goto("/room/1");
		await expectConnected(page);
		desks.push(page);
	}
	const [ada] = desks as [Page];
	const { token } = await cast.host.client.request("createInvitation", { maxUses: 1 });
	const linus = await joinByPhone(visit, nginx.origin, token, "Linus");
	await expect(banner(linus)).toHaveCount(0);
	await expect
		.poll(() => linus.evaluate(async () => !!(await navigator.serviceWorker.ready).active), {
			timeout: 60_000,
		})
		.toBe(true);
	await sayByButton(linus, "Through the front door.");
	for (const desk of desks) {
		await expect(message(desk, "Through the front door.")).toHaveCount(1);
		await say(desk, "Come in, please.");
	}
	await expect(message(linus, "Come in, please.")).toHaveCount(2);

	const states = await linus.evaluateHandle(() => {
		const seen: string[] = [];
		new MutationObserver(() =>
			seen.push(document.querySelector("[title=Connected]") ? "on" : "off"),
		).observe(document.body, { subtree: true, attributes: true, childList: true });
		return seen;
	});
	const before = nginx.workers;
	await nginx.reload();
	await say(ada, "during the reload");
	await expect(message(linus, "during the reload")).toHaveCount(1);
	await sayByButton(linus, "as if nothing were");
	expect(nginx.workers, "the old worker still has the sockets").toEqual(expect.arrayContaining(before));
	expect(await states.jsonValue()).not.toContain("off");

	await until(
		"the old worker is gone",
		() => !nginx.workers.some((pid) => before.includes(pid)),
		keptMs + 20_000,
	);
	await say(ada, "after the old worker");
	await expect(message(linus, "after the old worker")).toHaveCount(1, { timeout: 20_000 });
	await expectConnected(linus);
	await sayByButton(linus, "back again");
	await expect(message(ada, "back again")).toHaveCount(1);
	await showPicture(linus, ada);
});

test("a picture at the limit passes, above it is refused by the server, and far above by nginx", async ({
	nginx,
}) => {
	const cookie = await signInFrom(nginx, "127.0.0.31", "grace", password);
	const send = (bytes: number, path = "/api/upload_profile_image") =>
		ask(nginx, { from: "127.0.0.31", path, body: pictureOf(bytes), headers: { Cookie: cookie } });
	const taken = await send(pictureMax);
	expect([taken.status, taken.text]).toEqual([200, expect.stringContaining("/photo/")]);
	const above = await send(pictureMax + 1);
	expect([above.status, JSON.parse(above.text)]).toEqual([
		413,
		expect.objectContaining({ error: "too_large" }),
	]);
	const far = await send(siteMax + 1);
	expect([far.status, far.headers["server"]]).toEqual([413, "nginx"]);
	expect((await send(65_537, "/api/auth")).status).toBe(413);
});

test("the address is the one that nginx saw, whatever a client says of itself", async ({ nginx, stage }) => {
	const forged = {
		"X-Forwarded-For": "203.0.113.9",
		"X-Real-IP": "203.0.113.9",
		Forwarded: "for=203.0.113.9",
		"X-Forwarded-Proto": "http",
	};
	const cookie = await signInFrom(nginx, "127.0.0.32", "grace", password, forged);
	expect(cookie).toMatch(/^__Host-confab=/);
	// Not through the proxy, from an address that is none: believed nothing either.
	const direct = await fetch(`http://${lanAddress()}:${nginx.ports.confabd}/api/auth`, {
		method: "POST",
		headers: {
			"Content-Type": "application/json",
			Origin: `http://${lanAddress()}:${nginx.ports.confabd}`,
			...forged,
			"X-Forwarded-Proto": "https",
		},
		body: JSON.stringify({ username: "grace", password }),
	});
	expect([direct.status, direct.headers.getSetCookie()[0]]).toEqual([
		200,
		expect.stringMatching(/^confab=/),
	]);
	const grace = await (await cast.grace.another()).connect();
	const { sessions } = await grace.client.request("listSessions", {});
	const addresses = sessions.map(({ address }) => address);
	expect(addresses).toEqual(expect.arrayContaining(["127.0.0.32", lanAddress()]));
	expect(addresses).not.toContain("203.0.113.9");
	expect(stage.server.output).not.toContain("203.0.113.9");
	grace.stop();
});

test("guessing passwords is counted by true address, with a new forged one each time", async ({ nginx }) => {
	const guess = async (from: string, forged: string) => {
		const body = { username: "nobody", password: "wrong wrong wrong" };
		return (await ask(nginx, { from, path: "/api/auth", body, headers: { "X-Forwarded-For": forged } }))
			.status;
	};
	const statuses: number[] = [];
	for (let at = 0; at < 8; at++) statuses.push(await guess("127.0.0.33", `198.51.100.${at + 1}`));
	expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
	expect(await guess("127.0.0.34", "198.51.100.1")).toBe(401);
});

test("who asks too much is answered 429, and is told so by the client; files are for everybody, at once", async ({
	nginx,
	visit,
	watch,
}) => {
	watch.allow(refusals);
	const many = (from: string, path: string, count: number) =>
		Promise.all(Array.from({ length: count }, () => ask(nginx, { from, path })));
	const page = await ask(nginx, { from: "127.0.0.35", path: "/" });
	const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1] ?? "";
	expect(script).not.toBe("");
	// An office behind one address opens the client: each fetches well over a hundred files.
	const files = await many("127.0.0.35", script, 600);
	expect(new Set(files.map(({ status }) => status))).toEqual(new Set([200]));
	const asked = (await many("127.0.0.36", "/api/status", 400)).map(({ status }) => status);
	expect(asked.filter((status) => status === 200).length).toBeGreaterThan(150);
	expect(asked.filter((status) => status === 429).length).toBeGreaterThan(50);
	expect(asked.filter((status) => status !== 200 && status !== 429)).toEqual([]);

	const { page: door } = await visit({ origin: nginx.origin, context: phone });
	await door.goto("/sign-in");
	await door.getByLabel("User name or e-mail address").fill("nobody");
	await door.getByLabel("Password", { exact: true }).fill("wrong wrong wrong");
	await door.evaluate(() => {
		const headers = { "Content-Type": "application/json" };
		for (let at = 0; at < 40; at++) void fetch("/api/auth", { method: "POST", body: "{}", headers });
	});
	// One a second is let through.
	await expect(async () => {
		await door.getByRole("button", { name: "Sign in", exact: true }).tap();
		await expect(door.getByText("Too many tries.")).toBeVisible({ timeout: 2_000 });
	}).toPass({ timeout: 15_000 });
});

test("what is for the machine itself is not served, however it is written; the server's numbers are there", async ({
	nginx,
	stage,
}) => {
	const paths = [
		"/metrics",
		"/ready",
		"/metrics?a=b",
		"//metrics",
		"/./metrics",
		"/a/../metrics",
		"/%6detrics",
		"/metrics/",
		"/METRICS",
	];
	for (const path of paths) {
		const answer = await ask(nginx, { from: "127.0.0.37", path });
		expect([path, answer.text.includes("confab_")]).toEqual([path, false]);
		if (!/\/$|[A-Z]/.test(path)) expect([path, answer.status]).toEqual([path, 404]);
	}
	expect((await fetch(`${stage.origin}/metrics`)).status).toBe(200);
	expect((await ask(nginx, { from: "127.0.0.37", path: "/health" })).status).toBe(200);
	const status = JSON.parse((await ask(nginx, { from: "127.0.0.37", path: "/api/status" })).text);
	expect(status).toMatchObject({ secureUrl: nginx.origin, localAuthority: false });
	expect(
		(await ask(nginx, { from: "127.0.0.37", path: "/", headers: { Host: "evil.example" } })).status,
	).toBe(421);
});

test("plain HTTP is led to https, and the log has no token", async ({ nginx }) => {
	const led = await fetch(`http://127.0.0.1:${nginx.ports.http}/invite/AVERYSECRETTOKEN`, {
		redirect: "manual",
		headers: { Host: hostName },
	});
	expect(led.status).toBe(301);
	expect(led.headers.get("location")).toMatch(/^https:\/\/.*\/invite\/AVERYSECRETTOKEN$/);
	await ask(nginx, { from: "127.0.0.38", path: "/invite/AVERYSECRETTOKEN?also=ASECRETQUERY" });
	await until("it is in the log", () => nginx.read("confab.log").includes("127.0.0.38"));
	expect(nginx.read("confab.log")).not.toContain("SECRET");
});

test("a socket that says nothing for longer than nginx waits is kept by pings", async ({
	nginx,
	stage,
	visit,
}) => {
	test.setTimeout(150_000);
	const waits = Math.max(
		...[...readFileSync(join(nginx.folder, "site"), "utf8").matchAll(/proxy_read_timeout (\d+)s/g)].map(
			(found) => Number(found[1]),
		),
	);
	expect(waits).toBe(75);
	const { page } = await visit({ origin: nginx.origin, as: cast.grace });
	const sockets: string[] = [];
	page.on("websocket", (socket) => {
		sockets.push("opened");
		socket.on("close", () => sockets.push("closed"));
	});
	await page.goto("/room/1");
	await expectConnected(page);
	await page.waitForTimeout((waits + 8) * 1000);
	expect(sockets).toEqual(["opened"]);
	await say(page, "still the same line");
	await expectStored(page, "still the same line");
	await expect(composer(page)).toHaveValue("");
	expect(sockets).toEqual(["opened"]);
	expect(stage.server.running).toBe(true);
	expect(nginx.read("error.log")).not.toMatch(/upstream timed out|\[(emerg|alert|crit)\]/);
});
