/*
 * marked's lexer, bounded and made for talk: what it does not make into a token stays text. Left out: raw HTML, indented code, underlined headings and
 * definitions of links, because in a chat they make something disappear that somebody typed. A quote ends with its last ">".
 */
import { Lexer, Tokenizer, type Token, type Tokens } from "marked";

/** Deeper than this, quotes and lists stay text. */
const BLOCKS_DEEP = 8;
/** Deeper than this, bold in italic in … stays text. */
const INLINES_DEEP = 8;

const quoted = /^(?: {0,3}>[^\n]*(?:\n|$))+/;
const quoteSign = /^ {0,3}> ?/gm;
/** Longer than this, a word is no address. */
const ADDRESS_MAX = 2_048;
const longWord = new RegExp(`^[^\\s<]{${ADDRESS_MAX},}`);
const longName = /^[\w.+-]{256,}/;

class ChatTokenizer extends Tokenizer {
	#depth = 0;

	override html(): undefined {}

	override tag(): undefined {}

	override code(): undefined {}

	override def(): undefined {}

	override reflink(): undefined {}

	override lheading(): undefined {}

	override blockquote(src: string): Tokens.Blockquote | undefined {
		const found = quoted.exec(src)?.[0];
		if (found === undefined) return undefined;
		const raw = found.replace(/\n$/, "");
		const text = raw.replace(quoteSign, "");
		const tokens = this.#deeper(() => this.#blocksOf(text));
		return tokens && { type: "blockquote", raw, text, tokens };
	}

	override list(src: string): Tokens.List | undefined {
		return this.#deeper(() => super.list(src));
	}

	/** marked looks for addresses at every letter of a word. */
	override url(src: string): Tokens.Link | undefined {
		return longWord.test(src) ? undefined : super.url(src);
	}

	/** And for an "@" behind it. */
	override inlineText(src: string): Tokens.Text | undefined {
		const raw = longName.exec(src)?.[0];
		return raw === undefined ? super.inlineText(src) : { type: "text", raw, text: raw, escaped: false };
	}

	#blocksOf(text: string): Token[] {
		const { top } = this.lexer.state;
		this.lexer.state.top = true;
		const tokens = this.lexer.blockTokens(text, []);
		this.lexer.state.top = top;
		return tokens;
	}

	#deeper<T>(work: () => T): T | undefined {
		if (this.#depth >= BLOCKS_DEEP) return undefined;
		this.#depth++;
		try {
			return work();
		} finally {
			this.#depth--;
		}
	}
}

class ChatLexer extends Lexer {
	#depth = 0;

	override inlineTokens(src: string, tokens: Token[] = []): Token[] {
		if (this.#depth >= INLINES_DEEP) {
			tokens.push({ type: "text", raw: src, text: src, escaped: false });
			return tokens;
		}
		this.#depth++;
		try {
			return super.inlineTokens(src, tokens);
		} finally {
			this.#depth--;
		}
	}
}

export function tokensOf(content: string): Token[] {
	return new ChatLexer({ gfm: true, breaks: false, tokenizer: new ChatTokenizer() }).lex(content);
}
