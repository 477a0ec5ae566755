/* How somebody is now, for as long as a component shows them. */
import { computed, toValue, watchEffect, type MaybeRefOrGetter } from "vue";

import { usePresenceStore } from "@/stores/presence";

export function usePresence(userId: MaybeRefOrGetter<number>) {
	const presence = usePresenceStore();
	watchEffect((onCleanup) => onCleanup(presence.watch(toValue(userId))));
	return computed(() => presence.get(toValue(userId)));
}
