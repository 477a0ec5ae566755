/* The cache where there is no IndexedDB: it remembers nothing beyond the page. */
import type { OutboxEntry, OutboxStore } from "../api/outbox";
import type { Cache } from "./cache";

export function createMemoryOutbox(): OutboxStore {
	const entries = new Map<string, OutboxEntry>();
	return {
		load: () => Promise.resolve([...entries.values()]),
		put: (entry) => Promise.resolve(void entries.set(entry.clientId, entry)),
		remove: (clientId) => Promise.resolve(void entries.delete(clientId)),
	};
}

export function createMemoryCache(): Cache {
	const nothing = (): void => undefined;
	return {
		load: () => Promise.resolve({ rooms: [], groups: [], people: [], drafts: [], positions: new Map() }),
		window: () => Promise.resolve([]),
		putRoom: nothing,
		removeRoom: nothing,
		putGroup: nothing,
		putPeople: nothing,
		putMessages: nothing,
		amendMessage: nothing,
		lines: () => Promise.resolve([]),
		putLine: nothing,
		putDraft: nothing,
		removeDraft: nothing,
		clearStream: nothing,
		putPosition: nothing,
		flush: () => Promise.resolve(),
		outbox: createMemoryOutbox(),
		close: nothing,
		destroy: () => Promise.resolve(),
	};
}
