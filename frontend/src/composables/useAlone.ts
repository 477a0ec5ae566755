/* Nobody else is here yet: in the room of everybody there is only oneself, perhaps with the service account. */
import { computed, type ComputedRef } from "vue";

import { usePeopleStore } from "@/stores/people";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

const everybodysRoom = 1;

export function useAlone(roomId: () => number): ComputedRef<boolean> {
	const rooms = useRoomsStore();
	const people = usePeopleStore();
	const session = useSessionStore();
	return computed(() => {
		const room = rooms.byId(roomId());
		if (room?.roomId !== everybodysRoom || room.memberCount > 2) return false;
		const others = room.users.filter((id) => id !== session.userId);
		return others.every((id) => people.get(id)?.bot === true);
	});
}
