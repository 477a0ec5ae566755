import { encode } from "uqr";
import { describe, expect, it } from "vitest";

import { qrPath } from "@/composables/qrPath";

describe("qrPath", () => {
	it("darkens exactly the modules of the code", () => {
		const text = "http://localhost:8888/invite/0123456789abcdefABCDEF";
		const { data } = encode(text, { ecc: "M", border: 2 });
		const { size, path } = qrPath(text);
		const drawn = data.map((row) => row.map(() => false));
		for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
			for (let at = 0; at < Number(width); at++) {
				const row = drawn[Number(y)];
				if (row) row[Number(x) + at] = true;
			}
		}
		expect(size).toBe(data.length);
		expect(drawn).toEqual(data);
	});
});
