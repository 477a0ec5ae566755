/*
 * The rows of the message list: each message, the days between them, the mark before the first unread one, what else happened, and the room's beginning. Several
 * messages that somebody sends in a row share one name and picture; people who come one after the other share one line.
 */
import type { RoomLine } from "@/cache/cache";
import type { ShownMessage } from "@/stores/messages";

export type Row =
	| { kind: "start"; key: string }
	| { kind: "day"; key: string; time: number }
	| { kind: "unread"; key: string }
	| { kind: "lines"; key: string; lines: readonly RoomLine[] }
	| { kind: "message"; key: string; message: ShownMessage; first: boolean };

export interface RowOptions {
	me: number | null;
	/** Messages of others with a higher seq are unread; null: no mark. */
	readSeq: number | null;
	hasOlder: boolean;
	lines?: readonly RoomLine[];
}

const pauseMs = 5 * 60_000;
const togetherMax = 50;
const together: ReadonlySet<RoomLine["kind"]> = new Set(["joined", "left"]);

function dayOf(time: number): string {
	const date = new Date(time);
	return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

function continues(before: ShownMessage, message: ShownMessage): boolean {
	return (
		before.userId === message.userId &&
		Math.abs(message.time - before.time) < pauseMs &&
		message.quotedMessage === null
	);
}

function isUnread(message: ShownMessage, { me, readSeq }: RowOptions): boolean {
	return readSeq !== null && message.seq !== null && message.seq > readSeq && message.userId !== me;
}

/** Builds the rows in reading order. */
class RowMaker {
	readonly rows: Row[] = [];
	readonly #options: RowOptions;
	#before: ShownMessage | null = null;
	#day = "";
	#marked = false;
	/** Where reading ended is in these messages, not before them. */
	#met: boolean;

	constructor(options: RowOptions) {
		this.#options = options;
		this.#met = !options.hasOlder;
	}

	message(message: ShownMessage): void {
		this.#dayOf(message.time, message.key);
		if (this.#met && !this.#marked && isUnread(message, this.#options)) this.#mark();
		const first = this.#before === null || !continues(this.#before, message);
		this.rows.push({ kind: "message", key: message.key, message, first });
		const { readSeq } = this.#options;
		this.#met ||= readSeq !== null && message.seq !== null && message.seq <= readSeq;
		this.#before = message;
	}

	line(line: RoomLine): void {
		this.#dayOf(line.time, `line/${line.seq}`);
		const last = this.rows.at(-1);
		const first = last?.kind === "lines" ? last.lines[0] : undefined;
		if (last?.kind === "lines" && first?.kind === line.kind && this.#fits(last.lines, line))
			this.rows.splice(-1, 1, { ...last, lines: [...last.lines, line] });
		else this.rows.push({ kind: "lines", key: `line/${line.seq}`, lines: [line] });
		this.#before = null;
	}

	#fits(lines: readonly RoomLine[], { kind }: RoomLine): boolean {
		return together.has(kind) && lines.length < togetherMax;
	}

	#dayOf(time: number, key: string): void {
		const today = dayOf(time);
		if (today === this.#day) return;
		this.rows.push({ kind: "day", key: `day:${today}:${key}`, time });
		this.#day = today;
		this.#before = null;
	}

	#mark(): void {
		this.rows.push({ kind: "unread", key: "unread" });
		this.#marked = true;
		this.#before = null;
	}
}

export function makeRows(messages: readonly ShownMessage[], options: RowOptions): Row[] {
	const maker = new RowMaker(options);
	const lines = options.lines ?? [];
	if (!options.hasOlder && messages.length + lines.length > 0)
		maker.rows.push({ kind: "start", key: "start" });
	let next = 0;
	for (const message of messages) {
		const until = message.seq ?? Number.POSITIVE_INFINITY;
		for (let line = lines[next]; line !== undefined && line.seq < until; line = lines[++next])
			maker.line(line);
		maker.message(message);
	}
	for (const line of lines.slice(next)) maker.line(line);
	return maker.rows;
}

/** True when `after` is `before` with something put in front. */
export function isPrepended(before: readonly Row[], after: readonly Row[]): boolean {
	const first = before.find((row) => row.kind === "message");
	if (!first || after.length <= before.length) return false;
	const oldPlace = before.indexOf(first);
	const newPlace = after.findIndex((row) => row.key === first.key);
	return newPlace > oldPlace;
}
