// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";

import { errorTable } from "@/api/protocol.gen";
import { preferredLanguage, useI18n, useTexts } from "@/i18n";
import ar from "@/i18n/ar";
import de from "@/i18n/de";
import en from "@/i18n/en";
import { formatParameters, pluralForm } from "@/i18n/formatting";
import { fill } from "@/i18n/texts";
import { checkTexts, checkMessages, unusedKeys } from "../../scripts/i18n.mjs";

const { t, te, n, locale } = useI18n();
beforeEach(() => useTexts("en", en));

describe("the texts", () => {
	it("are all there, in every language", () => {
		expect(checkMessages()).toEqual([]);
	});

	it("are all used", () => {
		expect(unusedKeys()).toEqual([]);
	});

	it("count in the way of their language", () => {
		const members = (count: number): string => t("members.title", { count }, count);
		expect([1, 12, 1234].map(members)).toEqual(["One member", "12 members", "1,234 members"]);
		expect(t("invitations.used", { count: 0 }, 0)).toBe("Not used yet");
		expect(t("members.title", { count: 1 })).toBe("One member");
		useTexts("de", de);
		expect([1, 1234].map(members)).toEqual(["Ein Mitglied", "1.234 Mitglieder"]);
		useTexts("ar", ar);
		expect([0, 1, 2, 3, 11, 100].map(members)).toEqual([
			"لا أعضاء",
			"عضو واحد",
			"عضوان",
			"3 أعضاء",
			"11 عضوًا",
			"100 عضو",
		]);
		expect([locale.value, n(12_345)]).toEqual(["ar", "12,345"]);
	});

	it("set names apart that run the other way", () => {
		expect(t("welcome.title", { name: "Ada" })).toBe("Welcome, Ada");
		expect(t("welcome.title", { name: "عمر" })).toBe("Welcome, \u2068عمر\u2069");
		useTexts("ar", ar);
		expect(t("welcome.title", { name: "Ada" })).toBe("أهلًا بك، \u2068Ada\u2069");
	});

	it("say in words why the server refused", () => {
		// A client that is right never meets these.
		const mistakes = ["unsupported", "malformed", "unknown_action", "method_not_allowed", "bad_origin"];
		const met = Object.keys(errorTable).filter((code) => !mistakes.includes(code));
		expect(met.filter((code) => !te(`errors.${code}`))).toEqual([]);
	});

	it("are known or not", () => {
		expect([te("action.save"), te("action"), te("toString")]).toEqual([true, false, false]);
		expect(t("no.such.key")).toBe("no.such.key");
	});
});

describe("checkTexts", () => {
	const wrong = (own: object, english: object) => checkTexts({ en: english, de: own });

	it("finds what is missing, and what is there for nothing", () => {
		expect(wrong({ a: { x: "X" } }, { a: { x: "X", y: "Y" } })).toEqual(["de lacks a.y"]);
		expect(wrong({ a: { x: "X", z: "Z" } }, { a: { x: "X" } })).toEqual(["de has a.z, en has not"]);
		expect(wrong({ a: { x: " " } }, { a: { x: "X" } })).toEqual(["de has no text for a.x"]);
	});

	it("finds other placeholders", () => {
		expect(wrong({ x: "Hallo" }, { x: "Hello {name}" })).toEqual([
			"de: x has the placeholders {}, English {name}",
		]);
		expect(wrong({ x: "eins | {count}" }, { x: "{count} one | {count}" })).toEqual([]);
	});

	it("finds plural forms that a language lacks", () => {
		expect(wrong({ x: "viele" }, { x: "one | {count}" })).toEqual([
			"de: x has 1 plural forms, not 2 or 3",
		]);
		expect(checkTexts({ en: { x: "one | {count}" }, ar: { x: "واحد | {count}" } })).toEqual([
			"ar: x has 2 plural forms, not 6",
		]);
	});

	it("finds what is no text of ours", () => {
		expect(wrong({ x: "a {b" }, { x: "a" }).join()).toContain("de: x: Unterminated closing brace");
		expect(wrong({ x: "@:other" }, { x: "a" }).join()).toContain("something else than placeholders");
		expect(wrong({ x: "{'{'}" }, { x: "a" }).join()).toContain("something else than placeholders");
	});
});

describe("fill", () => {
	it("puts in what is given, and nothing for what is not", () => {
		expect(fill("{a} and {b}", { a: 1 })).toBe("1 and ");
	});
});

describe("formatParameters", () => {
	it("leaves what is neither number nor text", () => {
		const node = { any: "thing" };
		expect(formatParameters("en", false, { node, count: 3 })).toEqual({ node, count: "3" });
	});
});

describe("pluralForm", () => {
	it("takes the form of the language's category", () => {
		expect([0, 1, 2, 5, 20, 100].map((count) => pluralForm("ar", count, 6))).toEqual([0, 1, 2, 3, 4, 5]);
		expect([0, 1, 2].map((count) => pluralForm("de", count, 2))).toEqual([1, 0, 1]);
		expect([0, 1, 2].map((count) => pluralForm("en", count, 3))).toEqual([0, 1, 2]);
	});
});

describe("preferredLanguage", () => {
	it("takes the chosen one, else the first wish that we have", () => {
		expect(preferredLanguage("en", ["de-DE"])).toBe("en");
		expect(preferredLanguage("xx", ["tlh", "ar-EG", "en-GB"])).toBe("ar");
		expect(preferredLanguage(null, [])).toBe("en");
	});
});
