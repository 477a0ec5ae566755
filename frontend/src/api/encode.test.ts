import { describe, expect, it } from "vitest";

import { encode } from "./encode";

describe("what is sent", () => {
	it("has no U+0000 and no half of a character, wherever they stand", () => {
		const frame = { content: "a\0b", tags: { x: 1 }, list: ["\ud83d", "\ude00", "x\ud83dy"], n: null };
		expect(JSON.parse(encode(frame))).toEqual({
			content: "a\ufffdb",
			tags: { x: 1 },
			list: ["\ufffd", "\ufffd", "x\ufffdy"],
			n: null,
		});
	});

	it("keeps every other text as it is", () => {
		const texts = ["", "😀👩‍🚀", "\u0001\t\n\u2028\ufeff\ufffe", "\u{10ffff}", '"\\u0000"'];
		expect(JSON.parse(encode({ texts }))).toEqual({ texts });
	});
});
