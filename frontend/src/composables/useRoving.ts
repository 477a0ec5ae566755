/*
 * A list with one tab stop: arrows, Home and End walk among what is marked `data-stop`, and Tab leaves. The stop is where one is; from outside, what is current, else
 * where one was, else the first.
 */
import { useEventListener, useMutationObserver } from "@vueuse/core";
import { onMounted, type Ref } from "vue";

type Step = (at: number, count: number) => number;

const steps: Record<string, Step> = {
	ArrowDown: (at, count) => Math.min(at + 1, count - 1),
	ArrowUp: (at) => Math.max(at - 1, 0),
	Home: () => 0,
	End: (_at, count) => count - 1,
};

export function useRoving(root: Readonly<Ref<HTMLElement | null>>): void {
	let last: HTMLElement | null = null;

	const stops = (): HTMLElement[] => [...(root.value?.querySelectorAll<HTMLElement>("[data-stop]") ?? [])];

	/** Exactly one of them is reached by Tab. */
	function settle(): void {
		const list = stops();
		const current = list.find((stop) => stop.getAttribute("aria-current") !== null);
		const inside = root.value?.contains(document.activeElement) ?? false;
		const known = last && list.includes(last) ? last : undefined;
		const kept = (inside ? known : current) ?? known ?? current ?? list[0];
		for (const stop of list) stop.tabIndex = stop === kept ? 0 : -1;
	}

	function onFocus(event: FocusEvent): void {
		const stop = (event.target as HTMLElement).closest<HTMLElement>("[data-stop]");
		if (!stop) return;
		last = stop;
		settle();
	}

	function onKey(event: KeyboardEvent): void {
		const step = steps[event.key];
		const list = stops();
		const at = list.indexOf(document.activeElement as HTMLElement);
		if (!step || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
		event.preventDefault();
		list[step(at, list.length)]?.focus();
	}

	useEventListener(root, "focusin", onFocus);
	useEventListener(root, "keydown", onKey);
	useMutationObserver(root, settle, {
		childList: true,
		subtree: true,
		attributes: true,
		attributeFilter: ["aria-current"],
	});
	onMounted(settle);
}
