/* Somebody who writes, answers, edits, deletes, reacts and pins, by a dice of their own. */
import type { Connection } from "../contract/harness/person";
import { sleep } from "../contract/harness/wait";

/** The same run for the same seed. */
export function dice(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

const EMOJI = ["👍", "🎉", "❤️", "🧐", "👀"];
const WORDS =
	"the river table green **often** seven `code` window over light _quiet_ stone paper north".split(" ");

interface Own {
	id: number;
	roomId: number;
	deleted: boolean;
}

export class Talker {
	readonly #connection: Connection;
	readonly #rooms: readonly number[];
	readonly #roll: () => number;
	readonly #own: Own[] = [];
	/** Requests that were refused, by code. */
	readonly refusals = new Map<string, number>();
	done = 0;

	constructor(connection: Connection, rooms: readonly number[], seed: number) {
		this.#connection = connection;
		this.#rooms = rooms;
		this.#roll = dice(seed);
	}

	/** One thing after the other until `end`, `everyMs` apart. */
	async talk(end: number, everyMs: number): Promise<void> {
		while (Date.now() < end) {
			await this.#one().catch((reason: unknown) => this.#refused(reason));
			await sleep(everyMs * (0.5 + this.#roll()));
		}
	}

	#refused(reason: unknown): void {
		const code = String((reason as { code?: string }).code ?? reason);
		this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
	}

	#pick<T>(list: readonly T[]): T | undefined {
		return list[Math.floor(this.#roll() * list.length)];
	}

	#text(): string {
		return Array.from({ length: 3 + Math.floor(this.#roll() * 12) }, () => this.#pick(WORDS)).join(" ");
	}

	async #one(): Promise<void> {
		const { client } = this.#connection;
		const known = this.#own.filter(({ deleted }) => !deleted);
		const own = this.#pick(known);
		const what = this.#roll();
		this.done++;
		if (!own || what < 0.5) await this.#say();
		else if (what < 0.62) await this.#say(own);
		else if (what < 0.8)
			await client.request("editMessage", { id: own.id, content: this.#text(), tags: {} });
		else if (what < 0.92) await client.request("setReaction", this.#reaction(own));
		else if (what < 0.96) await client.request("setPinned", { id: own.id, on: this.#roll() < 0.5 });
		else await this.#delete(own);
	}

	#reaction(own: Own): { id: number; emoji: string; on: boolean } {
		return { id: own.id, emoji: this.#pick(EMOJI) ?? "👍", on: this.#roll() < 0.7 };
	}

	async #delete(own: Own): Promise<void> {
		own.deleted = true;
		await this.#connection.client.request("editMessage", { id: own.id, tags: {} });
	}

	async #say(root?: Own): Promise<void> {
		const roomId = root?.roomId ?? this.#pick(this.#rooms) ?? 1;
		const clientId = `${this.#connection.person.name}-${this.done}`;
		const stored = await this.#connection.client.request("printMessage", {
			roomId,
			clientId,
			content: this.#text(),
			...(root ? { parentMessage: root.id } : {}),
		});
		this.#own.push({ id: stored.id, roomId, deleted: false });
	}
}
