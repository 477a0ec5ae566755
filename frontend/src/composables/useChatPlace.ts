/* Which room is open. With room for both, the list alone never stands there: the last room, or the first, opens beside it. */
import { useMediaQuery } from "@vueuse/core";
import { computed, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { noteRecent } from "@/composables/recentRooms";
import { recall, remember } from "@/composables/remembered";
import { useRoomsStore } from "@/stores/rooms";

/** Where somebody goes whose account was made just now: into a room, also where there is no room beside the list. */
export const newcomersPlace = { path: "/", state: { newcomer: true } };

function isNewcomer(): boolean {
	return (history.state as { newcomer?: boolean } | null)?.newcomer === true;
}

export function useChatPlace() {
	const route = useRoute();
	const router = useRouter();
	const rooms = useRoomsStore();
	const narrow = useMediaQuery("(max-width: 700px)");

	const roomId = computed(() => {
		const id = route.params["roomId"];
		return typeof id === "string" ? Number(id) : null;
	});
	const room = computed(() => (roomId.value === null ? undefined : rooms.byId(roomId.value)));

	function openSome(): void {
		if (route.name !== "home" || (narrow.value && !isNewcomer())) return;
		const last = rooms.shown.find((candidate) => candidate.roomId === Number(recall("room")));
		const main = rooms.shown.find((candidate) => candidate.isMainInChannel);
		const target = last ?? main ?? rooms.shown[0];
		if (target) void router.replace(`/room/${target.roomId}`);
	}

	watch([() => route.name, narrow, () => rooms.shown.length], openSome, { immediate: true });
	watch(
		() => room.value?.roomId,
		(open) => {
			if (open === undefined) return;
			remember("room", String(open));
			noteRecent(open);
		},
		{ immediate: true },
	);
	return { roomId, room, narrow };
}
