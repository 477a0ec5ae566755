/* Draws the tree of a message's text. Everything becomes an element made here, so that no text is ever read as markup. */
import { h, type Component, type VNode, type VNodeArrayChildren } from "vue";

import type { Block, Inline, ListItem } from "@/utils/markdown/ast";
import { ownPath } from "@/utils/markdown/links";
import { EVERYBODY, tagOf, withNames, type Tags } from "@/utils/mentions";

export interface NodeContext {
	readonly tags: Tags;
	readonly ownId: number | null;
	readonly origin: string;
	/** Draws a block of code; props `language` and `text`. */
	readonly code: Component;
	readonly texts: { readonly table: string; readonly done: string; readonly open: string };
	nameOf(userId: number): string;
	openPerson(userId: number, from: HTMLElement): void;
	openPath(path: string): void;
}

/** Another site learns nothing of this one, and gets no handle on it. */
const outside = { target: "_blank", rel: "noopener noreferrer nofollow" };

const boxed = new Set<Block["kind"]>(["code", "table", "rule"]);

/** The blocks, and behind the last word what `tail` holds. */
export function drawBlocks(blocks: readonly Block[], context: NodeContext, tail: VNode[] = []): VNode[] {
	const last = blocks.at(-1);
	const inside = last?.kind === "paragraph" || last?.kind === "heading";
	const drawn = blocks.map((block, at) =>
		drawBlock(block, context, { tail: inside && at === blocks.length - 1 ? tail : [], dir: "auto" }),
	);
	if (!inside && tail.length > 0)
		drawn.push(h("p", { class: { after: boxed.has(last?.kind ?? "rule") } }, tail));
	return drawn;
}

/** Blocks in a list or a quote: that one has the direction of all that is in it. */
function drawInner(blocks: readonly Block[], context: NodeContext): VNode[] {
	return blocks.map((block) => drawBlock(block, context, { tail: [] }));
}

interface Around {
	readonly tail: readonly VNode[];
	/** Not given: as what it stands in. */
	readonly dir?: "auto";
}

function drawBlock(block: Block, context: NodeContext, { tail, dir }: Around): VNode {
	switch (block.kind) {
		case "paragraph":
			return h("p", { dir }, [...drawInlines(block.children, context), ...tail]);
		case "heading": {
			const level = `level-${Math.min(block.level, 4)}`;
			return h("p", { class: ["heading", level], dir }, [
				...drawInlines(block.children, context),
				...tail,
			]);
		}
		case "quote":
			return h("blockquote", { dir }, drawInner(block.children, context));
		case "code": {
			const text = withNames(block.text, context.tags, context.nameOf);
			return h(context.code, { language: block.language, text });
		}
		case "list":
			return drawList(block, context, dir);
		case "table":
			return drawTable(block, context);
		case "rule":
			return h("hr");
	}
}

function drawList({ start, items }: Block & { kind: "list" }, context: NodeContext, dir?: "auto"): VNode {
	const lines = items.map((item) => drawItem(item, context));
	return start === null ? h("ul", { dir }, lines) : h("ol", { start, dir }, lines);
}

function drawItem({ checked, children }: ListItem, context: NodeContext): VNode {
	if (checked === null) return h("li", drawInner(children, context));
	const label = checked ? context.texts.done : context.texts.open;
	const box = h("span", { class: ["task", { checked }], role: "img", "aria-label": label });
	return h("li", { class: "todo" }, [box, h("div", drawInner(children, context))]);
}

function drawTable({ aligns, head, rows }: Block & { kind: "table" }, context: NodeContext): VNode {
	const row = (cells: readonly (readonly Inline[])[], tag: "th" | "td"): VNode =>
		h(
			"tr",
			cells.map((cell, at) =>
				h(tag, { dir: "auto", class: `align-${aligns[at] ?? "start"}` }, drawInlines(cell, context)),
			),
		);
	const body = rows.map((cells) => row(cells, "td"));
	return h("div", { class: "table", role: "group", tabindex: 0, "aria-label": context.texts.table }, [
		h("table", [h("thead", row(head, "th")), h("tbody", body)]),
	]);
}

function drawInlines(inlines: readonly Inline[], context: NodeContext): VNodeArrayChildren {
	return inlines.map((inline) => drawInline(inline, context));
}

function drawInline(inline: Inline, context: NodeContext): VNode | string {
	switch (inline.kind) {
		case "text":
			return inline.text;
		case "code":
			return h("code", { dir: "ltr" }, withNames(inline.text, context.tags, context.nameOf));
		case "mention":
			return drawMention(inline.symbol, context);
		case "link":
			return drawLink(inline, context);
		default:
			return h(inline.kind, drawInlines(inline.children, context));
	}
}

function drawMention(symbol: string, context: NodeContext): VNode | string {
	const userId = tagOf(context.tags, symbol);
	if (userId === null) return symbol;
	const name = `@${context.nameOf(userId) || "…"}`;
	const own = userId <= EVERYBODY || userId === context.ownId;
	if (userId <= EVERYBODY) return h("span", { class: ["mention", { own }] }, name);
	const open = (event: Event): void => context.openPerson(userId, event.currentTarget as HTMLElement);
	return h("button", { type: "button", class: ["mention", { own }], onClick: open }, name);
}

function drawLink(link: Inline & { kind: "link" }, context: NodeContext): VNode {
	const path = ownPath(link.href, context.origin);
	const shown = link.bare ? { dir: "ltr" } : { title: link.href };
	const follow = (event: MouseEvent): void => {
		if (path === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
		event.preventDefault();
		context.openPath(path);
	};
	const target = path === null ? outside : { onClick: follow };
	return h("a", { href: link.href, ...shown, ...target }, drawInlines(link.children, context));
}
