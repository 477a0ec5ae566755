import { describe, expect, it } from "vitest";

import { emojiModule } from "../../../scripts/emoji.mjs";
import { EmojiCatalogue, inTone } from "./catalogue";

const base = emojiModule("base") as ConstructorParameters<typeof EmojiCatalogue>[0];
const inLanguage = (language: string) => new EmojiCatalogue(base, emojiModule(language) as string[]);
const english = inLanguage("en");

describe("the emoji", () => {
	it.each(["en", "de", "ar"])("all have a name and a short name in %s", (language) => {
		const items = inLanguage(language).groups.flatMap((group) => group.items);
		expect(items.length).toBeGreaterThan(1_800);
		expect(items.filter(({ name, shortNames }) => name === "" || !shortNames[0])).toEqual([]);
	});

	it("are called in the language's own letters", () => {
		const names = inLanguage("ar").groups.flatMap(({ items }) => items.map(({ name }) => name));
		expect(names.filter((name) => !/[\u0600-\u06FF]/.test(name))).toEqual([]);
		expect(inLanguage("de").find("🇩🇪")?.name).toMatch(/Deutschland/);
	});

	it.each([
		["en", "smi", "😄"],
		["en", "thumbs", "👍️"],
		["en", "+1", "👍️"],
		["en", "cat fac", "🐱"],
		["en", ":tada:", "🎉"],
		["de", "herz", "❤️"],
		["de", "grün", "💚"],
		["de", "gruen", null],
		["ar", "قلب", "❤️"],
		["ar", "قِطّة", "🐈️"],
		["ar", "heart", "❤️"],
	])("%s: %s finds %s", (language, query, expected) => {
		const found = inLanguage(language)
			.search(query, 40)
			.map(({ emoji }) => emoji);
		if (expected === null) expect(found).toEqual([]);
		else
			expect(found.map((emoji) => emoji.replace(/\uFE0F/g, ""))).toContain(
				expected.replace(/\uFE0F/g, ""),
			);
	});

	it("finds the best first and no more than wanted", () => {
		expect(english.search("heart", 5)).toHaveLength(5);
		expect(english.search("heart", 1)[0]?.shortNames).toContain("heart");
		expect(english.search("  ", 5)).toEqual([]);
	});

	it.each([
		["👋", 5, "👋🏿"],
		["🕵️‍♂️", 1, "🕵🏻‍♂️"],
		["👍️", 3, "👍🏽"],
		["👋", 0, "👋"],
		["🎉", 3, "🎉"],
	])("%s in tone %i is %s", (emoji, tone, expected) => {
		const item = english.find(emoji);
		expect(item && inTone(item, tone)).toBe(expected);
	});

	it("knows one in any tone", () => expect(english.find("👋🏿")?.emoji).toBe("👋"));
});
