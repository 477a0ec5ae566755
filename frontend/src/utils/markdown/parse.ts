/* Markdown to our tree. What cannot be shown safely, or would show nothing, is shown as it was typed. */
import type { Token, Tokens } from "marked";

import { splitMentions } from "../mentions";
import { plainBlocks, type Align, type Block, type Inline, type ListItem } from "./ast";
import { isTame } from "./bounds";
import { tokensOf } from "./lexer";
import { safeAddress } from "./links";

const CACHED = 3_000;
/** By content, the latest used last. */
const cache = new Map<string, readonly Block[]>();

/** The same tree for the same text. */
export function parseMarkdown(content: string): readonly Block[] {
	const known = cache.get(content);
	const blocks = known ?? parse(content);
	if (known !== undefined) cache.delete(content);
	else if (cache.size >= CACHED) cache.delete(cache.keys().next().value ?? "");
	cache.set(content, blocks);
	return blocks;
}

function parse(content: string): readonly Block[] {
	if (!isTame(content)) return plainBlocks(content);
	try {
		const blocks = blocksOf(tokensOf(content));
		return blocks.some(showsSomething) ? blocks : plainBlocks(content);
	} catch {
		// A text that the lexer does not get through is shown as it is.
		return plainBlocks(content);
	}
}

/** One that shows nothing would hide what somebody sent. */
function showsSomething(block: Block): boolean {
	if (block.kind === "rule" || block.kind === "table") return true;
	if (block.kind === "code") return block.text !== "";
	if (block.kind === "list") return block.items.some((item) => item.children.some(showsSomething));
	return block.kind === "quote" ? block.children.some(showsSomething) : block.children.length > 0;
}

const makers: Record<string, (token: Token) => Block | null> = {
	paragraph: (token) => paragraph(token),
	text: (token) => paragraph(token),
	heading: (token) => heading(token as Tokens.Heading),
	blockquote: (token) => ({ kind: "quote", children: blocksOf((token as Tokens.Blockquote).tokens) }),
	code: (token) => code(token as Tokens.Code),
	list: (token) => list(token as Tokens.List),
	table: (token) => table(token as Tokens.Table),
	hr: () => ({ kind: "rule" }),
};

/** Paragraphs with only empty lines between them stay one, with these lines. */
function blocksOf(tokens: readonly Token[]): Block[] {
	const blocks: Block[] = [];
	let gap = "";
	for (const token of tokens) {
		if (token.type === "space") {
			gap += token.raw;
			continue;
		}
		const block = makers[token.type]?.(token) ?? null;
		const last = blocks.at(-1);
		if (block?.kind === "paragraph" && last?.kind === "paragraph")
			join(last.children as Inline[], gap, block.children);
		else if (block !== null) blocks.push(block);
		gap = "";
	}
	return blocks;
}

/** Into the first of the two, which nobody else has yet: there may be thousands. */
function join(before: Inline[], gap: string, after: readonly Inline[]): void {
	const breaks = "\n".repeat(Math.max(1, gap.split("\n").length - 1));
	append(before, [{ kind: "text", text: breaks }, ...after]);
}

function paragraph(token: Token): Block {
	const { tokens, raw } = token as Tokens.Paragraph;
	return { kind: "paragraph", children: inlinesOf(tokens ?? [textToken(raw)]) };
}

function heading({ depth, tokens, raw }: Tokens.Heading): Block {
	const children = inlinesOf(tokens);
	return children.length > 0
		? { kind: "heading", level: depth, children }
		: { kind: "paragraph", children: inlinesOf([textToken(raw)]) };
}

function code({ lang, text }: Tokens.Code): Block {
	const [language = ""] = (lang ?? "").trim().toLowerCase().split(/\s/);
	return { kind: "code", language: /^[\w+#.-]{1,24}$/.test(language) ? language : "", text };
}

function list({ ordered, start, items }: Tokens.List): Block {
	return { kind: "list", start: ordered ? Number(start) : null, items: items.map(item) };
}

function item({ task, checked, tokens }: Tokens.ListItem): ListItem {
	return {
		checked: task ? checked === true : null,
		children: blocksOf(tokens.filter(({ type }) => type !== "checkbox")),
	};
}

const aligns: Record<string, Align> = { left: "start", center: "center", right: "end" };

function table({ align, header, rows }: Tokens.Table): Block {
	const cells = (row: Tokens.TableCell[]): Inline[][] => row.map(({ tokens }) => inlinesOf(tokens));
	return {
		kind: "table",
		aligns: align.map((side) => aligns[side ?? ""] ?? null),
		head: cells(header),
		rows: rows.map(cells),
	};
}

function textToken(text: string): Token {
	return { type: "text", raw: text, text, escaped: false };
}

const inlineMakers: Record<string, (token: Token) => readonly Inline[]> = {
	escape: (token) => splitMentions((token as Tokens.Escape).text),
	codespan: (token) => [{ kind: "code", text: (token as Tokens.Codespan).text }],
	br: () => [{ kind: "text", text: "\n" }],
	strong: (token) => [{ kind: "strong", children: inlinesOf((token as Tokens.Strong).tokens) }],
	em: (token) => [{ kind: "em", children: inlinesOf((token as Tokens.Em).tokens) }],
	del: (token) => struck(token as Tokens.Del),
	link: (token) => link(token as Tokens.Link),
	image: (token) => image(token as Tokens.Image),
	checkbox: () => [],
};

function inlinesOf(tokens: readonly Token[]): Inline[] {
	return merged(tokens.flatMap((token) => inlineMakers[token.type]?.(token) ?? splitMentions(token.raw)));
}

/** Neighbouring texts become one. */
function merged(inlines: readonly Inline[]): Inline[] {
	const result: Inline[] = [];
	append(result, inlines);
	return result;
}

function append(result: Inline[], inlines: readonly Inline[]): void {
	for (const inline of inlines) {
		const last = result.at(-1);
		if (inline.kind === "text" && last?.kind === "text")
			result.splice(-1, 1, { kind: "text", text: last.text + inline.text });
		else result.push(inline);
	}
}

/** One tilde means "about". */
function struck({ raw, tokens }: Tokens.Del): readonly Inline[] {
	if (raw.startsWith("~~")) return [{ kind: "del", children: inlinesOf(tokens) }];
	return [{ kind: "text", text: "~" }, ...inlinesOf(tokens), { kind: "text", text: "~" }];
}

function link({ raw, href, text, autolink, tokens }: Tokens.Link): readonly Inline[] {
	const address = safeAddress(href);
	const children = inlinesOf(tokens);
	if (address === null || children.length === 0) return splitMentions(raw);
	return [{ kind: "link", href: address, bare: autolink === true || text === href, children }];
}

/** A picture of another site would tell that site who reads: it is a link. */
function image({ raw, href, text }: Tokens.Image): readonly Inline[] {
	const address = safeAddress(href);
	if (address === null) return splitMentions(raw);
	return [
		{
			kind: "link",
			href: address,
			bare: text === "",
			children: [{ kind: "text", text: text || address }],
		},
	];
}
