/* What one can do with a message: one table, from which the toolbar, the menus and the keyboard are made. */
import {
	Copy,
	History,
	Link2,
	MessageSquareReply,
	Pencil,
	Pin,
	PinOff,
	Quote,
	SmilePlus,
	Trash2,
	CircleDot,
} from "@lucide/vue";
import type { Component } from "vue";
import { useRouter } from "vue-router";

import { askComposer } from "@/composables/composerRequest";
import { pickEmoji } from "@/composables/emojiPicker";
import { openMessageDialog } from "@/composables/messageDialogs";
import { useMessagePlace, type MessagePlace } from "@/composables/messagePlace";
import { useCopy } from "@/composables/useCopy";
import { useMentionName } from "@/composables/useMentionName";
import { useI18n } from "@/i18n";
import { useMessagesStore, type ShownMessage } from "@/stores/messages";
import { useReadingStore } from "@/stores/reading";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";
import { useToastsStore } from "@/stores/toasts";
import { hasReacted } from "@/stores/message-wishes";
import { withNames } from "@/utils/mentions";

export interface Deed {
	readonly id: DeedId;
	readonly label: string;
	readonly icon: Component;
	/** One key on a message that has the focus. */
	readonly key?: string;
	readonly danger?: boolean;
	/** `from`: what was pressed. */
	run(from: HTMLElement): void;
}

export type DeedId =
	| "react"
	| "thread"
	| "quote"
	| "edit"
	| "copyText"
	| "copyLink"
	| "pin"
	| "unpin"
	| "unread"
	| "history"
	| "delete";

interface Rights {
	readonly stored: boolean;
	readonly own: boolean;
	readonly moderator: boolean;
	readonly guest: boolean;
	readonly writes: boolean;
}

interface Rule {
	readonly icon: Component;
	readonly key?: string;
	readonly danger?: boolean;
	allowed(message: ShownMessage, rights: Rights, place: MessagePlace): boolean;
}

const alive = ({ deleted }: ShownMessage, { stored }: Rights): boolean => stored && !deleted;

const rules: Record<DeedId, Rule> = {
	react: { icon: SmilePlus, key: "r", allowed: alive },
	thread: {
		icon: MessageSquareReply,
		key: "t",
		allowed: (message, { stored, writes }, { threadId }) =>
			stored && threadId === null && (message.replies > 0 || (writes && !message.deleted)),
	},
	quote: {
		icon: Quote,
		key: "q",
		allowed: (message, rights) => alive(message, rights) && rights.writes,
	},
	edit: {
		icon: Pencil,
		key: "e",
		allowed: ({ deleted }, { own }) => own && !deleted,
	},
	copyText: { icon: Copy, key: "c", allowed: ({ deleted }) => !deleted },
	copyLink: { icon: Link2, key: "l", allowed: (_message, { stored }) => stored },
	pin: {
		icon: Pin,
		key: "p",
		allowed: (message, rights) => alive(message, rights) && mayPin(rights) && !message.pinned,
	},
	unpin: {
		icon: PinOff,
		key: "p",
		allowed: (message, rights) => alive(message, rights) && mayPin(rights) && message.pinned,
	},
	unread: {
		icon: CircleDot,
		key: "u",
		allowed: (_message, { stored, own }, { threadId }) => stored && !own && threadId === null,
	},
	history: {
		icon: History,
		key: "h",
		allowed: (message, rights) =>
			alive(message, rights) && message.edited > 0 && (rights.own || rights.moderator),
	},
	delete: {
		icon: Trash2,
		key: "Delete",
		danger: true,
		allowed: ({ deleted }, { own, moderator }) => !deleted && (own || moderator),
	},
};

function mayPin({ guest, writes }: Rights): boolean {
	return !guest && writes;
}

/** `where`: if not the place of the component itself. */
export function useMessageDeeds(where?: MessagePlace) {
	const { t } = useI18n();
	const router = useRouter();
	const place = where ?? useMessagePlace();
	const messages = useMessagesStore();
	const rooms = useRoomsStore();
	const reading = useReadingStore();
	const session = useSessionStore();
	const toasts = useToastsStore();
	const clipboard = useCopy();
	const nameOf = useMentionName();

	function rightsFor(message: ShownMessage): Rights {
		return {
			stored: message.id !== null && message.state === "stored",
			own: message.userId === session.userId,
			moderator: rooms.isModerator(message.roomId),
			guest: session.isGuest,
			writes: rooms.mayWrite(message.roomId),
		};
	}

	async function copy(text: string): Promise<void> {
		const done = await clipboard.copy(text);
		if (done) toasts.push({ kind: "success", key: "action.copied" });
	}

	/** Adds one's own reaction, or takes it back. */
	function toggle(message: ShownMessage, emoji: string): void {
		const on = !hasReacted(message.reactions, emoji, session.userId ?? 0);
		void messages.react(message, emoji, on);
	}

	async function react(message: ShownMessage, from: HTMLElement): Promise<void> {
		const emoji = await pickEmoji(from);
		if (emoji !== null) toggle(message, emoji);
	}

	/** The way to a message, as one can give it to others. */
	function linkTo({ roomId, id }: ShownMessage): string {
		return `${location.origin}/room/${roomId}/message/${id}`;
	}

	function openThread({ roomId, id }: ShownMessage): void {
		void router.push(`/room/${roomId}/thread/${id}`);
	}

	function markUnread({ roomId, seq }: ShownMessage): void {
		if (seq !== null) void reading.markUnread(roomId, seq).catch(toasts.pushError);
	}

	const { threadId } = place;
	const runs: Record<DeedId, (message: ShownMessage, from: HTMLElement) => void> = {
		react: (message, from) => void react(message, from),
		thread: openThread,
		quote: (message) => askComposer({ roomId: message.roomId, threadId, kind: "quote", message }),
		edit: (message) => askComposer({ roomId: message.roomId, threadId, kind: "edit", message }),
		copyText: (message) => void copy(withNames(message.content ?? "", message.tags, nameOf)),
		copyLink: (message) => void copy(linkTo(message)),
		pin: (message) => void messages.pin(message, true),
		unpin: (message) => void messages.pin(message, false),
		unread: markUnread,
		history: (message) => openMessageDialog({ kind: "history", message, threadId }),
		delete: (message) => openMessageDialog({ kind: "delete", message, threadId }),
	};

	function deedsFor(message: ShownMessage): Deed[] {
		const rights = rightsFor(message);
		const ids = Object.keys(rules) as DeedId[];
		return ids
			.filter((id) => rules[id].allowed(message, rights, place))
			.map((id) => {
				const { icon, key, danger } = rules[id];
				const own = {
					id,
					label: t(`messages.deeds.${id}`),
					icon,
					run: (from: HTMLElement) => runs[id](message, from),
				};
				return { ...own, ...(key ? { key } : {}), ...(danger ? { danger } : {}) };
			});
	}

	return { deedsFor, toggle };
}
