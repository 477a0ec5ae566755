/* Which texts are worth understanding. A regular expression cannot be stopped, so what could keep it busy is not given to it. */

const CHARS_MAX = 24_000;
/** Of signs that open something, outside code; talk has a few in a hundred characters. */
const SIGNS_MAX = 2_500;
const signs = /[[\]()<>*_~`|\\!]/g;
/** A fence in the first column, and what follows it. */
const fence = /^(`{3,}(?=[^`]*$)|~{3,})/;
const fenceEnd = /^[`~]* *$/;

/** Without the code from a fence to its end; there signs mean nothing. One that never ends is none. */
function outsideFences(content: string): string {
	const outside: string[] = [];
	let inside: string[] = [];
	let mark = "";
	for (const line of content.split("\n")) {
		if (mark === "") mark = fence.exec(line)?.[0] ?? "";
		else if (line.startsWith(mark) && fenceEnd.test(line.slice(mark.length))) {
			[mark, inside] = ["", []];
			continue;
		}
		(mark === "" ? outside : inside).push(line);
	}
	return [...outside, ...inside].join("\n");
}

export function isTame(content: string): boolean {
	if (content.length > CHARS_MAX) return false;
	const found = content.match(signs)?.length ?? 0;
	if (found <= SIGNS_MAX) return true;
	return (outsideFences(content).match(signs)?.length ?? 0) <= SIGNS_MAX;
}
