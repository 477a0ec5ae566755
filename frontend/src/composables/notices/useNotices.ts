/* Tells of messages: a sound, and when nobody looks at any tab of this browser, a notice. */
import { useDocumentVisibility, useEventListener, useWindowFocus } from "@vueuse/core";
import { computed, onScopeDispose, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import type { ClientEvents } from "@/api/client";
import { useNoticePermission } from "@/composables/notices/permission";
import { useTabs } from "@/composables/notices/tabs";
import { useMessagePopups } from "@/composables/notices/useMessagePopups";
import { isWanted } from "@/composables/notices/wanted";
import { playSound } from "@/composables/sounds";
import { live } from "@/stores/live";
import { useRoomsStore } from "@/stores/rooms";
import { useSettingsStore } from "@/stores/settings";
import { isMentioned } from "@/utils/mentions";

/** Many at once sound once. */
const soundEveryMs = 1200;

export function useNotices(): void {
	const route = useRoute();
	const router = useRouter();
	const rooms = useRoomsStore();
	const settings = useSettingsStore();
	const { answer } = useNoticePermission();
	const popups = useMessagePopups();
	const { client, userId: me } = live();
	const focused = useWindowFocus();
	const visibility = useDocumentVisibility();
	let soundedAt = 0;
	/** The server's clock ahead of ours. */
	let aheadMs = 0;

	const looking = computed(() => {
		if (!focused.value || visibility.value !== "visible") return null;
		return Number(route.params["roomId"] ?? 0);
	});
	const tabs = useTabs(me, looking);

	function sound(volume: number, mentioned: boolean): void {
		if (!settings.current.messageSound || Date.now() - soundedAt < soundEveryMs) return;
		soundedAt = Date.now();
		playSound(mentioned ? "mention" : "message", volume);
	}

	async function posted(event: ClientEvents["printMessage"]): Promise<void> {
		const room = rooms.byId(event.roomId);
		if (!room || !tabs.speaks() || !isWanted(event, room, me, Date.now() + aheadMs)) return;
		const attended = await tabs.attended();
		if (attended.has(event.roomId)) return;
		sound(room.volume, isMentioned(event.tags, me));
		if (attended.size === 0 && answer.value === "granted") await popups.show(event);
	}

	/** What was read, here or elsewhere, needs no notice any more. */
	watch(
		() => rooms.list.filter(({ unread }) => unread === 0).map(({ roomId }) => roomId),
		(read) => read.forEach((roomId) => popups.close(roomId)),
	);
	if ("serviceWorker" in navigator)
		useEventListener(navigator.serviceWorker, "message", ({ data }: MessageEvent) => {
			if (typeof data?.open === "string") void router.push(data.open);
		});
	const listeners = [
		client.on("printMessage", (event) => void posted(event)),
		client.on("setWsId", ({ time }) => (aheadMs = time - Date.now())),
	];
	onScopeDispose(() => {
		listeners.forEach((cancel) => cancel());
		popups.closeAll();
	});
}
