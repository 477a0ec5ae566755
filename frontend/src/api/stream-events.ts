/* Which stream an event belongs to. */
import type {
	StreamChanges as WireChanges,
	ServerEvent,
	SessionOpenedEvent,
	StreamPosition,
} from "./protocol.gen";
import type { Ask, StreamChanges, StreamEvent, StreamHead } from "./streams";

/** Events with a place in a stream; the others are not kept by the server. */
type NumberedEvent = Exclude<
	Extract<ServerEvent, { seq: number }>,
	{ action: "setWsId" | "resync" | "roomLive" }
>;
type NumberedAction = NumberedEvent["action"];

/** "named": the event itself says whether it is of a room or private. */
const kinds: Record<NumberedAction, "room" | "private" | "named"> = {
	printMessage: "room",
	editMessage: "room",
	deleteMessage: "room",
	setReaction: "room",
	setPinned: "room",
	saveRoomSettings: "room",
	saveChannelSettings: "room",
	deleteRoom: "room",
	joinUser: "room",
	leaveUser: "room",
	roomAdded: "private",
	roomRemoved: "private",
	setReadPosition: "private",
	saveMemberSettings: "private",
	setDraft: "private",
	setSettings: "private",
	userProfileChanged: "private",
	sessionRevoked: "private",
	changed: "named",
};

export function roomStream(roomId: number): number {
	return roomId;
}

export function privateStream(userId: number): number {
	return -userId;
}

/** Null: the event has no place in a stream. */
export function streamEvent(event: ServerEvent): (StreamEvent & { event: NumberedEvent }) | null {
	if (!Object.hasOwn(kinds, event.action)) return null;
	const numbered = event as NumberedEvent;
	return { streamId: streamOf(numbered), seq: numbered.seq, event: numbered };
}

function streamOf(event: NumberedEvent): number {
	if (event.action === "changed") return namedStream(event);
	if (kinds[event.action] === "room" && "roomId" in event) return roomStream(event.roomId);
	return privateStream(event.userId);
}

/** The stream that a frame names by roomId or else by userId. */
function namedStream(named: { roomId?: number | null; userId?: number | null }): number {
	return named.roomId ? roomStream(named.roomId) : privateStream(named.userId ?? 0);
}

export function headOf(named: { roomId?: number; userId?: number; seq: number; epoch: number }): StreamHead {
	return { streamId: namedStream(named), seq: named.seq, epoch: named.epoch };
}

/** Every stream that the first frame serves. */
export function headsOf(opened: SessionOpenedEvent): StreamHead[] {
	const own = { streamId: privateStream(opened.userId), seq: opened.seq, epoch: opened.epoch };
	return [
		own,
		...opened.rooms.map(({ roomId, seq, epoch }) => ({ streamId: roomStream(roomId), seq, epoch })),
	];
}

export function askFor({ streamId, after }: Ask): StreamPosition {
	return streamId > 0 ? { roomId: streamId, after } : { userId: -streamId, after };
}

/** Everything there has a place in its stream, also what this client does not know yet. */
export function changesOf(part: WireChanges): StreamChanges {
	const head = headOf(part);
	const numbered = part.changes.filter((event) => "seq" in event);
	const changes = numbered.map((event) => ({ streamId: head.streamId, seq: event.seq, event }));
	return { ...head, changes, head: part.head, resync: part.resync };
}
