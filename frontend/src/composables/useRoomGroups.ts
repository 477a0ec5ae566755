/* The rooms of the side list: each group with its rooms, then the direct ones. A group's main room comes first. */
import { computed } from "vue";
import { useI18n } from "vue-i18n";

import { useRoomsStore } from "@/stores/rooms";

type Room = ReturnType<typeof useRoomsStore>["list"][number];

export interface RoomGroup {
	key: string;
	title: string;
	rooms: Room[];
}

export function useRoomGroups() {
	const { t } = useI18n();
	const rooms = useRoomsStore();

	return computed<RoomGroup[]>(() => {
		const groups = new Map<number | null, Room[]>();
		for (const room of rooms.list) {
			const list = groups.get(room.channelId) ?? [];
			if (room.isMainInChannel) list.unshift(room);
			else list.push(room);
			groups.set(room.channelId, list);
		}
		const direct = groups.get(null);
		groups.delete(null);
		const single = groups.size === 1;
		const named = [...groups].map(([id, list]) => ({
			key: `group:${id}`,
			title: single || id === null ? t("rooms.title") : (rooms.group(id)?.channelName ?? ""),
			rooms: list,
		}));
		named.sort((a, b) => a.title.localeCompare(b.title));
		return direct ? [...named, { key: "direct", title: t("rooms.direct"), rooms: direct }] : named;
	});
}
