// @vitest-environment node
import { describe, expect, it } from "vitest";

import { i18n, preferredLanguage } from "@/i18n";
import { checkMessages } from "../../scripts/i18n.mjs";

describe("the texts", () => {
	it("are all there, and all used", () => {
		expect(checkMessages()).toEqual([]);
	});

	it("count", () => {
		const { t } = i18n.global;
		expect(t("members.title", { count: 1 }, 1)).toBe("One member");
		expect(t("members.title", { count: 12 }, 12)).toBe("12 members");
		expect(t("invitations.used", { count: 0 }, 0)).toBe("Not used yet");
	});
});

describe("preferredLanguage", () => {
	it("takes the chosen one, else the first wish that we have", () => {
		expect(preferredLanguage("en", ["de-DE"])).toBe("en");
		expect(preferredLanguage("xx", ["tlh", "en-GB"])).toBe("en");
		expect(preferredLanguage(null, [])).toBe("en");
	});
});
