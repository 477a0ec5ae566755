/* Which events become a line between the messages, and what it says. */
import type { ClientEvents } from "../api/client";
import type { RoomLine } from "../cache/cache";
import type { Live } from "./live";

/** What was known of a room before: events say only how it is now. */
interface Known {
	name: string | null;
	isReadOnly: boolean;
}

type Made = RoomLine | null;

/** Direct rooms have no such lines: who is in them never changes. */
export class RoomLines {
	/** As of the events that came. */
	readonly #known = new Map<number, Known>();
	/** As of the last frame, which may be ahead of them. */
	readonly #latest = new Map<number, Known>();

	attach({ client, snapshot }: Live, add: (line: RoomLine) => void): void {
		const give = (line: Made): void => {
			if (line !== null) add(line);
		};
		for (const room of snapshot.rooms) this.#know(room);
		client.on("setWsId", ({ rooms }) => rooms.forEach((room) => this.#told(room)));
		client.on("roomLive", ({ room }) => this.#told(room));
		client.on("streamReset", ({ streamId }) => this.#restart(streamId));
		client.on("joinUser", (event) => give(this.#came(event, "joined")));
		client.on("leaveUser", (event) => give(this.#came(event, "left")));
		client.on("saveRoomSettings", (event) => give(this.#saved(event)));
		client.on("saveChannelSettings", (event) => give(this.#groupSaved(event)));
		client.on("setPinned", (event) => give(pinned(event)));
	}

	clear(): void {
		this.#known.clear();
		this.#latest.clear();
	}

	#know({ roomId, name, isReadOnly }: Known & { roomId: number }): void {
		this.#known.set(roomId, { name, isReadOnly });
	}

	/** What changed meanwhile follows in events. */
	#told(room: Known & { roomId: number }): void {
		if (!this.#known.has(room.roomId)) this.#know(room);
		this.#latest.set(room.roomId, { name: room.name, isReadOnly: room.isReadOnly });
	}

	/** No event will tell what happened meanwhile. */
	#restart(streamId: number): void {
		const latest = this.#latest.get(streamId);
		if (latest !== undefined) this.#known.set(streamId, latest);
	}

	#came(event: ClientEvents["joinUser"] | ClientEvents["leaveUser"], kind: "joined" | "left"): Made {
		const { roomId, seq, time, userId } = event;
		return this.#known.get(roomId)?.name === null ? null : { roomId, seq, time, userId, kind };
	}

	#saved({ roomId, seq, time, userId, room }: ClientEvents["saveRoomSettings"]): Made {
		const before = this.#known.get(roomId);
		this.#know(room);
		const line = { roomId, seq, time, userId };
		if (before === undefined || room.name === null) return null;
		if (before.name !== room.name) return { ...line, kind: "renamed", name: room.name };
		if (before.isReadOnly !== room.isReadOnly)
			return { ...line, kind: room.isReadOnly ? "readOnly" : "writable" };
		return null;
	}

	#groupSaved({ roomId, seq, time, userId, channel }: ClientEvents["saveChannelSettings"]): Made {
		const before = this.#known.get(roomId);
		if (before === undefined || before.name === channel.channelName) return null;
		this.#know({ ...before, roomId, name: channel.channelName });
		return { roomId, seq, time, userId, kind: "renamed", name: channel.channelName };
	}
}

function pinned({ roomId, seq, time, userId, message }: ClientEvents["setPinned"]): Made {
	return message.pinned ? { roomId, seq, time, userId, kind: "pinned", messageId: message.id } : null;
}
