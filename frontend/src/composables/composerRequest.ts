/* What a message's row asks of the message box of the same room or thread. */
import { computed, shallowRef } from "vue";

import type { MessagePlace } from "@/composables/messagePlace";
import type { ShownMessage } from "@/stores/messages";

export interface ComposerRequest extends MessagePlace {
	readonly kind: "edit" | "quote";
	readonly message: ShownMessage;
}

const asked = shallowRef<ComposerRequest | null>(null);

/** A new object for each wish. */
export const composerRequest = computed(() => asked.value);

export function askComposer(request: ComposerRequest): void {
	asked.value = { ...request };
}

/** The box has it. */
export function takeRequest(): void {
	asked.value = null;
}
