/* What somebody says of themselves, asked for when it is shown. */
import { ref, toValue, watch, type MaybeRefOrGetter } from "vue";

import type { ProfileView } from "@/api/protocol.gen";
import { useTask } from "@/composables/useTask";
import { usePeopleStore } from "@/stores/people";

export function useProfile(userId: MaybeRefOrGetter<number>) {
	const people = usePeopleStore();
	const { busy, error, run } = useTask();
	const profile = ref<ProfileView | null>(null);

	async function load(): Promise<void> {
		profile.value = null;
		await run(async () => (profile.value = await people.profile(toValue(userId))));
	}

	watch(() => toValue(userId), load, { immediate: true });
	return { profile, busy, error, load };
}
