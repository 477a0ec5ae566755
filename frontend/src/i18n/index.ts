/* The texts. English is in the first load; every other language is a file of its own, fetched when it is chosen. */
import { createI18n } from "vue-i18n";

import { recall, remember } from "@/composables/remembered";
import en from "@/i18n/en.json";

/** Languages that are complete, by their own names. */
export const languages = [{ code: "en", name: "English" }] as const;
export type Language = (typeof languages)[number]["code"];

export const i18n = createI18n({
	legacy: false,
	locale: "en",
	fallbackLocale: "en",
	messages: { en },
	missingWarn: false,
});

function isLanguage(code: string | null): code is Language {
	return languages.some((language) => language.code === code);
}

/** The chosen language, else the first of the browser's that we have. */
export function preferredLanguage(chosen: string | null, wishes: readonly string[]): Language {
	if (isLanguage(chosen)) return chosen;
	return wishes.map((wish) => wish.split("-")[0] ?? "").find(isLanguage) ?? "en";
}

const files = import.meta.glob<{ default: typeof en }>(["./*.json", "!./en.json"]);

export async function setLanguage(code: Language): Promise<void> {
	const load = files[`./${code}.json`];
	if (load) i18n.global.setLocaleMessage(code, (await load()).default);
	i18n.global.locale.value = code;
	document.documentElement.lang = code;
	remember("language", code);
}

export async function startLanguage(): Promise<void> {
	const code = preferredLanguage(recall("language"), navigator.languages);
	if (code !== i18n.global.locale.value) await setLanguage(code);
}
