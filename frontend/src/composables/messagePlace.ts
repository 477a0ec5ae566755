/* Where messages are shown, for what stands in their rows; and wishes to see a certain one. */
import { computed, inject, provide, shallowRef, type InjectionKey } from "vue";

export interface MessagePlace {
	readonly roomId: number;
	/** The thread's root; null: the room itself. */
	readonly threadId: number | null;
}

const key: InjectionKey<MessagePlace> = Symbol("message place");

export function provideMessagePlace(place: MessagePlace): void {
	provide(key, place);
}

export function useMessagePlace(): MessagePlace {
	return inject(key, { roomId: 0, threadId: null });
}

export interface MessageTarget {
	readonly roomId: number;
	readonly messageId: number;
}

const wanted = shallowRef<MessageTarget | null>(null);

/** A new object for each wish. */
export const messageTarget = computed(() => wanted.value);

/** The open room shows this message. */
export function goToMessage(target: MessageTarget): void {
	wanted.value = { ...target };
}

/** It is shown, or cannot be. */
export function arrivedAtMessage(target: MessageTarget): void {
	if (wanted.value === target) wanted.value = null;
}

/** What a list shall light up for a moment: of the room, and of a thread. */
export const litMessage = shallowRef<number | null>(null);
let darkTimer: ReturnType<typeof setTimeout> | undefined;
const litMs = 2_400;

export function lightUp(messageId: number): void {
	clearTimeout(darkTimer);
	litMessage.value = messageId;
	darkTimer = setTimeout(() => (litMessage.value = null), litMs);
}
