/* Time that passes when a test says so. */
import type { Cancel, Timers } from "../../utils/timers";

interface Due {
	at: number;
	order: number;
	run: () => void;
}

export class ManualTimers implements Timers {
	/** What random() gives. */
	chance = 0.5;
	#now = 1_700_000_000_000;
	#order = 0;
	readonly #due = new Set<Due>();

	now(): number {
		return this.#now;
	}

	random(): number {
		return this.chance;
	}

	after(ms: number, run: () => void): Cancel {
		const due = { at: this.#now + ms, order: ++this.#order, run };
		this.#due.add(due);
		return () => this.#due.delete(due);
	}

	get pending(): number {
		return this.#due.size;
	}

	/** Lets time pass, running what falls due in order, with room for promises after each. */
	async advance(ms: number): Promise<void> {
		const end = this.#now + ms;
		await settle();
		for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
			this.#now = Math.max(this.#now, next.at);
			this.#due.delete(next);
			next.run();
			await settle();
		}
		this.#now = end;
	}

	#next(end: number): Due | undefined {
		const due = [...this.#due].filter(({ at }) => at <= end);
		return due.sort((a, b) => a.at - b.at || a.order - b.order)[0];
	}
}

/** Lets everything that waits for promises only go on. */
export async function settle(): Promise<void> {
	for (let i = 0; i < 20; i++) await Promise.resolve();
}
