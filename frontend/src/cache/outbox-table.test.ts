import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { OutboxEntry } from "../api/outbox";
import type { Cache } from "./cache";
import { openCache } from "./indexed";
import type { Locks } from "./outbox-table";
import { FakeLocks } from "./testing/fake-locks";

const entry = (clientId: string, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
	clientId,
	roomId: 12,
	content: clientId,
	createdAt: 1,
	firstTriedAt: null,
	state: "waiting",
	error: null,
	...more,
});

describe("the outbox that tabs share", () => {
	const tabs: Cache[] = [];
	const bugs: string[] = [];
	let locks: FakeLocks | undefined;

	beforeEach(() => {
		globalThis.indexedDB = new IDBFactory();
		locks = new FakeLocks();
	});

	afterEach(() => {
		tabs.splice(0).forEach((tab) => tab.close());
		expect(bugs.splice(0)).toEqual([]);
	});

	async function open(): Promise<Cache> {
		const tab = await openCache(7, (text) => bugs.push(text), (locks as unknown as Locks) ?? null);
		tabs.push(tab);
		return tab;
	}

	const ids = (entries: readonly OutboxEntry[] = []) => entries.map(({ clientId }) => clientId).sort();

	it("is of the tab that wrote it, for as long as that lives", async () => {
		const first = await open();
		expect(await first.outbox.load()).toEqual([]);
		await first.outbox.put(entry("a"));
		await first.outbox.put(entry("b", { state: "failed", error: { code: "too_large", message: "no" } }));
		const second = await open();
		const again = vi.fn();
		expect(await second.outbox.load(again)).toEqual([]);
		expect(await first.outbox.adopt?.(again)).toEqual([]);
		expect(await second.outbox.adopt?.(again)).toEqual([]);
		expect(again).not.toHaveBeenCalled();
		first.close();
		await vi.waitFor(() => expect(again).toHaveBeenCalledOnce());
		expect(ids(await second.outbox.adopt?.(again))).toEqual(["a", "b"]);
		expect(await second.outbox.adopt?.(again)).toEqual([]);
	});

	it("goes to one of several that look at the same time", async () => {
		const first = await open();
		await first.outbox.load();
		await first.outbox.put(entry("a"));
		first.close();
		const [second, third] = await Promise.all([open(), open()]);
		const both = await Promise.all([second.outbox.load(), third.outbox.load()]);
		expect(ids(both.flat())).toEqual(["a"]);
	});

	it("is looked for again when who looks at it takes long", async () => {
		const first = await open();
		await first.outbox.load();
		await first.outbox.put(entry("a"));
		first.close();
		let done: () => void = () => undefined;
		void locks?.request("confab.outbox.7", () => new Promise<void>((resolve) => (done = resolve)));
		const waiting = new AbortController();
		vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(waiting.signal);
		const second = await open();
		const again = vi.fn();
		const left = second.outbox.load(again);
		await vi.waitFor(() => expect(AbortSignal.timeout).toHaveBeenCalled());
		waiting.abort(new DOMException("signal timed out", "TimeoutError"));
		expect(await left).toEqual([]);
		expect(again).not.toHaveBeenCalled();
		done();
		await vi.waitFor(() => expect(again).toHaveBeenCalledOnce());
		expect(ids(await second.outbox.adopt?.(again))).toEqual(["a"]);
	});

	it("is there after a reload, also what an earlier version left", async () => {
		const first = await open();
		await first.outbox.load();
		await first.outbox.put(entry("a"));
		first.close();
		locks = undefined;
		await (await open()).outbox.put(entry("of nobody"));
		locks = new FakeLocks();
		expect(ids(await (await open()).outbox.load())).toEqual(["a", "of nobody"]);
	});

	it("is read by each tab when it opens, and never again, where there are no locks or they are refused", async () => {
		for (const without of [undefined, new FakeLocks({ refused: true })]) {
			locks = without;
			const first = await open();
			await first.outbox.load();
			await first.outbox.put(entry("a"));
			const second = await open();
			expect(ids(await second.outbox.load())).toEqual(["a"]);
			expect(ids(await first.outbox.adopt?.(() => undefined))).toEqual([]);
			await first.outbox.remove("a");
		}
	});
});
