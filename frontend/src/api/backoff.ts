/* How long to wait before trying again: doubling up to half a minute, spread at random so that a restarted server is not stormed. */

export const BACKOFF_MIN_MS = 500;
export const BACKOFF_MAX_MS = 30_000;

/** `attempt` counts from 0; `random` is from 0 up to 1. */
export function backoffMs(attempt: number, random: number): number {
	const ceiling = Math.min(BACKOFF_MAX_MS, 2 * BACKOFF_MIN_MS * 2 ** Math.min(attempt, 16));
	return Math.round(BACKOFF_MIN_MS + random * (ceiling - BACKOFF_MIN_MS));
}
