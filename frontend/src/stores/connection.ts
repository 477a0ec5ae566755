/* Whether the server is there, for a bar at the top of the window. */
import { defineStore } from "pinia";
import { ref } from "vue";

import type { SocketState } from "../api/socket";
import { liveOrNull, type Live } from "./live";

export const useConnectionStore = defineStore("connection", () => {
	const state = ref<"offline" | "connecting" | "online">("offline");
	/** Of the next try, milliseconds since 1970. */
	const retryAt = ref<number | null>(null);
	const version = ref("");

	function changed(socket: SocketState): void {
		const names = {
			connecting: "connecting",
			open: "online",
			waiting: "offline",
			stopped: "offline",
			signedOut: "offline",
		};
		state.value = names[socket.kind] as typeof state.value;
		retryAt.value = socket.kind === "waiting" ? socket.retryAt : null;
	}

	function retryNow(): void {
		liveOrNull()?.client.wake();
	}

	function attach({ client }: Live): void {
		client.on("state", changed);
		client.on("setWsId", (event) => (version.value = event.version));
		changed(client.state);
	}

	function clear(): void {
		changed({ kind: "stopped" });
	}

	return { state, retryAt, version, retryNow, attach, clear };
});
