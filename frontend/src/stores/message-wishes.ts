/*
 * What one has asked of messages and the server has not shown yet: it is drawn at once over what the server said. A wish ends when it is refused, or when,
 * after the answer, the message comes as wished; should that event be about something older, then a moment after the answer.
 */
import type { MessageView, Reaction } from "../api/protocol.gen";
import type { ShownMessage } from "./shown-message";

/** What of a message one can change, in whatever form it is here. */
export type Wishable = Pick<ShownMessage, "content" | "tags" | "deleted" | "edited" | "reactions" | "pinned">;

export interface Wish {
	/** A later wish with the same subject takes its place: "text", "pin", "reaction/👍". */
	readonly subject: string;
	apply<M extends Wishable>(message: M): M;
	/** The server's message is as wished. */
	isMet(view: MessageView): boolean;
}

interface Held extends Wish {
	answered: boolean;
}

export class MessageWishes {
	/** By message id, in the order wished. */
	readonly #held = new Map<number, Held[]>();

	add(messageId: number, wish: Wish): Wish {
		const others = this.#of(messageId).filter(({ subject }) => subject !== wish.subject);
		const held: Held = { ...wish, answered: false };
		this.#held.set(messageId, [...others, held]);
		return held;
	}

	/** The server agreed. */
	answered(messageId: number, wish: Wish, view: MessageView | undefined): void {
		const held = this.#of(messageId).find((each) => each === wish);
		if (held === undefined) return;
		held.answered = true;
		if (view !== undefined) this.arrived(view);
	}

	/** It was refused, or has been answered for long. */
	end(messageId: number, wish: Wish): void {
		this.#keep(messageId, (held) => held !== wish);
	}

	/** The server's message came. */
	arrived(view: MessageView): void {
		this.#keep(view.id, (held) => !held.answered || !held.isMet(view));
	}

	/** The message as wished; the very same when nothing is. */
	apply<M extends Wishable & { readonly id: number | null }>(message: M): M {
		return this.#of(message.id ?? 0).reduce((shown, wish) => wish.apply(shown), message);
	}

	clear(): void {
		this.#held.clear();
	}

	#of(messageId: number): Held[] {
		return this.#held.get(messageId) ?? [];
	}

	#keep(messageId: number, keep: (held: Held) => boolean): void {
		const left = this.#of(messageId).filter(keep);
		if (left.length > 0) this.#held.set(messageId, left);
		else this.#held.delete(messageId);
	}
}

export function textWish(content: string | null, tags: Record<string, number>, now: number): Wish {
	return {
		subject: "text",
		apply: (message) => ({ ...message, content, tags, deleted: content === null, edited: now }),
		isMet: (view) => (content === null ? view.deleted : view.content === content),
	};
}

export function pinWish(on: boolean): Wish {
	return {
		subject: "pin",
		apply: (message) => ({ ...message, pinned: on }),
		isMet: (view) => view.pinned === on,
	};
}

export function reactionWish(emoji: string, userId: number, on: boolean): Wish {
	return {
		subject: `reaction/${emoji}`,
		apply: (message) => ({ ...message, reactions: withReaction(message.reactions, emoji, userId, on) }),
		isMet: (view) => hasReacted(view.reactions, emoji, userId) === on,
	};
}

export function hasReacted(reactions: readonly Reaction[], emoji: string, userId: number): boolean {
	return reactions.some((reaction) => reaction.emoji === emoji && reaction.users.includes(userId));
}

function withReaction(
	reactions: readonly Reaction[],
	emoji: string,
	userId: number,
	on: boolean,
): Reaction[] {
	if (hasReacted(reactions, emoji, userId) === on) return [...reactions];
	if (!reactions.some((reaction) => reaction.emoji === emoji))
		return [...reactions, { emoji, count: 1, users: [userId] }];
	return reactions
		.map((reaction) => (reaction.emoji === emoji ? amended(reaction, userId, on) : reaction))
		.filter(({ count }) => count > 0);
}

function amended({ emoji, count, users }: Reaction, userId: number, on: boolean): Reaction {
	const others = users.filter((id) => id !== userId);
	return { emoji, count: count + (on ? 1 : -1), users: on ? [...others, userId] : others };
}
