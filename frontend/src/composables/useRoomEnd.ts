/* How one gets rid of a room: leaving it (a direct room: hiding it), leaving its group, deleting either. What is not possible here is null. */
import { computed } from "vue";

import { useRoomName } from "@/composables/useRoomName";
import { useI18n } from "@/i18n";
import { deleteGroup, deleteRoom, leaveGroup, leaveRoom } from "@/stores/room-requests";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

interface End {
	action: string;
	text: string;
	word?: string;
	work: () => Promise<void>;
}

const everybodysRoom = 1;

export function useRoomEnd(roomId: number) {
	const { t } = useI18n();
	const rooms = useRoomsStore();
	const session = useSessionStore();
	const nameOf = useRoomName();
	const room = computed(() => rooms.byId(roomId));
	const name = computed(() => nameOf(roomId));
	const main = computed(() => room.value?.isMainInChannel === true);
	const groupId = computed(() => room.value?.channelId ?? null);

	/** Rooms of the group that are to be left first. */
	const others = computed(() =>
		rooms.list.filter((each) => each.channelId === groupId.value && !each.isMainInChannel),
	);
	const ownsGroup = computed(() => rooms.group(groupId.value)?.channelCreatorId === session.userId);

	function leavingGroup(id: number): End | null {
		if (roomId === everybodysRoom || ownsGroup.value || others.value.length > 0) return null;
		return {
			action: t("roomEnd.leaveGroup"),
			text: t("roomEnd.leaveGroupText", { group: name.value }),
			work: () => leaveGroup(id),
		};
	}

	const leave = computed<End | null>(() => {
		if (groupId.value === null) {
			return { action: t("roomEnd.hide"), text: t("roomEnd.hideText"), work: () => leaveRoom(roomId) };
		}
		if (main.value) return leavingGroup(groupId.value);
		return {
			action: t("roomEnd.leave"),
			text: room.value?.isOpen ? t("roomEnd.leaveOpenText") : t("roomEnd.leaveText"),
			work: () => leaveRoom(roomId),
		};
	});

	const remove = computed<End | null>(() => {
		const id = groupId.value;
		if (id === null || roomId === everybodysRoom || !rooms.isModerator(roomId)) return null;
		if (!main.value) {
			return {
				action: t("roomEnd.delete"),
				text: t("roomEnd.deleteText", { room: name.value }),
				word: name.value,
				work: () => deleteRoom(roomId),
			};
		}
		return {
			action: t("roomEnd.deleteGroup"),
			text: t("roomEnd.deleteGroupText", { group: name.value }),
			word: name.value,
			work: () => deleteGroup(id),
		};
	});

	/** Why a group cannot be left. */
	const hint = computed(() => {
		if (!main.value || roomId === everybodysRoom) return "";
		if (ownsGroup.value) return t("roomEnd.ownerHint");
		return others.value.length > 0 ? t("roomEnd.othersHint") : "";
	});

	return { leave, remove, hint };
}
