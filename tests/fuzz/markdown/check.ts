/* Any text as a message. What must hold of its tree: only kinds and addresses that we draw, no deeper than allowed, nothing shown that was
   not typed and (outside of what markup hides) everything that was; it comes without an exception, also while it is typed; and the work,
   counted in blocks that run, grows no faster than the text. */
import { strict as assert } from "node:assert";

import type { Block, Inline } from "@/utils/markdown/ast";
import { parseMarkdown } from "@/utils/markdown/parse";
import { blocksText } from "@/utils/markdown/plain";

import { countedBlocks, startCounting } from "./coverage";

const DEEP_MAX = 8 * 2 + 12;
/** Blocks that run for a character, and for any text. */
const WORK_PER_CHARACTER = 1_000;
const WORK_FIRST = 10_000;
/** Prefixes of a text that are read, as while somebody types. */
const PREFIXES = 6;

type Node = Block | Inline;

function inner(node: Node): readonly Node[] {
	if (node.kind === "list") return node.items.flatMap((item) => item.children);
	if (node.kind === "table") return [...node.head, ...node.rows.flat()].flat();
	return "children" in node ? node.children : [];
}

function deepest(nodes: readonly Node[]): number {
	return nodes.reduce((deep, node) => Math.max(deep, 1 + deepest(inner(node))), 0);
}

const text = (value: unknown): void => {
	assert.equal(typeof value, "string");
};

const checks: { [Kind in Node["kind"]]: (node: Extract<Node, { kind: Kind }>) => void } = {
	text: (node) => {
		text(node.text);
		assert.notEqual(node.text, "");
	},
	code: (node) => text(node.text),
	mention: (node) => assert.match(node.symbol, /^.$/u),
	strong: () => undefined,
	em: () => undefined,
	del: () => undefined,
	link: (node) => {
		assert.match(node.href, /^(https?:\/\/[^/]|mailto:)/);
		assert.equal(new URL(node.href).href, node.href);
		assert.ok(node.children.length > 0);
	},
	paragraph: () => undefined,
	heading: (node) => assert.ok(Number.isInteger(node.level) && node.level >= 1 && node.level <= 6),
	quote: () => undefined,
	list: (node) => assert.ok(node.start === null || (Number.isSafeInteger(node.start) && node.start >= 0)),
	table: (node) => {
		assert.ok(node.head.length > 0 && node.aligns.length === node.head.length);
		for (const row of node.rows) assert.equal(row.length, node.head.length);
	},
	rule: () => undefined,
};

function check(node: Node): void {
	assert.ok(Object.hasOwn(checks, node.kind), node.kind);
	(checks[node.kind] as (node: Node) => void)(node);
	for (const child of inner(node)) check(child);
}

/** Letters and digits of any script, in order: markup has none but in fences, addresses, references and numbers of lists. */
const letters = (value: string): string => value.replace(/[^\p{L}\p{N}]/gu, "");

function isWithin(part: string, whole: string): boolean {
	let at = 0;
	for (const sign of part) {
		at = whole.indexOf(sign, at) + 1;
		if (at === 0) return false;
	}
	return true;
}

function hasHiding(nodes: readonly Node[]): boolean {
	return nodes.some(
		(node) =>
			["link", "list", "table"].includes(node.kind) ||
			(node.kind === "code" && "language" in node) ||
			hasHiding(inner(node)),
	);
}

const shown = (blocks: readonly Block[]): string => letters(blocksText(blocks, {}, () => ""));

/** What is shown was typed, in this order; and where nothing may hide, all of it is. */
function checkTexts(content: string, blocks: readonly Block[]): void {
	const seen = shown(blocks);
	const typed = letters(content);
	if (!hasHiding(blocks)) assert.equal(seen, typed);
	// A picture without a text is shown as its address in normal form.
	else if (!content.includes("![")) assert.ok(isWithin(seen, typed), seen);
}

function checkOne(content: string): void {
	startCounting();
	const blocks = parseMarkdown(content);
	const work = countedBlocks();
	assert.ok(work <= WORK_FIRST + WORK_PER_CHARACTER * content.length, `${work} for ${content.length}`);
	for (const block of blocks) check(block);
	assert.ok(deepest(blocks) <= DEEP_MAX);
	assert.equal(blocks.length > 0, content !== "");
	assert.equal(parseMarkdown(content), blocks);
	checkTexts(content, blocks);
}

export function checkMessage(content: string): void {
	checkOne(content);
	for (let part = 1; part < PREFIXES; part++)
		parseMarkdown(content.slice(0, Math.floor((content.length * part) / PREFIXES)));
}
