/* The service account that answers in a direct room, so that one can try the chat alone. */
import { shallowRef } from "vue";

import { useDirectRoom } from "@/composables/directRoom";
import { usePeopleStore } from "@/stores/people";
import { findPeople } from "@/stores/room-requests";

const userName = "echo";

export function useEcho() {
	const people = usePeopleStore();
	const direct = useDirectRoom();
	/** undefined: there is none here, or it is not known yet. */
	const echoId = shallowRef<number>();

	async function find(): Promise<void> {
		const found = await findPeople(userName).catch(() => []);
		const echo = found.find(({ bot, user }) => bot && user === userName);
		if (echo === undefined) return;
		people.put([echo]);
		echoId.value = echo.userId;
	}

	async function open(): Promise<void> {
		if (echoId.value !== undefined) await direct.open(echoId.value);
	}

	void find();
	return { echoId, open, busy: direct.busy };
}
