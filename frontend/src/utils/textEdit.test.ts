import { describe, expect, it } from "vitest";

import { makeCodeBlock, makeLink, toggleLines, toggleMark, type Selected, type TextEdit } from "./textEdit";

/** "a [b] c": what is between the brackets is selected. */
function selected(marked: string): Selected {
	const start = marked.indexOf("[");
	const end = marked.indexOf("]") - 1;
	return { text: marked.replace(/[[\]]/g, ""), start, end };
}

function after({ text }: Selected, { from, to, insert, start, end }: TextEdit): string {
	const next = text.slice(0, from) + insert + text.slice(to);
	return `${next.slice(0, start)}[${next.slice(start, end)}]${next.slice(end)}`;
}

describe("formatting a text", () => {
	it.each([
		["a [b] c", "**", "a **[b]** c"],
		["a **[b]** c", "**", "a [b] c"],
		["a [**b**] c", "**", "a [b] c"],
		["a []", "**", "a **[]**"],
		["[b]", "*", "*[b]*"],
		["**[b]**", "*", "***[b]***"],
		["[]", "`", "`[]`"],
		["`[x]`", "`", "[x]"],
	])("%s with %s becomes %s", (before, mark, expected) => {
		expect(after(selected(before), toggleMark(selected(before), mark))).toBe(expected);
	});

	it.each([
		["one\nt[w]o", "> ", "one\n> [two]"],
		["[one\ntwo]", "- ", "- [one\n- two]"],
		["[- one\n- two]", "- ", "[one\ntwo]"],
		["[]", "> ", "> []"],
	])("%j with %s becomes %j", (before, sign, expected) => {
		expect(after(selected(before), toggleLines(selected(before), sign))).toBe(expected);
	});

	it.each([
		["a[b]", "a\n```\n[b]\n```"],
		["[]", "```\n[]\n```"],
	])("%j becomes a block of code", (before, expected) => {
		expect(after(selected(before), makeCodeBlock(selected(before)))).toBe(expected);
	});

	it("makes a link of words, and asks for the address", () => {
		const before = selected("see [the docs]");
		const edit = makeLink(before);
		expect(before.text.slice(0, edit.from) + edit.insert).toBe("see [the docs](https://)");
		expect(edit.insert.slice(edit.start - edit.from, edit.end - edit.from)).toBe("https://");
		expect(makeLink(selected("[]")).start).toBe(1);
	});
});
