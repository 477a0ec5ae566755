/* What was written and not sent, by room and thread: kept on this device at once, told to the server a moment later, and taken over from other sessions, but never
 * over what is being typed here. */
import { defineStore } from "pinia";
import { shallowReactive } from "vue";

import { asApiError } from "../api/errors";
import type { DraftView } from "../api/protocol.gen";
import { privateStream } from "../api/stream-events";
import type { Draft } from "../cache/cache";
import type { Named } from "../utils/mentions";
import { againAfterMs, live, liveOrNull, type Live } from "./live";
import type { ShownMessage } from "./shown-message";

/** Told after a pause in typing, or when it goes on for long. */
const SAVE_AFTER_MS = 1_000;
const SAVE_AT_LATEST_MS = 5_000;
/** For so long after a key, nothing from elsewhere is taken over. */
const TYPED_MS = 3_000;
/** Own texts whose events are still to come. */
const SAID_MAX = 4;

/** A message that somebody was changing, or answering, when they went elsewhere. It waits as long as the page lives. */
export interface Aside {
	readonly message: ShownMessage;
	/** What it was to become; null: it was being answered. */
	readonly edit: { readonly words: string; readonly picked: readonly Named[] } | null;
}

type Place = Pick<Draft, "roomId" | "threadId">;
type Timer = ReturnType<typeof setTimeout>;

function keyOf(roomId: number, threadId: number | null | undefined): string {
	return `${roomId}/${threadId ?? 0}`;
}

export const useDraftsStore = defineStore("drafts", () => {
	const drafts = shallowReactive(new Map<string, Draft>());
	const asides = shallowReactive(new Map<string, Aside>());
	const typedAt = new Map<string, number>();
	/** When something that the server has not got was first written. */
	const unsavedSince = new Map<string, number>();
	const said = new Map<string, readonly string[]>();
	const timers = new Map<string, Timer>();
	const saving = new Set<string>();
	let complete = false;

	function get(roomId: number, threadId?: number | null): string {
		return drafts.get(keyOf(roomId, threadId))?.content ?? "";
	}

	/** Something unsent waits in the room or in one of its threads. */
	function has(roomId: number): boolean {
		const changing = [...asides.values()].some(
			({ message, edit }) => edit !== null && message.roomId === roomId,
		);
		return (
			changing ||
			[...drafts.values()].some((draft) => draft.roomId === roomId && draft.content.trim() !== "")
		);
	}

	function putAside(aside: Aside, threadId?: number | null): void {
		if (liveOrNull() !== null) asides.set(keyOf(aside.message.roomId, threadId), aside);
	}

	/** It is somebody's who writes it now. */
	function takeAside(roomId: number, threadId?: number | null): Aside | undefined {
		const key = keyOf(roomId, threadId);
		const aside = asides.get(key);
		asides.delete(key);
		return aside;
	}

	/** One typed this. */
	function set(roomId: number, content: string, threadId?: number | null): void {
		const key = keyOf(roomId, threadId);
		if (liveOrNull() === null || content === get(roomId, threadId)) return;
		typedAt.set(key, Date.now());
		put({ roomId, threadId: threadId ?? 0, content, unsaved: true });
		plan(key);
	}

	function put(draft: Draft): void {
		const key = keyOf(draft.roomId, draft.threadId);
		if (draft.content === "" && !draft.unsaved) return remove(draft);
		drafts.set(key, Object.freeze(draft));
		live().cache.putDraft(draft);
	}

	function remove(place: Place): void {
		if (drafts.delete(keyOf(place.roomId, place.threadId))) live().cache.removeDraft(place);
	}

	function plan(key: string, afterMs = SAVE_AFTER_MS): void {
		const since = unsavedSince.get(key) ?? Date.now();
		unsavedSince.set(key, since);
		clearTimeout(timers.get(key));
		const left = since + SAVE_AT_LATEST_MS - Date.now();
		timers.set(
			key,
			setTimeout(() => void save(key), Math.max(0, Math.min(afterMs, left))),
		);
	}

	/** One at a time for each place, so that the last one told is the last one written. */
	async function save(key: string): Promise<void> {
		timers.delete(key);
		const draft = drafts.get(key);
		const client = liveOrNull()?.client;
		if (!draft?.unsaved || saving.has(key) || client?.state.kind !== "open") return;
		const { roomId, threadId, content } = draft;
		saving.add(key);
		unsavedSince.delete(key);
		said.set(key, [...(said.get(key) ?? []), content].slice(-SAID_MAX));
		try {
			await client.request("setDraft", { roomId, threadId: threadId || null, content });
			saved(key, content);
		} catch (reason) {
			// What is refused for good stays on this device, as what the server has not got.
			if (asApiError(reason).retryable) again(key, reason);
			else refused(key, content);
		} finally {
			saving.delete(key);
		}
	}

	/** Soon, or with the next connection. */
	function again(key: string, reason: unknown): void {
		const afterMs = againAfterMs(reason);
		if (afterMs === null || timers.has(key)) return;
		timers.set(
			key,
			setTimeout(() => void save(key), afterMs),
		);
	}

	function saved(key: string, content: string): void {
		const draft = drafts.get(key);
		if (draft === undefined || liveOrNull() === null) return;
		if (draft.content === content) put({ ...draft, unsaved: false });
		else plan(key, 0);
	}

	function refused(key: string, content: string): void {
		const draft = drafts.get(key);
		if (draft === undefined || liveOrNull() === null) return;
		if (draft.content !== content) plan(key, 0);
		else if (content === "") remove(draft);
	}

	/** Events come in order: behind that of the last one told there are none of the ones before. */
	function isEcho(key: string, content: string): boolean {
		const own = said.get(key) ?? [];
		if (own.at(-1) === content) said.delete(key);
		return own.includes(content);
	}

	/** Another session wrote something, or it is the echo of what was told from here. */
	function received({ roomId, threadId, content }: Omit<DraftView, "time">): void {
		const key = keyOf(roomId, threadId);
		const draft = drafts.get(key);
		if (draft?.unsaved || isEcho(key, content)) return;
		said.delete(key);
		const typing = Date.now() - (typedAt.get(key) ?? 0) < TYPED_MS;
		put({
			roomId,
			threadId: threadId ?? 0,
			content: typing ? (draft?.content ?? "") : content,
			unsaved: typing,
		});
		if (typing) plan(key);
	}

	/** All that the server has: when this device has not followed its changes. */
	async function load(): Promise<void> {
		try {
			const { drafts: list } = await live().client.request("getDrafts", {});
			const there = new Set(list.map(({ roomId, threadId }) => keyOf(roomId, threadId)));
			const gone = [...drafts].filter(([key, draft]) => !draft.unsaved && !there.has(key));
			gone.forEach(([, draft]) => remove(draft));
			list.forEach(received);
			complete = true;
			keepPosition();
		} catch {
			// The next connection asks again.
		}
	}

	/** The next visit asks for what changed after it: it is kept once all drafts are, or those from before would not come any more. */
	function keepPosition(): void {
		const { userId, client, cache } = live();
		const streamId = privateStream(userId);
		const position = client.position(streamId);
		if (complete && position !== undefined) cache.putPosition(streamId, position);
	}

	function opened(): void {
		if (!complete) void load();
		for (const [key, draft] of drafts) if (draft.unsaved) plan(key, 0);
	}

	/** The page may be gone in a moment. */
	function flush(): void {
		[...timers.keys()].forEach((key) => void save(key));
		void liveOrNull()
			?.cache.flush()
			.catch(() => undefined);
	}

	function forgetRoom(roomId: number): void {
		[...drafts.values()].filter((draft) => draft.roomId === roomId).forEach(remove);
		for (const [key, { message }] of asides) if (message.roomId === roomId) asides.delete(key);
	}

	function attach({ userId, client, snapshot }: Live): void {
		for (const draft of snapshot.drafts) drafts.set(keyOf(draft.roomId, draft.threadId), draft);
		complete = snapshot.positions.has(privateStream(userId));
		client.on("setWsId", opened);
		client.on("setDraft", received);
		client.on("streamMoved", ({ streamId }) => {
			if (streamId === privateStream(userId)) keepPosition();
		});
		client.on("streamReset", ({ streamId }) => {
			if (streamId !== privateStream(userId)) return;
			complete = false;
			if (client.state.kind === "open") void load();
		});
		client.on("roomRemoved", ({ roomId }) => forgetRoom(roomId));
		client.on("deleteRoom", ({ roomId }) => forgetRoom(roomId));
	}

	function clear(): void {
		timers.forEach((timer) => clearTimeout(timer));
		[drafts, asides, typedAt, unsavedSince, said, timers, saving].forEach((each) => each.clear());
		complete = false;
	}

	return { get, has, set, putAside, takeAside, flush, attach, clear };
});
