import { describe, expect, it } from "vitest";

import type { ServerEvent } from "./protocol.gen";
import { askFor, changesOf, headOf, headsOf, streamEvent } from "./stream-events";
import { firstFrame, messageEvent, roomView } from "./testing/fake-socket";

const event = (fields: object): ServerEvent => fields as ServerEvent;

describe("streams of events", () => {
	it("are the room's or the person's own", () => {
		expect(streamEvent(event(messageEvent(12, 5)))).toMatchObject({ streamId: 12, seq: 5 });
		const added = { action: "roomAdded", handler: "room", userId: 7, seq: 3, roomId: 12 };
		expect(streamEvent(event(added))).toMatchObject({ streamId: -7, seq: 3 });
		const read = {
			action: "setReadPosition",
			handler: "room",
			userId: 7,
			seq: 4,
			roomId: 12,
			readSeq: 9,
		};
		expect(streamEvent(event(read))).toMatchObject({ streamId: -7, seq: 4 });
	});

	it("are not there for what is not kept", () => {
		for (const action of [
			"ping",
			"growlError",
			"roomLive",
			"resync",
			"setWsId",
			"memberRead",
			"toString",
		]) {
			expect(streamEvent(event({ action, seq: 5, roomId: 1 }))).toBeNull();
		}
	});

	it("are named by requests and answers", () => {
		expect([askFor({ streamId: 12, after: 1 }), askFor({ streamId: -7, after: 2 })]).toEqual([
			{ roomId: 12, after: 1 },
			{ userId: 7, after: 2 },
		]);
		expect(headOf({ userId: 7, seq: 1, epoch: 2 })).toEqual({ streamId: -7, seq: 1, epoch: 2 });
		const first = firstFrame([roomView(12, { seq: 4 })], { seq: 9 });
		expect(headsOf(first as never).map(({ streamId, seq }) => [streamId, seq])).toEqual([
			[-7, 9],
			[12, 4],
		]);
	});

	it("take up changes that this client does not know, so that nothing seems to be missing", () => {
		const changes = [
			messageEvent(12, 1),
			{ action: "somethingNew", roomId: 12, seq: 2 },
			messageEvent(12, 3),
		] as never;
		const part = changesOf({ roomId: 12, changes, seq: 3, head: 3, epoch: 1, resync: false });
		expect(part.changes.map(({ streamId, seq }) => [streamId, seq])).toEqual([
			[12, 1],
			[12, 2],
			[12, 3],
		]);
	});
});
