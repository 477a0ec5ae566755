/* The sections of the side list: each group with its rooms, its main room first, then the direct rooms, the last active first. A closed section still shows what is
 * open and what is unread. */
import { computed, ref } from "vue";

import { recall, remember } from "@/composables/remembered";
import { useRoomName } from "@/composables/useRoomName";
import { useI18n } from "@/i18n";
import { useRoomsStore, wantedUnread, type Room } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

export interface RoomSection {
	key: string;
	title: string;
	/** null: the direct rooms. */
	groupId: number | null;
	rooms: Room[];
}

const closedName = "closedSections";
const everybodysGroup = 1;

function readClosed(): Set<string> {
	try {
		const stored: unknown = JSON.parse(recall(closedName) ?? "[]");
		return new Set(Array.isArray(stored) ? stored.map(String) : []);
	} catch {
		return new Set();
	}
}

const closed = ref(readClosed());

export function isClosed(section: RoomSection): boolean {
	return closed.value.has(section.key);
}

export function toggleSection(section: RoomSection): void {
	const next = new Set(closed.value);
	if (!next.delete(section.key)) next.add(section.key);
	closed.value = next;
	remember(closedName, JSON.stringify([...next]));
}

/** What of a section is in the list. */
export function shownRooms(section: RoomSection, active: number | null): Room[] {
	if (!isClosed(section)) return section.rooms;
	return section.rooms.filter((room) => room.roomId === active || wantedUnread(room) > 0);
}

export function useRoomGroups() {
	const { t } = useI18n();
	const rooms = useRoomsStore();
	const session = useSessionStore();
	const nameOf = useRoomName();

	function byGroup(): Map<number | null, Room[]> {
		const groups = new Map<number | null, Room[]>();
		for (const room of rooms.shown) {
			const list = groups.get(room.channelId) ?? [];
			if (room.isMainInChannel) list.unshift(room);
			else list.push(room);
			groups.set(room.channelId, list);
		}
		return groups;
	}

	function direct(list: Room[]): RoomSection {
		const named = list.map((room) => ({ room, name: nameOf(room.roomId) }));
		named.sort((a, b) => b.room.activity - a.room.activity || a.name.localeCompare(b.name));
		return {
			key: "direct",
			title: t("rooms.direct"),
			groupId: null,
			rooms: named.map(({ room }) => room),
		};
	}

	/** The only group needs no name. */
	function titleOf(groupId: number | null, count: number): string {
		return count === 1 ? t("rooms.title") : (rooms.group(groupId)?.channelName ?? "");
	}

	return computed<RoomSection[]>(() => {
		const groups = byGroup();
		const directRooms = groups.get(null) ?? [];
		groups.delete(null);
		const named = [...groups].map(([groupId, list]) => ({
			key: `group:${groupId}`,
			title: titleOf(groupId, groups.size),
			groupId,
			rooms: list,
		}));
		const everybody = (section: RoomSection): number => (section.groupId === everybodysGroup ? 0 : 1);
		named.sort((a, b) => everybody(a) - everybody(b) || a.title.localeCompare(b.title));
		const writes = !session.isGuest || directRooms.length > 0;
		return writes ? [...named, direct(directRooms)] : named;
	});
}
