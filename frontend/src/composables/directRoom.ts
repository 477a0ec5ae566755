/* Writing to somebody: opens the direct room with them, and makes it where there is none. */
import { useRouter } from "vue-router";

import { useRoomArrival } from "@/composables/roomArrival";
import { useTask } from "@/composables/useTask";
import { addDirectRoom } from "@/stores/room-requests";
import { useRoomsStore } from "@/stores/rooms";
import { useToastsStore } from "@/stores/toasts";

export function useDirectRoom() {
	const rooms = useRoomsStore();
	const toasts = useToastsStore();
	const router = useRouter();
	const arrive = useRoomArrival();
	const task = useTask();

	/** True when the room is open. What fails is told as a toast. */
	async function open(userId: number): Promise<boolean> {
		const known = rooms.directWith(userId);
		if (known && !known.hidden) {
			await router.push(`/room/${known.roomId}`);
			return true;
		}
		const done = await task.run(() => arrive(addDirectRoom(userId)));
		if (!done && task.error.value) toasts.push({ kind: "error", text: task.error.value });
		return done;
	}

	return { open, busy: task.busy };
}
