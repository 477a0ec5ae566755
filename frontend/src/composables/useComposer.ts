/*
 * Writing a message: a draft for each room, Enter sends (with a keyboard; not in the middle of composing a character), the length the server takes, and
 * changing one that has not been sent yet.
 */
import { useMediaQuery } from "@vueuse/core";
import { computed, ref, watch } from "vue";

import { useDraftsStore } from "@/stores/drafts";
import { useMessagesStore } from "@/stores/messages";

const bytesMax = 20_000;
const warnBytes = 1000;
const encoder = new TextEncoder();

export function useComposer(roomId: number) {
	const drafts = useDraftsStore();
	const messages = useMessagesStore();
	const touch = useMediaQuery("(pointer: coarse)");
	const text = ref(drafts.get(roomId));
	const editing = ref<string | null>(null);

	const left = computed(() => bytesMax - encoder.encode(text.value.trim()).length);
	const nearLimit = computed(() => left.value < warnBytes);
	const sendable = computed(() => text.value.trim() !== "" && left.value >= 0);

	watch(text, (value) => {
		if (editing.value === null) drafts.set(roomId, value);
	});

	function leaveEditing(): void {
		editing.value = null;
		text.value = drafts.get(roomId);
	}

	/** Takes the text of a message that waits or failed into the box. */
	function edit(clientId: string): void {
		const message = messages.window(roomId).items.find((item) => item.clientId === clientId);
		if (!message) return;
		editing.value = clientId;
		text.value = message.content ?? "";
	}

	function submit(): void {
		if (!sendable.value) return;
		const content = text.value.trim();
		if (editing.value !== null) {
			messages.edit(editing.value, content);
			leaveEditing();
			return;
		}
		messages.send(roomId, content);
		text.value = "";
	}

	function onKeydown(event: KeyboardEvent): void {
		if (event.key === "Escape" && editing.value !== null) leaveEditing();
		const composing = event.isComposing || event.keyCode === 229; // 229: Safari ends a composition before its keydown
		if (event.key !== "Enter" || event.shiftKey || composing || touch.value) return;
		event.preventDefault();
		submit();
	}

	return { text, editing, left, nearLimit, sendable, touch, edit, leaveEditing, submit, onKeydown };
}
