/* Going to a room that was just asked for: it is there with its first event, a moment after the answer. */
import { until } from "@vueuse/core";
import { useRouter } from "vue-router";

import { localError } from "@/api/errors";
import { useRoomsStore } from "@/stores/rooms";

const arriveMs = 8000;

export function useRoomArrival(): (asked: Promise<number>) => Promise<void> {
	const rooms = useRoomsStore();
	const router = useRouter();

	/** Opens the room that the answer names; fails with an ApiError when it does not come. */
	return async (asked) => {
		const roomId = await asked;
		await until(() => rooms.byId(roomId)).toBeTruthy({ timeout: arriveMs });
		if (!rooms.byId(roomId)) throw localError("timeout");
		await router.push(`/room/${roomId}`);
	};
}
