/* Which dialog of the chat is open: one at a time, opened from wherever it is asked for, shown by components/rooms/ChatDialogs.vue. */
import { readonly, shallowRef } from "vue";

export type ChatDialog =
	| { kind: "invite" | "browse" | "shortcuts" | "switcher" | "newDirect" | "newGroup" }
	| { kind: "newRoom" | "groupSettings"; groupId: number }
	| { kind: "roomSettings" | "addPeople"; roomId: number };

const open = shallowRef<ChatDialog | null>(null);

export const openedDialog = readonly(open);

export function openDialog(dialog: ChatDialog): void {
	open.value = dialog;
}

export function closeDialog(): void {
	open.value = null;
}
