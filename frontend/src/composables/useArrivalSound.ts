/* Lets be heard, if one wants it, that somebody came online with whom one has a direct room. */
import { onScopeDispose, watch } from "vue";

import type { ClientEvents } from "@/api/client";
import { liveOrNull, type Live } from "@/stores/live";
import { usePresenceStore } from "@/stores/presence";
import { useRoomsStore } from "@/stores/rooms";
import { useSettingsStore } from "@/stores/settings";

const loudness = 60;
/** Several in a moment are one sound. */
const quietMs = 3_000;

/** The sounds are fetched with the first one. */
async function playArrival(): Promise<void> {
	(await import("@/composables/sounds")).playSound("arrival", loudness);
}

export function useArrivalSound(play: () => unknown = playArrival): void {
	const presence = usePresenceStore();
	const rooms = useRoomsStore();
	const settings = useSettingsStore();
	let lastAt = 0;

	function moved({ people }: ClientEvents["presence"]): void {
		const came = people.some(
			({ userId, presence: now }) =>
				now === "online" && presence.previous(userId) === "offline" && rooms.directWith(userId),
		);
		if (!came || !settings.current.onlineChangeSound || Date.now() - lastAt < quietMs) return;
		lastAt = Date.now();
		void play();
	}

	let leave: () => void = () => undefined;
	function listen(live: Live | null): void {
		leave();
		leave = live?.client.on("presence", moved) ?? (() => undefined);
	}
	watch(liveOrNull, listen, { immediate: true });
	onScopeDispose(() => leave());
}
