/*
 * The behaviour of the message list: it stays at the bottom while one is there, keeps its place when older messages come, fetches those near its ends, goes to a
 * message one asks for, and moves the read position to what has been seen.
 */
import { until, useDebounceFn, useDocumentVisibility, useResizeObserver, useWindowFocus } from "@vueuse/core";
import { computed, nextTick, onMounted, ref, watch, type Ref } from "vue";

import { markdownReady } from "@/composables/markdown";
import { useMessageJump } from "@/composables/useMessageJump";
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
	getItemOffset(index: number): number;
	scrollToIndex(
		index: number,
		options?: { align?: "start" | "end" | "center" | "nearest"; offset?: number; smooth?: boolean },
	): void;
}

const nearBottomPx = 48;
const nearEndPx = 800;
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

	void markdownReady();
	const placed = ref(false);
	const settling = ref(false);
	const atBottom = ref(true);
	/** The mark of the unread is above what is in sight. */
	const unreadAbove = ref(false);
	let lastKey: string | undefined;
	let lastOffset = 0;
	let opening = false;
	const room = computed(() => rooms.byId(roomId));
	const attentive = computed(() => focused.value && visibility.value === "visible");

	function toBottom(smooth = false): void {
		if (rows.value.length > 0) list.value?.scrollToIndex(rows.value.length - 1, { align: "end", smooth });
	}

	/** To what is new; out of the past, if one is there. */
	async function toNewest(): Promise<void> {
		const far = view.value.hasNewer;
		if (far) await messages.toNewest(roomId);
		await nextTick();
		toBottom(!far);
	}

	function unreadIndex(): number {
		return rows.value.findIndex((row) => row.kind === "unread");
	}

	function toUnread(): boolean {
		const at = unreadIndex();
		if (at > 0) list.value?.scrollToIndex(at, { align: "start", offset: unreadLeadPx });
		return at > 0;
	}

	/** To the first unread message, however far above. */
	async function goToUnread(): Promise<void> {
		if (!toUnread() && readSeq.value !== null)
			await messages.jumpAfter(roomId, readSeq.value).catch(() => undefined);
		await nextTick();
		toUnread();
	}

	function unreadIsMissing(): boolean {
		return (
			readSeq.value !== null &&
			unreadIndex() < 0 &&
			view.value.hasOlder &&
			connection.state === "online"
		);
	}

	/** Fetches back to where reading ended, if that is not too far. */
	async function reachUnread(): Promise<void> {
		for (let pages = 0; pages < unreadPagesMax && unreadIsMissing(); pages++) {
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
		atBottom.value = !toUnread();
		if (atBottom.value) toBottom();
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

	function loadNear(handle: ListHandle): void {
		const { hasOlder, hasNewer, loading, loaded } = view.value;
		const below = handle.scrollSize - handle.viewportSize - handle.scrollOffset;
		if (!placed.value || !loaded || loading) return;
		if (hasOlder && handle.scrollOffset < nearEndPx) void messages.loadOlder(roomId);
		else if (hasNewer && below < nearEndPx) void messages.loadNewer(roomId);
	}

	/** One leaves the bottom by going up, not because more came below. */
	function watchBottom({ scrollOffset, viewportSize, scrollSize }: ListHandle): void {
		const bottom = scrollOffset + viewportSize >= scrollSize - nearBottomPx;
		const up = scrollOffset < lastOffset - 1;
		lastOffset = scrollOffset;
		if (bottom || up || view.value.hasNewer) atBottom.value = bottom && !view.value.hasNewer;
	}

	function onScroll(): void {
		const handle = list.value;
		if (!handle || settling.value) return;
		watchBottom(handle);
		const at = unreadIndex();
		const marked = readSeq.value !== null && (room.value?.unread ?? 0) > 0;
		// Without a mark it is on an older page; or nowhere, if only one's own are unread.
		unreadAbove.value =
			marked &&
			(at < 0 ? view.value.hasOlder : handle.getItemOffset(at) < handle.scrollOffset - nearBottomPx);
		loadNear(handle);
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
		const stay = !shift.value && !settling.value && !jumping.value && (atBottom.value || written);
		await nextTick();
		if (stay) toBottom();
		onScroll();
	}

	const { jumping } = useMessageJump({ roomId, rows, list, placed });
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
	/** What one writes is written among the newest. */
	watch(
		() => messages.window(roomId).sent,
		() => {
			if (view.value.hasNewer) void toNewest();
		},
	);
	/** A row or the box below grew: the newest message stays in sight. */
	function onResize(): void {
		if (!placed.value || jumping.value) return;
		if (settling.value && toUnread()) return;
		if (atBottom.value) toBottom();
	}
	useResizeObserver(scroller, onResize);
	onMounted(() => reading.release(roomId));

	const missed = computed(() => (atBottom.value ? 0 : (room.value?.unread ?? 0)));
	const shown = { view, rows, shift, atBottom, placed, missed, unreadAbove };
	return { ...shown, toNewest, goToUnread, onScroll, onResize };
}
