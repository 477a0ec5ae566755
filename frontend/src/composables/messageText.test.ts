import { describe, expect, it } from "vitest";

import { isOnlyEmoji, parseMessage, type Block } from "@/composables/messageText";

const lines = (...inlines: (Block & { kind: "lines" })["inlines"]): Block => ({ kind: "lines", inlines });
const text = (value: string) => ({ kind: "text" as const, text: value });
const code = (value: string) => ({ kind: "code" as const, text: value });
const link = (value: string) => ({ kind: "link" as const, text: value, href: value });

describe("parseMessage", () => {
	it.each<[string, Block[]]>([
		["hello\nworld", [lines(text("hello\nworld"))]],
		["<b>&amp; * _ ~", [lines(text("<b>&amp; * _ ~"))]],
		["run `npm test` now", [lines(text("run "), code("npm test"), text(" now"))]],
		["``a ` b``", [lines(code("a ` b"))]],
		["a lone ` tick", [lines(text("a lone ` tick"))]],
		[
			"see https://example.org/a?b=c#d.",
			[lines(text("see "), link("https://example.org/a?b=c#d"), text("."))],
		],
		["(https://example.org)", [lines(text("("), link("https://example.org"), text(")"))]],
		[
			"https://en.wikipedia.org/wiki/C_(letter)",
			[lines(link("https://en.wikipedia.org/wiki/C_(letter)"))],
		],
		["javascript:alert(1)", [lines(text("javascript:alert(1)"))]],
		["https://", [lines(text("https://"))]],
		["`https://example.org`", [lines(code("https://example.org"))]],
		["```\nlet a = 1;\n\nb();\n```", [code("let a = 1;\n\nb();")]],
		["before\n```js\nx < y\n```\nafter", [lines(text("before")), code("x < y"), lines(text("after"))]],
		["```unclosed\nstays", [lines(text("```unclosed\nstays"))]],
		["", []],
	])("reads %j", (content, blocks) => expect(parseMessage(content)).toEqual(blocks));

	it("loses no character of a text without markup", () => {
		const content = "  two  spaces\n\n\nthree breaks\tand a tab ";
		expect(parseMessage(content)).toEqual([lines(text(content))]);
	});

	it("stays quick on hostile texts", () => {
		const started = performance.now();
		for (const hostile of [
			"`".repeat(20000),
			"``` \n".repeat(4000),
			"https://a".repeat(2000),
			"(".repeat(20000),
		])
			parseMessage(hostile);
		expect(performance.now() - started).toBeLessThan(300);
	});
});

describe("isOnlyEmoji", () => {
	it.each([
		["👍", true],
		["👩‍🚀 🎉", true],
		["🎉🎉🎉🎉", false],
		["ok 👍", false],
		["12", false],
		["", false],
	])("%s: %s", (content, expected) => expect(isOnlyEmoji(content)).toBe(expected));
});
