import { beforeEach, describe, expect, it } from "vitest";

import { ApiError } from "./errors";
import { Streams, type Ask, type Position, type StreamChanges, type StreamEvent } from "./streams";
import { ManualTimers, settle } from "./testing/manual-timers";

const ROOM = 12;

function change(seq: number, streamId = ROOM): StreamEvent {
	return { streamId, seq, event: seq };
}

/** A server's side of the streams: every seq up to the head exists. */
class Archive {
	heads = new Map<number, number>();
	epoch = 1;
	/** Changes of one answer. */
	page = 500;
	resync = false;
	refuse: ((asked: readonly Ask[]) => ApiError | null) | null = null;
	readonly asked: (readonly Ask[])[] = [];

	read({ streamId, after }: Ask): StreamChanges {
		const head = this.heads.get(streamId) ?? 0;
		const seq = this.resync ? head : Math.min(head, after + this.page);
		const count = this.resync ? 0 : Math.max(0, seq - after);
		const changes = Array.from({ length: count }, (_, i) => change(after + i + 1, streamId));
		return { streamId, changes, seq, head, epoch: this.epoch, resync: this.resync };
	}

	readonly fetch = (asked: readonly Ask[]): Promise<StreamChanges[]> => {
		this.asked.push(asked);
		const error = this.refuse?.(asked) ?? null;
		return error ? Promise.reject(error) : Promise.resolve(asked.map((ask) => this.read(ask)));
	};
}

describe("Streams", () => {
	let archive: Archive;
	let timers: ManualTimers;
	let applied: number[];
	let resets: number[];
	let bugs: string[];
	let positions: Map<number, Position>;

	beforeEach(() => {
		archive = new Archive();
		timers = new ManualTimers();
		applied = [];
		resets = [];
		bugs = [];
		positions = new Map();
	});

	function make(known: [number, Position][] = []): Streams {
		return new Streams(
			{
				fetch: archive.fetch,
				apply: ({ seq, streamId }) => streamId === ROOM && applied.push(seq),
				reset: (streamId) => resets.push(streamId),
				moved: (streamId, position) => positions.set(streamId, position),
				onBug: (text) => bugs.push(text),
				timers,
				furthestBehind: 1_000,
			},
			new Map(known),
		);
	}

	const head = (seq: number, epoch = 1, streamId = ROOM) => ({ streamId, seq, epoch });

	it("begins an unknown stream where the server is", async () => {
		const streams = make();
		streams.opened([head(40)]);
		streams.receive(change(41));
		await settle();
		expect(applied).toEqual([41]);
		expect(archive.asked).toEqual([]);
		expect(positions.get(ROOM)).toEqual({ seq: 41, epoch: 1 });
		expect(resets).toEqual([ROOM]);
	});

	it("fetches what was missed before it takes live events, in order, once each", async () => {
		archive.heads.set(ROOM, 7);
		const streams = make([[ROOM, { seq: 3, epoch: 1 }]]);
		streams.opened([head(5)]);
		expect(streams.behind(ROOM)).toBe(true);
		streams.receive(change(6));
		streams.receive(change(7));
		streams.receive(change(8));
		expect(applied).toEqual([]);
		await settle();
		expect(applied).toEqual([4, 5, 6, 7, 8]);
		expect(streams.behind(ROOM)).toBe(false);
		streams.receive(change(9));
		expect(applied.at(-1)).toBe(9);
		expect(bugs).toEqual([]);
		expect(resets).toEqual([]);
	});

	it("asks again until it has caught up", async () => {
		archive.heads.set(ROOM, 25);
		archive.page = 10;
		const streams = make([[ROOM, { seq: 0, epoch: 1 }]]);
		streams.opened([head(25)]);
		await settle();
		expect(applied).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
		expect(archive.asked.map(([ask]) => ask?.after)).toEqual([0, 10, 20]);
	});

	it("does not repeat what another worker told before", async () => {
		const streams = make([[ROOM, { seq: 8, epoch: 1 }]]);
		streams.opened([head(6)]);
		for (const seq of [7, 8, 9]) streams.receive(change(seq));
		await settle();
		expect(applied).toEqual([9]);
		expect(bugs).toEqual([]);
	});

	it("reports a gap, fetches it and goes on in order", async () => {
		const streams = make();
		streams.opened([head(10)]);
		archive.heads.set(ROOM, 13);
		streams.receive(change(11));
		streams.receive(change(13));
		expect(applied).toEqual([11]);
		await settle();
		streams.receive(change(14));
		expect(applied).toEqual([11, 12, 13, 14]);
		expect(bugs).toHaveLength(1);
		expect(bugs[0]).toContain("13 came after 11");
	});

	it("reports an event that comes again and does not apply it", () => {
		const streams = make();
		streams.opened([head(1)]);
		streams.receive(change(2));
		streams.receive(change(2));
		expect(applied).toEqual([2]);
		expect(bugs).toHaveLength(1);
	});

	it("reports events of streams that it does not have", () => {
		const streams = make();
		streams.opened([head(1)]);
		streams.receive(change(1, 99));
		expect(bugs).toHaveLength(1);
	});

	it("starts anew when the epoch changed", async () => {
		const streams = make([[ROOM, { seq: 50, epoch: 1 }]]);
		streams.opened([head(20, 2)]);
		streams.receive(change(21));
		await settle();
		expect(resets).toEqual([ROOM]);
		expect(applied).toEqual([21]);
		expect(positions.get(ROOM)).toEqual({ seq: 21, epoch: 2 });
	});

	it("starts anew when it is too far behind", async () => {
		const streams = make([[ROOM, { seq: 5, epoch: 1 }]]);
		streams.opened([head(1_006)]);
		await settle();
		expect(archive.asked).toEqual([]);
		expect(resets).toEqual([ROOM]);
	});

	it("starts anew when the server cannot go back that far", async () => {
		archive.heads.set(ROOM, 9);
		archive.resync = true;
		const streams = make([[ROOM, { seq: 5, epoch: 1 }]]);
		streams.opened([head(9)]);
		streams.receive(change(10));
		await settle();
		expect(resets).toEqual([ROOM]);
		expect(applied).toEqual([10]);
	});

	it("starts anew when told to", () => {
		const streams = make();
		streams.opened([head(5)]);
		streams.resync(head(2, 7));
		streams.receive(change(3));
		expect(resets).toEqual([ROOM, ROOM]);
		expect(applied).toEqual([3]);
		expect(positions.get(ROOM)).toEqual({ seq: 3, epoch: 7 });
	});

	it("forgets streams that are no longer served", async () => {
		const streams = make([
			[ROOM, { seq: 5, epoch: 1 }],
			[13, { seq: 2, epoch: 1 }],
		]);
		streams.opened([head(5)]);
		expect(resets).toEqual([13]);
		expect(streams.position(13)).toBeUndefined();
		expect(streams.position(ROOM)).toEqual({ seq: 5, epoch: 1 });
	});

	it("waits as long as the server asks, then goes on", async () => {
		archive.heads.set(ROOM, 3);
		archive.refuse = () => new ApiError("busy", "busy", { retryable: true, retryAfterMs: 800 });
		const streams = make([[ROOM, { seq: 1, epoch: 1 }]]);
		streams.opened([head(3)]);
		await timers.advance(799);
		archive.refuse = null;
		expect(archive.asked).toHaveLength(1);
		await timers.advance(1);
		expect(applied).toEqual([2, 3]);
		expect(timers.pending).toBe(0);
	});

	it("lets one refused stream not stop the others", async () => {
		archive.heads.set(ROOM, 3).set(13, 4);
		const forbidden = new ApiError("not_member", "no", {});
		archive.refuse = (asked) => (asked.some(({ streamId }) => streamId === 13) ? forbidden : null);
		const streams = make([
			[13, { seq: 1, epoch: 1 }],
			[ROOM, { seq: 1, epoch: 1 }],
		]);
		streams.opened([head(4, 1, 13), head(3)]);
		await settle();
		expect(applied).toEqual([2, 3]);
		expect(streams.position(13)).toBeUndefined();
	});

	it("does not use an answer that belongs to an earlier connection", async () => {
		archive.heads.set(ROOM, 5);
		const streams = make([[ROOM, { seq: 1, epoch: 1 }]]);
		streams.opened([head(5)]);
		streams.closed();
		await settle();
		expect(applied).toEqual([]);
		streams.opened([head(5)]);
		await settle();
		expect(applied).toEqual([2, 3, 4, 5]);
	});

	it("does not ask in a circle when the answers do not get on", async () => {
		archive.heads.set(ROOM, 1);
		const streams = make([[ROOM, { seq: 1, epoch: 1 }]]);
		streams.opened([head(4)]);
		await settle();
		expect(archive.asked).toHaveLength(1);
		archive.heads.set(ROOM, 4);
		await timers.advance(1_000);
		expect(applied).toEqual([2, 3, 4]);
	});

	it("catches up with more live events than it can hold", async () => {
		let answer: () => void = () => undefined;
		const gate = new Promise<void>((resolve) => (answer = resolve));
		const streams = new Streams(
			{
				fetch: (asked) => gate.then(() => archive.fetch(asked)),
				apply: ({ seq }) => applied.push(seq),
				reset: () => undefined,
				moved: () => undefined,
				onBug: (text) => bugs.push(text),
				timers,
			},
			new Map([[ROOM, { seq: 1, epoch: 1 }]]),
		);
		streams.opened([head(3)]);
		for (let seq = 4; seq <= 2_500; seq++) streams.receive(change(seq));
		archive.heads.set(ROOM, 2_500);
		answer();
		await timers.advance(10);
		expect(applied).toEqual(Array.from({ length: 2_499 }, (_, i) => i + 2));
		expect(bugs).toEqual([]);
	});

	it("asks for many streams at most a hundred at a time", async () => {
		const ids = Array.from({ length: 250 }, (_, i) => 100 + i);
		ids.forEach((id) => archive.heads.set(id, 2));
		const streams = make(ids.map((id) => [id, { seq: 1, epoch: 1 }]));
		streams.opened(ids.map((id) => head(2, 1, id)));
		await settle();
		expect(archive.asked.map((asked) => asked.length)).toEqual([100, 100, 50]);
		expect(ids.every((id) => streams.position(id)?.seq === 2)).toBe(true);
	});

	it("applies everything once and in order, whatever happens", async () => {
		let seed = 1;
		const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
		archive.page = 7;
		const streams = make([[ROOM, { seq: 0, epoch: 1 }]]);
		let live = 0;
		streams.opened([head(0)]);
		for (let step = 0; step < 2_000; step++) {
			const stored = archive.heads.get(ROOM) ?? 0;
			const chance = random(10);
			if (chance < 5) archive.heads.set(ROOM, stored + 1);
			else if (chance < 8 && live < stored) streams.receive(change(++live));
			else if (chance === 8) streams.opened([head((live = Math.max(0, stored - random(3))))]);
			else await settle();
		}
		streams.opened([head(archive.heads.get(ROOM) ?? 0)]);
		await settle();
		expect(applied).toEqual(Array.from({ length: archive.heads.get(ROOM) ?? 0 }, (_, i) => i + 1));
		expect(bugs).toEqual([]);
	});
});
