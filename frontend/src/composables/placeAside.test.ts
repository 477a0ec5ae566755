import { describe, expect, it } from "vitest";

import { asideOf } from "@/composables/placeAside";

const room = { width: 1000, height: 600 };
const card = { width: 300, height: 200 };
const at = (left: number, top: number) => ({ left, right: left + 40, top });

describe("a card beside what opened it", () => {
	it("stands behind it in reading direction", () => {
		expect(asideOf(at(100, 50), card, room, false)).toEqual({ left: 148, top: 42 });
		expect(asideOf(at(900, 50), card, room, true)).toEqual({ left: 592, top: 42 });
	});

	it("stands before it where there is no room behind", () => {
		expect(asideOf(at(900, 50), card, room, false)).toEqual({ left: 592, top: 42 });
		expect(asideOf(at(20, 50), card, room, true)).toEqual({ left: 68, top: 42 });
	});

	it("never leaves the window", () => {
		expect(asideOf(at(900, 590), card, room, false).top).toBe(392);
		expect(asideOf(at(100, 0), card, { width: 280, height: 150 }, false)).toEqual({ left: 8, top: 8 });
	});
});
