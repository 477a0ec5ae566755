/* One's own settings of a room: shown at once, kept by the server a moment later, and taken back when it refuses. */
import { useDebounceFn } from "@vueuse/core";
import { computed, ref, watch } from "vue";

import type { RoomView } from "@/api/protocol.gen";
import { useErrorText } from "@/composables/useErrorText";
import { saveRoom } from "@/stores/room-requests";
import { useRoomsStore } from "@/stores/rooms";

type Own = Pick<RoomView, "notify" | "volume">;

const slideMs = 400;

export function useOwnRoomSettings(roomId: number) {
	const rooms = useRoomsStore();
	const errorText = useErrorText();
	const error = ref<string | null>(null);
	/** Wished for and not said yet by the server. */
	const wish = ref<Partial<Own>>({});
	const room = computed(() => rooms.byId(roomId));

	async function keep(): Promise<void> {
		const asked = { ...wish.value };
		error.value = null;
		try {
			await saveRoom({ roomId, ...asked });
		} catch (reason) {
			error.value = errorText(reason);
			wish.value = {};
		}
	}

	const keepLater = useDebounceFn(keep, slideMs);

	/** The event has come: what it says holds. */
	watch(
		() => [room.value?.notify, room.value?.volume] as const,
		([notify, volume]) => {
			const { notify: notifyWish, volume: volumeWish } = wish.value;
			if (notify === (notifyWish ?? notify) && volume === (volumeWish ?? volume)) wish.value = {};
		},
	);

	const notify = computed({
		get: () => wish.value.notify ?? room.value?.notify ?? "all",
		set: (value: Own["notify"]) => {
			wish.value = { ...wish.value, notify: value };
			void keep();
		},
	});
	const volume = computed({
		get: () => wish.value.volume ?? room.value?.volume ?? 50,
		set: (value: number) => {
			wish.value = { ...wish.value, volume: value };
			void keepLater();
		},
	});
	return { notify, volume, error };
}
