import { describe, expect, it } from "vitest";

import { corpus, hostileTexts } from "../../../../tests/xss/corpus";
import type { Block, Inline } from "./ast";
import { parseMarkdown } from "./parse";
import { blocksText } from "./plain";

/** What a node may hold, and nothing else. */
const shapes: Readonly<Record<string, readonly string[]>> = {
	paragraph: ["children"],
	heading: ["children", "level"],
	quote: ["children"],
	code: ["language", "text"],
	list: ["items", "start"],
	table: ["aligns", "head", "rows"],
	rule: [],
	text: ["text"],
	mention: ["symbol"],
	strong: ["children"],
	em: ["children"],
	del: ["children"],
	link: ["bare", "children", "href"],
};

function childrenOf(node: Block | Inline): readonly (Block | Inline)[] {
	if (node.kind === "list") return node.items.flatMap((item) => item.children);
	if (node.kind === "table") return [...node.head, ...node.rows.flat()].flat();
	return "children" in node ? node.children : [];
}

function all(nodes: readonly (Block | Inline)[]): (Block | Inline)[] {
	return nodes.flatMap((node) => [node, ...all(childrenOf(node))]);
}

describe("the corpus", () => {
	it("has at least 300 texts, of every category", () => {
		expect(hostileTexts.length).toBeGreaterThanOrEqual(300);
		for (const texts of Object.values(corpus)) expect(texts.length).toBeGreaterThan(10);
	});

	it.each(Object.entries(corpus))(
		"of %s becomes text, and links to pages and addresses only",
		(_name, texts) => {
			for (const content of texts) {
				const nodes = all(parseMarkdown(content));
				for (const node of nodes) {
					const { kind, ...rest } = node;
					// A block of code and a run of code have one name.
					const known = kind === "code" && !("language" in node) ? ["text"] : shapes[kind];
					expect(Object.keys(rest).sort(), content).toEqual(known);
					if (node.kind === "link")
						expect(new URL(node.href).protocol, content).toMatch(/^(https?|mailto):$/);
					if (node.kind === "code" && "language" in node)
						expect(node.language, content).toMatch(/^[\w+#.-]{0,24}$/);
					if (node.kind === "heading") expect(node.level).toBeLessThanOrEqual(6);
				}
				expect(nodes.length, content).toBeGreaterThan(0);
			}
		},
	);

	it("keeps every script as the text it is", () => {
		// What stands behind a fence is no language, and not shown.
		const lost = hostileTexts.filter((content) => {
			if (content.startsWith("```<script>")) return false;
			const shown = all(parseMarkdown(content))
				.map((node) => ("text" in node ? node.text : node.kind === "link" ? node.href : ""))
				.join(" ");
			return (
				content.includes("<script>canary()</script>") && !/script>canary\(\)|%3Cscript/.test(shown)
			);
		});
		expect(lost).toEqual([]);
	});

	it("is one line of words for notices and previews", () => {
		for (const content of hostileTexts)
			expect(
				blocksText(parseMarkdown(content), {}, () => "somebody"),
				content,
			).not.toContain("\n");
	});
});
