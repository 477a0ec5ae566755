/*
 * What a message's text means: plain text with line breaks, `code`, blocks between ``` fences, and links. Nothing else is markup, so nothing that
 * somebody typed disappears. The result is a tree for drawing; it never becomes HTML.
 */

export type Inline = { kind: "text" | "code"; text: string } | { kind: "link"; text: string; href: string };
export type Block = { kind: "lines"; inlines: Inline[] } | { kind: "code"; text: string };

const fence = /^```[^\S\n]*([\w+#.-]*)[^\S\n]*\n([\s\S]*?)\n?```[^\S\n]*$/gm;
const inlineCode = /(?<!`)(`{1,3})(?!`)([\s\S]*?[^`])\1(?!`)/g;
const address = /\bhttps?:\/\/[^\s<>"'`]+/gi;
const bigMax = 3;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const picture = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2})/u;

/** Punctuation after an address belongs to the sentence; a closing bracket only if none was opened in it. */
function trimAddress(found: string): string {
	let end = found.length;
	for (;;) {
		const last = found[end - 1] ?? "";
		const rest = found.slice(0, end - 1);
		const stray = (last === ")" && !rest.includes("(")) || (last === "]" && !rest.includes("["));
		if (!stray && !/[.,;:!?…]/.test(last)) return found.slice(0, end);
		end--;
	}
}

function isAddress(text: string): boolean {
	return URL.canParse(text) && new URL(text).hostname !== "";
}

function linksIn(text: string): Inline[] {
	const inlines: Inline[] = [];
	let at = 0;
	for (const match of text.matchAll(address)) {
		const found = trimAddress(match[0]);
		if (!isAddress(found)) continue;
		if (match.index > at) inlines.push({ kind: "text", text: text.slice(at, match.index) });
		inlines.push({ kind: "link", text: found, href: found });
		at = match.index + found.length;
	}
	if (at < text.length) inlines.push({ kind: "text", text: text.slice(at) });
	return inlines;
}

function inlinesIn(text: string): Inline[] {
	const inlines: Inline[] = [];
	let at = 0;
	for (const match of text.matchAll(inlineCode)) {
		inlines.push(...linksIn(text.slice(at, match.index)));
		inlines.push({ kind: "code", text: match[2] ?? "" });
		at = match.index + match[0].length;
	}
	inlines.push(...linksIn(text.slice(at)));
	return inlines;
}

function addLines(blocks: Block[], text: string): void {
	const trimmed = text.replace(/^\n|\n$/g, "");
	if (trimmed !== "") blocks.push({ kind: "lines", inlines: inlinesIn(trimmed) });
}

export function parseMessage(content: string): Block[] {
	const blocks: Block[] = [];
	let at = 0;
	for (const match of content.matchAll(fence)) {
		addLines(blocks, content.slice(at, match.index));
		blocks.push({ kind: "code", text: match[2] ?? "" });
		at = match.index + match[0].length;
	}
	addLines(blocks, content.slice(at));
	return blocks;
}

/** One to three pictures and nothing else are drawn large. */
export function isOnlyEmoji(content: string): boolean {
	if (content.length > 60) return false;
	const parts = [...graphemes.segment(content)]
		.map(({ segment }) => segment)
		.filter((part) => part.trim() !== "");
	return parts.length > 0 && parts.length <= bigMax && parts.every((part) => picture.test(part));
}
