import { describe, expect, it } from "vitest";

import { safeTarget } from "@/router";

describe("safeTarget", () => {
	it.each([
		["/settings", "/settings"],
		["/room/4?x=1", "/room/4?x=1"],
		["//evil.example", "/"],
		["/\\evil.example", "/"],
		["https://evil.example", "/"],
		[undefined, "/"],
		[["/a", "/b"], "/"],
	])("%j → %s", (next, target) => expect(safeTarget(next)).toBe(target));
});
