/* The replies of an open thread: fetched when it opens, older ones by scrolling up; it stays at the bottom while one is there, and goes to a reply one asks for. */
import { until, useResizeObserver } from "@vueuse/core";
import { computed, nextTick, onBeforeUnmount, onMounted, ref, watch, type Ref } from "vue";

import { markdownReady } from "@/composables/markdown";
import { makeRows } from "@/composables/messageRows";
import { litMessage } from "@/composables/messagePlace";
import { useMessagesStore } from "@/stores/messages";
import { useSessionStore } from "@/stores/session";

const nearBottomPx = 48;
const nearTopPx = 300;

export function useThreadList(roomId: number, rootId: number, scroller: Readonly<Ref<HTMLElement | null>>) {
	const messages = useMessagesStore();
	const session = useSessionStore();
	const view = messages.thread(roomId, rootId);
	const atBottom = ref(true);
	const ready = ref(false);

	/** The day of the root is not said again. */
	const rows = computed(() => {
		const all = makeRows(view.items, { me: session.userId, readSeq: null, hasOlder: true });
		const [first] = all;
		const rootDay = new Date(view.root?.time ?? 0).toDateString();
		const same = first?.kind === "day" && new Date(first.time).toDateString() === rootDay;
		return same ? all.slice(1) : all;
	});

	function toBottom(): void {
		const frame = scroller.value;
		if (frame) frame.scrollTop = frame.scrollHeight;
	}

	function onScroll(): void {
		const frame = scroller.value;
		if (!frame) return;
		atBottom.value = frame.scrollTop + frame.clientHeight >= frame.scrollHeight - nearBottomPx;
		if (frame.scrollTop < nearTopPx) void loadOlder();
	}

	/** The place is kept: what was in sight stays there. */
	async function loadOlder(): Promise<void> {
		const frame = scroller.value;
		if (!frame || !view.hasOlder || view.loading || !ready.value) return;
		const below = frame.scrollHeight - frame.scrollTop;
		await messages.loadReplies(roomId, rootId);
		await nextTick();
		frame.scrollTop = frame.scrollHeight - below;
	}

	/** Where nothing can be scrolled, nobody could ask for older ones. */
	async function fillUp(): Promise<void> {
		await nextTick();
		const frame = scroller.value;
		if (frame && frame.scrollHeight <= frame.clientHeight) void loadOlder();
	}

	/** A reply that was asked for is further up, perhaps not fetched yet. */
	async function toLit(): Promise<boolean> {
		const lit = litMessage.value;
		const there = lit !== null && view.items.some(({ id }) => id === lit);
		if (!there) return false;
		await nextTick();
		const row = scroller.value?.querySelector(`[data-message="${lit}"]`);
		row?.scrollIntoView({ block: "center" });
		return true;
	}

	async function open(): Promise<void> {
		await Promise.all([messages.openThread(roomId, rootId), markdownReady()]);
		if (view.loading) await until(() => view.loading).toBe(false, { timeout: 5000 });
		await nextTick();
		ready.value = true;
		if (!(await toLit())) toBottom();
	}

	watch(
		() => view.items.at(-1)?.key,
		async () => {
			const own = view.items.at(-1)?.userId === session.userId;
			if (!ready.value || !(atBottom.value || own)) return;
			await nextTick();
			toBottom();
		},
	);
	watch([() => view.items.length, ready], fillUp);
	useResizeObserver(scroller, fillUp);
	onMounted(open);
	onBeforeUnmount(() => messages.closeThread(roomId, rootId));
	return { view, rows, onScroll };
}
