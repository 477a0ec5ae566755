import { describe, expect, it } from "vitest";

import { placeFor } from "@/composables/placeBeside";

const room = { width: 1000, height: 700 };
const panel = { width: 300, height: 400 };
const at = (left: number, top: number) => ({ left, right: left + 40, top, bottom: top + 40 });

describe("placeFor", () => {
	it.each([
		["above, its end under the anchor's end", at(800, 600), false, { left: 540, top: 194 }],
		["below when there is no room above", at(800, 100), false, { left: 540, top: 146 }],
		[
			"from the other side when the page runs from right to left",
			at(100, 600),
			true,
			{ left: 100, top: 194 },
		],
		["not over the left edge", at(0, 600), false, { left: 8, top: 194 }],
		["not over the right edge", at(950, 600), true, { left: 692, top: 194 }],
		["not over the lower edge", at(800, 380), false, { left: 540, top: 292 }],
	])("stands %s", (_name, anchor, rightToLeft, expected) => {
		expect(placeFor(anchor, panel, room, rightToLeft)).toEqual(expected);
	});
});
