/* Puts what happens in order. A stream is a room (its id) or one's private stream (minus one's id); its durable events are numbered 1, 2, 3 …
 * Invariant: `apply` sees the events of a stream once each, in order of seq. After a connection opens, what is missing up to the
 * server's position is fetched first and live events wait. A hole between live events is a bug somewhere: it is told, and fetched. */
import type { Cancel, Timers } from "../utils/timers";
import { backoffMs } from "./backoff";
import { asApiError, type ApiError } from "./errors";

export interface Position {
	/** Everything up to here was applied. */
	seq: number;
	epoch: number;
}

export interface StreamHead extends Position {
	streamId: number;
}

export interface StreamEvent {
	streamId: number;
	seq: number;
	event: unknown;
}

/** One stream's part of an answer to getChanges. */
export interface StreamChanges extends StreamHead {
	changes: readonly StreamEvent[];
	/** The newest seq; more is to be fetched while `seq` is smaller. */
	head: number;
	resync: boolean;
}

export interface Ask {
	streamId: number;
	after: number;
}

export interface StreamOptions {
	fetch(asked: readonly Ask[]): Promise<readonly StreamChanges[]>;
	apply(change: StreamEvent): void;
	/** The stream is to be forgotten and loaded anew; its events follow from the position's seq + 1 on. */
	reset(streamId: number): void;
	/** The position moved; to be kept together with what was applied. */
	moved(streamId: number, position: Position): void;
	onBug(text: string): void;
	timers: Timers;
	/** A stream further behind than this is loaded anew instead of being fetched change by change. */
	furthestBehind?: number;
}

interface Stream extends Position {
	/** The newest that this connection brought, or begins after. Behind ⇔ seq < live ⇔ held is a map. */
	live: number;
	/** Live events that wait for older ones, by seq. */
	held: Map<number, StreamEvent> | null;
}

const FURTHEST_BEHIND = 1_000;
const HELD_MAX = 1_000;
const STREAMS_PER_REQUEST = 100;

export class Streams {
	readonly #streams = new Map<number, Stream>();
	readonly #options: StreamOptions;
	#fetching = false;
	/** Grows with every connection, so that an answer of an older one is not used. */
	#connection = 0;
	#attempt = 0;
	#streamsPerRequest = STREAMS_PER_REQUEST;
	#cancelRetry: Cancel = () => undefined;

	/** `known`: where the cache stands. */
	constructor(options: StreamOptions, known: ReadonlyMap<number, Position> = new Map()) {
		this.#options = options;
		for (const [id, { seq, epoch }] of known)
			this.#streams.set(id, { seq, epoch, live: seq, held: null });
	}

	position(streamId: number): Position | undefined {
		const stream = this.#streams.get(streamId);
		return stream && { seq: stream.seq, epoch: stream.epoch };
	}

	/** True while older events of a stream are being fetched. */
	behind(streamId: number): boolean {
		return (this.#streams.get(streamId)?.held ?? null) !== null;
	}

	/** A connection opened with these heads; streams that are not among them are not ours any more. */
	opened(heads: readonly StreamHead[]): void {
		this.closed();
		const served = new Set(heads.map((head) => head.streamId));
		for (const id of [...this.#streams.keys()].filter((known) => !served.has(known))) this.forget(id);
		heads.forEach((head) => this.#adopt(head));
		void this.#fetchMissing();
	}

	/** One more stream is served from now on. */
	added(head: StreamHead): void {
		this.#adopt(head);
		void this.#fetchMissing();
	}

	/** The connection went; what is missing is seen when the next one opens. */
	closed(): void {
		this.#connection++;
		this.#fetching = false;
		this.#attempt = 0;
		this.#streamsPerRequest = STREAMS_PER_REQUEST;
		this.#cancelRetry();
	}

	/** Nothing more of this stream follows. */
	forget(streamId: number): void {
		if (this.#streams.delete(streamId)) this.#options.reset(streamId);
	}

	/** The server does not continue the old numbering. */
	resync(head: StreamHead): void {
		this.#restart(head);
	}

	/** A live event. Of a stream that is not served it is a bug of the server's. */
	receive(change: StreamEvent): void {
		const { streamId, seq } = change;
		const stream = this.#streams.get(streamId);
		if (stream === undefined)
			return this.#options.onBug(`an event of stream ${streamId}, which is not served`);
		if (seq <= stream.live) return this.#options.onBug(`stream ${streamId}: ${seq} came again`);
		if (seq > stream.live + 1)
			this.#options.onBug(`stream ${streamId}: ${seq} came after ${stream.live}`);
		stream.live = seq;
		if (stream.held === null && seq <= stream.seq + 1) return this.#apply(stream, change);
		this.#hold(stream, change);
		void this.#fetchMissing();
	}

	#adopt(head: StreamHead): void {
		const known = this.#streams.get(head.streamId);
		const lost = head.seq - (known?.seq ?? 0) > (this.#options.furthestBehind ?? FURTHEST_BEHIND);
		if (known === undefined || known.epoch !== head.epoch || lost) return this.#restart(head);
		known.live = head.seq;
		known.held = known.seq < head.seq ? new Map() : null;
	}

	#restart({ streamId, seq, epoch }: StreamHead): void {
		this.#streams.set(streamId, { seq, epoch, live: seq, held: null });
		this.#options.reset(streamId);
		this.#options.moved(streamId, { seq, epoch });
	}

	/** Nothing to do below our position: another worker, that knew more, served us before. */
	#apply(stream: Stream, change: StreamEvent): void {
		if (change.seq <= stream.seq) return;
		stream.seq = change.seq;
		this.#options.apply(change);
		this.#options.moved(change.streamId, { seq: stream.seq, epoch: stream.epoch });
	}

	/** What does not fit is fetched later. */
	#hold(stream: Stream, change: StreamEvent): void {
		stream.held ??= new Map();
		if (stream.held.size < HELD_MAX) stream.held.set(change.seq, change);
	}

	async #fetchMissing(): Promise<void> {
		if (this.#fetching) return;
		const connection = this.#connection;
		this.#fetching = true;
		this.#cancelRetry();
		while (connection === this.#connection) {
			const behind = this.#behind();
			if (behind.length === 0 || !(await this.#fetchSome(behind, connection))) break;
		}
		if (connection === this.#connection) this.#fetching = false;
	}

	#behind(): Ask[] {
		const behind = [...this.#streams].filter(([, stream]) => stream.held !== null);
		return behind
			.slice(0, this.#streamsPerRequest)
			.map(([streamId, { seq }]) => ({ streamId, after: seq }));
	}

	/** True: go on at once. */
	async #fetchSome(asked: Ask[], connection: number): Promise<boolean> {
		try {
			const parts = await this.#options.fetch(asked);
			if (connection !== this.#connection) return false;
			this.#fetched(asked, parts);
		} catch (reason) {
			if (connection !== this.#connection) return false;
			return this.#fetchFailed(asked, asApiError(reason));
		}
		const moved = asked.some(({ streamId, after }) => this.#streams.get(streamId)?.seq !== after);
		if (moved) this.#attempt = 0;
		else this.#fetchLater();
		return moved;
	}

	#fetched(asked: Ask[], parts: readonly StreamChanges[]): void {
		parts.forEach((part) => this.#fetchedPart(part));
		const answered = new Set(parts.map((part) => part.streamId));
		for (const { streamId } of asked.filter((ask) => !answered.has(ask.streamId))) {
			this.#options.onBug(`getChanges left out stream ${streamId}`);
			this.forget(streamId);
		}
	}

	#fetchedPart(part: StreamChanges): void {
		const stream = this.#streams.get(part.streamId);
		if (stream === undefined || stream.held === null) return;
		if (part.resync || part.epoch !== stream.epoch) this.#loadAnew(stream, part);
		for (const change of part.changes) this.#applyFetched(stream, change);
		this.#release(stream);
	}

	#applyFetched(stream: Stream, change: StreamEvent): void {
		const hole = change.seq > stream.seq + 1;
		if (hole) this.#options.onBug(`stream ${change.streamId}: getChanges left out ${stream.seq + 1}`);
		this.#apply(stream, change);
	}

	#loadAnew(stream: Stream, part: StreamChanges): void {
		stream.epoch = part.epoch;
		stream.seq = part.head;
		this.#options.reset(part.streamId);
		this.#options.moved(part.streamId, { seq: stream.seq, epoch: stream.epoch });
	}

	/** What was held is applied as far as it follows on. */
	#release(stream: Stream): void {
		const held = [...(stream.held ?? [])].sort(([a], [b]) => a - b);
		for (const [seq, change] of held) if (seq <= stream.seq + 1) this.#apply(stream, change);
		stream.held = stream.seq < stream.live ? new Map(held.filter(([seq]) => seq > stream.seq)) : null;
	}

	/** True: go on at once. One stream that is refused must not keep the others from their changes. */
	#fetchFailed(asked: Ask[], error: ApiError): boolean {
		if (error.code === "stopped") return false;
		if (error.retryable) {
			this.#fetchLater(error.retryAfterMs);
			return false;
		}
		this.#options.onBug(`getChanges failed: ${error.code} ${error.message}`);
		if (this.#streamsPerRequest === 1) asked.forEach(({ streamId }) => this.forget(streamId));
		this.#streamsPerRequest = 1;
		return true;
	}

	#fetchLater(afterMs = backoffMs(this.#attempt++, this.#options.timers.random())): void {
		this.#cancelRetry();
		this.#cancelRetry = this.#options.timers.after(afterMs, () => void this.#fetchMissing());
	}
}
