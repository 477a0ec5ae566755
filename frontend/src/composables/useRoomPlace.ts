/* What the address says of the open room: a thread beside it, or a message to go to. */
import { watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { goToMessage } from "@/composables/messagePlace";
import { closePane, openPane, pane } from "@/composables/roomPane";

export function useRoomPlace(roomId: number): void {
	const route = useRoute();
	const router = useRouter();

	const messageId = (): number => Number(route.params["messageId"]);
	const isHere = (): boolean => Number(route.params["roomId"]) === roomId;

	function follow(): void {
		if (!isHere()) return;
		if (route.name === "thread") openPane({ kind: "thread", messageId: messageId() });
		else if (pane.value?.kind === "thread") closePane();
		if (route.name === "message") goToMessage({ roomId, messageId: messageId() });
	}

	/** The thread was closed, or something else stands in its place. */
	function leave(): void {
		if (isHere() && route.name === "thread" && pane.value?.kind !== "thread")
			void router.push(`/room/${roomId}`);
	}

	watch(() => route.fullPath, follow, { immediate: true });
	watch(pane, leave);
}
