/* The text of a composer: as it was left here or in another session; whoever types says so to the others in the room. */
import { computed, type WritableComputedRef } from "vue";

import { useDraftsStore } from "@/stores/drafts";
import { useTypingStore } from "@/stores/typing";

export function useDraft(roomId: number, threadId: number | null = null): WritableComputedRef<string> {
	const drafts = useDraftsStore();
	const typing = useTypingStore();
	return computed({
		get: () => drafts.get(roomId, threadId),
		set(text) {
			drafts.set(roomId, text, threadId);
			if (text === "") typing.finished(roomId, threadId);
			else typing.tell(roomId, threadId);
		},
	});
}
