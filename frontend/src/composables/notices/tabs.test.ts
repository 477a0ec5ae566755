import { afterEach, describe, expect, it } from "vitest";
import { effectScope, nextTick, ref, type EffectScope } from "vue";

import { useTabs, type Tabs } from "./tabs";

/** The locks of one browser, as far as they are used here. */
class FakeLocks {
	readonly #held: { name: string; end: () => void }[] = [];
	readonly #waiting: (() => void)[] = [];

	async request(name: string, { mode, signal }: LockOptions, held: () => Promise<void>): Promise<void> {
		const take = async (): Promise<void> => {
			if (signal?.aborted) return;
			const lock = { name, end: () => undefined };
			this.#held.push(lock);
			await held();
			this.#held.splice(this.#held.indexOf(lock), 1);
			this.#waiting.shift()?.();
		};
		const taken = mode === "exclusive" && this.#held.some((lock) => lock.name === name);
		if (!taken) return take();
		await new Promise<void>((resolve) => this.#waiting.push(resolve));
		return take();
	}

	async query(): Promise<LockManagerSnapshot> {
		return { held: this.#held.map(({ name }) => ({ name })), pending: [] } as LockManagerSnapshot;
	}
}

describe("useTabs", () => {
	const scopes: EffectScope[] = [];

	function open(locks: FakeLocks | undefined, looking = ref<number | null>(null)) {
		const scope = effectScope();
		scopes.push(scope);
		const tabs = scope.run(() => useTabs(7, looking, locks as never)) as Tabs;
		return { tabs, looking, close: () => scope.stop() };
	}

	afterEach(() => scopes.splice(0).forEach((scope) => scope.stop()));

	async function settle(): Promise<void> {
		for (let turns = 0; turns < 5; turns++) await nextTick();
	}

	it("lets one tab speak, and the next when that one goes", async () => {
		const locks = new FakeLocks();
		const [first, second] = [open(locks), open(locks)];
		await settle();
		expect([first.tabs.speaks(), second.tabs.speaks()]).toEqual([true, false]);
		first.close();
		await settle();
		expect(second.tabs.speaks()).toBe(true);
	});

	it("knows which rooms are looked at in any tab", async () => {
		const locks = new FakeLocks();
		const [first, second] = [open(locks, ref(12)), open(locks)];
		expect([...(await second.tabs.attended())]).toEqual([12]);
		first.looking.value = 13;
		await settle();
		expect([...(await second.tabs.attended())]).toEqual([13]);
		first.looking.value = null;
		await settle();
		expect([...(await second.tabs.attended())]).toEqual([]);
	});

	it("speaks for itself where there are no locks", async () => {
		const { tabs, looking } = open(undefined, ref(12));
		expect(tabs.speaks()).toBe(true);
		expect([...(await tabs.attended())]).toEqual([12]);
		looking.value = null;
		expect([...(await tabs.attended())]).toEqual([]);
	});
});
