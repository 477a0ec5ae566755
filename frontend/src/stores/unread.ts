/* Which messages came into a room behind what the server has counted: its count and these together are what is unread, whatever is under way on the private stream
 * meanwhile. */

interface Arrival {
	seq: number;
	mention: boolean;
}

interface Counts {
	unread: number;
	mentions: number;
}

interface Room {
	/** The server's count goes so far. */
	counted: number;
	/** Of others, in order of seq. */
	arrivals: Arrival[];
}

const ARRIVALS_MAX = 2_000;

export class UnreadLedger {
	readonly #rooms = new Map<number, Room>();

	/** The server has counted everything up to `seq`. */
	counted(roomId: number, seq: number): void {
		const room = this.#rooms.get(roomId);
		const counted = Math.max(seq, room?.counted ?? 0);
		const arrivals = room?.arrivals.filter((arrival) => arrival.seq > counted) ?? [];
		this.#rooms.set(roomId, { counted, arrivals });
	}

	/** False: the server has counted it already. */
	add(roomId: number, arrival: Arrival): boolean {
		const room = this.#rooms.get(roomId);
		if (room === undefined || arrival.seq <= room.counted) return false;
		room.arrivals.push(arrival);
		if (room.arrivals.length > ARRIVALS_MAX) room.arrivals.shift();
		return true;
	}

	/** Whether a message mentions one may change with its text. True: it did. */
	mention(roomId: number, seq: number, mention: boolean): boolean {
		const arrival = this.#rooms.get(roomId)?.arrivals.find((each) => each.seq === seq);
		if (arrival === undefined || arrival.mention === mention) return false;
		arrival.mention = mention;
		return true;
	}

	/** What came behind the server's count and behind a read position. */
	behind(roomId: number, readSeq: number): Counts {
		const unread = this.#rooms.get(roomId)?.arrivals.filter(({ seq }) => seq > readSeq) ?? [];
		return { unread: unread.length, mentions: unread.filter(({ mention }) => mention).length };
	}

	forget(roomId: number): void {
		this.#rooms.delete(roomId);
	}

	clear(): void {
		this.#rooms.clear();
	}
}
