/* Going to a place of the switcher: a room is opened, one that may be joined is joined first, and with somebody new a direct room is made. */
import { computed } from "vue";
import { useRouter } from "vue-router";

import { useDirectRoom } from "@/composables/directRoom";
import { useRoomArrival } from "@/composables/roomArrival";
import type { Place } from "@/composables/useSwitcher";
import { useTask } from "@/composables/useTask";
import { joinRoom } from "@/stores/room-requests";
import { useToastsStore } from "@/stores/toasts";

export function usePlaceOpening() {
	const router = useRouter();
	const toasts = useToastsStore();
	const direct = useDirectRoom();
	const arrive = useRoomArrival();
	const task = useTask();
	const busy = computed(() => direct.busy.value || task.busy.value);

	async function joined(roomId: number): Promise<number> {
		await joinRoom(roomId);
		return roomId;
	}

	async function join(roomId: number): Promise<boolean> {
		const done = await task.run(() => arrive(joined(roomId)));
		if (!done && task.error.value) toasts.push({ kind: "error", text: task.error.value });
		return done;
	}

	const ways: Record<Place["kind"], (place: Place) => Promise<boolean>> = {
		room: async ({ id, room, userId }) => {
			const hidden = room && "hidden" in room && room.hidden;
			if (hidden && userId !== undefined) return await direct.open(userId);
			await router.push(`/room/${id}`);
			return true;
		},
		person: ({ id }) => direct.open(id),
		join: ({ id }) => join(id),
	};

	/** True when it is open. */
	function open(place: Place): Promise<boolean> {
		return ways[place.kind](place);
	}

	return { open, busy };
}
