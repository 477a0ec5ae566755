/* Hostile texts as names, and a page that is watched while it shows them. */
import { expect, type Page } from "@playwright/test";

import { wellFormed } from "../../../frontend/src/api/encode";
import type { Person } from "../../contract/harness/person";
import { hostileTexts } from "../../xss/corpus";
import type { Visit } from "./fixtures";
import { expectConnected } from "./pages";
import { Sentinel } from "./sentinel";
import { Wire } from "./wire";

export const high = { viewport: { width: 1280, height: 1_600 } };

/** As a name: of at most `length` characters, and without control characters, which are refused; twenty refusals end a connection. */
export const named = (text: string, length: number): string =>
	[...wellFormed(text).replace(/[\p{Cc}\u2028\u2029]/gu, "")].slice(0, length).join("").trim();
export const names = (length: number): string[] =>
	[...new Set(hostileTexts.map((text) => named(text, length)))].filter((name) =>
		/[^\p{Z}\p{Cf}]/u.test(name),
	);

/** How many are taken; what is refused is refused as invalid, not as a failure. */
export async function taken(requests: readonly (() => Promise<unknown>)[]): Promise<number> {
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

export interface Opened {
	page: Page;
	sentinel: Sentinel;
	wire: Wire;
}

/** `prepare`: before the page is opened. */
export async function openAs(
	visit: Visit,
	as: Person,
	path: string,
	prepare?: (page: Page) => Promise<void>,
): Promise<Opened> {
	const sentinel = new Sentinel();
	const wire = new Wire();
	const { page } = await visit({
		as,
		context: high,
		prepare: async (made) => {
			await sentinel.follow(made);
			await wire.follow(made);
		},
	});
	await prepare?.(page);
	await page.goto(path);
	await expectConnected(page);
	return { page, sentinel, wire };
}
