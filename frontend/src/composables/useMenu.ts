/* The keyboard of a menu: which element opens it, how one walks in it, when it closes. */
import { nextTick, ref, type Ref } from "vue";

type Step = (at: number, count: number) => number;

const steps: Record<string, Step> = {
	ArrowDown: (at, count) => (at + 1) % count,
	ArrowUp: (at, count) => (at - 1 + count) % count,
	Home: () => 0,
	End: (_at, count) => count - 1,
};

export function useMenu(root: Readonly<Ref<HTMLElement | null>>) {
	const open = ref(false);
	let opener: HTMLElement | null = null;

	const entries = (): HTMLElement[] => [
		...(root.value?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? []),
	];

	async function show(): Promise<void> {
		opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
		open.value = true;
		await nextTick();
		entries()[0]?.focus();
	}

	function close(): void {
		if (!open.value) return;
		open.value = false;
		opener?.focus();
	}

	function toggle(): void {
		if (open.value) close();
		else void show();
	}

	function onKeydown(event: KeyboardEvent): void {
		if (!open.value) return;
		if (event.key === "Escape") {
			event.stopPropagation();
			event.preventDefault();
			close();
		}
		const step = steps[event.key];
		const list = entries();
		if (!step || list.length === 0) return;
		event.preventDefault();
		list[step(list.indexOf(document.activeElement as HTMLElement), list.length)]?.focus();
	}

	/** A click elsewhere, or Tab, takes the focus out. */
	function onFocusout(event: FocusEvent): void {
		const next = event.relatedTarget;
		if (!(next instanceof Node) || !root.value?.contains(next)) open.value = false;
	}

	return { open, toggle, close, onKeydown, onFocusout };
}
