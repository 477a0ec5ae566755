import { beforeEach, expect, it, vi } from "vitest";

/** The files of texts come when a test says so. */
const ends = new Map<string, (arrives: boolean) => void>();

async function file(code: string): Promise<object> {
	const arrives = await new Promise<boolean>((resolve) => ends.set(code, resolve));
	if (!arrives) throw new Error("no network");
	return { default: { "a.key": code } };
}

/** The module as a page that was just opened has it. */
async function open() {
	vi.resetModules();
	vi.doMock("@/i18n/en", () => ({ default: { "a.key": "en" } }));
	vi.doMock("@/i18n/de", () => file("de"));
	vi.doMock("@/i18n/ar", () => file("ar"));
	const { setLanguage, startLanguage, useI18n } = await import("@/i18n");
	const shown = () => [useI18n().t("a.key"), document.documentElement.lang, document.documentElement.dir];
	return { setLanguage, startLanguage, shown };
}

async function end(code: string, arrives: boolean): Promise<void> {
	await vi.waitUntil(() => ends.has(code));
	ends.get(code)?.(arrives);
	ends.delete(code);
}

beforeEach(() => {
	localStorage.clear();
	ends.clear();
});

it("shows the last one chosen, also when an earlier one comes later", async () => {
	const { setLanguage, shown } = await open();
	const first = setLanguage("ar");
	const second = setLanguage("de");
	await end("de", true);
	await second;
	await end("ar", true);
	await first;
	expect(shown()).toEqual(["de", "de", "ltr"]);
	expect(localStorage.getItem("confab.language")).toBe("de");
});

it("has something to show when only the earlier one comes", async () => {
	localStorage.setItem("confab.language", "de");
	const { setLanguage, startLanguage, shown } = await open();
	const started = startLanguage();
	const second = setLanguage("ar");
	await end("ar", false);
	await expect(second).rejects.toThrow();
	await end("de", true);
	await started;
	expect(shown()).toEqual(["de", "de", "ltr"]);
	expect(localStorage.getItem("confab.language")).toBe("de");
});
