/* What one person's device remembers between visits: enough to paint before the network answers. Never the truth: everything here may be
 * missing. What belongs together (an event's effect and the stream's position) is queued in one turn and written in one transaction. */
import type { OutboxStore } from "../api/outbox";
import type { GroupView, MessageView, RoomView, UserView } from "../api/protocol.gen";
import type { Position } from "../api/streams";

/** A text that was written and not sent. */
export interface Draft {
	roomId: number;
	/** The thread's root; 0: the room itself. */
	threadId: number;
	content: string;
	/** The server has not got it yet. An empty one is gone here, not there. */
	unsaved: boolean;
}

/** What happened in a room besides messages, as one quiet line between them. */
export interface RoomLine {
	readonly roomId: number;
	/** Place in the room's stream. */
	readonly seq: number;
	readonly time: number;
	readonly kind: "joined" | "left" | "renamed" | "readOnly" | "writable" | "pinned";
	/** Who did it. */
	readonly userId: number;
	/** renamed: the new name. */
	readonly name?: string;
	/** pinned: the message. */
	readonly messageId?: number;
}

export interface Snapshot {
	rooms: RoomView[];
	groups: GroupView[];
	people: UserView[];
	drafts: Draft[];
	/** By stream. */
	positions: Map<number, Position>;
}

export interface Cache {
	load(): Promise<Snapshot>;
	/** The newest messages of a room, oldest first, without a hole. */
	window(roomId: number): Promise<MessageView[]>;
	putRoom(room: RoomView): void;
	removeRoom(roomId: number): void;
	putGroup(group: GroupView): void;
	putPeople(people: readonly UserView[]): void;
	/** Messages of the window, which must stay without a hole. */
	putMessages(messages: readonly MessageView[]): void;
	/** Something of a message changed; for one that is not here, nothing happens. */
	amendMessage(messageId: number, change: Partial<MessageView>): void;
	/** The newest lines of a room, oldest first. */
	lines(roomId: number): Promise<RoomLine[]>;
	putLine(line: RoomLine): void;
	putDraft(draft: Draft): void;
	removeDraft(draft: Pick<Draft, "roomId" | "threadId">): void;
	/** Forgets a room's messages and position. */
	clearStream(streamId: number): void;
	putPosition(streamId: number, position: Position): void;
	/** Writes what is queued. */
	flush(): Promise<void>;
	readonly outbox: OutboxStore;
	/** Keeps the data for the next visit. */
	close(): void;
	/** Forgets everything. */
	destroy(): Promise<void>;
}

/** Messages kept of each room, and lines. */
export const WINDOW_MAX = 100;
