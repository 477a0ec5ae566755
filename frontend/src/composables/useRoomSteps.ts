/* Walking through the rooms of the side list by keys: to the neighbours, and to those with something unread. */
import { computed, type Ref } from "vue";
import { useRouter } from "vue-router";

import { shownRooms, useRoomGroups } from "@/composables/useRoomGroups";
import type { Room } from "@/stores/rooms";

export function useRoomSteps(roomId: Readonly<Ref<number | null>>) {
	const router = useRouter();
	const sections = useRoomGroups();
	/** As they stand in the list. */
	const shown = computed(() => sections.value.flatMap((section) => shownRooms(section, roomId.value)));

	/** The next in this direction that is wanted, round the end of the list. */
	function step(direction: 1 | -1, wanted: (room: Room) => boolean): void {
		const list = shown.value;
		const at = list.findIndex((room) => room.roomId === roomId.value);
		const from = at < 0 && direction < 0 ? 0 : at;
		for (let n = 1; n <= list.length; n++) {
			const room = list[(from + direction * n + list.length * 2) % list.length];
			if (!room || !wanted(room)) continue;
			if (room.roomId !== roomId.value) void router.push(`/room/${room.roomId}`);
			return;
		}
	}

	const any = (): boolean => true;
	const isNew = (room: Room): boolean => room.unread > 0 && room.notify !== "nothing";
	return {
		nextRoom: () => step(1, any),
		previousRoom: () => step(-1, any),
		nextUnread: () => step(1, isNew),
		previousUnread: () => step(-1, isNew),
	};
}
