/* The texts. Each language is one file, fetched when it is chosen; the first that fits the browser is fetched at the start. */
import { computed } from "vue";
import { createI18n } from "vue-i18n";

import { onRemembered, recall, remember } from "@/composables/remembered";
import { formatNumber, formatParameters, pluralForm } from "@/i18n/formatting";
import type { Texts } from "@/i18n/merged";

/** Languages that are complete, by their own names. */
export const languages = [
	{ code: "en", name: "English", direction: "ltr" },
	{ code: "de", name: "Deutsch", direction: "ltr" },
	{ code: "ar", name: "العربية", direction: "rtl" },
] as const;
export type Language = (typeof languages)[number]["code"];

const files: Record<Language, () => Promise<{ default: Texts }>> = {
	en: () => import("@/i18n/en"),
	de: () => import("@/i18n/de"),
	ar: () => import("@/i18n/ar"),
};

const ruleOf = (language: Language) => (count: number, forms: number) => pluralForm(language, count, forms);

export const i18n = createI18n({
	legacy: false,
	locale: "en",
	messages: {} as Record<string, Texts>,
	pluralRules: { en: ruleOf("en"), de: ruleOf("de"), ar: ruleOf("ar") },
	missingWarn: false,
	fallbackWarn: false,
});

const current = computed(
	() => languages.find(({ code }) => code === i18n.global.locale.value) ?? languages[0],
);

/** Whether the page runs from right to left. */
export const rightToLeft = computed(() => current.value.direction === "rtl");

/* Every text's numbers and names go through formatParameters, whoever asks: useI18n() hands out this one object. */
type Translate = (...call: unknown[]) => string;
const plainText = i18n.global.t as Translate;
function translate(key: unknown, ...rest: unknown[]): string {
	const [named, choice] = rest;
	if (typeof named !== "object" || named === null || Array.isArray(named)) return plainText(key, ...rest);
	const parameters = named as Record<string, unknown>;
	const formatted = formatParameters(current.value.code, rightToLeft.value, parameters);
	const count = choice ?? parameters["count"];
	return count === undefined ? plainText(key, formatted) : plainText(key, formatted, count);
}
i18n.global.t = translate as typeof i18n.global.t;
i18n.global.n = ((value: number) => formatNumber(current.value.code, value)) as typeof i18n.global.n;

function isLanguage(code: string | null): code is Language {
	return languages.some((language) => language.code === code);
}

/** The chosen language, else the first of the browser's that we have. */
export function preferredLanguage(chosen: string | null, wishes: readonly string[]): Language {
	if (isLanguage(chosen)) return chosen;
	return wishes.map((wish) => wish.split("-")[0] ?? "").find(isLanguage) ?? "en";
}

async function show(code: Language): Promise<void> {
	if (!i18n.global.availableLocales.includes(code)) {
		i18n.global.setLocaleMessage(code, (await files[code]()).default);
	}
	i18n.global.locale.value = code;
	document.documentElement.lang = code;
	document.documentElement.dir = current.value.direction;
}

/** Shows the whole page in this language, at once; empty: in the browser's. Rejects when its file cannot be fetched. */
export async function setLanguage(code: string): Promise<void> {
	await show(preferredLanguage(code, navigator.languages));
	remember("language", isLanguage(code) ? code : "");
}

export async function startLanguage(): Promise<void> {
	onRemembered("language", (code) => {
		void show(preferredLanguage(code, navigator.languages));
	});
	await show(preferredLanguage(recall("language"), navigator.languages));
}
