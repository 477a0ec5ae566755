/* The connection and the cache of whoever is signed in. The session store opens and ends it; every other store hangs its own listeners
 * on it in `attach`, and asks through it. */
import { shallowRef } from "vue";

import type { Cache, Snapshot } from "../cache/cache";
import type { Client } from "../api/client";
import { asApiError, localError } from "../api/errors";

/** Not all at once, when a server had no time for many. */
const AGAIN_MIN_MS = 2_000;
const AGAIN_MAX_MS = 4_000;

export interface Live {
	userId: number;
	client: Client;
	cache: Cache;
	/** What the cache knew at the start. */
	snapshot: Snapshot;
}

/** A store that follows the connection. */
export interface LiveStore {
	/** Takes up what the cache knows and listens. */
	attach(live: Live): void;
	/** Somebody signed out: forgets everything. */
	clear(): void;
}

const current = shallowRef<Live | null>(null);

export function setLive(live: Live | null): void {
	current.value = live;
}

export function liveOrNull(): Live | null {
	return current.value;
}

/** Throws `stopped` when nobody is signed in. */
export function live(): Live {
	if (current.value === null) throw localError("stopped");
	return current.value;
}

/** When to ask again what the server had no time for; null: not at all, or with the next connection. */
export function againAfterMs(reason: unknown): number | null {
	const { retryable, retryAfterMs } = asApiError(reason);
	if (!retryable || liveOrNull()?.client.state.kind !== "open") return null;
	return retryAfterMs ?? AGAIN_MIN_MS + Math.random() * (AGAIN_MAX_MS - AGAIN_MIN_MS);
}
