import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { runHere } from "@/components/testing/mount";
import { useToastTimers } from "@/composables/useToastTimers";
import { useToastsStore } from "@/stores/toasts";

describe("useToastTimers", () => {
	beforeEach(() => vi.useFakeTimers());
	afterEach(() => vi.useRealTimers());

	function setUp() {
		return runHere(() => ({ toasts: useToastsStore(), timers: useToastTimers(useToastsStore()) })).result;
	}

	it("lets an error stay longer than a success", async () => {
		const { toasts } = setUp();
		toasts.push({ kind: "success", text: "done" });
		toasts.push({ kind: "error", text: "broken" });
		await vi.advanceTimersByTimeAsync(5000);
		expect(toasts.items.map(({ text }) => text)).toEqual(["broken"]);
		await vi.advanceTimersByTimeAsync(5000);
		expect(toasts.items).toEqual([]);
	});

	it("waits while one points at them", async () => {
		const { toasts, timers } = setUp();
		toasts.push({ kind: "info", text: "read me" });
		await vi.advanceTimersByTimeAsync(1000);
		timers.hold();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(toasts.items).toHaveLength(1);
		timers.release();
		await vi.advanceTimersByTimeAsync(6000);
		expect(toasts.items).toHaveLength(0);
	});
});
