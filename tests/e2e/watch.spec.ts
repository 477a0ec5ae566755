/* The watcher itself: what it must hear in a page, in its workers and in the service worker, each provoked on purpose. */
import type { Page, Worker } from "@playwright/test";

import type { Person } from "../contract/harness/person";
import { expect, test } from "./support/fixtures";
import { openRoom, post } from "./support/talk";
import type { Watch } from "./support/watch";

test.use({ config: {} });

let ada: Person;

test.beforeAll(async ({ stage }) => {
	ada = await stage.administrator();
	await post(await ada.connect(), "```ts\nconst answer = 42;\n```");
});

/** Heard by this journey's own watcher, which then forgets it; else every test here would fail, as any other does. */
async function expectHeard(watch: Watch, what: RegExp, provoke: () => Promise<unknown>): Promise<void> {
	expect(watch.complaints).toEqual([]);
	await provoke();
	const heard = (): string[] => watch.complaints.filter((line) => what.test(line));
	await expect.poll(() => heard().length, { message: String(what) }).toBeGreaterThan(0);
	await new Promise((resolve) => setTimeout(resolve, 300));
	watch.lines.length = 0;
}

/** In any of the three. */
const everywhere = {
	"said on purpose": () => console.error("said on purpose"),
	"thrown on purpose": () => {
		setTimeout(() => {
			throw new Error("thrown on purpose");
		});
	},
	"rejected on purpose": () => void Promise.reject(new Error("rejected on purpose")),
	"report of the content policy: connect-src": () =>
		void fetch("https://elsewhere.example/").catch(() => undefined),
};

const reports: Record<string, () => void> = {
	"require-trusted-types-for": () => {
		try {
			document.createElement("p").innerHTML = "<b>markup</b>";
		} catch {
			// What a script catches is a violation as well.
		}
	},
	"trusted-types": () => {
		try {
			(
				window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
			).trustedTypes.createPolicy("default", {});
		} catch {
			// The same.
		}
	},
	"style-src": () =>
		document.body.append(
			Object.assign(document.createElement("style"), { textContent: "p { color: red }" }),
		),
	"img-src": () =>
		document.body.append(Object.assign(new Image(), { src: "https://elsewhere.example/a.png" })),
	"frame-src": () =>
		document.body.append(
			Object.assign(document.createElement("iframe"), { src: "https://elsewhere.example/" }),
		),
	"base-uri": () =>
		document.head.append(
			Object.assign(document.createElement("base"), { href: "https://elsewhere.example/" }),
		),
	"form-action": () => {
		const form = Object.assign(document.createElement("form"), { action: "/api/logout", method: "post" });
		document.body.append(form);
		form.submit();
	},
};

async function serviceWorkerOf(page: Page): Promise<Worker> {
	await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
	const [worker] = page.context().serviceWorkers();
	if (worker === undefined) throw new Error("no service worker");
	return worker;
}

test("hears a page, and one that is opened later", async ({ visit, watch }) => {
	const first = await openRoom(visit, ada);
	const later = await first.context().newPage();
	await later.goto("/room/1");
	for (const page of [first, later])
		for (const [what, provoke] of Object.entries(everywhere))
			await expectHeard(watch, new RegExp(what), () => page.evaluate(provoke));
});

for (const [directive, provoke] of Object.entries(reports))
	test(`hears a report of ${directive}`, async ({ visit, watch }) => {
		const page = await openRoom(visit, ada);
		await expectHeard(watch, new RegExp(`report of the content policy: ${directive}`), () =>
			page.evaluate(provoke),
		);
	});

test("hears a worker", async ({ visit, watch }) => {
	const page = await openRoom(visit, ada);
	await expect(page.locator(".code-keyword").first()).toBeVisible();
	const [worker] = page.workers();
	for (const [what, provoke] of Object.entries(everywhere)) {
		await expectHeard(watch, new RegExp(what), async () => await worker?.evaluate(provoke));
	}
});

test("hears the service worker", async ({ visit, watch }) => {
	const page = await openRoom(visit, ada);
	const worker = await serviceWorkerOf(page);
	for (const [what, provoke] of Object.entries(everywhere))
		await expectHeard(watch, new RegExp(what), async () => await worker.evaluate(provoke));
});
