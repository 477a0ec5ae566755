// @vitest-environment node
import { beforeAll, describe, expect, it } from "vitest";

import { i18n, preferredLanguage } from "@/i18n";
import ar from "@/i18n/ar";
import de from "@/i18n/de";
import en from "@/i18n/en";
import { formatParameters, pluralForm } from "@/i18n/formatting";
import { merged } from "@/i18n/merged";
import { checkMessages, unusedKeys } from "../../scripts/i18n.mjs";

const { t, locale, setLocaleMessage } = i18n.global;

beforeAll(() => {
	for (const [code, texts] of Object.entries({ en, de, ar })) setLocaleMessage(code, texts);
});

describe("the texts", () => {
	it("are all there, in every language", () => {
		expect(checkMessages()).toEqual([]);
	});

	it("are all used", () => {
		expect(unusedKeys()).toEqual([]);
	});

	it("count in the way of their language", () => {
		const members = (count: number): string => t("members.title", { count }, count);
		locale.value = "en";
		expect([1, 12, 1234].map(members)).toEqual(["One member", "12 members", "1,234 members"]);
		expect(t("invitations.used", { count: 0 }, 0)).toBe("Not used yet");
		expect(t("members.title", { count: 1 })).toBe("One member");
		locale.value = "de";
		expect([1, 1234].map(members)).toEqual(["Ein Mitglied", "1.234 Mitglieder"]);
		locale.value = "ar";
		expect([0, 1, 2, 3, 11, 100].map(members)).toEqual([
			"لا أعضاء",
			"عضو واحد",
			"عضوان",
			"3 أعضاء",
			"11 عضوًا",
			"100 عضو",
		]);
	});

	it("set names apart that run the other way", () => {
		locale.value = "ar";
		expect(t("welcome.title", { name: "Ada" })).toBe("أهلًا بك، \u2068Ada\u2069");
		locale.value = "en";
		expect(t("welcome.title", { name: "Ada" })).toBe("Welcome, Ada");
		expect(t("welcome.title", { name: "عمر" })).toBe("Welcome, \u2068عمر\u2069");
	});
});

describe("merged", () => {
	it("lets areas add to one group", () => {
		expect(merged({ one: { a: { b: "1" } }, two: { a: { c: "2" }, d: { e: "3" } } })).toEqual({
			a: { b: "1", c: "2" },
			d: { e: "3" },
		});
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
