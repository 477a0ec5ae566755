/* Which texts are worth understanding. A regular expression cannot be stopped, so what could keep it busy is not given to it. */

const CHARS_MAX = 24_000;
/** Of signs that open something, outside code; talk has a few in a hundred characters. */
const SIGNS_MAX = 2_500;
const signs = /[[\]()<>*_~`|\\!]/g;
/** Code from a fence in the first column to its end; there signs mean nothing. */
const fenced = /^(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})[^\n]*\n(?:[\s\S]*?\n)??\1[`~]* *$/gm;

export function isTame(content: string): boolean {
	if (content.length > CHARS_MAX) return false;
	const found = content.match(signs)?.length ?? 0;
	if (found <= SIGNS_MAX) return true;
	return (content.replace(fenced, "").match(signs)?.length ?? 0) <= SIGNS_MAX;
}
