/* Who is typing, by room and thread; and telling others that one is. Nothing here is kept: what is not said again is over. */
import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import type { ClientEvents } from "../api/client";
import { liveOrNull, type Live } from "./live";
import { useSettingsStore } from "./settings";

const SHOWN_MS = 7_500;
/** The server passes it on every 2 s at most. */
const TELL_EVERY_MS = 3_000;

/** A room's own composer, or that of one of its threads. */
function placeOf(roomId: number, threadId: number | null | undefined): string {
	return `${roomId}/${threadId ?? 0}`;
}

export const useTypingStore = defineStore("typing", () => {
	const settings = useSettingsStore();
	/** Who types at a place, the first first. */
	const typing = shallowReactive(new Map<string, readonly number[]>());
	const timers = new Map<string, ReturnType<typeof setTimeout>>();
	const told = new Map<string, number>();

	function at(roomId: number, threadId?: number | null): readonly number[] {
		return typing.get(placeOf(roomId, threadId)) ?? [];
	}

	function stop(place: string, userId: number): void {
		const key = `${place}/${userId}`;
		clearTimeout(timers.get(key));
		timers.delete(key);
		const left = (typing.get(place) ?? []).filter((id) => id !== userId);
		if (left.length > 0) typing.set(place, left);
		else typing.delete(place);
	}

	function shown({ roomId, userId, threadId }: ClientEvents["showIType"]): void {
		const place = placeOf(roomId, threadId);
		const key = `${place}/${userId}`;
		clearTimeout(timers.get(key));
		timers.set(
			key,
			setTimeout(() => stop(place, userId), SHOWN_MS),
		);
		const now = typing.get(place) ?? [];
		if (!now.includes(userId)) typing.set(place, [...now, userId]);
	}

	/** One typed; said again at most every few seconds, and not at all without a connection or against one's wish. */
	function tell(roomId: number, threadId?: number | null): void {
		const client = liveOrNull()?.client;
		const place = placeOf(roomId, threadId);
		if (client?.state.kind !== "open" || !settings.current.showWhenITyping) return;
		if (Date.now() - (told.get(place) ?? 0) < TELL_EVERY_MS) return;
		told.set(place, Date.now());
		void client.request("showIType", { roomId, threadId }).catch(() => undefined);
	}

	/** What one wrote was sent: the next key is said at once. */
	function finished(roomId: number, threadId?: number | null): void {
		told.delete(placeOf(roomId, threadId));
	}

	function attach({ client }: Live): void {
		client.on("showIType", shown);
		client.on("printMessage", ({ roomId, userId, parentMessage }) =>
			stop(placeOf(roomId, parentMessage), userId),
		);
		client.on("leaveUser", ({ roomId, userId }) => stop(placeOf(roomId, null), userId));
	}

	function clear(): void {
		timers.forEach((timer) => clearTimeout(timer));
		[typing, timers, told].forEach((each) => each.clear());
	}

	return { at, tell, finished, attach, clear };
});
