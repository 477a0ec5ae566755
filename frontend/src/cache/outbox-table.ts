/*
 * The outbox's table, which all tabs of one person share. Each entry is of the tab that wrote it, and that tab holds a Web Lock of its own for as long as it lives;
 * what is of a tab that is gone is taken over by the next one that looks. So no tab sends what is changed or discarded in another. Where there are no locks nobody
 * knows who lives: each tab takes what is there when it opens, and the server takes each clientId once.
 */
import type { OutboxEntry, OutboxStore } from "../api/outbox";
import { randomIdentifier } from "../utils/identifier";
import type { Database } from "./database";

export type Locks = Pick<LockManager, "request" | "query">;

type Owned = OutboxEntry & { owner?: string };

/** A page must not wait for a browser's locks; what is left over is looked for again. */
const LOCK_WITHIN_MS = 2_000;

export class OutboxTable implements OutboxStore {
	readonly #database: () => Database | null;
	readonly #locks: Locks | null;
	readonly #name: string;
	readonly #owner = randomIdentifier();
	/** This tab's own lock is held: the others can see that it lives. */
	readonly #lives: Promise<boolean>;
	#release: () => void = () => undefined;
	/** Locks of others whose end is waited for. */
	readonly #watched = new Set<string>();

	constructor(userId: number, database: () => Database | null, locks: Locks | null) {
		this.#database = database;
		this.#locks = locks;
		this.#name = `confab.outbox.${userId}`;
		this.#lives = this.#live();
	}

	async load(again: () => void = () => undefined): Promise<OutboxEntry[]> {
		if (await this.#lives) return await this.adopt(again);
		return (await this.#database()?.getAll("outbox")) ?? [];
	}

	/** What is of no tab that lives is of this one from now on. */
	async adopt(again: () => void): Promise<OutboxEntry[]> {
		const locks = this.#locks;
		if (locks === null || !(await this.#lives)) return [];
		const signal = AbortSignal.timeout(LOCK_WITHIN_MS);
		try {
			// One tab at a time: who begins to live meanwhile is not seen here, and has nothing yet.
			return await locks.request(this.#name, { signal }, () => this.#takeLeft(locks, again));
		} catch (reason) {
			if (reason !== signal.reason) throw reason;
			this.#watch(this.#name, locks, again);
			return [];
		}
	}

	async put(entry: OutboxEntry): Promise<void> {
		await this.#database()?.put("outbox", { ...entry, owner: this.#owner });
	}

	async remove(clientId: string): Promise<void> {
		await this.#database()?.delete("outbox", clientId);
	}

	/** What is left is anybody's. */
	close(): void {
		this.#release();
	}

	#lockOf(owner: string): string {
		return `${this.#name}.${owner}`;
	}

	async #takeLeft(locks: Locks, again: () => void): Promise<OutboxEntry[]> {
		const { held = [] } = await locks.query();
		const alive = new Set(held.map(({ name }) => name));
		const { left, others } = await this.#take(
			({ owner }) => owner === undefined || !alive.has(this.#lockOf(owner)),
		);
		others.forEach((owner) => this.#watch(this.#lockOf(owner), locks, again));
		return left;
	}

	async #take(isLeft: (entry: Owned) => boolean): Promise<{ left: OutboxEntry[]; others: string[] }> {
		const transaction = this.#database()?.transaction("outbox", "readwrite");
		if (transaction === undefined) return { left: [], others: [] };
		const all = await transaction.store.getAll();
		const left = all.filter(isLeft);
		await Promise.all(left.map((entry) => transaction.store.put({ ...entry, owner: this.#owner })));
		await transaction.done;
		const others = all.filter((entry) => !isLeft(entry) && entry.owner !== this.#owner);
		return { left, others: others.map(({ owner }) => owner ?? "") };
	}

	/** A lock is given to somebody else when who holds it is gone. */
	#watch(lock: string, locks: Locks, again: () => void): void {
		if (this.#watched.has(lock)) return;
		this.#watched.add(lock);
		locks
			.request(lock, () => undefined)
			.finally(() => this.#watched.delete(lock))
			.then(again, () => undefined);
	}

	#live(): Promise<boolean> {
		const locks = this.#locks;
		if (locks === null) return Promise.resolve(false);
		const ended = new Promise<void>((resolve) => (this.#release = resolve));
		return new Promise((resolve) => {
			const held = (): Promise<void> => {
				resolve(true);
				return ended;
			};
			locks.request(this.#lockOf(this.#owner), held).catch(() => resolve(false));
			setTimeout(() => resolve(false), LOCK_WITHIN_MS);
		});
	}
}
