/* A list of a room's messages that the server picks: asked for when it opens; what happens to them meanwhile shows by itself. */
import { computed, onMounted, shallowRef, watch } from "vue";

import type { MessageView } from "@/api/protocol.gen";
import { markdownReady } from "@/composables/markdown";
import { useTask } from "@/composables/useTask";
import { useMessagesStore, type ShownMessage } from "@/stores/messages";

interface ShelfOptions {
	readonly roomId: number;
	/** A page; `last`: the last message of the page before, as it was then. */
	load(last: MessageView | undefined): Promise<readonly MessageView[]>;
	/** The message that came here last, as far as this client heard. */
	latest(): number | null;
	/** It still belongs here. */
	keep(message: ShownMessage): boolean;
	/** There may be more behind a page of so many. */
	readonly pageSize: number;
}

export function useMessageShelf({ roomId, load, latest, keep, pageSize }: ShelfOptions) {
	const messages = useMessagesStore();
	const { busy, error, run } = useTask();
	const ids = shallowRef<readonly number[]>([]);
	const loaded = shallowRef(false);
	const more = shallowRef(false);
	let last: MessageView | undefined;

	const items = computed(() =>
		ids.value
			.map((id) => messages.message(roomId, id))
			.filter((message): message is ShownMessage => message !== undefined && keep(message)),
	);

	async function next(): Promise<void> {
		await run(async () => {
			const [page] = await Promise.all([load(last), markdownReady()]);
			last = page.at(-1) ?? last;
			ids.value = [...new Set([...ids.value, ...page.map(({ id }) => id)])];
			more.value = page.length >= pageSize;
			loaded.value = true;
		});
	}

	/** At once: several may come in one turn. */
	watch(
		latest,
		(id) => {
			if (id !== null) ids.value = [id, ...ids.value.filter((other) => other !== id)];
		},
		{ flush: "sync" },
	);
	onMounted(next);
	return { items, busy, error, loaded, more, next };
}
