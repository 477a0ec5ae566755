/* How stores reach the server and the device; tests bring their own. */
import { openCache, destroyCache } from "../cache/indexed";
import type { Cache } from "../cache/cache";
import { Client, type ClientOptions } from "../api/client";
import { createHttp, type Http } from "../api/http";
import { createUpload, type Upload } from "../api/upload";
import { onWakeUp } from "../api/wakeups";
import type { Cancel } from "../utils/timers";

export interface Backend {
	http: Http;
	upload: Upload;
	openCache(userId: number): Promise<Cache>;
	destroyCache(userId: number): Promise<void>;
	openClient(options: Pick<ClientOptions, "checkSession" | "positions" | "outboxStore">): Client;
	onWakeUp(wake: () => void): Cancel;
	/** Small things that must be known at once, by name. */
	remember(name: string, value: string | null): void;
	recall(name: string): string | null;
}

/** Bugs go where a developer sees them. */
function report(text: string): void {
	// eslint-disable-next-line no-console
	console.warn(`confab: ${text}`);
}

function socketUrl(): string {
	return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
}

/** localStorage may be forbidden; then nothing is remembered. */
function storage<T>(use: (storage: Storage) => T, otherwise: T): T {
	try {
		return use(localStorage);
	} catch {
		return otherwise;
	}
}

function browserBackend(): Backend {
	return {
		http: createHttp(),
		upload: createUpload(),
		openCache: (userId) => openCache(userId, report),
		destroyCache,
		openClient: (options) =>
			new Client({ ...options, openSocket: () => new WebSocket(socketUrl()) as never, onBug: report }),
		onWakeUp,
		remember: (name, value) =>
			storage(
				(s) => (value === null ? s.removeItem(`confab.${name}`) : s.setItem(`confab.${name}`, value)),
				undefined,
			),
		recall: (name) => storage((s) => s.getItem(`confab.${name}`), null),
	};
}

let provided: Backend | null = null;

export function provideBackend(backend: Backend): void {
	provided = backend;
}

export function backend(): Backend {
	provided ??= browserBackend();
	return provided;
}
