/* Texts to try: grown from a small grammar of Markdown, or made of earlier ones. */

const LENGTH_MAX = 8_000;
/** As a rule: more texts say more than long ones. */
const LENGTH_USUAL = 800;
const STEPS_MAX = 5;
const DEPTH_MAX = 6;

const words =
	"a b é 漢 😀 \u3501 1 http://a.b https://x.y/z?q=1#f www.a.b mailto:a@b.c a@b.cd javascript:alert(1) data:, \\ \\* &amp; <b> <a@b.c> <http://a.b>";
const signs =
	"* ** *** _ __ ~ ~~ ` `` ``` ~~~ > - + # ## 1. 9) [ ] ( ) ![ ][ ]( | |- :-: --- [x] [ ] < > ! \\ \" ' : @ . / \t";
const breaks = [
	"\n",
	"\n\n",
	"  \n",
	"\\\n",
	"\r\n",
	"\n> ",
	"\n- ",
	"\n  ",
	"\n    ",
	"\n1. ",
	"\n|",
	"\n```\n",
	"\n# ",
];
const odd = ["\0", "\u00a0", "\u2028", "\u202e", "\ufeff", "\ud800", "\ufffd", "\u0085"];

export class Inputs {
	readonly #tokens = [...words.split(" "), ...signs.split(" "), " ", ...breaks, ...odd];
	#state: number;

	constructor(seed: number) {
		this.#state = seed;
	}

	below(bound: number): number {
		// mulberry32: a run can be repeated from its seed.
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
	}

	pick<T>(from: readonly T[]): T {
		return from[this.below(from.length)] as T;
	}

	next(known: readonly string[]): string {
		const text =
			this.below(4) === 0 || known.length === 0 ? this.#blocks(DEPTH_MAX) : this.#changed(known);
		return text.slice(0, this.below(40) === 0 ? LENGTH_MAX : LENGTH_USUAL);
	}

	#several(count: number, make: () => string, between = ""): string {
		return Array.from({ length: 1 + this.below(count) }, make).join(between);
	}

	#inline(depth: number): string {
		const inner = (): string => this.#several(3, () => this.#inline(depth - 1));
		if (depth <= 0 || this.below(3) === 0) return this.pick(this.#tokens);
		return this.pick([
			() => `**${inner()}**`,
			() => `_${inner()}_`,
			() => `~~${inner()}~~`,
			() => `\`${inner()}\``,
			() => `[${inner()}](${this.pick(this.#tokens)})`,
			() => `![${inner()}](${this.pick(this.#tokens)} "${inner()}")`,
			() => inner(),
		])();
	}

	#blocks(depth: number): string {
		const inline = (): string => this.#several(4, () => this.#inline(depth), " ");
		const cells = (): string => `|${this.#several(3, inline, "|")}|`;
		const indented = (mark: string): string =>
			`${mark}${this.#blocks(depth - 2).replaceAll("\n", `\n${this.pick([" ".repeat(mark.length), mark])}`)}`;
		const block = (): string =>
			this.pick([
				inline,
				() => `${"#".repeat(1 + this.below(7))} ${inline()}`,
				() => `\`\`\`${this.pick(this.#tokens)}\n${inline()}\n\`\`\``,
				() =>
					`${cells()}\n${this.pick(["|-|-|", "|:-|-:|", "-|-"])}\n${this.#several(3, cells, "\n")}`,
				() => (depth > 0 ? indented("> ") : inline()),
				() => (depth > 0 ? indented(this.pick(["- ", "1. ", "- [ ] ", "* "])) : inline()),
			])();
		return this.#several(3, block, this.pick(breaks));
	}

	#changed(known: readonly string[]): string {
		let text = this.pick(known);
		for (let step = 1 + this.below(STEPS_MAX); step > 0; step--) text = this.#step(text, known);
		return text;
	}

	#step(text: string, known: readonly string[]): string {
		const [a, b] = [this.below(text.length + 1), this.below(text.length + 1)].sort((x, y) => x - y) as [
			number,
			number,
		];
		const other = this.pick(known);
		return this.pick([
			() => text.slice(0, a) + text.slice(b),
			() => text.slice(0, a) + this.pick(this.#tokens) + text.slice(a),
			() => text.slice(0, a) + this.pick(this.#tokens) + text.slice(b),
			() => text.slice(0, b) + text.slice(a),
			() => text.slice(0, a) + text.slice(a, b).repeat(1 + this.below(8)) + text.slice(b),
			() => text.slice(0, a) + other.slice(this.below(other.length + 1)),
			() => text.slice(0, a) + String.fromCharCode(this.below(128)) + text.slice(a + 1),
		])();
	}
}
