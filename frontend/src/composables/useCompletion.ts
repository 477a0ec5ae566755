/* What is offered while one writes "@somebody" or ":an emoji": the list, the one that is chosen, and putting it into the text. */
import { computed, nextTick, ref, shallowRef, watch, type Ref } from "vue";

import { loadEmoji, usedEmoji } from "@/composables/emoji";
import type { Mentionable } from "@/composables/useMentionables";
import { inTone, type Emoji } from "@/utils/emoji/catalogue";
import { applyEdit } from "@/utils/textEdit";

export type Offer =
	| { readonly kind: "person"; readonly key: string; readonly person: Mentionable }
	| { readonly kind: "emoji"; readonly key: string; readonly emoji: Emoji };

interface Trigger {
	readonly kind: Offer["kind"];
	readonly query: string;
	/** Where the "@" or ":" stands. */
	readonly from: number;
}

export interface CompletionSources {
	readonly area: Readonly<Ref<HTMLTextAreaElement | null>>;
	readonly text: Readonly<Ref<string>>;
	readonly language: Readonly<Ref<string>>;
	/** 0: the usual one. */
	readonly skin: Readonly<Ref<number>>;
	search(query: string): Promise<readonly Mentionable[]>;
	picked(person: Mentionable): void;
}

const OFFERS_MAX = 8;
const person = /(?:^|[\s(])@([\p{L}\p{N}_.'’-]*(?: [\p{L}\p{N}_.'’-]+){0,2})$/u;
const emoji = /(?:^|[\s(]):([\p{L}\p{N}_+-]{2,})$/u;
const wholeEmoji = /(?:^|[\s(]):([\w+-]{2,}):$/;

/** What is being written before the caret, if it is one of these. */
export function triggerBefore(text: string, caret: number): Trigger | null {
	const before = text.slice(0, caret);
	for (const [kind, pattern] of [
		["person", person],
		["emoji", emoji],
	] as const) {
		const query = pattern.exec(before)?.[1];
		if (query !== undefined) return { kind, query, from: caret - query.length - 1 };
	}
	return null;
}

export function useCompletion(sources: CompletionSources) {
	const { area, text, language, skin } = sources;
	const offers = shallowRef<readonly Offer[]>([]);
	const chosen = ref(0);
	const trigger = shallowRef<Trigger | null>(null);
	/** Esc was pressed at this place. */
	let refused = -1;
	let turn = 0;

	const open = computed(() => offers.value.length > 0);

	async function find({ kind, query }: Trigger): Promise<readonly Offer[]> {
		if (kind === "person") {
			const people = await sources.search(query);
			return people.map((each) => ({ kind, key: `person-${each.userId}`, person: each }));
		}
		const catalogue = await loadEmoji(language.value);
		return catalogue
			.search(query, OFFERS_MAX)
			.map((each) => ({ kind, key: `emoji-${each.shortNames[0]}`, emoji: each }));
	}

	async function look(): Promise<void> {
		const caret = area.value?.selectionEnd ?? 0;
		const found = area.value?.selectionStart === caret ? triggerBefore(text.value, caret) : null;
		const mine = ++turn;
		trigger.value = found;
		if (found === null || found.from !== refused) refused = -1;
		const list = found === null || refused >= 0 ? [] : await find(found).catch(() => []);
		if (mine !== turn) return;
		offers.value = list;
		chosen.value = 0;
	}

	function close(): void {
		turn++;
		offers.value = [];
	}

	async function take(offer: Offer): Promise<void> {
		const at = trigger.value;
		if (area.value === null || at === null) return;
		close();
		put(at.from, at.from + 1 + at.query.length, wordsOf(offer));
		if (offer.kind === "person") sources.picked(offer.person);
		await nextTick();
		close();
	}

	function wordsOf(offer: Offer): string {
		if (offer.kind === "person") return `@${offer.person.name} `;
		const picture = inTone(offer.emoji, skin.value);
		usedEmoji(picture);
		return `${picture} `;
	}

	function put(from: number, to: number, insert: string): void {
		if (area.value === null) return;
		// A space that is there already is not doubled.
		const words = text.value[to] === " " ? insert.trimEnd() : insert;
		const end = from + insert.length;
		applyEdit(area.value, { from, to, insert: words, start: end, end });
	}

	/** ":smile:" written out becomes the picture. */
	async function replaceWhole(): Promise<void> {
		const caret = area.value?.selectionEnd ?? 0;
		const name = wholeEmoji.exec(text.value.slice(0, caret))?.[1];
		if (name === undefined) return;
		const catalogue = await loadEmoji(language.value).catch(() => null);
		const found = catalogue?.search(name, OFFERS_MAX).find(({ shortNames }) => shortNames.includes(name));
		const still = text.value.slice(caret - name.length - 2, caret) === `:${name}:`;
		if (found && still) put(caret - name.length - 2, caret, inTone(found, skin.value));
	}

	const keys: Record<string, (count: number) => void> = {
		ArrowDown: (count) => (chosen.value = (chosen.value + 1) % count),
		ArrowUp: (count) => (chosen.value = (chosen.value - 1 + count) % count),
		Enter: () => takeChosen(),
		Tab: () => takeChosen(),
		Escape: () => {
			refused = trigger.value?.from ?? -1;
			close();
		},
	};

	function takeChosen(): void {
		const offer = offers.value[chosen.value];
		if (offer !== undefined) void take(offer);
	}

	/** True: the key was for the list. */
	function onKeydown(event: KeyboardEvent): boolean {
		const act = keys[event.key];
		if (!open.value || act === undefined || event.shiftKey || event.isComposing) return false;
		event.preventDefault();
		event.stopPropagation();
		act(offers.value.length);
		return true;
	}

	watch(text, async () => {
		await nextTick();
		await look();
		if (text.value[(area.value?.selectionEnd ?? 0) - 1] === ":") await replaceWhole();
	});
	return { offers, chosen, open, take, close, look, onKeydown };
}
