/* On a device that is new to somebody, when their direct rooms were active last is not known: the newest message of each is asked for, one after the other. */
import { onScopeDispose } from "vue";

import { live, liveOrNull } from "@/stores/live";
import { useRoomsStore } from "@/stores/rooms";

const askedMax = 40;
/** A room without messages, so that it is not asked for again. */
const never = 1;

export function useDirectActivity(): void {
	const rooms = useRoomsStore();
	const { client } = live();
	let asking = false;

	async function ask(roomId: number): Promise<void> {
		const { content } = await client.request("loadMessages", { roomId, count: 1 });
		rooms.active(roomId, content[0]?.time ?? never);
	}

	async function askAll(): Promise<void> {
		if (asking) return;
		asking = true;
		const unknown = rooms.shown.filter((room) => room.channelId === null && room.activity === 0);
		try {
			for (const { roomId } of unknown.slice(0, askedMax)) {
				if (liveOrNull() !== null) await ask(roomId);
			}
		} catch {
			// The next connection asks for the rest.
		} finally {
			asking = false;
		}
	}

	const cancel = client.on("setWsId", () => queueMicrotask(() => void askAll()));
	onScopeDispose(cancel);
	if (client.state.kind === "open") void askAll();
}
