/* What stands in for a picture: one or two letters, and one of ten colours that stays with the person. */

const hues = 10;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function first(word: string): string {
	for (const { segment } of segmenter.segment(word)) return segment.toLocaleUpperCase();
	return "";
}

/** First and last word's first letter, whatever the script; "?" where there is no name. */
export function initialsOf(name: string): string {
	const words = name
		.trim()
		.split(/[\s_.-]+/u)
		.filter(Boolean);
	const last = words.length > 1 ? words[words.length - 1] : undefined;
	return first(words[0] ?? "?") + (last ? first(last) : "");
}

/** Ids come in runs and in leaps of thousands: mixed, so that people who meet rarely share a colour. */
export function hueOf(userId: number): number {
	let mixed = Math.imul(userId ^ (userId >>> 16), 0x45d9f3b);
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
	return ((mixed ^ (mixed >>> 16)) >>> 0) % hues;
}
