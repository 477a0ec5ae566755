/* Whether the mouse or the keyboard's focus is at something, for what is shown only then. */
import { ref, type Ref } from "vue";

export function useNearness(root: Readonly<Ref<HTMLElement | null>>) {
	const near = ref(false);

	function pointerenter(event: PointerEvent): void {
		near.value = event.pointerType === "mouse";
	}

	function pointerleave(): void {
		near.value = false;
	}

	/** A click that happens to give the focus does not count. */
	function focusin(event: FocusEvent): void {
		if ((event.target as HTMLElement).matches(":focus-visible")) near.value = true;
	}

	function focusout(event: FocusEvent): void {
		if (!root.value?.contains(event.relatedTarget as Node | null)) near.value = false;
	}

	return { near, nearness: { pointerenter, pointerleave, focusin, focusout } };
}
