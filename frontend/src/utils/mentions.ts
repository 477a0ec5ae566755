/*
 * People in a text. On the wire each is one placeholder symbol, U+3501 to U+3600, and `tags` says who it is: a userId, 0 for everybody, -1 for
 * everybody who is here. A symbol without a tag is the character that it is.
 */
import type { Inline } from "./markdown/ast";

export type Tags = Readonly<Record<string, number>>;

export const EVERYBODY = 0;
export const EVERYBODY_HERE = -1;

const FIRST = 0x3501;
const LAST = 0x3600;
const symbols = /[\u3501-\u3600]/;
const splitter = /([\u3501-\u3600])/;

/** A text with its placeholders apart. */
export function splitMentions(text: string): Inline[] {
	if (!symbols.test(text)) return text === "" ? [] : [{ kind: "text", text }];
	return text
		.split(splitter)
		.filter((part) => part !== "")
		.map((part) =>
			part.length === 1 && symbols.test(part)
				? { kind: "mention", symbol: part }
				: { kind: "text", text: part },
		);
}

/** The text with names for its placeholders. */
export function withNames(text: string, tags: Tags, nameOf: (userId: number) => string): string {
	if (!symbols.test(text)) return text;
	return text.replace(/[\u3501-\u3600]/g, (symbol) => {
		const userId = tagOf(tags, symbol);
		return userId === null ? symbol : `@${nameOf(userId)}`;
	});
}

/** Whom a symbol stands for; null: nobody. */
export function tagOf(tags: Tags, symbol: string): number | null {
	const userId = Object.hasOwn(tags, symbol) ? tags[symbol] : undefined;
	return typeof userId === "number" && Number.isSafeInteger(userId) && userId >= EVERYBODY_HERE
		? userId
		: null;
}

/** Whom a message mentions. */
export function isMentioned(tags: Tags, userId: number): boolean {
	return Object.values(tags).some((tagged) => tagged === userId || tagged <= EVERYBODY);
}

export interface Named {
	readonly userId: number;
	readonly name: string;
}

/** What goes on the wire: each "@name" of somebody that was picked becomes a symbol; symbols that were typed stay what they are. */
export function encodeMentions(text: string, picked: readonly Named[]): { content: string; tags: Tags } {
	const byLength = [...picked]
		.filter(({ name }) => name !== "")
		.sort((a, b) => b.name.length - a.name.length);
	const free = freeSymbols(text);
	const tags: Record<string, number> = {};
	const known = new Map<number, string>();
	let content = text;
	for (const { userId, name } of byLength) {
		if (!content.includes(`@${name}`)) continue;
		const symbol = known.get(userId) ?? free.next().value;
		if (symbol === undefined) break;
		known.set(userId, symbol);
		const replaced = replaceNames(content, `@${name}`, symbol);
		if (replaced === content) continue;
		content = replaced;
		tags[symbol] = userId;
	}
	return { content, tags };
}

/** Only whole names: "@Ann" is not found in "@Annette". */
function replaceNames(text: string, name: string, symbol: string): string {
	return text.split(name).reduce((before, after) => {
		const inWord = /[\p{L}\p{N}_]$/u.test(before) || /^[\p{L}\p{N}_]/u.test(after);
		return before + (inWord ? name : symbol) + after;
	});
}

function* freeSymbols(text: string): Generator<string, undefined> {
	for (let code = FIRST; code <= LAST; code++) {
		const symbol = String.fromCharCode(code);
		if (!text.includes(symbol)) yield symbol;
	}
	return undefined;
}
