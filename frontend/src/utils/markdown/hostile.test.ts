import { describe, expect, it } from "vitest";

import type { Block, Inline } from "./ast";
import { parseMarkdown } from "./parse";

const LENGTH = 20_000;
/** A slow, shared machine; a regular expression that runs away takes minutes. */
const WITHIN_MS = 1_500;

function deepest(nodes: readonly (Block | Inline)[]): number {
	return nodes.reduce((depth, node) => Math.max(depth, 1 + deepest(childrenOf(node))), 0);
}

function childrenOf(node: Block | Inline): readonly (Block | Inline)[] {
	if (node.kind === "list") return node.items.flatMap((item) => item.children);
	if (node.kind === "table") return [...node.head, ...node.rows.flat()].flat();
	return "children" in node ? node.children : [];
}

function addresses(nodes: readonly (Block | Inline)[]): string[] {
	return nodes.flatMap((node) => [
		...(node.kind === "link" ? [node.href] : []),
		...addresses(childrenOf(node)),
	]);
}

describe("addresses that lead nowhere good", () => {
	it.each([
		"[x](javascript:alert(1))",
		"[x](JaVaScRiPt:alert(1))",
		"[x](java\tscript:alert(1))",
		"[x](java\nscript:alert(1))",
		"[x](\u0001javascript:alert(1))",
		"[x](  javascript:alert(1))",
		"[x](<javascript:alert(1)>)",
		"[x](javascript&colon;alert(1))",
		"[x](javascript&#58;alert(1))",
		"[x](&#106;avascript:alert(1))",
		"[x](vbscript:msgbox)",
		"[x](data:text/html,<script>alert(1)</script>)",
		"[x](data:image/svg+xml;base64,PHN2Zz4=)",
		"[x](file:///etc/passwd)",
		"[x](blob:https://example.org/1)",
		"[x](about:blank)",
		"[x](ftp://example.org)",
		"[x](//example.org)",
		"[x](\\\\example.org)",
		"[x](/api/logout)",
		"[x](https:)",
		"[x](https://)",
		"[x](http://[)",
		"[x](filesystem:https://a/b)",
		"[x](view-source:https://example.org)",
		"![x](javascript:alert(1))",
		"![x](data:text/html,1)",
		"<javascript:alert(1)>",
		"<data:text/html,1>",
		"<vbscript:1>",
		"javascript:alert(1)",
		"[x]: javascript:alert(1)\n\n[x]",
		'[x](javascript:alert(1) "title")',
		"[a[x](javascript:alert(1))](javascript:alert(2))",
		'<a href="javascript:alert(1)">x</a>',
		"<img src=x onerror=alert(1)>",
		"<svg/onload=alert(1)>",
		"<iframe srcdoc='<script>1</script>'>",
		"</div><script>alert(1)</script>",
		"<!--><script>alert(1)</script>-->",
		"<![CDATA[<script>alert(1)</script>]]>",
		'<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
		"<style>*{display:none}</style>",
		"<base href=//evil.example>",
		"<form action=/api/logout><button>",
		"{{constructor.constructor('alert(1)')()}}",
		"${alert(1)}",
	])("are no links, and every sign of them is shown: %j", (content) => {
		const blocks = parseMarkdown(content);
		expect(addresses(blocks).filter((href) => !/^https?:\/\/[a-z.]+\/|^mailto:/.test(href))).toEqual([]);
		expect(JSON.stringify(blocks)).not.toContain('"html"');
	});

	it("is told in its normal form, so that it does not look like another", () => {
		expect(addresses(parseMarkdown("[bank](https://bаnk.example/)"))).toEqual([
			"https://xn--bnk-6cd.example/",
		]);
		expect(addresses(parseMarkdown("https://example.org%00.evil.example/"))).toEqual([]);
	});
});

const repeated = (unit: string): string => unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH);
const lines = (count: number, line: (at: number) => string): string =>
	Array.from({ length: count }, (_, at) => line(at)).join("\n");

describe("texts made to keep a reader busy", () => {
	const units =
		"* _ ~ ` [ ] ( ) < > ! \\ | - # + 1. *a **a _a ~~a a* a** a_ *_ **_ [a]( [a](b []( ![ ![a]( [a][b] [[ ]( )[ <a <!-- `a ``a >> a| |- www. a@ a@b. http:// https://a [*a]( *[a a*b a**b *a**b ***a";
	it.each([
		...units.split(" "),
		"> ",
		"- ",
		"a\n",
		"- a\n",
		"1. a\n",
		"* * ",
		"\n",
		" \n",
		"\t",
		"a  \n",
		"```\n",
		"```a\n",
		"# a\n",
		"a\n---\n",
		"[a]: b\n",
		"|a|b|\n",
		"a|b\n-|-\n",
		"😀",
		"\u3501",
	])("%j again and again", (unit) => {
		const started = performance.now();
		parseMarkdown(repeated(unit));
		parseMarkdown(repeated(unit).slice(0, 2_400));
		expect(performance.now() - started).toBeLessThan(WITHIN_MS);
	});

	it.each([
		["quotes 1,000 deep", `${">".repeat(1000)} a`],
		["quotes 1,000 deep with spaces", `${"> ".repeat(1000)}a`],
		["a staircase of quotes", lines(190, (at) => `${">".repeat(at)} a`)],
		["a staircase of lists", lines(190, (at) => `${"  ".repeat(at)}- a`).slice(0, LENGTH)],
		["a list in one line", `${"- ".repeat(9_990)}a`],
		["lists in quotes in lists", `${"> - ".repeat(600)}a`],
		["bold in italic in bold", `${"**a *b ".repeat(300)}${" c* d**".repeat(300)}`],
		["nested italics", `${"*a ".repeat(1_200)}b${" a*".repeat(1_200)}`],
		["brackets in brackets", `${"[".repeat(1_200)}a${"]".repeat(1_200)}`],
		["brackets in an address", `[a](${"(".repeat(1_200)}${")".repeat(1_200)})`],
		["a title without an end", `[a](b "${'\\"'.repeat(1_200)}`],
		[
			"a table as wide as it can be",
			`${"|a".repeat(500)}|\n${"|-".repeat(500)}|\n${`${"|b".repeat(500)}|\n`.repeat(17)}`,
		],
		["a table of 3,000 lines", `|a|b|\n|-|-|\n${"|b|c|\n".repeat(3_000)}`],
		["a word and an @", `${"a".repeat(19_000)}@`],
		["an address of dots", `http://a${".".repeat(19_000)}`],
		["many lengths of backticks", lines(190, (at) => "`".repeat(at))],
		["spaces before breaks", `a${" ".repeat(200)}\n`.repeat(99)],
		["a heading of signs", `# ${"a #".repeat(2_000)}`],
		["signs behind a fence that never ends", `\`\`\`\n${"[*a](".repeat(3_000)}`],
		["signs behind a fence in a list", `- a\n  \`\`\`\n${"[*a](".repeat(3_000)}\n\`\`\``],
		["mentions with empty lines between them", "\u3501\n\n".repeat(6_000)],
		["fences that open and never close", "~~~~~a\n".repeat(3_000)],
		["a megabyte", "a ".repeat(500_000)],
	])("%s", (_name, content) => {
		const started = performance.now();
		const blocks = parseMarkdown(content);
		expect(performance.now() - started).toBeLessThan(WITHIN_MS);
		expect(deepest(blocks)).toBeLessThanOrEqual(8 * 2 + 12);
		expect(blocks.length).toBeGreaterThan(0);
	});
});
