/* People of a list, by name; filtered by what is typed, whatever the case and the accents. */
import { computed, ref, type Ref } from "vue";

import { usePeopleStore } from "@/stores/people";

function plain(text: string): string {
	return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

export function usePeopleSearch(userIds: Readonly<Ref<readonly number[]>>) {
	const people = usePeopleStore();
	const query = ref("");
	const found = computed(() => {
		const wanted = plain(query.value.trim());
		const list = userIds.value.map((userId) => ({
			userId,
			person: people.get(userId),
			name: people.nameOf(userId),
		}));
		const matching = list.filter(({ name, person }) =>
			plain(`${name} ${person?.user ?? ""}`).includes(wanted),
		);
		return matching.sort((a, b) => a.name.localeCompare(b.name));
	});
	return { query, found };
}
