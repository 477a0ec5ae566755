/* Listeners by name. A listener that throws does not keep the others from hearing. */
import type { Cancel } from "../utils/timers";

type Listener = (event: never) => void;

export class Emitter<Events extends Record<string, unknown>> {
	readonly #listeners = new Map<string, Set<Listener>>();
	readonly #onBug: (text: string) => void;

	constructor(onBug: (text: string) => void) {
		this.#onBug = onBug;
	}

	/** The answer stops listening. */
	on<Name extends keyof Events & string>(name: Name, listener: (event: Events[Name]) => void): Cancel {
		const set = this.#listeners.get(name) ?? new Set();
		this.#listeners.set(name, set);
		set.add(listener as Listener);
		return () => set.delete(listener as Listener);
	}

	emit<Name extends keyof Events & string>(name: Name, event: Events[Name]): void {
		for (const listener of [...(this.#listeners.get(name) ?? [])]) this.#tell(name, listener, event);
	}

	/** Nobody listens any more. */
	clear(): void {
		this.#listeners.clear();
	}

	#tell(name: string, listener: Listener, event: unknown): void {
		try {
			listener(event as never);
		} catch (reason) {
			this.#onBug(
				`a listener of ${name} failed: ${reason instanceof Error ? reason.stack : String(reason)}`,
			);
		}
	}
}
