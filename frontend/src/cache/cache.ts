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
	putMessages(messages: readonly MessageView[]): void;
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

/** Messages kept of each room. */
export const WINDOW_MAX = 100;
