import { describe, expect, it } from "vitest";

import { fuzzyScore } from "./fuzzy";

function ranked(query: string, names: string[]): string[] {
	const scored = names.map((name) => ({ name, score: fuzzyScore(name, query) }));
	const fitting = scored.filter((each): each is { name: string; score: number } => each.score !== null);
	return fitting.sort((a, b) => b.score - a.score).map(({ name }) => name);
}

describe("fuzzyScore", () => {
	it("takes letters in their order only", () => {
		expect(fuzzyScore("garden", "grd")).not.toBeNull();
		expect(fuzzyScore("garden", "dg")).toBeNull();
		expect(fuzzyScore("garden", "gardens")).toBeNull();
	});

	it("likes beginnings, then words, then the middle", () => {
		expect(ranked("all", ["small talk", "the all", "all", "allotment"])).toEqual([
			"all",
			"allotment",
			"the all",
			"small talk",
		]);
	});

	it("finds first letters of words", () => {
		expect(ranked("gh", ["lighthouse", "Grace Hopper"])).toEqual(["Grace Hopper", "lighthouse"]);
		expect(fuzzyScore("release-notes", "rn")).toBeGreaterThan(fuzzyScore("barn owl net", "rn") ?? 0);
	});

	it("minds neither case nor accents, nor how many blanks there are", () => {
		expect(fuzzyScore("Zoë Müller", "zoe mu")).not.toBeNull();
		expect(fuzzyScore("Zoë  Müller", "ZM")).not.toBeNull();
		expect(fuzzyScore("музыка", "МУЗ")).not.toBeNull();
		expect(fuzzyScore("ليلى العلوي", "ليلى")).not.toBeNull();
	});

	it("takes everything for nothing", () => {
		expect(fuzzyScore("garden", "  ")).toBe(0);
	});
});
