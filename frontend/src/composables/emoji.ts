/* The emoji in the chosen language, fetched when they are first needed; which ones were used lately; and asking for one. */
import { shallowRef, watch, type ShallowRef } from "vue";

import { recall, remember } from "@/composables/remembered";
import { useI18n } from "@/i18n";
import { EmojiCatalogue } from "@/utils/emoji/catalogue";

type Words = () => Promise<{ default: readonly string[] }>;

const wordsIn: Record<string, Words> = {
	en: () => import("virtual:emoji/en"),
	de: () => import("virtual:emoji/de"),
	ar: () => import("virtual:emoji/ar"),
};
const catalogues = new Map<string, Promise<EmojiCatalogue>>();

async function load(language: string): Promise<EmojiCatalogue> {
	const words = wordsIn[language] ?? (wordsIn["en"] as Words);
	const [base, named] = await Promise.all([import("virtual:emoji/base"), words()]);
	return new EmojiCatalogue(base.default, named.default);
}

export function loadEmoji(language: string): Promise<EmojiCatalogue> {
	const known = catalogues.get(language);
	if (known !== undefined) return known;
	const catalogue = load(language);
	catalogues.set(language, catalogue);
	catalogue.catch(() => catalogues.delete(language));
	return catalogue;
}

/** null until it is there, or when it does not come. */
export function useEmoji(): Readonly<ShallowRef<EmojiCatalogue | null>> {
	const { locale } = useI18n();
	const catalogue = shallowRef<EmojiCatalogue | null>(null);
	watch(
		locale,
		async (language) => {
			catalogue.value = await loadEmoji(language).catch(() => null);
		},
		{ immediate: true },
	);
	return catalogue;
}

const RECENT = "emoji";
const RECENT_MAX = 24;
const usual = ["👍", "❤️", "😄", "🎉", "👀", "🙏", "😢", "🚀"];

function readRecent(): readonly string[] {
	const stored = (recall(RECENT) ?? "").split(" ").filter((emoji) => emoji !== "" && emoji.length <= 32);
	return stored.slice(0, RECENT_MAX);
}

const recent = shallowRef<readonly string[] | null>(null);

/** The last used first; at the beginning, what people use most. */
export function recentEmoji(): readonly string[] {
	recent.value ??= readRecent();
	const used = recent.value;
	return [...used, ...usual.filter((emoji) => !used.includes(emoji))].slice(0, RECENT_MAX);
}

export function usedEmoji(emoji: string): void {
	const before = (recent.value ?? readRecent()).filter((other) => other !== emoji);
	recent.value = [emoji, ...before].slice(0, RECENT_MAX);
	remember(RECENT, recent.value.join(" "));
}
