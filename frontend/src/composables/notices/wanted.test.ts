import { describe, expect, it } from "vitest";

import { isWanted } from "./wanted";

const now = 1_000_000_000;
const message = { userId: 9, seq: 11, time: now - 1_000, tags: {}, deleted: false };
const room = { notify: "all", readSeq: 10 } as const;

describe("isWanted", () => {
	it("tells of what others write, as one wants it", () => {
		expect(isWanted(message, room, 7, now)).toBe(true);
		expect(isWanted({ ...message, userId: 7 }, room, 7, now)).toBe(false);
		expect(isWanted(message, { ...room, notify: "mentions" }, 7, now)).toBe(false);
		expect(isWanted({ ...message, tags: { x: 7 } }, { ...room, notify: "mentions" }, 7, now)).toBe(true);
		expect(isWanted({ ...message, tags: { x: 0 } }, { ...room, notify: "mentions" }, 7, now)).toBe(true);
		expect(isWanted({ ...message, tags: { x: 7 } }, { ...room, notify: "nothing" }, 7, now)).toBe(false);
	});

	it("is silent about what is read, deleted or old", () => {
		expect(isWanted({ ...message, seq: 10 }, room, 7, now)).toBe(false);
		expect(isWanted({ ...message, deleted: true }, room, 7, now)).toBe(false);
		expect(isWanted({ ...message, time: now - 11 * 60_000 }, room, 7, now)).toBe(false);
	});
});
