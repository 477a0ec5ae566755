/* Stores against a server that a test plays: no network, no disk, no clock of the machine. */
import { createPinia, setActivePinia } from "pinia";

import { Client } from "../../api/client";
import { errorFromBody } from "../../api/errors";
import type { HttpRoutes, MessageView, RoutePath } from "../../api/protocol.gen";
import { FakeServer, messageEvent } from "../../api/testing/fake-socket";
import { ManualTimers, settle } from "../../api/testing/manual-timers";
import type { Cache, RoomLine, Snapshot } from "../../cache/cache";
import { createMemoryCache } from "../../cache/memory";
import { provideBackend } from "../backend";
import { liveOrNull, setLive } from "../live";
import { usePeopleStore } from "../people";
import { useRoomsStore } from "../rooms";

type Answer<Path extends RoutePath> = HttpRoutes[Path]["reply"] | { error: string; status: number };
type Answers = { [Path in RoutePath]?: Answer<Path> | Promise<Answer<Path>> };

export class FakeBackend {
	readonly server = new FakeServer();
	readonly timers = new ManualTimers();
	readonly answers: Answers = {};
	readonly calls: { path: string; input: object }[] = [];
	readonly remembered = new Map<string, string>();
	readonly bugs: string[] = [];
	readonly destroyed: number[] = [];
	/** What the device knows from an earlier visit. */
	snapshot: Snapshot = { rooms: [], groups: [], people: [], drafts: [], positions: new Map() };
	readonly windows = new Map<number, MessageView[]>();
	readonly lines = new Map<number, RoomLine[]>();
	/** What was written to the cache. */
	readonly written: string[] = [];

	constructor() {
		setActivePinia(createPinia());
		provideBackend({
			http: (async (path: RoutePath, input: object) => this.#call(path, input)) as never,
			upload: (async (path: RoutePath, body: Blob) => this.#call(path, body)) as never,
			openCache: (userId) => Promise.resolve(this.#cache(userId)),
			destroyCache: () => Promise.resolve(),
			openClient: (options) =>
				new Client({
					...options,
					openSocket: this.server.open,
					timers: this.timers,
					onBug: (text) => this.bugs.push(text),
				}),
			onWakeUp: () => () => undefined,
			remember: (name, value) =>
				value === null ? this.remembered.delete(name) : this.remembered.set(name, value),
			recall: (name) => this.remembered.get(name) ?? null,
		});
	}

	/** Sets what /api/status says. */
	status(userId: number | null): void {
		const server = {
			serverName: "Test",
			version: "1",
			registration: "open",
			domains: false,
			localAuthority: false,
			secureUrl: null,
			setup: false,
		} as const;
		this.answers["/api/status"] = { ...server, userId };
	}

	/** Nothing of a test goes on in the next one. */
	end(): void {
		liveOrNull()?.client.stop();
		setLive(null);
		usePeopleStore().clear();
		useRoomsStore().clear();
	}

	async settle(): Promise<void> {
		await settle();
		await settle();
	}

	async #call(path: RoutePath, input: object): Promise<unknown> {
		this.calls.push({ path, input });
		const answer = await this.answers[path];
		if (answer === undefined) throw new Error(`no answer for ${path}`);
		if ("error" in answer) throw errorFromBody({ ...answer }, answer.status);
		return answer;
	}

	#cache(userId: number): Cache {
		return {
			...createMemoryCache(),
			load: () => Promise.resolve(this.snapshot),
			window: (roomId) => Promise.resolve(this.windows.get(roomId) ?? []),
			putMessages: (messages) =>
				messages.forEach(({ roomId, seq }) => this.written.push(`message ${roomId}/${seq}`)),
			lines: (roomId) => Promise.resolve(this.lines.get(roomId) ?? []),
			amendMessage: (messageId, change) =>
				this.written.push(`amend ${messageId} ${Object.keys(change).join(",")}`),
			putLine: ({ roomId, seq, kind }) => this.written.push(`line ${roomId}/${seq} ${kind}`),
			putPosition: (streamId, { seq }) => this.written.push(`position ${streamId}=${seq}`),
			clearStream: (streamId) => this.written.push(`clear ${streamId}`),
			putDraft: ({ roomId, threadId, content }) =>
				this.written.push(`draft ${roomId}/${threadId}=${content}`),
			removeRoom: (roomId) => this.written.push(`remove ${roomId}`),
			destroy: () => Promise.resolve(void this.destroyed.push(userId)),
		};
	}
}

export function messageView(roomId: number, seq: number, more: object = {}): MessageView {
	const { action: _action, handler: _handler, ...rest } = messageEvent(roomId, seq, more);
	return rest as unknown as MessageView;
}
