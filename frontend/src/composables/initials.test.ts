import { describe, expect, it } from "vitest";

import { hueOf, initialsOf } from "@/composables/initials";

describe("initialsOf", () => {
	it.each([
		["Ada Lovelace", "AL"],
		["ada", "A"],
		["  jean-luc  picard ", "JP"],
		["Gabriel García Márquez", "GM"],
		["王小明", "王"],
		["👩‍🚀 Zoë", "👩‍🚀Z"],
		["", "?"],
	])("takes %s as %s", (name, initials) => expect(initialsOf(name)).toBe(initials));
});

describe("hueOf", () => {
	it("uses all ten colours about equally, for ids in runs and in leaps", () => {
		for (const step of [1, 10, 1000]) {
			const counts = Array.from({ length: 10 }, () => 0);
			for (let at = 0; at < 1000; at++) {
				const hue = hueOf(1 + at * step);
				counts[hue] = (counts[hue] ?? 0) + 1;
			}
			expect(Math.min(...counts)).toBeGreaterThan(60);
			expect(Math.max(...counts)).toBeLessThan(150);
		}
	});
});
