/* Walking through messages with the keyboard: from the list into its messages, from one to the next, to the first and the last that are here. */
import { nextTick, shallowRef, type Ref } from "vue";

import type { Row } from "@/composables/messageRows";

interface Scrolled {
	scrollToIndex(index: number, options?: { align?: "nearest" | "start" | "end" | "center" }): void;
}

export function useMessageWalk(
	rows: Readonly<Ref<readonly Row[]>>,
	list: Readonly<Ref<Scrolled | null>>,
	scroller: Readonly<Ref<HTMLElement | null>>,
) {
	/** Stays in the page while it has the focus, however far one scrolls. */
	const held = shallowRef<number[]>([]);

	function articleAt(index: number): HTMLElement | null {
		const row = rows.value[index];
		if (row?.kind !== "message") return null;
		return (
			scroller.value?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.key)}"] article`) ?? null
		);
	}

	function focusedIndex(): number {
		const key = document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset["row"];
		return rows.value.findIndex((row) => row.key === key);
	}

	function nextFrom(index: number, step: 1 | -1): number {
		let next = index + step;
		while (next >= 0 && next < rows.value.length && rows.value[next]?.kind !== "message") next += step;
		return next;
	}

	async function focusRow(index: number): Promise<void> {
		if (rows.value[index]?.kind !== "message") return;
		held.value = [index];
		await nextTick();
		list.value?.scrollToIndex(index, { align: "nearest" });
		await nextTick();
		articleAt(index)?.focus();
	}

	const targets: Record<string, () => number> = {
		ArrowUp: () => nextFrom(focusedIndex() < 0 ? rows.value.length : focusedIndex(), -1),
		ArrowDown: () => nextFrom(focusedIndex() < 0 ? rows.value.length : focusedIndex(), 1),
		Home: () => nextFrom(-1, 1),
		End: () => nextFrom(rows.value.length, -1),
	};

	/** From the list itself or one of its messages; what stands in a message has its own keys. */
	function onKeydown(event: KeyboardEvent): void {
		const target = event.target as HTMLElement;
		const here = target === scroller.value || target.tagName === "ARTICLE";
		const find = targets[event.key];
		if (!here || find === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		void focusRow(find());
	}

	function onFocusout(event: FocusEvent): void {
		if (!scroller.value?.contains(event.relatedTarget as Node | null)) held.value = [];
	}

	return { held, onKeydown, onFocusout, focusRow };
}
