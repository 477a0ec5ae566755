/*
 * The messages of one room, as far as they are here. A message's `number` is dense in its room, replies included, so what is here without a hole is a span of
 * numbers: the live one, which reaches to the newest, and, when one jumped into the past, another. Only the arrays and the messages that changed are replaced.
 */
import { shallowReactive } from "vue";

import type { OutboxEntry } from "../api/outbox";
import type { MessageSendReply, MessageView } from "../api/protocol.gen";
import type { RoomLine } from "../cache/cache";
import { MessageWishes, type Wish } from "./message-wishes";
import { pendingMessage, shownMessage, type ShownMessage } from "./shown-message";
import { ThreadWindow, type ThreadView } from "./thread-window";

export type { ShownMessage } from "./shown-message";

/** What a component sees of a room's messages. */
export interface RoomWindow {
	/** No replies: they are in their threads. */
	items: readonly ShownMessage[];
	/** What else happened between these. */
	lines: readonly RoomLine[];
	/** There are older ones than the first item. */
	hasOlder: boolean;
	/** One jumped into the past: there are newer ones than the last item. */
	hasNewer: boolean;
	/** A page is being fetched. */
	loading: boolean;
	/** There is something true to show, be it that the room is empty. */
	loaded: boolean;
	/** How many one has written here, no replies. */
	sent: number;
	/** The message that was pinned last; null: one was taken down since. */
	pinned: number | null;
	/** The root of the thread that was written in last. */
	replied: number | null;
}

/** Numbers, both included. */
interface Span {
	first: number;
	last: number;
}

/** Messages of rooms that are not shown are kept only so far. */
const UNSEEN_MAX = 200;

export class RoomMessages {
	readonly view: RoomWindow = shallowReactive({
		items: [],
		lines: [],
		hasOlder: false,
		hasNewer: false,
		loading: false,
		loaded: false,
		sent: 0,
		pinned: null,
		replied: null,
	});
	/** Every stored message that is here, by id. */
	readonly shown = shallowReactive(new Map<number, ShownMessage>());
	/** Grows when something else is shown, so that an answer asked for before is not used. */
	generation = 0;
	readonly #views = new Map<number, MessageView>();
	readonly #idByNumber = new Map<number, number>();
	readonly #wishes = new MessageWishes();
	#live: Span | null = null;
	#past: Span | null = null;
	/** The server has nothing before this number; 0: not known. */
	#start = 0;
	/** By clientId, in the order written. */
	readonly #pending = new Map<string, ShownMessage>();
	#lines: RoomLine[] = [];
	readonly #threads = new Map<number, ThreadWindow>();
	/** What events said while answers were under way: newer than what these say. */
	readonly #said = new Map<number, Partial<MessageView>>();
	#reads = 0;
	readonly #ownId: number;
	#publishing = false;

	constructor(ownId: number) {
		this.#ownId = ownId;
	}

	/** Of the oldest message that is shown. */
	get firstSeq(): number | undefined {
		return this.#seqAt(this.#span?.first);
	}

	/** Of the newest message that is shown. */
	get lastSeq(): number | undefined {
		return this.#seqAt(this.#span?.last);
	}

	get liveCount(): number {
		return this.#live === null ? 0 : this.#live.last - this.#live.first + 1;
	}

	get inPast(): boolean {
		return this.#past !== null;
	}

	/** Known to begin with the room's first message. */
	get complete(): boolean {
		return this.#span !== null && this.#start > 0 && this.#span.first <= this.#start;
	}

	find(messageId: number): MessageView | undefined {
		return this.#views.get(messageId);
	}

	/** The id of one's own message by its clientId; undefined while it is not known to be stored. */
	storedId(clientId: string): number | undefined {
		const own = [...this.shown.values()].findLast(
			(each) => each.clientId === clientId && each.userId === this.#ownId,
		);
		return own?.id ?? this.#pending.get(clientId)?.id ?? undefined;
	}

	/** Messages that follow each other without a hole, of an answer or from the cache. */
	addPage(messages: readonly MessageView[]): void {
		const newest = Math.max(...messages.map(({ number }) => number));
		const oldest = Math.min(...messages.map(({ number }) => number));
		messages.forEach((message) => this.#put(message));
		if (messages.length > 0) this.#addSpan({ first: oldest, last: newest });
		this.#publish();
	}

	/** Messages from anywhere: of a thread, or asked for one by one. */
	addLoose(messages: readonly MessageView[]): void {
		messages.forEach((message) => this.#put(message));
		this.#publish();
	}

	/** A new message. */
	addNewest(message: MessageView): void {
		this.#put(message);
		const next = this.#live !== null && message.number === this.#live.last + 1;
		if (next && this.#live !== null) this.#live.last = message.number;
		else if (this.#live === null || message.number > this.#live.last)
			this.#live = { first: message.number, last: message.number };
		if (message.number === 1) this.#start = 1;
		this.view.loaded ||= this.#span === this.#live;
		this.#publish();
	}

	/** Something of a message changed. */
	amend(messageId: number, change: Partial<MessageView>): void {
		if (this.#reads > 0) this.#said.set(messageId, { ...this.#said.get(messageId), ...change });
		const known = this.#views.get(messageId);
		if (known === undefined) return;
		const view = { ...known, ...change };
		this.#views.set(messageId, view);
		this.#wishes.arrived(view);
		this.#show(view);
		this.#publish();
	}

	/** Until `end` is called, what events say is remembered for the answer that is awaited. */
	beginRead(): () => void {
		this.#reads++;
		return () => {
			this.#reads--;
			if (this.#reads === 0) this.#said.clear();
		};
	}

	/** An answer, with what events said since it was asked for. */
	upToDate(messages: readonly MessageView[]): MessageView[] {
		return messages.map((message) => ({ ...message, ...this.#said.get(message.id) }));
	}

	addLine(line: RoomLine): void {
		this.#insertLine(line);
		this.#publish();
	}

	addLines(lines: readonly RoomLine[]): void {
		lines.forEach((line) => this.#insertLine(line));
		this.#publish();
	}

	/** The server has nothing older than the oldest shown. */
	setComplete(): void {
		if (!this.inPast) this.#live ??= { first: 1, last: 0 };
		this.#start = this.#span?.first ?? 1;
		this.view.loaded = true;
		this.#publish();
	}

	/** Back from the past. */
	showNewest(): void {
		if (this.#past === null) return;
		this.generation++;
		this.#past = null;
		this.view.loaded = this.#live !== null;
		this.#publish();
	}

	/** The server has nothing newer than the last shown. */
	reachedNewest(): void {
		if (this.#past === null) return;
		this.#live = (this.#live && united(this.#live, this.#past)) ?? this.#live ?? this.#past;
		this.#past = null;
		this.#publish();
	}

	/** The message is in what is shown, or it is in the live span, which then is shown. */
	showing(message: MessageView): boolean {
		if (this.#within(this.#span, message)) return true;
		if (!this.#within(this.#live, message)) return false;
		this.showNewest();
		return true;
	}

	/** Shows messages that follow each other, wherever they are; if they reach the live ones, together with these. */
	jump(messages: readonly MessageView[]): void {
		this.generation++;
		this.#past = { first: 1, last: 0 };
		this.addPage(messages);
	}

	thread(rootId: number): ThreadView {
		return this.threadOf(rootId).view;
	}

	threadOf(rootId: number): ThreadWindow {
		const known = this.#threads.get(rootId) ?? new ThreadWindow(rootId);
		this.#threads.set(rootId, known);
		this.#publish();
		return known;
	}

	/** Shows, or shows anew, one that is on its way. */
	putPending(entry: Readonly<OutboxEntry>): void {
		if (!this.#pending.has(entry.clientId) && !entry.parentMessage) this.view.sent++;
		this.#pending.set(entry.clientId, pendingMessage(entry, this.#ownId));
		this.#publish();
	}

	/** It is committed; its event, which says where it stands, may yet have to come. */
	acknowledge(clientId: string, reply: MessageSendReply | null): void {
		const shown = this.#pending.get(clientId);
		if (shown === undefined) return;
		if (reply !== null && this.#views.has(reply.id)) return this.removePending(clientId);
		const { id, seq, time } = reply ?? shown;
		const stored = { ...shown, id, seq, time, state: "stored" as const, error: undefined };
		this.#pending.set(clientId, Object.freeze(stored));
		this.#publish();
	}

	removePending(clientId: string): void {
		if (this.#pending.delete(clientId)) this.#publish();
	}

	wish(messageId: number, wish: Wish): Wish {
		const held = this.#wishes.add(messageId, wish);
		this.#shownAnew(messageId);
		return held;
	}

	wishAnswered(messageId: number, wish: Wish): void {
		this.#wishes.answered(messageId, wish, this.#views.get(messageId));
		this.#shownAnew(messageId);
	}

	wishEnded(messageId: number, wish: Wish): void {
		this.#wishes.end(messageId, wish);
		this.#shownAnew(messageId);
	}

	/** Nobody looks: only the newest are worth their memory. */
	trim(): void {
		if (this.liveCount <= UNSEEN_MAX || this.#live === null || this.#threads.size > 0) return;
		const first = this.#live.last - UNSEEN_MAX / 2;
		for (let number = this.#live.first; number < first; number++) this.#drop(number);
		this.#live = { first, last: this.#live.last };
		this.#past = null;
		this.#publish();
	}

	/** One looks elsewhere now. */
	leave(): void {
		this.#threads.clear();
		this.trim();
	}

	/** Forgets what is stored; what is on its way, or was wished and is not answered, stays. */
	reset(): void {
		this.generation++;
		this.#views.clear();
		this.#idByNumber.clear();
		this.shown.clear();
		this.#said.clear();
		this.#lines = [];
		this.#live = null;
		this.#past = null;
		this.#start = 0;
		this.view.loaded = false;
		this.#threads.forEach((thread) => thread.reset());
		this.#publish();
	}

	get #span(): Span | null {
		return this.#past ?? this.#live;
	}

	#seqAt(number: number | undefined): number | undefined {
		const id = this.#idByNumber.get(number ?? 0);
		return id === undefined ? undefined : this.#views.get(id)?.seq;
	}

	#within(span: Span | null, { number }: MessageView): boolean {
		return span !== null && number >= span.first && number <= span.last;
	}

	#put(message: MessageView): void {
		if (message.userId === this.#ownId) this.#pending.delete(message.clientId);
		this.#views.set(message.id, message);
		this.#idByNumber.set(message.number, message.id);
		this.#wishes.arrived(message);
		this.#show(message);
	}

	#drop(number: number): void {
		const id = this.#idByNumber.get(number);
		if (id === undefined) return;
		this.#idByNumber.delete(number);
		this.#views.delete(id);
		this.shown.delete(id);
	}

	#show(view: MessageView): void {
		const wished = this.#wishes.apply(view);
		this.shown.set(view.id, shownMessage(wished, this.#ownId, wished !== view));
	}

	#shownAnew(messageId: number): void {
		const view = this.#views.get(messageId);
		if (view !== undefined) this.#show(view);
		this.#publish();
	}

	/** What is on its way, or stored and its event still to come: then one may have changed it. */
	#pendingNow(): ShownMessage[] {
		return [...this.#pending.values()].map((message) => {
			const wished = this.#wishes.apply(message);
			return wished === message ? message : Object.freeze({ ...wished, changing: true });
		});
	}

	#addSpan(span: Span): void {
		if (this.#past !== null) this.#past = united(this.#past, span) ?? span;
		else this.#live = this.#live === null ? span : (united(this.#live, span) ?? this.#live);
		const joined = this.#past && this.#live && united(this.#live, this.#past);
		if (joined) {
			this.#live = joined;
			this.#past = null;
		}
		if (this.#span?.first === 1) this.#start = 1;
		this.view.loaded = true;
	}

	#insertLine(line: RoomLine): void {
		let at = this.#lines.length;
		while (at > 0 && (this.#lines[at - 1]?.seq ?? 0) >= line.seq) at--;
		if (this.#lines[at]?.seq !== line.seq) this.#lines.splice(at, 0, line);
	}

	/** Once for everything that changes in one turn. */
	#publish(): void {
		if (this.#publishing) return;
		this.#publishing = true;
		queueMicrotask(() => {
			this.#publishing = false;
			this.#publishNow();
		});
	}

	#publishNow(): void {
		const pending = this.#pendingNow();
		const roots = this.inPast ? [] : pending.filter(({ parentMessage }) => parentMessage === null);
		this.view.items = Object.freeze([...this.#roots(), ...roots]);
		this.view.lines = Object.freeze(this.#linesHere());
		this.view.hasOlder = this.#span !== null && !this.complete && this.#span.first > 1;
		this.view.hasNewer = this.inPast;
		if (this.#threads.size === 0) return;
		const replies = [...this.shown.values()].filter(({ parentMessage }) => parentMessage !== null);
		for (const thread of this.#threads.values()) thread.publish(this.shown, replies, pending);
	}

	#roots(): ShownMessage[] {
		const roots: ShownMessage[] = [];
		const { first, last } = this.#span ?? { first: 1, last: 0 };
		for (let number = first; number <= last; number++) {
			const shown = this.shown.get(this.#idByNumber.get(number) ?? 0);
			if (shown !== undefined && shown.parentMessage === null) roots.push(shown);
		}
		return roots;
	}

	#linesHere(): RoomLine[] {
		const from = this.complete ? 0 : (this.firstSeq ?? Number.POSITIVE_INFINITY);
		const to = this.inPast ? (this.lastSeq ?? 0) : Number.POSITIVE_INFINITY;
		return this.#lines.filter(({ seq }) => seq >= from && seq <= to);
	}
}

/** One span of two that touch; null: there is a hole between them. */
function united(a: Span, b: Span): Span | null {
	if (a.last < a.first) return b;
	if (b.first > a.last + 1 || a.first > b.last + 1) return null;
	return { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}
