/* A dialog gives the focus back to what had it before. Where that is gone, since the dialog led to another room, the message box gets it. */
import { useMediaQuery } from "@vueuse/core";
import { nextTick, watch } from "vue";

import { openedDialog } from "@/composables/chatDialogs";

export function useFocusAfterDialog(): void {
	const touch = useMediaQuery("(pointer: coarse)");
	watch(openedDialog, async (dialog) => {
		if (dialog !== null || touch.value) return;
		await nextTick();
		const lost = document.activeElement === null || document.activeElement === document.body;
		if (lost) document.querySelector<HTMLElement>("#composer")?.focus();
	});
}
