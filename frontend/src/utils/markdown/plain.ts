/* A message in one line of words: for previews, notices and screen readers. */
import { tagOf, type Tags } from "../mentions";
import type { Block, Inline } from "./ast";

export type NameOf = (userId: number) => string;

function inlineText(inline: Inline, tags: Tags, nameOf: NameOf): string {
	switch (inline.kind) {
		case "text":
		case "code":
			return inline.text;
		case "mention": {
			const userId = tagOf(tags, inline.symbol);
			return userId === null ? inline.symbol : `@${nameOf(userId)}`;
		}
		default:
			return inlinesText(inline.children, tags, nameOf);
	}
}

function inlinesText(inlines: readonly Inline[], tags: Tags, nameOf: NameOf): string {
	return inlines.map((inline) => inlineText(inline, tags, nameOf)).join("");
}

function blockText(block: Block, tags: Tags, nameOf: NameOf): string {
	switch (block.kind) {
		case "rule":
			return "";
		case "code":
			return block.text;
		case "list":
			return block.items.map((item) => blocksText(item.children, tags, nameOf)).join(" ");
		case "quote":
			return blocksText(block.children, tags, nameOf);
		case "table":
			return [block.head, ...block.rows]
				.flatMap((row) => row.map((cell) => inlinesText(cell, tags, nameOf)))
				.join(" ");
		default:
			return inlinesText(block.children, tags, nameOf);
	}
}

export function blocksText(blocks: readonly Block[], tags: Tags, nameOf: NameOf): string {
	return blocks
		.map((block) => blockText(block, tags, nameOf))
		.filter((text) => text !== "")
		.join(" ")
		.replace(/\s+/g, " ");
}
