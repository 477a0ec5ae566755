import { describe, expect, it } from "vitest";

import { isPrepended, makeRows, type Row } from "@/composables/messageRows";
import type { RoomLine } from "@/cache/cache";
import type { ShownMessage } from "@/stores/messages";

const noon = new Date(2026, 10, 20, 12).getTime();
const minute = 60_000;

function message(seq: number, userId = 2, time = noon + seq * minute): ShownMessage {
	return Object.freeze({
		key: `k${seq}`,
		id: seq,
		seq,
		clientId: `k${seq}`,
		roomId: 1,
		userId,
		time,
		content: `text ${seq}`,
		edited: 0,
		quotedMessage: null,
		state: "stored",
	}) as ShownMessage;
}

const options = { me: 1, readSeq: null, hasOlder: true };
const line = (seq: number, kind: RoomLine["kind"] = "joined", userId = 5): RoomLine => ({
	roomId: 1,
	seq,
	time: noon + seq * minute,
	kind,
	userId,
});
const sketch = (rows: Row[]): string[] =>
	rows.map((row) => (row.kind === "message" ? `${row.key}${row.first ? "*" : ""}` : row.kind));

describe("makeRows", () => {
	it("puts a day before the first message and one name above several", () => {
		expect(sketch(makeRows([message(1), message(2), message(3, 5)], options))).toEqual([
			"day",
			"k1*",
			"k2",
			"k3*",
		]);
	});

	it("starts a new group after a pause and on a new day", () => {
		const rows = makeRows(
			[message(1), message(2, 2, noon + 10 * minute), message(3, 2, noon + 24 * 60 * minute)],
			options,
		);
		expect(sketch(rows)).toEqual(["day", "k1*", "k2*", "day", "k3*"]);
	});

	it("puts what else happened between the messages, people who come together in one line", () => {
		const lines = [line(2), line(3), line(5, "left"), line(6, "pinned"), line(7, "pinned"), line(9)];
		const rows = makeRows([message(1), message(4), message(8)], { ...options, lines });
		expect(sketch(rows)).toEqual([
			"day",
			"k1*",
			"lines",
			"k4*",
			"lines",
			"lines",
			"lines",
			"k8*",
			"lines",
		]);
		expect(rows.filter((row) => row.kind === "lines").map((row) => row.lines.length)).toEqual([
			2, 1, 1, 1, 1,
		]);
	});

	it("shows lines of a room in which nobody has written", () => {
		expect(sketch(makeRows([], { ...options, hasOlder: false, lines: [line(1)] }))).toEqual([
			"start",
			"day",
			"lines",
		]);
	});

	it("names whoever answers, also in the middle of a run", () => {
		const answer = { ...message(2), quotedMessage: 1 };
		expect(sketch(makeRows([message(1), answer, message(3)], options))).toEqual([
			"day",
			"k1*",
			"k2*",
			"k3",
		]);
	});

	it("marks the first unread message of somebody else, once", () => {
		const rows = makeRows([message(1), message(2, 1), message(3), message(4)], {
			...options,
			readSeq: 1,
		});
		expect(sketch(rows)).toEqual(["day", "k1*", "k2*", "unread", "k3*", "k4"]);
	});

	it("marks nothing while the end of what was read is not there", () => {
		const messages = [message(5), message(6)];
		expect(sketch(makeRows(messages, { ...options, readSeq: 3 }))).toEqual(["day", "k5*", "k6"]);
		expect(sketch(makeRows(messages, { ...options, readSeq: 0, hasOlder: false }))).toEqual([
			"start",
			"day",
			"unread",
			"k5*",
			"k6",
		]);
	});

	it("shows the room's beginning only when nothing is older", () => {
		expect(sketch(makeRows([message(1)], { ...options, hasOlder: false }))).toEqual([
			"start",
			"day",
			"k1*",
		]);
		expect(makeRows([], { ...options, hasOlder: false })).toEqual([]);
	});
});

describe("isPrepended", () => {
	const late = [message(5), message(6)];
	it("knows older messages from newer ones", () => {
		const before = makeRows(late, options);
		expect(isPrepended(before, makeRows([message(3), message(4), ...late], options))).toBe(true);
		expect(isPrepended(before, makeRows([...late, message(7)], options))).toBe(false);
		expect(isPrepended(before, makeRows(late, { ...options, hasOlder: false }))).toBe(true);
		expect(isPrepended([], before)).toBe(false);
	});
});
