/* What a room is called: its name, or for a direct one the names of the others in it. */
import { useI18n } from "@/i18n";

import { usePeopleStore } from "@/stores/people";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

export function useRoomName(): (roomId: number) => string {
	const { t } = useI18n();
	const rooms = useRoomsStore();
	const people = usePeopleStore();
	const session = useSessionStore();
	return (roomId) => {
		const room = rooms.byId(roomId);
		if (!room) return "";
		if (room.name !== null) return room.name;
		const others = room.users.filter((userId) => userId !== session.userId);
		if (others.length === 0) return t("rooms.notes");
		return others.map((userId) => people.nameOf(userId)).join(", ");
	};
}
