/* A room that a test opens, page by page and event by event. */
import { expect } from "vitest";

import { firstFrame, roomView } from "../../api/testing/fake-socket";
import { useMessagesStore, type RoomWindow, type ShownMessage } from "../messages";
import { useSessionStore } from "../session";
import { FakeBackend, messageView } from "./fake-backend";

export const OWN = 7;

export const range = (from: number, to: number): number[] =>
	Array.from({ length: to - from + 1 }, (_, i) => from + i);

type More = (seq: number) => object;

/** Room 12, in which nobody is called by name. */
export class RoomStage {
	readonly backend = new FakeBackend();

	constructor() {
		this.backend.status(OWN);
	}

	end(): void {
		this.backend.end();
		expect(this.backend.bugs).toEqual([]);
	}

	/** The room with so many messages, the page of the newest fetched. */
	async open(count: number, more: More = () => ({})): Promise<void> {
		await useSessionStore().start();
		this.backend.server.latest.deliver(firstFrame([roomView(12, { seq: count })]));
		await this.backend.settle();
		void useMessagesStore().open(12);
		await this.backend.settle();
		const from = Math.max(1, count - 49);
		await this.page(range(from, count), { atStart: from === 1, atEnd: true }, more);
	}

	/** Answers the latest loadMessages with these, newest first as the server does. */
	async page(seqs: number[], ends: object, more: More = () => ({})): Promise<void> {
		const content = [...seqs].reverse().map((seq) => messageView(12, seq, more(seq)));
		await this.answer("loadMessages", { content, ...ends });
	}

	/** What it leaves out of a list is in `rest`. */
	async answer(action: string, reply: object): Promise<void> {
		this.backend.server.latest.answer(action, { rest: [], ...reply });
		await this.backend.settle();
	}

	async refuse(action: string, error: string): Promise<void> {
		this.backend.server.latest.refuse(action, error);
		await this.backend.settle();
	}

	async deliver(frame: object): Promise<void> {
		this.backend.server.latest.deliver(frame);
		await this.backend.settle();
	}

	/** Something of the message `target` changed. */
	async event(action: string, seq: number, target: number, more: object, rest: object = {}): Promise<void> {
		const message = messageView(12, target, more);
		const base = { action, handler: "ws-message", roomId: 12, seq, userId: 9, time: seq };
		await this.deliver({ ...base, message, ...rest });
	}

	asked(action: string) {
		return this.backend.server.latest.asked(action);
	}

	get view(): RoomWindow {
		return useMessagesStore().window(12);
	}

	get seqs(): (number | null)[] {
		return this.view.items.map(({ seq }) => seq);
	}

	at(seq: number): ShownMessage {
		const found = this.view.items.find((item) => item.seq === seq);
		if (found === undefined) throw new Error(`${seq} is not shown`);
		return found;
	}
}
