/* What every journey starts from: a stage for its file, and pages that are watched. */
import {
	test as base,
	expect,
	type Browser,
	type BrowserContext,
	type BrowserContextOptions,
	type Page,
} from "@playwright/test";

import type { Person } from "../../contract/harness/person";
import { Stage, type Config } from "./stage";
import { Watch } from "./watch";

export interface Visitor {
	page: Page;
	context: BrowserContext;
}

/** `prepare`: before there is a page. */
export type Visit = (options?: {
	as?: Person;
	origin?: string;
	context?: BrowserContextOptions;
	prepare?: (context: BrowserContext) => Promise<void>;
}) => Promise<Visitor>;

interface TestFixtures {
	watch: Watch;
	/** A browser of somebody's own; `as`: signed in already. */
	visit: Visit;
}

interface FileFixtures {
	config: Config;
	stage: Stage;
}

async function bringCookie(context: BrowserContext, person: Person, origin: string): Promise<void> {
	const [plain = "", value = ""] = person.cookie.split("=");
	const secure = origin.startsWith("https:");
	const name = secure ? `__Host-${plain}` : plain;
	await context.addCookies([{ name, value, url: origin, httpOnly: true, secure, sameSite: "Lax" }]);
}

async function openVisitor(
	browser: Browser,
	stage: Stage,
	watch: Watch,
	options: Parameters<Visit>[0] = {},
): Promise<Visitor> {
	const origin = options.origin ?? stage.origin;
	const context = await browser.newContext({ baseURL: origin, ...options.context });
	await watch.follow(context);
	await options.prepare?.(context);
	if (options.as) await bringCookie(context, options.as, origin);
	return { context, page: await context.newPage() };
}

export const test = base.extend<TestFixtures, FileFixtures>({
	config: [{}, { option: true, scope: "worker" }],
	stage: [
		async ({ config }, use) => {
			const stage = await Stage.open(config);
			await use(stage);
			await stage.close();
		},
		{ scope: "worker", timeout: 120_000 },
	],
	watch: async ({}, use) => {
		const watch = new Watch([]);
		await use(watch);
		expect(watch.complaints, "what the pages complained of").toEqual([]);
	},
	visit: async ({ browser, stage, watch }, use) => {
		const open: BrowserContext[] = [];
		await use(async (options) => {
			const visitor = await openVisitor(browser, stage, watch, options);
			open.push(visitor.context);
			return visitor;
		});
		for (const context of open) await context.close();
	},
});

export { expect };
