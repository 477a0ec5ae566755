/* axe's rules of WCAG 2 A and AA; and those beyond that it calls the best practice. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
export const bestPractice: readonly string[] = [...rules, "best-practice"];

export async function expectAccessible(
	page: Page,
	what: string,
	tags: readonly string[] = rules,
): Promise<void> {
	await page.waitForTimeout(300); // what moves in has arrived: axe would measure half-faded colours
	const { violations } = await new AxeBuilder({ page }).withTags([...tags]).analyze();
	const found = violations.map(
		({ id, nodes }) =>
			`${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary}`).join(" | ")}`,
	);
	expect(found, what).toEqual([]);
}
