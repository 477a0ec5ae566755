/* What an invitation's link says: who invites and to where; or that it does nothing any more. */
import { computed, shallowRef } from "vue";

import { useTask } from "@/composables/useTask";
import { useSessionStore } from "@/stores/session";

export function useInvitation(token: string) {
	const session = useSessionStore();
	const task = useTask();
	const invitation = shallowRef<Awaited<ReturnType<typeof session.verifyInvitation>>>();

	function load(): Promise<boolean> {
		return task.run(async () => {
			invitation.value = await session.verifyInvitation(token);
		});
	}

	void load();
	const invalid = computed(() => task.code.value === "link_invalid" || task.code.value === "invalid");
	return { invitation, error: task.error, invalid, load };
}
