/* The rows of a room's list, kept up to date; `shift` says that older ones were put in front, so that the list keeps its place. */
import { computed, ref, shallowRef, watch } from "vue";

import { isPrepended, makeRows, type Row } from "@/composables/messageRows";
import { useMessagesStore } from "@/stores/messages";
import { useReadingStore } from "@/stores/reading";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

export function useMessageRows(roomId: number) {
	const messages = useMessagesStore();
	const rooms = useRoomsStore();
	const reading = useReadingStore();
	const session = useSessionStore();

	const view = computed(() => messages.window(roomId));
	/** The read position when the room was opened, or when one came back to it: where the mark stands. */
	const readSeq = ref<number | null>(null);
	const rows = shallowRef<readonly Row[]>([]);
	const shift = ref(false);

	/** Puts the mark before what is unread now, or takes it away. */
	function mark(): void {
		const room = rooms.byId(roomId);
		readSeq.value = room && room.unread > 0 ? room.readSeq : null;
	}

	function build(): void {
		const { items, lines, hasOlder, loaded } = view.value;
		const next = makeRows(items, {
			me: session.userId,
			readSeq: readSeq.value,
			hasOlder: hasOlder || !loaded,
			lines: loaded ? lines : [],
		});
		shift.value = isPrepended(rows.value, next);
		rows.value = next;
	}

	mark();
	const parts = () => [
		view.value.items,
		view.value.lines,
		view.value.hasOlder,
		view.value.loaded,
		readSeq.value,
	];
	watch(parts, build, { immediate: true });
	/** Marked as unread, here or elsewhere. */
	watch(
		() => reading.held.has(roomId) && rooms.byId(roomId)?.readSeq,
		(held) => {
			if (typeof held === "number") mark();
		},
	);
	return { view, rows, shift, readSeq, mark };
}
