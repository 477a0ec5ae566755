/* The messages of one room that are shown: an unbroken run up to the newest, and behind it what is on its way. No reactivity here but the
 * one array that is replaced when something changed. */
import { shallowReactive } from "vue";

import type { OutboxEntry } from "../api/outbox";
import type { MessageSendReply, MessageView } from "../api/protocol.gen";

export interface ShownMessage {
	/** Stays the same when a message on its way becomes a stored one. */
	readonly key: string;
	readonly id: number | null;
	readonly seq: number | null;
	readonly clientId: string;
	readonly roomId: number;
	readonly userId: number;
	readonly time: number;
	readonly content: string | null;
	readonly edited: number;
	readonly state: "stored" | "waiting" | "sent" | "failed";
	readonly error?: { code: string; message: string };
}

/** What a component sees of a room's messages. */
export interface RoomWindow {
	items: readonly ShownMessage[];
	/** There are older ones than the first item. */
	hasOlder: boolean;
	/** A page is being fetched. */
	loading: boolean;
	/** There is something true to show, be it that the room is empty. */
	loaded: boolean;
}

export class RoomMessages {
	readonly view: RoomWindow = shallowReactive({
		items: [],
		hasOlder: false,
		loading: false,
		loaded: false,
	});
	/** Grows when everything was forgotten, so that an answer asked for before is not used. */
	generation = 0;
	/** By seq, ascending. */
	#stored: ShownMessage[] = [];
	/** `number` of the first stored message; 0: not known. */
	#firstNumber = 0;
	/** By clientId, in the order written. */
	readonly #pending = new Map<string, ShownMessage>();
	readonly #ownId: number;
	#publishing = false;

	constructor(ownId: number) {
		this.#ownId = ownId;
	}

	get firstSeq(): number | undefined {
		return this.#stored[0]?.seq ?? undefined;
	}

	get storedCount(): number {
		return this.#stored.length;
	}

	/** Adds stored messages, in any order; known ones stay as they are. */
	add(messages: readonly MessageView[]): void {
		for (const message of messages) this.#insert(message);
		this.#publish();
	}

	/** Known to begin with the room's first message. */
	get complete(): boolean {
		return this.#firstNumber === 1;
	}

	/** The server has nothing older than what is here. */
	setComplete(): void {
		this.#firstNumber = 1;
		this.view.loaded = true;
		this.#publish();
	}

	/** Shows, or shows anew, one that is on its way. */
	putPending(entry: Readonly<OutboxEntry>): void {
		const { clientId, roomId, content, state, createdAt: time } = entry;
		const base = {
			key: `own/${clientId}`,
			id: null,
			seq: null,
			clientId,
			roomId,
			userId: this.#ownId,
			edited: 0,
		};
		const shown: ShownMessage = {
			...base,
			time,
			content,
			state,
			...(entry.error ? { error: entry.error } : {}),
		};
		this.#pending.set(clientId, Object.freeze(shown));
		this.#publish();
	}

	/** It is committed; its event, which says where it stands, may yet have to come. */
	acknowledge(clientId: string, reply: MessageSendReply | null): void {
		const shown = this.#pending.get(clientId);
		if (shown === undefined) return;
		const { id, seq, time } = reply ?? shown;
		this.#pending.set(
			clientId,
			Object.freeze({ ...shown, id, seq, time, state: "stored" as const, error: undefined }),
		);
		this.#publish();
	}

	removePending(clientId: string): void {
		if (this.#pending.delete(clientId)) this.#publish();
	}

	/** Forgets what is stored; what is on its way stays. */
	reset(): void {
		this.generation++;
		this.#stored = [];
		this.#firstNumber = 0;
		this.view.loaded = false;
		this.#publish();
	}

	#insert(message: MessageView): void {
		const own = message.userId === this.#ownId;
		if (own) this.#pending.delete(message.clientId);
		const at = this.#placeOf(message.seq);
		if (this.#stored[at]?.seq === message.seq) return;
		this.#stored.splice(at, 0, shownMessage(message, own));
		if (at === 0) this.#firstNumber = message.number;
		this.view.loaded = true;
	}

	/** Where a seq is or belongs; looked for from the end, where nearly all go. */
	#placeOf(seq: number): number {
		let at = this.#stored.length;
		while (at > 0 && (this.#stored[at - 1]?.seq ?? 0) >= seq) at--;
		return at;
	}

	/** Once for everything that changes in one turn. */
	#publish(): void {
		if (this.#publishing) return;
		this.#publishing = true;
		queueMicrotask(() => {
			this.#publishing = false;
			this.view.items = Object.freeze([...this.#stored, ...this.#pending.values()]);
			this.view.hasOlder = this.#firstNumber > 1;
		});
	}
}

function shownMessage(message: MessageView, own: boolean): ShownMessage {
	const { id, seq, clientId, roomId, userId, time, content, edited } = message;
	const key = own ? `own/${clientId}` : `id/${id}`;
	return Object.freeze({
		key,
		id,
		seq,
		clientId,
		roomId,
		userId,
		time,
		content,
		edited,
		state: "stored" as const,
	});
}
