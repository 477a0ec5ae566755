/* What one may do with a member of a room: write to them, hand the room over, take them out. The last two are asked first. */
import { computed, shallowRef } from "vue";

import type { RoomMemberView } from "@/api/protocol.gen";
import { useDirectRoom } from "@/composables/directRoom";
import { useRoomName } from "@/composables/useRoomName";
import { useI18n } from "@/i18n";
import { expel, saveGroup, saveRoom } from "@/stores/room-requests";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

interface Question {
	title: string;
	text: string;
	action: string;
	danger: boolean;
	work: () => Promise<void>;
}

const everybodysRoom = 1;

export function useMemberActions(roomId: number) {
	const { t } = useI18n();
	const rooms = useRoomsStore();
	const session = useSessionStore();
	const nameOf = useRoomName();
	const direct = useDirectRoom();
	const question = shallowRef<Question | null>(null);
	const room = computed(() => rooms.byId(roomId));
	const moderates = computed(() => rooms.isModerator(roomId));
	const main = computed(() => room.value?.isMainInChannel === true);

	function owner(): number | null {
		if (!main.value) return room.value?.roomCreatorId ?? null;
		return rooms.group(room.value?.channelId ?? null)?.channelCreatorId ?? null;
	}

	/** Guests, services and whoever has it already are not given a room. */
	function mayGetRoom({ user }: RoomMemberView): boolean {
		const able = user.role !== "guest" && !user.bot && user.userId !== owner();
		return moderates.value && able && roomId !== everybodysRoom;
	}

	function mayBeTaken({ user }: RoomMemberView): boolean {
		const another = user.userId !== session.userId && user.userId !== owner();
		return moderates.value && another && roomId !== everybodysRoom;
	}

	function itemsFor(member: RoomMemberView) {
		const another = member.user.userId !== session.userId;
		return [
			...(another ? [{ key: "write", label: t("members.write") }] : []),
			...(mayGetRoom(member) ? [{ key: "handOver", label: t("members.handOver") }] : []),
			...(mayBeTaken(member) ? [{ key: "remove", label: t("members.remove"), danger: true }] : []),
		];
	}

	async function handOver(userId: number): Promise<void> {
		const channelId = room.value?.channelId ?? null;
		if (main.value && channelId !== null) await saveGroup({ channelId, channelCreatorId: userId });
		else await saveRoom({ roomId, roomCreatorId: userId });
	}

	/** Out of a group's main room means out of the group. */
	function removeText(names: { name: string; room: string }): string {
		return main.value ? t("members.removeMainText", names) : t("members.removeText", names);
	}

	const questions: Record<string, (member: RoomMemberView) => Question> = {
		handOver: ({ user }) => ({
			title: t("members.handOver"),
			text: t("members.handOverText", { name: user.displayName, room: nameOf(roomId) }),
			action: t("members.handOver"),
			danger: false,
			work: () => handOver(user.userId),
		}),
		remove: ({ user }) => ({
			title: t("members.remove"),
			text: removeText({ name: user.displayName, room: nameOf(roomId) }),
			action: t("members.remove"),
			danger: true,
			work: () => expel(roomId, user.userId),
		}),
	};

	function pick(key: string, member: RoomMemberView): void {
		if (key === "write") void direct.open(member.user.userId);
		else question.value = questions[key]?.(member) ?? null;
	}

	return { itemsFor, pick, question };
}
