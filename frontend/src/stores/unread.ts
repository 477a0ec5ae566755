/* Which messages came into a room since the server counted: what is unread after a read position that lies among them is known here exactly, whatever is under
 * way on the private stream meanwhile. */

interface Arrival {
	seq: number;
	mention: boolean;
}

interface Counts {
	unread: number;
	mentions: number;
}

const ARRIVALS_MAX = 2_000;

export class UnreadLedger {
	/** Of each room, in order of seq; complete after `from`. */
	readonly #rooms = new Map<number, { from: number; arrivals: Arrival[] }>();

	/** The server has counted everything up to `seq`. */
	counted(roomId: number, seq: number): void {
		this.#rooms.set(roomId, { from: seq, arrivals: [] });
	}

	add(roomId: number, arrival: Arrival): void {
		const room = this.#rooms.get(roomId);
		if (room === undefined || arrival.seq <= room.from) return;
		room.arrivals.push(arrival);
		if (room.arrivals.length > ARRIVALS_MAX) room.from = room.arrivals.shift()?.seq ?? room.from;
	}

	/** Whether a message mentions one may change with its text. True: it did. */
	mention(roomId: number, seq: number, mention: boolean): boolean {
		const arrival = this.#rooms.get(roomId)?.arrivals.find((each) => each.seq === seq);
		if (arrival === undefined || arrival.mention === mention) return false;
		arrival.mention = mention;
		return true;
	}

	/** What is unread behind a read position; `exact` unless it lies before what is known. */
	after(roomId: number, readSeq: number): Counts & { exact: boolean } {
		const room = this.#rooms.get(roomId);
		const unread = room?.arrivals.filter(({ seq }) => seq > readSeq) ?? [];
		const mentions = unread.filter(({ mention }) => mention).length;
		return { unread: unread.length, mentions, exact: room !== undefined && readSeq >= room.from };
	}

	forget(roomId: number): void {
		this.#rooms.delete(roomId);
	}

	clear(): void {
		this.#rooms.clear();
	}
}
