import { describe, expect, it } from "vitest";

import { localError } from "./errors";
import { Requests } from "./requests";
import { ManualTimers } from "./testing/manual-timers";

describe("Requests", () => {
	const make = () => {
		const timers = new ManualTimers();
		const written: number[] = [];
		const requests = new Requests(timers);
		const begin = () => requests.begin((cbId) => written.push(cbId) > 0, 1_000);
		return { timers, written, requests, begin };
	};

	it("gives every answer to the request with its number", async () => {
		const { requests, begin } = make();
		const [first, second] = [begin(), begin()];
		expect(requests.settle({ handler: "void", cbId: 2, x: "b" })).toBe(true);
		expect(requests.settle({ handler: "void", cbId: 1, x: "a" })).toBe(true);
		expect([(await first)["x"], (await second)["x"]]).toEqual(["a", "b"]);
		expect(requests.size).toBe(0);
	});

	it("rejects with the server's error", async () => {
		const { requests, begin } = make();
		const asked = begin();
		const error = { error: "rate_limited", content: "slow down", retryable: true, retryAfterMs: 700 };
		requests.settle({ action: "growlError", ...error, cbId: 1 });
		await expect(asked).rejects.toMatchObject({
			code: "rate_limited",
			message: "slow down",
			retryable: true,
			retryAfterMs: 700,
		});
	});

	it("times out once, and swallows the late answer", async () => {
		const { timers, requests, begin } = make();
		const asked = begin();
		const seen = expect(asked).rejects.toMatchObject({ code: "timeout", retryable: true });
		await timers.advance(1_000);
		await seen;
		expect(requests.settle({ handler: "void", cbId: 1 })).toBe(true);
	});

	it("is not fooled by numbers it never used", () => {
		const { requests } = make();
		for (const cbId of [1, null, "1", undefined, Number.NaN])
			expect(requests.settle({ cbId })).toBe(false);
	});

	it("fails what cannot be written, and all at a disconnect", async () => {
		const { requests, begin, timers } = make();
		const unwritten = requests.begin(() => false, 1_000);
		await expect(unwritten).rejects.toMatchObject({ code: "disconnected" });
		const both = Promise.allSettled([begin(), begin()]);
		requests.failAll(localError("disconnected"));
		expect((await both).map((result) => result.status)).toEqual(["rejected", "rejected"]);
		expect(timers.pending).toBe(0);
	});
});
