import { describe, expect, it } from "vitest";

import { statusEnd } from "@/composables/statusTimes";

const at = (day: number, hour = 0): number => new Date(2026, 10, day, hour).getTime();

describe("the end of a status", () => {
	it("is so far from now, or at the end of the day", () => {
		const now = at(18, 15);
		expect(statusEnd("never", now)).toBe(0);
		expect(statusEnd("halfHour", now)).toBe(now + 1_800_000);
		expect(statusEnd("fourHours", now)).toBe(at(18, 19));
		expect(statusEnd("today", now)).toBe(at(19));
	});

	it("is the next Monday's beginning, on a Monday and on a Sunday too", () => {
		expect(statusEnd("week", at(18, 15))).toBe(at(23));
		expect(statusEnd("week", at(22, 23))).toBe(at(23));
		expect(statusEnd("week", at(23, 1))).toBe(at(30));
	});
});
