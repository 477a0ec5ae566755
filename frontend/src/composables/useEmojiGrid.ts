/* Walking through sections of pictures with the arrow keys: one place to tab to, rows of a fixed width, from section to section. */
import { computed, nextTick, ref, watch, type Ref } from "vue";

export const COLUMNS = 8;

interface Section {
	readonly key: string;
	readonly items: readonly unknown[];
}

interface Place {
	readonly section: number;
	readonly item: number;
}

type Move = (sections: readonly Section[], place: Place) => Place;

const sizeOf = (sections: readonly Section[], section: number): number =>
	sections[section]?.items.length ?? 0;

function beside(step: 1 | -1): Move {
	return (sections, { section, item }) => {
		const next = item + step;
		if (next >= 0 && next < sizeOf(sections, section)) return { section, item: next };
		const other = section + step;
		if (sizeOf(sections, other) === 0) return { section, item };
		return { section: other, item: step > 0 ? 0 : sizeOf(sections, other) - 1 };
	};
}

const below: Move = (sections, { section, item }) => {
	const size = sizeOf(sections, section);
	const lastRow = Math.floor((size - 1) / COLUMNS) === Math.floor(item / COLUMNS);
	if (!lastRow) return { section, item: Math.min(item + COLUMNS, size - 1) };
	const next = sizeOf(sections, section + 1);
	if (next === 0) return { section, item };
	return { section: section + 1, item: Math.min(item % COLUMNS, next - 1) };
};

const above: Move = (sections, { section, item }) => {
	if (item >= COLUMNS) return { section, item: item - COLUMNS };
	const size = sizeOf(sections, section - 1);
	if (size === 0) return { section, item };
	const rowStart = Math.floor((size - 1) / COLUMNS) * COLUMNS;
	return { section: section - 1, item: Math.min(rowStart + (item % COLUMNS), size - 1) };
};

const ends: Record<string, Move> = {
	Home: (_sections, { section }) => ({ section, item: 0 }),
	End: (sections, { section }) => ({ section, item: sizeOf(sections, section) - 1 }),
};

export function useEmojiGrid(
	sections: Readonly<Ref<readonly Section[]>>,
	root: Readonly<Ref<HTMLElement | null>>,
) {
	const place = ref<Place>({ section: 0, item: 0 });
	const current = computed(() => `${place.value.section}/${place.value.item}`);

	watch(sections, () => (place.value = { section: 0, item: 0 }));

	function moves(key: string): Move | undefined {
		const backwards = root.value !== null && getComputedStyle(root.value).direction === "rtl";
		const arrows: Record<string, Move> = {
			ArrowRight: beside(backwards ? -1 : 1),
			ArrowLeft: beside(backwards ? 1 : -1),
			ArrowDown: below,
			ArrowUp: above,
		};
		return arrows[key] ?? ends[key];
	}

	async function focusCurrent(): Promise<void> {
		await nextTick();
		root.value?.querySelector<HTMLElement>(`[data-place="${current.value}"]`)?.focus();
	}

	/** False: not a key of the grid. */
	function onKeydown(event: KeyboardEvent): boolean {
		const move = moves(event.key);
		if (move === undefined) return false;
		event.preventDefault();
		place.value = move(sections.value, place.value);
		void focusCurrent();
		return true;
	}

	function focusSection(section: number): void {
		place.value = { section, item: 0 };
		void focusCurrent();
	}

	return { place, current, onKeydown, focusCurrent, focusSection };
}
