import { describe, expect, it } from "vitest";

import { isOnlyEmoji } from "./onlyEmoji";

describe("isOnlyEmoji", () => {
	it.each([
		["👍", true],
		["👩‍🚀 🎉", true],
		["👍🏽❤️🇩🇪", true],
		["🎉🎉🎉🎉", false],
		["ok 👍", false],
		["12", false],
		["", false],
	])("%s: %s", (content, expected) => expect(isOnlyEmoji(content)).toBe(expected));
});
