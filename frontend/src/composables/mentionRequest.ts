/* Somebody's card was asked to mention them: the open room's composer takes it up. */
import { readonly, shallowRef } from "vue";

const asked = shallowRef<{ readonly userId: number } | null>(null);

/** A new object for each wish. */
export const mentionRequest = readonly(asked);

export function requestMention(userId: number): void {
	asked.value = { userId };
}

/** The composer has it. */
export function takeMention(): void {
	asked.value = null;
}
