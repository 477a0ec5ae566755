/* A message as components see it: one that is stored, or one on its way. Frozen, and replaced when something of it changes. */
import type { OutboxEntry } from "../api/outbox";
import type { MessageView, Reaction } from "../api/protocol.gen";
import type { Tags } from "../utils/mentions";

export interface ShownMessage {
	/** Stays the same when a message on its way becomes a stored one. */
	readonly key: string;
	readonly id: number | null;
	readonly seq: number | null;
	readonly clientId: string;
	readonly roomId: number;
	readonly userId: number;
	readonly time: number;
	/** null: it was deleted. */
	readonly content: string | null;
	readonly tags: Tags;
	readonly edited: number;
	readonly deleted: boolean;
	readonly reactions: readonly Reaction[];
	/** Replies in its thread, and when the newest was written. */
	readonly replies: number;
	readonly lastReply: number;
	/** The root of its thread. */
	readonly parentMessage: number | null;
	readonly quotedMessage: number | null;
	readonly pinned: boolean;
	readonly state: "stored" | "waiting" | "sent" | "failed";
	/** What one changed of it is on its way. */
	readonly changing: boolean;
	readonly error?: { readonly code: string; readonly message: string } | undefined;
}

const fresh = {
	edited: 0,
	deleted: false,
	reactions: [],
	replies: 0,
	lastReply: 0,
	pinned: false,
	changing: false,
} as const;

export function shownMessage(message: MessageView, ownId: number, changing: boolean): ShownMessage {
	const { id, seq, clientId, roomId, userId, time, content, tags, edited, deleted } = message;
	const { reactions, threadMessagesCount, lastReply, parentMessage, quotedMessage, pinned } = message;
	return Object.freeze({
		key: userId === ownId ? `own/${clientId}` : `id/${id}`,
		id,
		seq,
		clientId,
		roomId,
		userId,
		time,
		content: deleted ? null : content,
		tags,
		edited,
		deleted,
		reactions,
		replies: threadMessagesCount,
		lastReply,
		parentMessage,
		quotedMessage,
		pinned,
		state: "stored" as const,
		changing,
	});
}

/** One that is on its way; what was wished of it meanwhile is shown already. */
export function pendingMessage(entry: Readonly<OutboxEntry>, ownId: number): ShownMessage {
	const { clientId, roomId, createdAt: time, state, error, wish } = entry;
	const { content, tags } = wish ?? entry;
	return Object.freeze({
		...fresh,
		key: `own/${clientId}`,
		id: null,
		seq: null,
		clientId,
		roomId,
		userId: ownId,
		time,
		content,
		tags: tags ?? {},
		deleted: content === null,
		parentMessage: entry.parentMessage ?? null,
		quotedMessage: entry.quotedMessage ?? null,
		state,
		changing: Boolean(wish),
		error: error ?? undefined,
	});
}
