import { describe, expect, it } from "vitest";

import { BACKOFF_MAX_MS, BACKOFF_MIN_MS, backoffMs } from "./backoff";

describe("backoffMs", () => {
	it("stays between half a second and half a minute", () => {
		for (let attempt = 0; attempt < 2000; attempt++) {
			for (const random of [0, 0.3, 0.999999]) {
				const wait = backoffMs(attempt, random);
				expect(wait).toBeGreaterThanOrEqual(BACKOFF_MIN_MS);
				expect(wait).toBeLessThanOrEqual(BACKOFF_MAX_MS);
			}
		}
	});

	it("doubles its range with each attempt and reaches the limit", () => {
		expect([0, 1, 2, 5, 20].map((attempt) => backoffMs(attempt, 1))).toEqual([
			1000, 2000, 4000, 30_000, 30_000,
		]);
	});

	it("spreads clients over the whole range", () => {
		expect(backoffMs(3, 0)).toBe(BACKOFF_MIN_MS);
		expect(backoffMs(3, 0.5)).toBe(4250);
	});
});
