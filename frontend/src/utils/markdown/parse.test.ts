import { describe, expect, it } from "vitest";

import type { Block, Inline } from "./ast";
import { parseMarkdown } from "./parse";

const text = (value: string): Inline => ({ kind: "text", text: value });
const code = (value: string): Inline => ({ kind: "code", text: value });
const bare = (value: string, href = value): Inline => ({
	kind: "link",
	href,
	bare: true,
	children: [text(value)],
});
const link = (href: string, ...children: Inline[]): Inline => ({ kind: "link", href, bare: false, children });
const strong = (...children: Inline[]): Inline => ({ kind: "strong", children });
const em = (...children: Inline[]): Inline => ({ kind: "em", children });
const del = (...children: Inline[]): Inline => ({ kind: "del", children });
const p = (...children: Inline[]): Block => ({ kind: "paragraph", children });
const plain = (value: string): Block[] => [p(text(value))];
const block = (value: string, language = ""): Block => ({ kind: "code", language, text: value });
const quote = (...children: Block[]): Block => ({ kind: "quote", children });
const item = (...children: Block[]) => ({ checked: null, children });
const ul = (...items: ReturnType<typeof item>[]): Block => ({ kind: "list", start: null, items });
const ol = (start: number, ...items: ReturnType<typeof item>[]): Block => ({ kind: "list", start, items });

describe("parseMarkdown", () => {
	it.each<[string, Block[]]>([
		["hello\nworld", plain("hello\nworld")],
		[
			"**b** *i* _i_ ~~s~~",
			[
				p(
					strong(text("b")),
					text(" "),
					em(text("i")),
					text(" "),
					em(text("i")),
					text(" "),
					del(text("s")),
				),
			],
		],
		["***both***", [p(em(strong(text("both"))))]],
		["**bold with `code` in it**", [p(strong(text("bold with "), code("code"), text(" in it")))]],
		[
			"snake_case_name and 2*3*4",
			plain("snake_case_name and 2*3*4").map(() =>
				p(text("snake_case_name and 2"), em(text("3")), text("4")),
			),
		],
		["~5 or ~6", plain("~5 or ~6")],
		["~five~", plain("~five~")],
		["run `npm test` now", [p(text("run "), code("npm test"), text(" now"))]],
		["``a ` b``", [p(code("a ` b"))]],
		["a lone ` tick", plain("a lone ` tick")],
		["\\*not italic\\*", plain("*not italic*")],
		["<b>&amp; &#60; *", plain("<b>&amp; &#60; *")],
		["<div>\n\nnot a block\n</div>", plain("<div>\n\nnot a block\n</div>")],
		["    four spaces", plain("    four spaces")],
		["Title\n---", [p(text("Title")), { kind: "rule" }]],
		["Title\n===", plain("Title\n===")],
		["[a]: https://example.org", [p(text("[a]: "), bare("https://example.org", "https://example.org/"))]],
		["## small *head*", [{ kind: "heading", level: 2, children: [text("small "), em(text("head"))] }]],
		["#tag", plain("#tag")],
		["# ", plain("# ")],
		["```\nlet a = 1;\n\nb();\n```", [block("let a = 1;\n\nb();")]],
		["before\n```js\nx < y\n```\nafter", [p(text("before")), block("x < y", "js"), p(text("after"))]],
		["```TypeScript title=x\na\n```", [block("a", "typescript")]],
		["```<script>\na\n```", [block("a")]],
		["```unclosed\nis code", [block("is code", "unclosed")]],
		["> quoted\nand mine", [quote(p(text("quoted"))), p(text("and mine"))]],
		["> a\n> > b\n> c", [quote(p(text("a")), quote(p(text("b"))), p(text("c")))]],
		["> - one\n> - two", [quote(ul(item(p(text("one"))), item(p(text("two")))))]],
		["- a\n- b\n  - c", [ul(item(p(text("a"))), item(p(text("b")), ul(item(p(text("c"))))))]],
		["3. c\n4. d", [ol(3, item(p(text("c"))), item(p(text("d"))))]],
		["Steps:\n1. a\n2. b", [p(text("Steps:")), ol(1, item(p(text("a"))), item(p(text("b"))))]],
		["2024 was\n7. not a list", plain("2024 was\n7. not a list")],
		[
			"- [ ] todo\n- [x] done",
			[
				{
					kind: "list",
					start: null,
					items: [
						{ checked: false, children: [p(text("todo"))] },
						{ checked: true, children: [p(text("done"))] },
					],
				},
			],
		],
		[
			"| a | b |\n|:-:|--:|\n| *1* | 2 |",
			[
				{
					kind: "table",
					aligns: ["center", "end"],
					head: [[text("a")], [text("b")]],
					rows: [[[em(text("1"))], [text("2")]]],
				},
			],
		],
		["---", [{ kind: "rule" }]],
		["-", plain("-")],
		[">", plain(">")],
		["```\n```", plain("```\n```")],
		["[](https://example.org)", plain("[](https://example.org)")],
		["**", plain("**")],
		["", []],
	])("reads %j", (content, blocks) => expect(parseMarkdown(content)).toEqual(blocks));

	it.each<[string, Inline[]]>([
		["see https://example.org/a?b=c#d.", [text("see "), bare("https://example.org/a?b=c#d"), text(".")]],
		["(https://example.org/)", [text("("), bare("https://example.org/"), text(")")]],
		["https://en.wikipedia.org/wiki/C_(letter)", [bare("https://en.wikipedia.org/wiki/C_(letter)")]],
		["www.example.org", [bare("www.example.org", "http://www.example.org/")]],
		["<https://example.org/x>", [bare("https://example.org/x")]],
		["ask ada@example.org", [text("ask "), bare("ada@example.org", "mailto:ada@example.org")]],
		["[**Docs**](https://example.org/d)", [link("https://example.org/d", strong(text("Docs")))]],
		["[x](mailto:a@b.c)", [link("mailto:a@b.c", text("x"))]],
		["![a cat](https://example.org/cat.png)", [link("https://example.org/cat.png", text("a cat"))]],
		["![](https://example.org/cat.png)", [bare("https://example.org/cat.png")]],
		["`https://example.org`", [code("https://example.org")]],
		["https://", [text("https://")]],
		["[x](/room/1)", [text("[x](/room/1)")]],
		["[x][y]", [text("[x][y]")]],
	])("finds addresses in %j", (content, inlines) =>
		expect(parseMarkdown(content)).toEqual([p(...inlines)]),
	);

	it("keeps every character and line of a text without markup", () => {
		for (const content of ["  two  spaces\n\n\nthree breaks\tand a tab", "a\n\nb\n\n\n\nc", "a  \nb"])
			expect(parseMarkdown(content)).toEqual(plain(content.replace("a  \nb", "a\nb")));
	});

	it("sets placeholders for people apart, not in code", () => {
		expect(parseMarkdown("hi \u3501, **\u3502**!")).toEqual([
			p(
				text("hi "),
				{ kind: "mention", symbol: "\u3501" },
				text(", "),
				strong({ kind: "mention", symbol: "\u3502" }),
				text("!"),
			),
		]);
		expect(parseMarkdown("`\u3501`")).toEqual([p(code("\u3501"))]);
	});

	it("gives the same tree for the same text, and forgets old ones", () => {
		const first = parseMarkdown("**once**");
		expect(parseMarkdown("**once**")).toBe(first);
		for (let n = 0; n < 3_100; n++) parseMarkdown(`filler ${n}`);
		expect(parseMarkdown("**once**")).not.toBe(first);
		expect(parseMarkdown("**once**")).toEqual(first);
	});
});
