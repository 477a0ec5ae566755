/* What the emoji picker shows: what was used lately and then every group; or what was found, while something is searched for. */
import { computed, ref } from "vue";

import { recentEmoji, useEmoji } from "@/composables/emoji";
import type { Emoji, EmojiGroup } from "@/utils/emoji/catalogue";

const FOUND_MAX = 64;

export function useEmojiSections() {
	const catalogue = useEmoji();
	const query = ref("");
	const recent = recentEmoji();
	const searching = computed(() => query.value.trim() !== "");

	const sections = computed<readonly EmojiGroup[]>(() => {
		const known = catalogue.value;
		if (known === null) return [];
		if (searching.value) return [{ key: "found", items: known.search(query.value, FOUND_MAX) }];
		const used = recent.map((emoji) => known.find(emoji)).filter((emoji) => emoji !== undefined);
		return [{ key: "recent", items: used }, ...known.groups];
	});
	/** What fits best of all that was found. */
	const best = computed<Emoji | undefined>(() =>
		searching.value ? sections.value[0]?.items[0] : undefined,
	);
	const waiting = computed(() => catalogue.value === null);

	return { query, sections, best, waiting };
}
