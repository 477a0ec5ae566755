/* Which actions, events and routes of the schema a run has met. Every test file adds to one file; the last one reads it. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";

export type Met = "action" | "event" | "route" | "error";

export class Coverage {
	readonly #path: string;
	readonly #told = new Set<string>();

	constructor(path: string) {
		this.#path = path;
	}

	/** An action was answered (or sent, if it has no answer), an event arrived, a route answered with success, an error code came. */
	met(kind: Met, name: string): void {
		const line = `${kind} ${name}\n`;
		if (this.#told.has(line)) return;
		this.#told.add(line);
		appendFileSync(this.#path, line);
	}

	all(kind: Met): Set<string> {
		const lines = existsSync(this.#path) ? readFileSync(this.#path, "utf8").split("\n") : [];
		return new Set(
			lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1)),
		);
	}
}
