import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useUpdate } from "@/composables/useUpdate";

type Listener = (event: { isUpdate?: boolean }) => void;

/** What the page sees of the service worker. */
const worker = vi.hoisted(() => ({
	listeners: new Map<string, Listener>(),
	next: null as (EventTarget & { state: string }) | null,
	skipped: 0,
}));
vi.mock("workbox-window", () => ({
	Workbox: class {
		addEventListener(name: string, listener: Listener): void {
			worker.listeners.set(name, listener);
		}
		register = () =>
			Promise.resolve({
				get waiting() {
					return worker.next;
				},
			});
		messageSkipWaiting(): void {
			worker.skipped++;
		}
	},
}));

describe("useUpdate", () => {
	const reload = vi.fn();

	beforeEach(() => {
		worker.listeners.clear();
		worker.skipped = 0;
		worker.next = null;
		reload.mockClear();
		vi.useFakeTimers({ toFake: ["setInterval"] });
		vi.stubEnv("PROD", true);
		vi.stubGlobal("navigator", { serviceWorker: {} });
	});

	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllEnvs();
		vi.unstubAllGlobals();
	});

	async function open() {
		const update = useUpdate(reload);
		await vi.waitUntil(() => worker.listeners.has("controlling"));
		await flushPromises();
		return update;
	}

	const tell = (name: string, event: { isUpdate?: boolean } = {}) => worker.listeners.get(name)?.(event);

	/** A newer one is there, and waits. */
	function fetched(): void {
		worker.next = Object.assign(new EventTarget(), { state: "installed" });
		tell("waiting");
	}

	/** It works now. */
	function activated(): void {
		const next = worker.next;
		worker.next = null;
		Object.assign(next ?? {}, { state: "activated" });
		next?.dispatchEvent(new Event("statechange"));
	}

	it("asks, lets the newer one take over, and then loads the page anew, once", async () => {
		const { waiting, take } = await open();
		expect(waiting.value).toBe(false);
		fetched();
		expect(waiting.value).toBe(true);
		take();
		expect([worker.skipped, reload.mock.calls.length]).toEqual([1, 0]);
		tell("controlling", { isUpdate: true });
		activated();
		expect(reload).toHaveBeenCalledOnce();
	});

	it("loads a page anew that has no worker yet, as on a first visit: nothing takes it over", async () => {
		const { take } = await open();
		fetched();
		take();
		expect(reload).not.toHaveBeenCalled();
		activated();
		expect(reload).toHaveBeenCalledOnce();
	});

	it("leaves the page alone when another tab took it, and asks once more", async () => {
		const { waiting, dismiss, take } = await open();
		fetched();
		dismiss();
		expect(waiting.value).toBe(false);
		tell("controlling", { isUpdate: true });
		activated();
		expect([waiting.value, reload.mock.calls.length]).toEqual([true, 0]);
		take();
		expect([worker.skipped, reload.mock.calls.length]).toEqual([0, 1]);
	});

	it("says nothing of the first worker of all", async () => {
		const { waiting } = await open();
		tell("controlling", { isUpdate: false });
		expect([waiting.value, reload.mock.calls.length]).toEqual([false, 0]);
	});
});
