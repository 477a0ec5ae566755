import { describe, expect, it } from "vitest";

import { runHere } from "@/components/testing/mount";
import { useDates } from "@/composables/useDates";

const hour = 3_600_000;

describe("useDates", () => {
	const { result: dates } = runHere(useDates);
	const today = new Date().setHours(12, 0, 0, 0);

	it("calls near days by their names and far ones by their dates", () => {
		expect(dates.day(today)).toBe("Today");
		expect(dates.day(today - 24 * hour)).toBe("Yesterday");
		expect(dates.day(today - 24 * hour * 800)).toMatch(/\b20\d\d\b/);
	});

	it("says how far away something is in the unit that fits", () => {
		const now = Date.now();
		expect(dates.relative(now + 7 * 24 * hour)).toBe("in 7 days");
		expect(dates.relative(now - 3 * hour)).toBe("3 hours ago");
		expect(dates.relative(now - hour / 2)).toMatch(/^(29|30|31) minutes ago$/);
	});
});
