/* People from the server by name, a page at a time: asked for a moment after the last key, and an answer that came too late is not used. */
import { refDebounced } from "@vueuse/core";
import { computed, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from "vue";

import type { UserView } from "@/api/protocol.gen";
import { useErrorText } from "@/composables/useErrorText";
import { usePeopleStore } from "@/stores/people";

export interface PeopleWish {
	/** Leave out who is in this room. */
	roomId?: number | undefined;
	/** Only members of this group's main room. */
	groupId?: number | undefined;
	exclude?: readonly number[] | undefined;
	/** Service accounts, too. */
	withBots?: boolean | undefined;
}

const askAfterMs = 200;

function plain(text: string): string {
	return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function isCalled({ displayName, user }: UserView, wanted: string): boolean {
	return plain(`${displayName} ${user}`).includes(plain(wanted));
}

export function usePeoplePages(wish: MaybeRefOrGetter<PeopleWish>) {
	const people = usePeopleStore();
	const errorText = useErrorText();
	const query = ref("");
	const settled = refDebounced(query, askAfterMs);
	const found = shallowRef<readonly UserView[]>([]);
	const more = ref(false);
	const busy = ref(false);
	const error = ref<string | null>(null);
	/** Some answer has come. */
	const answered = ref(false);
	/** What was looked for when `found` was answered. */
	const answeredFor = ref("");
	let turn = 0;

	async function page(before: readonly UserView[]): Promise<void> {
		const mine = ++turn;
		const { roomId, groupId } = toValue(wish);
		busy.value = true;
		error.value = null;
		try {
			const search = settled.value.trim();
			const answer = await people.search({
				search: search || null,
				after: before.at(-1)?.userId,
				roomId,
				groupId,
			});
			if (mine !== turn) return;
			found.value = [...before, ...answer.users];
			more.value = answer.more;
			answeredFor.value = search;
			answered.value = true;
		} catch (reason) {
			if (mine === turn) error.value = errorText(reason);
		} finally {
			if (mine === turn) busy.value = false;
		}
	}

	async function loadMore(): Promise<void> {
		if (more.value && !busy.value) await page(found.value);
	}

	/** A short list by name; a long one in the order in which its pages come. */
	const shown = computed(() => {
		const { exclude = [], withBots } = toValue(wish);
		const hidden = new Set(exclude);
		const list = found.value.filter(({ userId, bot }) => !hidden.has(userId) && (withBots || !bot));
		const wanted = query.value.trim();
		// Until the answer is there, of those who are known here.
		if (wanted !== answeredFor.value) return list.filter((person) => isCalled(person, wanted));
		return more.value ? list : list.sort((a, b) => a.displayName.localeCompare(b.displayName));
	});

	const retry = (): Promise<void> => page([]);
	watch(settled, retry, { immediate: true });
	return { query, shown, more, answered, busy, error, retry, loadMore };
}
