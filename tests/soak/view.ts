/* What one client has made of all events: the messages of its rooms as they should stand in the archive. */
import type { Connection } from "../contract/harness/person";
import type { MessageView, Reaction } from "../../frontend/src/api/protocol.gen";
import { queryArchive } from "../contract/harness/server";

/** A message as far as both sides can tell it. */
export interface Held {
	seq: number;
	userId: number;
	content: string | null;
	edited: number;
	deleted: boolean;
	replies: number;
	lastReply: number;
	pinned: boolean;
	parent: number | null;
	tags: Record<string, number>;
	reactions: Reaction[];
}

export type Rooms = Map<number, Map<number, Held>>;

function held(message: MessageView): Held {
	const { seq, userId, content, edited, deleted, pinned, tags, reactions } = message;
	return {
		seq,
		userId,
		content,
		edited,
		deleted,
		replies: message.threadMessagesCount,
		lastReply: message.lastReply,
		pinned,
		parent: message.parentMessage,
		tags,
		reactions,
	};
}

/** What an event says of the root of its message's thread. */
interface AboutRoot {
	parentReplies?: number;
	parentLastReply?: number;
}

export class View {
	readonly rooms: Rooms = new Map();

	constructor({ client }: Connection) {
		client.on("printMessage", (event) => this.#put(event, event));
		for (const action of ["editMessage", "deleteMessage", "setReaction", "setPinned"] as const) {
			client.on(action, (event) => this.#put(event.message, event));
		}
		client.on("streamReset", ({ streamId }) => this.rooms.delete(streamId));
	}

	#put(message: MessageView, { parentReplies, parentLastReply }: AboutRoot): void {
		const room = this.rooms.get(message.roomId) ?? new Map<number, Held>();
		this.rooms.set(message.roomId, room);
		room.set(message.id, held(message));
		const root = message.parentMessage === null ? undefined : room.get(message.parentMessage);
		if (root === undefined) return;
		root.replies = parentReplies ?? root.replies;
		root.lastReply = parentLastReply ?? root.lastReply;
	}
}

/** The same from the archive. */
export function archived(dataDir: string): Rooms {
	const columns = `room_id, id, seq, sender_id, HEX(content), edited_ms, deleted, replies, last_reply_ms, pinned, parent_id,
		COALESCE(HEX(tags), ''), COALESCE(HEX(reactions), '')`;
	const rooms: Rooms = new Map();
	for (const row of queryArchive(dataDir, `SELECT ${columns} FROM message ORDER BY room_id, seq`)) {
		const [
			roomId,
			id,
			seq,
			userId,
			content,
			edited,
			deleted,
			replies,
			lastReply,
			pinned,
			parent,
			tags,
			reactions,
		] = row;
		const room = rooms.get(Number(roomId)) ?? new Map<number, Held>();
		rooms.set(Number(roomId), room);
		room.set(Number(id), {
			seq: Number(seq),
			userId: Number(userId),
			content: deleted === "1" ? null : text(content),
			edited: Number(edited),
			deleted: deleted === "1",
			replies: Number(replies),
			lastReply: Number(lastReply),
			pinned: pinned === "1",
			parent: Number(parent) || null,
			tags: JSON.parse(text(tags) || "{}") as Record<string, number>,
			reactions: JSON.parse(text(reactions) || "[]") as Reaction[],
		});
	}
	return rooms;
}

function text(hex: string | undefined): string {
	return Buffer.from(hex ?? "", "hex").toString("utf8");
}
