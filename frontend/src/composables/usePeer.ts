/* Who a direct room is with: the other one, or oneself in one's notes; undefined for rooms with a name. */
import { computed, type ComputedRef } from "vue";

import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

export function usePeer(roomId: () => number): ComputedRef<number | undefined> {
	const rooms = useRoomsStore();
	const session = useSessionStore();
	return computed(() => {
		const room = rooms.byId(roomId());
		if (!room || room.channelId !== null) return undefined;
		return room.users.find((id) => id !== session.userId) ?? session.userId ?? undefined;
	});
}
