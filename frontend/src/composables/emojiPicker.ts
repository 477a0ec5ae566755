/* One emoji picker for the page: whoever needs an emoji asks, and gets it or nothing. */
import { computed, shallowRef } from "vue";

interface Asked {
	/** What was pressed: the picker stands beside it, and the focus goes back to it. */
	readonly anchor: HTMLElement;
	answer(emoji: string | null): void;
}

const asked = shallowRef<Asked | null>(null);

export const pickerAnchor = computed(() => asked.value?.anchor ?? null);

/** null: none was chosen. */
export function pickEmoji(anchor: HTMLElement): Promise<string | null> {
	const again = asked.value?.anchor === anchor;
	answerPicker(null);
	if (again) return Promise.resolve(null);
	return new Promise((resolve) => {
		asked.value = { anchor, answer: resolve };
	});
}

export function answerPicker(emoji: string | null): void {
	const before = asked.value;
	asked.value = null;
	before?.answer(emoji);
}
