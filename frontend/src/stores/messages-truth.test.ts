/* A server played by chance against the store: lost connections, late and old answers. In the end the store has what the server has. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { MessageView } from "../api/protocol.gen";
import { firstFrame, roomView } from "../api/testing/fake-socket";
import { useMessagesStore } from "./messages";
import { useSessionStore } from "./session";
import { FakeBackend, messageView } from "./testing/fake-backend";

const OWN = 7;
const PEOPLE = [OWN, 9, 10];
const STEPS = 400;

/** The same numbers for the same seed. */
function dice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * sides);
	};
}

interface Change {
	seq: number;
	action: string;
	messageId: number;
	userId: number;
}

/** A room with its numbers and its log, as the archive has them. */
class PlayedRoom {
	readonly messages: MessageView[] = [];
	readonly log: Change[] = [];

	get seq(): number {
		return this.log.length;
	}

	find(messageId: number): MessageView {
		const found = this.messages.find(({ id }) => id === messageId);
		if (found === undefined) throw new Error(`no message ${messageId}`);
		return found;
	}

	post(userId: number, clientId: string, more: Partial<MessageView>): void {
		const seq = this.seq + 1;
		const number = this.messages.length + 1;
		const view = messageView(12, seq, { number, userId, clientId, ...more });
		this.messages.push(view);
		if (view.parentMessage !== null) this.#count(view.parentMessage, seq);
		this.log.push({ seq, action: "printMessage", messageId: view.id, userId });
	}

	change(action: string, messageId: number, userId: number, change: Partial<MessageView>): void {
		const view = this.find(messageId);
		Object.assign(view, change);
		if (view.parentMessage !== null)
			this.#count(view.parentMessage, this.find(view.parentMessage).lastReply);
		this.log.push({ seq: this.seq + 1, action, messageId, userId });
	}

	/** As healing reads it: the change, and the message as it is now. */
	eventOf({ seq, action, messageId, userId }: Change): object {
		const view = structuredClone(this.find(messageId));
		const root = view.parentMessage === null ? null : this.find(view.parentMessage);
		const counts = root
			? { parentReplies: root.threadMessagesCount, parentLastReply: root.lastReply }
			: {};
		const base = { action, handler: "ws-message", ...counts };
		if (action === "printMessage") return { ...base, ...view };
		return { ...base, roomId: 12, seq, userId, time: seq, message: view };
	}

	page({ before, threadId, count }: { before?: number; threadId?: number; count: number }): object {
		const fits = ({ seq, parentMessage }: MessageView): boolean =>
			seq < (before ?? Number.POSITIVE_INFINITY) &&
			(threadId === undefined || parentMessage === threadId);
		const found = this.messages.filter(fits).slice(-count).reverse();
		const atStart = this.messages.filter(fits).length <= count;
		return { handler: "void", content: structuredClone(found), atStart, atEnd: before === undefined };
	}

	#count(rootId: number, lastReply: number): void {
		const replies = this.messages.filter(
			({ parentMessage, deleted }) => parentMessage === rootId && !deleted,
		);
		Object.assign(this.find(rootId), { threadMessagesCount: replies.length, lastReply });
	}
}

class Play {
	readonly room = new PlayedRoom();
	readonly backend: FakeBackend;
	readonly roll: (sides: number) => number;
	connected = false;
	delivered = 0;
	sockets = 0;
	/** Requests that are seen, and answers that are on their way. */
	readonly seen = new Set<unknown>();
	late: object[] = [];

	constructor(backend: FakeBackend, seed: number) {
		this.backend = backend;
		this.roll = dice(seed);
	}

	async connect(): Promise<void> {
		const { sockets } = this.backend.server;
		while (sockets.length === this.sockets) await this.backend.timers.advance(250);
		this.sockets = sockets.length;
		this.late = [];
		this.delivered = this.room.seq;
		this.connected = true;
		this.backend.server.latest.deliver(firstFrame([roomView(12, { seq: this.room.seq })]));
		await this.backend.settle();
	}

	async drop(): Promise<void> {
		this.connected = false;
		this.backend.server.latest.drop();
		await this.backend.settle();
	}

	/** One thing that happens. */
	async step(): Promise<void> {
		const deeds = [
			this.post,
			this.post,
			this.react,
			this.edit,
			this.remove,
			this.pin,
			this.read,
			this.publish,
		];
		if (this.roll(25) === 0) await (this.connected ? this.drop() : this.connect());
		else await deeds[this.roll(deeds.length)]?.call(this);
		if (this.connected) await this.serve();
	}

	async publish(): Promise<void> {
		while (this.connected && this.delivered < this.room.seq) {
			const change = this.room.log[this.delivered++];
			if (change) this.backend.server.latest.deliver(this.room.eventOf(change));
		}
		await this.backend.settle();
	}

	/** Answers are made at once and may come later, in any case in order. */
	async serve(force = false): Promise<void> {
		const socket = this.backend.server.latest;
		for (const frame of socket.sent.filter((each) => !this.seen.has(each))) {
			this.seen.add(frame);
			const answer = this.answerTo(frame);
			if (answer) this.late.push({ ...answer, cbId: frame["cbId"] });
		}
		if (force || this.roll(3) === 0) this.late.splice(0).forEach((answer) => socket.deliver(answer));
		await this.backend.settle();
	}

	answerTo(frame: Record<string, unknown>): object | null {
		if (frame["action"] === "loadMessages") return this.room.page(frame as never);
		if (frame["action"] === "loadMessagesByIds") {
			const ids = frame["messagesIds"] as number[];
			return {
				handler: "void",
				content: structuredClone(ids.map((id) => this.room.find(id))),
				rest: [],
			};
		}
		if (frame["action"] !== "getChanges") return null;
		const [asked] = frame["streams"] as { after: number }[];
		const changes = this.room.log.slice(asked?.after ?? 0).map((change) => this.room.eventOf(change));
		const seq = this.room.seq;
		this.delivered = Math.max(this.delivered, seq);
		return {
			handler: "void",
			streams: [{ roomId: 12, changes, seq, head: seq, epoch: 1, resync: false }],
		};
	}

	any(): MessageView | undefined {
		const { messages } = this.room;
		return messages[messages.length - 1 - this.roll(Math.min(80, messages.length || 1))];
	}

	post(): void {
		const root = this.any();
		const reply = root && root.parentMessage === null && this.roll(3) === 0 ? root.id : null;
		this.room.post(PEOPLE[this.roll(3)] ?? 9, `c${this.room.seq}`, { parentMessage: reply });
	}

	react(): void {
		const message = this.any();
		if (!message) return;
		const users = PEOPLE.slice(0, this.roll(4));
		const reactions = users.length > 0 ? [{ emoji: "👍", count: users.length, users }] : [];
		this.room.change("setReaction", message.id, 9, { reactions });
	}

	edit(): void {
		const message = this.any();
		if (message && !message.deleted)
			this.room.change("editMessage", message.id, 9, {
				content: `e${this.room.seq}`,
				edited: this.room.seq,
			});
	}

	remove(): void {
		const message = this.any();
		if (message && this.roll(3) === 0)
			this.room.change("deleteMessage", message.id, 9, { content: null, deleted: true });
	}

	pin(): void {
		const message = this.any();
		if (message) this.room.change("setPinned", message.id, 9, { pinned: this.roll(2) === 0 });
	}

	read(): void {
		const messages = useMessagesStore();
		const root = this.any();
		if (this.roll(2) === 0) void messages.loadOlder(12);
		else if (root && root.parentMessage === null) void messages.openThread(12, root.id);
	}
}

describe("the messages store, whatever happens", () => {
	let backend: FakeBackend;

	beforeEach(() => {
		backend = new FakeBackend();
		backend.status(OWN);
	});

	afterEach(() => {
		backend.end();
		expect(backend.bugs).toEqual([]);
	});

	it.each([1, 2, 3, 4, 5, 6, 7, 8])("ends as the server is (%i)", async (seed) => {
		const play = new Play(backend, seed);
		for (let n = 0; n < 90; n++) play.post();
		await useSessionStore().start();
		await play.connect();
		const messages = useMessagesStore();
		void messages.open(12);
		await backend.settle();
		for (let n = 0; n < STEPS; n++) await play.step();
		if (!play.connected) await play.connect();
		for (let n = 0; n < 20; n++) {
			await play.serve(true);
			await play.publish();
			void messages.loadOlder(12);
			await backend.settle();
		}
		const roots = play.room.messages.filter(({ parentMessage }) => parentMessage === null);
		const told = roots.map(({ id, content, deleted, reactions, pinned, threadMessagesCount }) => ({
			id,
			content: deleted ? null : content,
			reactions,
			pinned,
			replies: threadMessagesCount,
		}));
		expect(messages.window(12).items).toMatchObject(told);
		expect(messages.window(12).items).toHaveLength(told.length);
	});
});
