/*
 * The behaviour of the message list: it stays at the bottom while one is there, keeps its place when older messages come, fetches those near the top, and
 * moves the read position to what has been seen.
 */
import { until, useDebounceFn, useDocumentVisibility, useResizeObserver, useWindowFocus } from "@vueuse/core";
import { computed, nextTick, ref, watch, type Ref } from "vue";

import { markdownReady } from "@/composables/markdown";
import { useMessageRows } from "@/composables/useMessageRows";
import { useConnectionStore } from "@/stores/connection";
import { useMessagesStore } from "@/stores/messages";
import { useReadingStore } from "@/stores/reading";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";

/** What is used of the virtual list. */
export interface ListHandle {
	readonly scrollOffset: number;
	readonly scrollSize: number;
	readonly viewportSize: number;
	scrollToIndex(
		index: number,
		options?: { align?: "start" | "end" | "center" | "nearest"; offset?: number; smooth?: boolean },
	): void;
}

const nearBottomPx = 48;
const nearTopPx = 800;
const unreadLeadPx = -72;
/** Seen is what stays in sight for a moment; also, rows just drawn are still being measured. */
const seenAfterMs = 350;
const seenAtLatestMs = 1500;
/** In this time after opening, rows are measured and the place is kept. */
const settleMs = 200;
/** So far back it is worth looking for the first unread message before the room is shown. */
const unreadPagesMax = 6;
const unreadWaitMs = 3000;

export function useMessageList(
	roomId: number,
	list: Readonly<Ref<ListHandle | null>>,
	scroller: Readonly<Ref<HTMLElement | null>>,
) {
	const messages = useMessagesStore();
	const rooms = useRoomsStore();
	const reading = useReadingStore();
	const session = useSessionStore();
	const { view, rows, shift, readSeq, mark } = useMessageRows(roomId);
	const connection = useConnectionStore();
	const focused = useWindowFocus();
	const visibility = useDocumentVisibility();

	const placed = ref(false);
	const settling = ref(false);
	const atBottom = ref(true);
	let lastKey: string | undefined;
	let opening = false;
	const room = computed(() => rooms.byId(roomId));
	const attentive = computed(() => focused.value && visibility.value === "visible");

	function toBottom(smooth = false): void {
		if (rows.value.length > 0) list.value?.scrollToIndex(rows.value.length - 1, { align: "end", smooth });
	}

	function toUnread(): boolean {
		const at = rows.value.findIndex((row) => row.kind === "unread");
		if (at > 0) list.value?.scrollToIndex(at, { align: "start", offset: unreadLeadPx });
		return at > 0;
	}

	function unreadIsAbove(): boolean {
		const marked = rows.value.some((row) => row.kind === "unread");
		return readSeq.value !== null && !marked && view.value.hasOlder && connection.state === "online";
	}

	/** Fetches back to where reading ended, if that is not too far. */
	async function reachUnread(): Promise<void> {
		for (let pages = 0; pages < unreadPagesMax && unreadIsAbove(); pages++) {
			await until(() => view.value.loading).toBe(false, { timeout: unreadWaitMs });
			await messages.loadOlder(roomId);
			await nextTick();
		}
	}

	/** Once the first messages are there: to the first unread one, else to the newest. Where the bottom is, is known when the rows are measured. */
	async function place(): Promise<void> {
		if (opening) return;
		opening = true;
		await Promise.all([reachUnread(), markdownReady()]);
		await nextTick();
		settling.value = true;
		if (!toUnread()) toBottom();
		placed.value = true;
		settle();
	}

	const settle = useDebounceFn(() => {
		settling.value = false;
		onScroll();
	}, settleMs);

	/** Of the lowest message in sight, measured: the list itself only guesses the height of rows it has not drawn. */
	function lastSeenSeq(): number | null {
		const frame = scroller.value;
		if (!frame) return null;
		const edge = frame.getBoundingClientRect().bottom;
		const drawn = [...frame.querySelectorAll<HTMLElement>("[data-seq]")];
		const seen = drawn
			.filter((row) => row.getBoundingClientRect().top < edge)
			.map((row) => Number(row.dataset["seq"]));
		return seen.length > 0 ? Math.max(...seen) : null;
	}

	function markRead(): void {
		if (!attentive.value || !placed.value || settling.value || !room.value?.unread) return;
		const seq = lastSeenSeq();
		if (atBottom.value) reading.markRead(roomId);
		else if (seq !== null && seq > room.value.readSeq) reading.markRead(roomId, seq);
	}

	const markSeen = useDebounceFn(markRead, seenAfterMs, { maxWait: seenAtLatestMs });

	function loadOlder(): void {
		const { hasOlder, loading, loaded } = view.value;
		if (hasOlder && loaded && !loading) void messages.loadOlder(roomId);
	}

	function onScroll(): void {
		const handle = list.value;
		if (!handle || settling.value) return;
		atBottom.value = handle.scrollOffset + handle.viewportSize >= handle.scrollSize - nearBottomPx;
		if (placed.value && handle.scrollOffset < nearTopPx) loadOlder();
		void markSeen();
	}

	/** The newest message is one's own, on its way, and was not there before. */
	function justWritten(): boolean {
		const last = view.value.items.at(-1);
		const added = last?.key !== lastKey;
		lastKey = last?.key;
		return added && last?.userId === session.userId && last?.state !== "stored";
	}

	async function follow(): Promise<void> {
		if (rows.value.length === 0) return;
		if (!placed.value) return place();
		const written = justWritten();
		const stay = !shift.value && !settling.value && (atBottom.value || written);
		await nextTick();
		if (stay) toBottom();
		onScroll();
	}

	watch(rows, follow, { immediate: true, flush: "post" });
	watch(attentive, (now) => {
		if (now) void markSeen();
	});
	/** The mark moves to the first message that comes while one looks elsewhere. */
	watch(
		() => room.value?.unread ?? 0,
		(unread, before) => {
			if (before === 0 && unread > 0 && !attentive.value) mark();
		},
		{ flush: "sync" },
	);
	/** A row or the box below grew: the newest message stays in sight. */
	function onResize(): void {
		if (!placed.value) return;
		if (settling.value && toUnread()) return;
		if (atBottom.value) toBottom();
	}
	useResizeObserver(scroller, onResize);

	const missed = computed(() => (atBottom.value ? 0 : (room.value?.unread ?? 0)));
	return { view, rows, shift, atBottom, placed, missed, toBottom, onScroll, onResize };
}
