/* Somebody's card was asked to mention them: the open room's composer takes it up. */
import { shallowRef, watch } from "vue";

import { usePeopleStore } from "@/stores/people";
import type { Named } from "@/utils/mentions";

const asked = shallowRef<{ readonly userId: number } | null>(null);

export function requestMention(userId: number): void {
	asked.value = { userId };
}

/** For the composer; whoever has no name yet cannot be mentioned. */
export function useMentionRequests(mention: (person: Named) => void): void {
	const people = usePeopleStore();
	watch(asked, (request) => {
		if (request === null) return;
		asked.value = null;
		const name = people.nameOf(request.userId);
		if (name !== "") mention({ userId: request.userId, name });
	});
}
