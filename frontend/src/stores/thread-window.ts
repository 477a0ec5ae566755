/* One thread of a room: its root and the replies that are here, without a hole up to the newest. */
import { shallowReactive } from "vue";

import type { ShownMessage } from "./shown-message";

export interface ThreadView {
	/** null: not here, or not yet. */
	root: ShownMessage | null;
	items: readonly ShownMessage[];
	hasOlder: boolean;
	loading: boolean;
	loaded: boolean;
	/** The server knows no such message. */
	missing: boolean;
}

export class ThreadWindow {
	readonly view: ThreadView = shallowReactive({
		root: null,
		items: [],
		hasOlder: false,
		loading: false,
		loaded: false,
		missing: false,
	});
	readonly #rootId: number;
	/** Replies from this seq on are here without a hole. */
	#from = Number.POSITIVE_INFINITY;

	constructor(rootId: number) {
		this.#rootId = rootId;
	}

	/** Of the oldest reply shown. */
	get firstSeq(): number | undefined {
		return this.view.items.find(({ seq }) => seq !== null)?.seq ?? undefined;
	}

	/** A page of replies is here, down to `from`. */
	reached(from: number, atStart: boolean): void {
		this.#from = atStart ? 0 : Math.min(this.#from, from);
		this.view.loaded = true;
		this.view.hasOlder = !atStart;
	}

	reset(): void {
		this.#from = Number.POSITIVE_INFINITY;
		Object.assign(this.view, { root: null, items: [], hasOlder: false, loaded: false, missing: false });
	}

	/** Of all replies that are here, in any order, and all that is on its way, those of this thread. */
	publish(
		shown: ReadonlyMap<number, ShownMessage>,
		replies: readonly ShownMessage[],
		pending: readonly ShownMessage[],
	): void {
		const own = ({ parentMessage }: ShownMessage): boolean => parentMessage === this.#rootId;
		const here = this.view.loaded
			? replies.filter((reply) => own(reply) && (reply.seq ?? 0) >= this.#from)
			: [];
		here.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
		this.view.root = shown.get(this.#rootId) ?? null;
		this.view.items = Object.freeze([...here, ...pending.filter(own)]);
	}
}
