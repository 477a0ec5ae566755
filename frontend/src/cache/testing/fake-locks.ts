/* The Web Locks of one browser, as far as the cache uses them. */
export class FakeLocks {
	readonly #held = new Map<string, Promise<unknown>>();
	readonly #refused: boolean;

	constructor({ refused = false } = {}) {
		this.#refused = refused;
	}

	/** As in the standard: with options or without. */
	async request<T>(name: string, ...rest: unknown[]): Promise<T> {
		if (this.#refused) throw new DOMException("no locks here", "SecurityError");
		const { signal } = (rest.length > 1 ? rest[0] : {}) as LockOptions;
		const aborted = new Promise<never>((_resolve, reject) => {
			signal?.addEventListener("abort", () => reject(signal.reason as Error));
		});
		aborted.catch(() => undefined); // after it was granted nobody hears it
		await Promise.resolve(); // granted in a later turn, as by a browser
		while (this.#held.has(name)) await Promise.race([this.#held.get(name), aborted]);
		const work = (rest.at(-1) as () => Promise<T>)();
		this.#held.set(name, work);
		try {
			return await work;
		} finally {
			this.#held.delete(name);
		}
	}

	query(): Promise<LockManagerSnapshot> {
		return Promise.resolve({ held: [...this.#held.keys()].map((name) => ({ name })), pending: [] });
	}
}
