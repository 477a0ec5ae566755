/* What one does to messages. It shows at once; what the server refuses is taken back, with its reason as a toast. */
import { shallowReactive } from "vue";

import type { OutboxEntry, OutboxMore, OutboxWish } from "../api/outbox";
import { ApiError, localError } from "../api/errors";
import type { MessageEditReply, MessageVersion, MessageView } from "../api/protocol.gen";
import type { Tags } from "../utils/mentions";
import { live } from "./live";
import { pinWish, reactionWish, textWish, type Wish } from "./message-wishes";
import type { RoomMessages } from "./room-window";
import type { ShownMessage } from "./shown-message";
import { useToastsStore } from "./toasts";

/** The event that shows a change comes at once with the answer; later than this, it was about something else. */
const SHOWN_WITHIN_MS = 3_000;

/** A list that the server picks; `rest`: what did not fit into the answer. */
interface Listed {
	readonly content: MessageView[];
	readonly rest: number[];
}

export interface Text {
	readonly content: string;
	readonly tags: Tags;
}

/** A text that a message was to get, and the server refused: it waits until its writer's message box takes it. */
export interface RefusedText extends Text {
	readonly message: ShownMessage;
}

export function makeMessageActions(
	messagesOf: (roomId: number) => RoomMessages,
	/** See the store's. */
	messageOf: (roomId: number, messageId: number) => ShownMessage | undefined,
) {
	/** Of entries of the outbox, by clientId. */
	const queued = new Map<string, { messageId: number; wish: Wish }>();
	/** Who waits for the end of such an entry. */
	const awaited = new Map<string, (agreed: boolean) => void>();
	/** By message's key, the first refused first. */
	const refused = shallowReactive(new Map<string, RefusedText>());
	/** The same, by id, of messages that were not here when the answer came. */
	const homeless = shallowReactive(new Map<number, Text & { readonly roomId: number }>());

	/** Shows it at once and sends it when it can. */
	function send(roomId: number, { content, tags }: Text, more: Omit<OutboxMore, "tags"> = {}): void {
		live().client.outbox.add(roomId, content, { ...more, tags });
	}

	async function retry(clientId: string): Promise<void> {
		await live().client.outbox.retry(clientId);
	}

	/** Gives up one that failed or never left. False: it is on its way. */
	function discard(clientId: string): boolean {
		return live().client.outbox.discard(clientId);
	}

	/** True: the server agreed, or it waits behind the message itself. Without a connection it waits for one; a text that is refused is given back. */
	async function edit(message: ShownMessage, { content, tags }: Text): Promise<boolean> {
		if (message.content === content && sameTags(message.tags, tags)) return true;
		if (live().client.outbox.edit(message.clientId, content, tags) !== null) return true;
		return await change(message, { content, tags: { ...tags } });
	}

	async function remove(message: ShownMessage): Promise<boolean> {
		if (live().client.outbox.remove(message.clientId)) return true;
		return await change(message, { content: null, tags: {} });
	}

	/** By the outbox, which keeps it until the server has answered. */
	async function change(message: ShownMessage, wish: OutboxWish): Promise<boolean> {
		const id = idOf(message);
		if (id === undefined) {
			useToastsStore().pushError(localError("stale"));
			giveBack(message, wish);
			return false;
		}
		const { clientId } = live().client.outbox.change(message.roomId, id, wish);
		awaited.get(clientId)?.(true); // this one takes its place
		return await new Promise((resolve) => awaited.set(clientId, resolve));
	}

	function giveBack(message: ShownMessage, { content, tags }: OutboxWish): void {
		if (content !== null) refused.set(message.key, { message, content, tags });
	}

	/** The first refused text of a room, or of a thread, that waits for a box. */
	function refusedIn(roomId: number, threadId: number | null): RefusedText | undefined {
		return [...refused.values(), ...found(roomId)].find(
			({ message }) => message.roomId === roomId && message.parentMessage === threadId,
		);
	}

	/** Whose message is here by now; the others are asked for. */
	function found(roomId: number): RefusedText[] {
		return [...homeless].flatMap(([id, text]) => {
			const message = text.roomId === roomId ? messageOf(roomId, id) : undefined;
			return message === undefined ? [] : [{ message, content: text.content, tags: text.tags }];
		});
	}

	/** A box has it. */
	function takeRefused({ message }: RefusedText): void {
		refused.delete(message.key);
		homeless.delete(message.id ?? 0);
	}

	async function react(message: ShownMessage, emoji: string, on: boolean): Promise<boolean> {
		const wish = reactionWish(emoji, live().userId, on);
		return await attempt(message, wish, (id) => live().client.request("setReaction", { id, emoji, on }));
	}

	async function pin(message: ShownMessage, on: boolean): Promise<boolean> {
		return await attempt(message, pinWish(on), (id) => live().client.request("setPinned", { id, on }));
	}

	/** It may have been on its way when somebody began to change it. */
	function idOf(message: ShownMessage): number | undefined {
		return message.id ?? messagesOf(message.roomId).storedId(message.clientId);
	}

	/** Draws a wish over the message while the server is asked. */
	async function attempt(
		message: ShownMessage,
		wish: Wish,
		ask: (id: number) => Promise<unknown>,
	): Promise<boolean> {
		const room = messagesOf(message.roomId);
		const id = idOf(message);
		if (id === undefined) return false;
		const held = room.wish(id, wish);
		try {
			await ask(id);
			answered(room, id, held);
			return true;
		} catch (reason) {
			room.wishEnded(id, held);
			useToastsStore().pushError(reason);
			return false;
		}
	}

	function answered(room: RoomMessages, id: number, wish: Wish): void {
		room.wishAnswered(id, wish);
		setTimeout(() => room.wishEnded(id, wish), SHOWN_WITHIN_MS);
	}

	/** What waits in the outbox for a stored message is drawn over it. */
	function wishedBefore({ clientId, roomId, messageId, wish }: Readonly<OutboxEntry>): void {
		if (!messageId || !wish) return;
		const drawn = textWish(wish.content, { ...wish.tags }, Date.now());
		queued.set(clientId, { messageId, wish: messagesOf(roomId).wish(messageId, drawn) });
	}

	function wishEnded(
		{ clientId, roomId, wish }: Readonly<OutboxEntry>,
		outcome: MessageEditReply | ApiError,
	): void {
		const known = queued.get(clientId);
		queued.delete(clientId);
		awaited.get(clientId)?.(!(outcome instanceof ApiError));
		awaited.delete(clientId);
		if (known === undefined) return;
		const room = messagesOf(roomId);
		if (!(outcome instanceof ApiError)) return answered(room, known.messageId, known.wish);
		room.wishEnded(known.messageId, known.wish);
		useToastsStore().pushError(outcome);
		const message = room.shown.get(known.messageId);
		if (message !== undefined && wish) giveBack(message, wish);
		else if (wish && wish.content !== null)
			homeless.set(known.messageId, { roomId, content: wish.content, tags: wish.tags });
	}

	/** Earlier texts, the oldest first; fails with an ApiError. */
	async function history(id: number): Promise<MessageVersion[]> {
		return (await live().client.request("loadMessageHistory", { id })).versions;
	}

	/** The room's pinned messages, the last pinned first; fails with an ApiError. */
	async function loadPinned(roomId: number): Promise<MessageView[]> {
		return await shelve(roomId, live().client.request("loadPinned", { roomId }));
	}

	/** Threads by their newest reply, a page; fails with an ApiError. */
	async function loadThreads(roomId: number, before?: number): Promise<MessageView[]> {
		return await shelve(roomId, live().client.request("loadThreads", { roomId, before }));
	}

	/** What events say before the answer is here is newer than the answer. */
	async function shelve(roomId: number, asked: Promise<Listed>): Promise<MessageView[]> {
		const room = messagesOf(roomId);
		const end = room.beginRead();
		try {
			const { content: first, rest } = await asked;
			const content = room.upToDate([...first, ...(await those(roomId, rest))]);
			room.addLoose(content);
			return content;
		} finally {
			end();
		}
	}

	/** Those that did not fit into an answer, in the order of their ids. */
	async function those(roomId: number, ids: number[]): Promise<MessageView[]> {
		const found = new Map<number, MessageView>();
		let left = ids;
		while (left.length > 0) {
			const asked = { roomId, messagesIds: left };
			const { content, rest } = await live().client.request("loadMessagesByIds", asked);
			content.forEach((message) => found.set(message.id, message));
			left = rest.length < left.length ? rest : [];
		}
		return ids.flatMap((id) => found.get(id) ?? []);
	}

	function clear(): void {
		[queued, awaited, refused, homeless].forEach((each) => each.clear());
	}

	const deeds = { send, retry, discard, edit, remove, react, pin, refusedIn, takeRefused };
	return { ...deeds, history, loadPinned, loadThreads, wishedBefore, wishEnded, clear };
}

function sameTags(a: Tags, b: Tags): boolean {
	const keys = Object.keys(a);
	return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
