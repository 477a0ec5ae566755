/* Dialogs about a message; the room shows one at a time. */
import { computed, shallowRef } from "vue";

import type { ShownMessage } from "@/stores/messages";

export interface MessageDialog {
	/** menu: what one can do with it, for fingers. */
	readonly kind: "delete" | "history" | "menu";
	readonly message: ShownMessage;
	readonly threadId: number | null;
}

const shown = shallowRef<MessageDialog | null>(null);

export const messageDialog = computed(() => shown.value);

export function openMessageDialog(dialog: MessageDialog): void {
	shown.value = dialog;
}

export function closeMessageDialog(): void {
	shown.value = null;
}
