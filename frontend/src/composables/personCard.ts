/* Somebody asked to see a person: whom, and beside what. The page shows the card. */
import { computed, shallowRef } from "vue";

export interface PersonCall {
	readonly userId: number;
	/** What was pressed: the card stands beside it, and the focus goes back to it. */
	readonly from: HTMLElement;
}

const called = shallowRef<PersonCall | null>(null);

export const personCall = computed(() => called.value);

export function openPerson(userId: number, from: HTMLElement): void {
	called.value = { userId, from };
}

export function closePerson(): void {
	called.value = null;
}
