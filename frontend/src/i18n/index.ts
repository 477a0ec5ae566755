/* The texts. Each language is one file, fetched when it is chosen; the first that fits the browser is fetched at the start. What a text holds is put in here in one
 * place for everybody: numbers as the language writes them, names so that they do not turn the sentence round, and the form that goes with the number. */
import { computed, readonly, ref, shallowReactive } from "vue";

import { onRemembered, recall, remember } from "@/composables/remembered";
import { formatNumber, formatParameters, pluralForm } from "@/i18n/formatting";
import { fill, type Texts } from "@/i18n/texts";

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

const fetched = shallowReactive(new Map<Language, Texts>());
const current = ref<Language>("en");
const direction = computed(() => languages.find(({ code }) => code === current.value)?.direction ?? "ltr");

/** Whether the page runs from right to left. */
export const rightToLeft = computed(() => direction.value === "rtl");

/** There is such a text. */
function te(key: string): boolean {
	return fetched.get(current.value)?.[key] !== undefined;
}

/** The text of a key; `count` (or a parameter of that name) chooses the form. A key without a text is shown itself. */
function t(key: string, parameters: Readonly<Record<string, unknown>> = {}, count?: number): string {
	const text = fetched.get(current.value)?.[key];
	if (text === undefined) return key;
	const shown = formatParameters(current.value, rightToLeft.value, { count, ...parameters });
	if (typeof text === "string") return fill(text, shown);
	const number = count ?? Number(parameters["count"] ?? 0);
	return fill(text[pluralForm(current.value, number, text.length)] ?? "", shown);
}

/** A number by itself. */
function n(value: number): string {
	return formatNumber(current.value, value);
}

const texts = { t, te, n, locale: readonly(current) };

/** In a template or a computed value all of these follow the language. */
export function useI18n(): typeof texts {
	return texts;
}

function isLanguage(code: string | null): code is Language {
	return languages.some((language) => language.code === code);
}

/** The chosen language, else the first of the browser's that we have. */
export function preferredLanguage(chosen: string | null, wishes: readonly string[]): Language {
	if (isLanguage(chosen)) return chosen;
	return wishes.map((wish) => wish.split("-")[0] ?? "").find(isLanguage) ?? "en";
}

/** Uses a language whose texts are here. */
export function useTexts(code: Language, its: Texts): void {
	fetched.set(code, its);
	current.value = code;
}

/** Choices are numbered: one whose file comes after that of a later one is not shown any more. */
let asked = 0;
let showing = 0;

/** False: a later choice is shown. */
async function show(code: Language): Promise<boolean> {
	const choice = ++asked;
	const its = fetched.get(code) ?? (await files[code]()).default;
	if (choice < showing) return false;
	showing = choice;
	useTexts(code, its);
	document.documentElement.lang = code;
	document.documentElement.dir = direction.value;
	return true;
}

/** Shows the whole page in this language, at once; empty: in the browser's. Rejects when its file cannot be fetched. */
export async function setLanguage(code: string): Promise<void> {
	const shown = await show(preferredLanguage(code, navigator.languages));
	if (shown) remember("language", isLanguage(code) ? code : "");
}

export async function startLanguage(): Promise<void> {
	onRemembered("language", (code) => {
		void show(preferredLanguage(code, navigator.languages)).catch(() => undefined);
	});
	const wished = preferredLanguage(recall("language"), navigator.languages);
	// A page in English is better than none.
	await show(wished).catch(() => showing === 0 && show("en"));
}
