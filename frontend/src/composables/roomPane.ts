/* The column beside a room's messages: one thing at a time. On a narrow window it covers the room. It belongs to a room and closes when another is opened. */
import { readonly, shallowRef } from "vue";

export type Pane = { kind: "members" | "pinned" | "threads" } | { kind: "thread"; messageId: number };

const shown = shallowRef<Pane | null>(null);

export const pane = readonly(shown);

export function openPane(wanted: Pane): void {
	shown.value = wanted;
}

/** Closes it when it is open already. */
export function togglePane(wanted: Pane): void {
	shown.value = shown.value?.kind === wanted.kind ? null : wanted;
}

export function closePane(): void {
	shown.value = null;
}
