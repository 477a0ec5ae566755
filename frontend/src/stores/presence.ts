/* Who is there. The server tells of those people whom this page shows: it is asked for them a moment after somebody new comes into view, and those who left the
 * view stay on the list while there is room, so that scrolling back and forth asks for nothing. */
import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import type { PersonPresence } from "../api/protocol.gen";
import type { Cancel } from "../utils/timers";
import { againAfterMs, live, liveOrNull, type Live } from "./live";
import { usePeopleStore } from "./people";

export type Presence = PersonPresence["presence"];

const ASK_AFTER_MS = 150;
const WATCH_MAX = 200;

export const usePresenceStore = defineStore("presence", () => {
	const people = usePeopleStore();
	const known = shallowReactive(new Map<number, PersonPresence>());
	const before = new Map<number, Presence>();
	/** How many places show somebody; 0: nobody any more. The latest to come into view are at the end. */
	const shown = new Map<number, number>();
	/** Whom the server was asked for on this connection. */
	let watched: ReadonlySet<number> = new Set();
	let timer: ReturnType<typeof setTimeout> | null = null;
	let away = false;

	/** Undefined: not known (yet), or one may not know. */
	function get(userId: number): PersonPresence | undefined {
		return known.get(userId);
	}

	/** Somebody is in view until the answer is called. */
	function watch(userId: number): Cancel {
		const before = shown.get(userId) ?? 0;
		shown.delete(userId);
		shown.set(userId, before + 1);
		if (!watched.has(userId)) plan();
		let left = false;
		return () => {
			if (!left) shown.set(userId, Math.max(0, (shown.get(userId) ?? 0) - 1));
			left = true;
		};
	}

	function plan(): void {
		if (liveOrNull() !== null) timer ??= setTimeout(() => void ask(), ASK_AFTER_MS);
	}

	/** Those in view first, then those who were, the latest first; who finds no room is forgotten. */
	function wanted(): number[] {
		const latest = [...shown].reverse();
		const inView = latest.filter(([, count]) => count > 0);
		const others = latest.filter(([, count]) => count === 0);
		others.slice(Math.max(0, WATCH_MAX - inView.length)).forEach(([userId]) => forget(userId));
		return [...inView, ...others].slice(0, WATCH_MAX).map(([userId]) => userId);
	}

	function forget(userId: number): void {
		shown.delete(userId);
		known.delete(userId);
		before.delete(userId);
	}

	async function ask(): Promise<void> {
		timer = null;
		const userIds = wanted();
		if (userIds.length === 0) return;
		const asked = new Set(userIds);
		watched = asked;
		try {
			const { people: answer } = await live().client.request("watchPeople", { userIds });
			const visible = new Set(answer.map(({ userId }) => userId));
			userIds.filter((id) => !visible.has(id)).forEach((id) => known.delete(id));
			put(answer);
		} catch (reason) {
			// Asked again with the next connection, or the next who comes into view.
			if (watched === asked) watched = new Set();
			const afterMs = againAfterMs(reason);
			if (afterMs !== null) timer ??= setTimeout(() => void ask(), afterMs);
		}
	}

	function put(list: readonly PersonPresence[]): void {
		for (const person of list) {
			const now = known.get(person.userId)?.presence;
			if (now !== undefined) before.set(person.userId, now);
			known.set(person.userId, person);
		}
	}

	/** How somebody was before the last word of them. */
	function previous(userId: number): Presence | undefined {
		return before.get(userId);
	}

	/** One is away from this page, or back. */
	function setAway(now: boolean): void {
		if (away === now) return;
		away = now;
		tellAway();
	}

	function tellAway(): void {
		const client = liveOrNull()?.client;
		if (client?.state.kind !== "open") return;
		void client.request("setPresence", { away }).catch(() => undefined);
	}

	/** A new connection knows nothing of what the last one was asked. */
	function opened(): void {
		watched = new Set();
		plan();
		if (away) tellAway();
	}

	function stale(): void {
		opened();
		people.refresh([...shown.keys()]);
	}

	function attach({ client }: Live): void {
		client.on("setWsId", opened);
		client.on("presence", (event) => put(event.people));
		client.on("peopleStale", stale);
	}

	function clear(): void {
		if (timer !== null) clearTimeout(timer);
		timer = null;
		known.clear();
		before.clear();
		shown.clear();
		watched = new Set();
		away = false;
	}

	return { get, previous, watch, setAway, attach, clear };
});
