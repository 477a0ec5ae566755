/* The open room is one's own no more: says why, unless one left it, and goes to the main room of its group, else to that of everybody. */
import { watch, type Ref } from "vue";
import { useRouter } from "vue-router";

import { useI18n } from "@/i18n";
import { useRoomsStore, type GoneRoom, type Room } from "@/stores/rooms";
import { useToastsStore } from "@/stores/toasts";

export function useLostRoom(roomId: Readonly<Ref<number | null>>, narrow: Readonly<Ref<boolean>>): void {
	const { t } = useI18n();
	const router = useRouter();
	const rooms = useRoomsStore();
	const toasts = useToastsStore();

	function say({ room, why }: GoneRoom): void {
		const name = room.name ?? "";
		if (why === "deleted") toasts.push({ kind: "info", text: t("rooms.wasDeleted", { room: name }) });
		if (why === "removed") toasts.push({ kind: "info", text: t("rooms.wasRemoved", { room: name }) });
	}

	function target({ room, why }: GoneRoom): string {
		if (why === "left" && narrow.value) return "/";
		const main = rooms.mainRoomOf(room.channelId) ?? rooms.shown.find((each) => each.isMainInChannel);
		return main ? `/room/${main.roomId}` : "/";
	}

	function leave(room: Room): void {
		void router.replace(target({ room, why: "left" }));
	}

	/** A direct room was hidden while it was open. */
	watch(
		() => rooms.byId(roomId.value ?? 0),
		(room, before) => {
			if (room?.hidden && before?.roomId === room.roomId && !before.hidden) leave(room);
		},
	);
	watch(
		() => rooms.gone,
		(gone) => {
			if (gone === null || gone.room.roomId !== roomId.value) return;
			say(gone);
			void router.replace(target(gone));
		},
	);
}
