/*
 * The lines of the message list: each message, the days between them, the mark before the first unread one, and the room's beginning. Several messages that
 * somebody sends in a row share one name and picture.
 */
import type { ShownMessage } from "@/stores/messages";

export type Row =
	| { kind: "start"; key: string }
	| { kind: "day"; key: string; time: number }
	| { kind: "unread"; key: string }
	| { kind: "message"; key: string; message: ShownMessage; first: boolean };

export interface RowOptions {
	me: number | null;
	/** Messages of others with a higher seq are unread; null: no mark. */
	readSeq: number | null;
	hasOlder: boolean;
}

const pauseMs = 5 * 60_000;

function dayOf(time: number): string {
	const date = new Date(time);
	return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

function continues(before: ShownMessage | undefined, message: ShownMessage): boolean {
	return (
		before !== undefined &&
		before.userId === message.userId &&
		Math.abs(message.time - before.time) < pauseMs
	);
}

function isUnread(message: ShownMessage, { me, readSeq }: RowOptions): boolean {
	return readSeq !== null && message.seq !== null && message.seq > readSeq && message.userId !== me;
}

export function makeRows(messages: readonly ShownMessage[], options: RowOptions): Row[] {
	const rows: Row[] = [];
	if (!options.hasOlder && messages.length > 0) rows.push({ kind: "start", key: "start" });
	let before: ShownMessage | undefined;
	let day = "";
	let marked = false;
	/** Where reading ended is in these messages, not before them. */
	let met = !options.hasOlder;
	for (const message of messages) {
		const today = dayOf(message.time);
		const newDay = today !== day;
		if (newDay) rows.push({ kind: "day", key: `day:${today}:${message.key}`, time: message.time });
		const mark: boolean = met && !marked && isUnread(message, options);
		if (mark) rows.push({ kind: "unread", key: "unread" });
		rows.push({
			kind: "message",
			key: message.key,
			message,
			first: newDay || mark || !continues(before, message),
		});
		marked ||= mark;
		met ||= options.readSeq !== null && message.seq !== null && message.seq <= options.readSeq;
		day = today;
		before = message;
	}
	return rows;
}

/** True when `after` is `before` with something put in front. */
export function isPrepended(before: readonly Row[], after: readonly Row[]): boolean {
	const first = before.find((row) => row.kind === "message");
	if (!first || after.length <= before.length) return false;
	const oldPlace = before.indexOf(first);
	const newPlace = after.findIndex((row) => row.key === first.key);
	return newPlace > oldPlace;
}
