/* What a room is for, in a sentence. */
import { computed, type ComputedRef } from "vue";

import { usePeer } from "@/composables/usePeer";
import { useI18n } from "@/i18n";
import { usePeopleStore } from "@/stores/people";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

const everybodysRoom = 1;

export function useRoomIntro(roomId: () => number): ComputedRef<string> {
	const { t } = useI18n();
	const rooms = useRoomsStore();
	const people = usePeopleStore();
	const session = useSessionStore();
	const peer = usePeer(roomId);

	function direct(userId: number): string {
		if (userId === session.userId) return t("rooms.notesText");
		if (people.get(userId)?.bot) return t("rooms.botText", { name: people.nameOf(userId) });
		return t("rooms.directText", { name: people.nameOf(userId) });
	}

	return computed(() => {
		const room = rooms.byId(roomId());
		if (!room) return "";
		if (peer.value !== undefined) return direct(peer.value);
		if (room.isReadOnly) return t("rooms.readOnlyText");
		if (room.roomId === everybodysRoom) return t("rooms.everybodyText");
		if (room.isMainInChannel) return t("rooms.mainText");
		return room.isOpen ? t("rooms.openText") : t("rooms.closedText");
	});
}
