/* What goes on with the page itself: one is away after ten minutes without a key or a movement; what is written and read goes to the server when the page is left. */
import { useDocumentVisibility, useIdle } from "@vueuse/core";
import { watch } from "vue";

import { useDraftsStore } from "@/stores/drafts";
import { usePresenceStore } from "@/stores/presence";
import { useReadingStore } from "@/stores/reading";
import { useSessionStore } from "@/stores/session";

const awayAfterMs = 10 * 60_000;

export function useAttention(idleMs = awayAfterMs): void {
	const drafts = useDraftsStore();
	const presence = usePresenceStore();
	const reading = useReadingStore();
	const session = useSessionStore();
	const { idle } = useIdle(idleMs);
	const visibility = useDocumentVisibility();

	watch([idle, () => session.status], ([now]) => presence.setAway(now));
	watch(visibility, (now) => {
		if (now !== "hidden") return;
		drafts.flush();
		reading.flush();
	});
}
