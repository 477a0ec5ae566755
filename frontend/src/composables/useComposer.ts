/*
 * Writing a message in a room or a thread: what is written is kept as a draft, Enter sends (not in the middle of composing a character), the length the server takes,
 * answering a message by quoting it, and changing one that was written before.
 */
import { useMediaQuery } from "@vueuse/core";
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";

import { composerRequest, takeRequest } from "@/composables/composerRequest";
import { onApple } from "@/composables/shortcuts";
import { useDraft } from "@/composables/useDraft";
import { useMentionables, type Mentionable } from "@/composables/useMentionables";
import { useMentionName } from "@/composables/useMentionName";
import { useDraftsStore } from "@/stores/drafts";
import { useMessagesStore, type RefusedText, type ShownMessage } from "@/stores/messages";
import { useRoomsStore } from "@/stores/rooms";
import { useSessionStore } from "@/stores/session";
import { useSettingsStore } from "@/stores/settings";
import { encodeMentions, tagOf, withNames, type Named } from "@/utils/mentions";

const bytesMax = 20_000;
const warnBytes = 1000;
const encoder = new TextEncoder();

export function useComposer(roomId: number, threadId: number | null = null) {
	const messages = useMessagesStore();
	const rooms = useRoomsStore();
	const session = useSessionStore();
	const settings = useSettingsStore();
	const nameOf = useMentionName();
	const { known, search } = useMentionables(roomId);
	const touch = useMediaQuery("(pointer: coarse)");
	const draft = useDraft(roomId, threadId);
	const drafts = useDraftsStore();
	/** The text of a message that is being changed; the draft waits. */
	const changed = ref("");
	const editing = shallowRef<ShownMessage | null>(null);
	const quoting = shallowRef<ShownMessage | null>(null);
	/** The draft when a change was sent: it waits, and nobody is writing it. */
	const resting = ref("");
	/** People that were chosen from the list; of several with one name, the chosen is meant. */
	let picked: Named[] = [];

	const text = computed({
		get: () => (editing.value === null ? draft.value : changed.value),
		set(value) {
			if (editing.value === null) draft.value = value;
			else changed.value = value;
		},
	});
	const left = computed(() => bytesMax - encoder.encode(text.value.trim()).length);
	const nearLimit = computed(() => left.value < warnBytes);
	const sendable = computed(() => text.value.trim() !== "" && left.value >= 0);

	function pick(person: Mentionable): void {
		picked.push(person);
	}

	/** Takes the text of a message into the box, or what it was to become. */
	function edit(
		message: ShownMessage,
		{ content, tags } = message as Pick<ShownMessage, "content" | "tags">,
	): void {
		if (message.deleted) return;
		picked = Object.keys(tags).map((symbol) => {
			const userId = tagOf(tags, symbol) ?? 0;
			return { userId, name: nameOf(userId) };
		});
		changed.value = withNames(content ?? "", tags, nameOf);
		editing.value = message;
		quoting.value = null;
	}

	/** What a message was to become, and cannot any more, is kept as a draft. */
	function keep(words: string): void {
		draft.value = [draft.value, words].filter((part) => part.trim() !== "").join("\n");
	}

	function takeBack(refused: RefusedText): void {
		messages.takeRefused(refused);
		const { message, content, tags } = refused;
		if (message.deleted) keep(withNames(content, tags, nameOf));
		else edit(message, refused);
	}

	/** The text is not any more what the message is. */
	function hasChanged({ content, tags }: ShownMessage): boolean {
		return changed.value !== withNames(content ?? "", tags, nameOf);
	}

	/** One goes elsewhere: a change that was not sent, or the message one answers, is there again when one comes back. Not if one is out of the room. */
	function putAside(): void {
		if (rooms.byId(roomId) === undefined) return;
		const message = editing.value;
		if (message !== null && hasChanged(message))
			drafts.putAside({ message, edit: { words: changed.value, picked } }, threadId);
		if (quoting.value !== null) drafts.putAside({ message: quoting.value, edit: null }, threadId);
	}

	function isDeleted(id: number | null | undefined): boolean {
		return Boolean(id && messages.message(roomId, id)?.deleted);
	}

	function takeUp(): void {
		const aside = drafts.takeAside(roomId, threadId);
		if (aside === undefined) return;
		const { message, edit } = aside;
		if (edit === null) {
			quoting.value = message;
			return;
		}
		picked = [...edit.picked];
		changed.value = edit.words;
		editing.value = message;
	}

	function leaveEditing(): void {
		editing.value = null;
		picked = [];
	}

	function quote(message: ShownMessage): void {
		leaveEditing();
		quoting.value = message;
	}

	/** The newest that one wrote here and can still change. */
	function lastOwn(): ShownMessage | undefined {
		const { items } = threadId === null ? messages.window(roomId) : messages.thread(roomId, threadId);
		return items.findLast(({ userId, deleted }) => userId === session.userId && !deleted);
	}

	function editLast(): boolean {
		const last = lastOwn();
		if (last !== undefined) edit(last);
		return last !== undefined;
	}

	/** Esc: one thing after the other. */
	function leave(): boolean {
		if (editing.value !== null) leaveEditing();
		else if (quoting.value !== null) quoting.value = null;
		else return false;
		return true;
	}

	function submit(): void {
		if (!sendable.value) return;
		const said = encodeMentions(text.value.trim(), [...picked, ...known.value]);
		if (editing.value !== null) {
			void messages.edit(editing.value, said);
			resting.value = draft.value;
			leaveEditing();
			return;
		}
		messages.send(roomId, said, { parentMessage: threadId, quotedMessage: quoting.value?.id ?? null });
		draft.value = "";
		quoting.value = null;
		picked = [];
	}

	function isSending(event: KeyboardEvent): boolean {
		const composing = event.isComposing || event.keyCode === 229; // 229: Safari ends a composition before its keydown
		if (event.key !== "Enter" || composing || event.altKey) return false;
		if (onApple ? event.metaKey : event.ctrlKey) return true;
		return settings.current.enterSends && !event.shiftKey && !touch.value;
	}

	function onKeydown(event: KeyboardEvent): void {
		if (event.key === "Escape" && leave()) {
			event.preventDefault();
			event.stopPropagation();
		}
		if (event.key === "ArrowUp" && text.value === "" && !event.shiftKey && editLast())
			event.preventDefault();
		if (!isSending(event)) return;
		event.preventDefault();
		submit();
	}

	takeUp();
	onScopeDispose(putAside);
	watch(
		composerRequest,
		(request) => {
			if (request?.roomId !== roomId || request.threadId !== threadId) return;
			takeRequest();
			if (request.kind === "edit") edit(request.message);
			else quote(request.message);
		},
		{ immediate: true },
	);
	/** It was deleted meanwhile; what one made of it is not lost. */
	watch(
		() => isDeleted(editing.value?.id),
		(deleted) => {
			const before = editing.value;
			if (!deleted || before === null) return;
			const lost = hasChanged(before);
			leaveEditing();
			if (lost) keep(changed.value);
		},
		{ immediate: true },
	);
	/** Nobody answers what is not there any more. */
	watch(
		() => isDeleted(quoting.value?.id),
		(deleted) => {
			if (deleted) quoting.value = null;
		},
		{ immediate: true },
	);
	/** A change that was refused comes back, but not in the middle of writing something else. */
	watch(
		() => {
			const idle = editing.value === null && (draft.value === "" || draft.value === resting.value);
			return idle ? messages.refusedIn(roomId, threadId) : undefined;
		},
		(refused) => {
			if (refused !== undefined) takeBack(refused);
		},
		{ immediate: true },
	);

	const state = { text, editing, quoting, left, nearLimit, sendable, touch };
	return { ...state, search, pick, edit, quote, leave, submit, onKeydown };
}
