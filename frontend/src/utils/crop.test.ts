import { describe, expect, it } from "vitest";

import { firstCrop, moveCrop, sideAt, zoomCrop, zoomOf } from "@/utils/crop";

const wide = { width: 400, height: 200 };
const tall = { width: 300, height: 900 };

describe("a crop", () => {
	it("begins as the largest square, of upright pictures where faces are", () => {
		expect(firstCrop(wide)).toEqual({ side: 200, x: 100, y: 0 });
		expect(firstCrop(tall)).toEqual({ side: 300, x: 0, y: 200 });
		expect(firstCrop({ width: 20, height: 20 })).toEqual({ side: 20, x: 0, y: 0 });
	});

	it("moves, and stops at the edges", () => {
		expect(moveCrop(wide, firstCrop(wide), 0.25, 0.25)).toEqual({ side: 200, x: 150, y: 0 });
		expect(moveCrop(wide, firstCrop(wide), -9, 0).x).toBe(0);
		expect(moveCrop(wide, firstCrop(wide), 9, 0).x).toBe(200);
	});

	it("zooms round a point that stays where it is", () => {
		const near = zoomCrop(wide, firstCrop(wide), 100, { x: 0, y: 1 });
		expect(near).toEqual({ side: 100, x: 100, y: 100 });
		expect(zoomCrop(wide, near, 9999)).toEqual({ side: 200, x: 50, y: 0 });
		expect(zoomCrop(wide, near, 1).side).toBe(48);
	});

	it("has a zoom from 0 to 1 with equal steps", () => {
		expect(zoomOf(wide, firstCrop(wide))).toBe(0);
		expect(zoomOf(wide, { x: 0, y: 0, side: 48 })).toBeCloseTo(1);
		expect(zoomOf(wide, { x: 0, y: 0, side: sideAt(wide, 0.5) })).toBeCloseTo(0.5);
		expect(sideAt(wide, 0) / sideAt(wide, 0.5)).toBeCloseTo(sideAt(wide, 0.5) / sideAt(wide, 1));
		expect(zoomOf({ width: 30, height: 30 }, { x: 0, y: 0, side: 30 })).toBe(0);
	});
});
