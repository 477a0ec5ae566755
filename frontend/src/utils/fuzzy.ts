/* How well a name fits what somebody typed: its letters in this order, the better the closer together and the nearer to the beginnings of words. */

/** Without case and accents. */
export function plainLetters(text: string): string {
	return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

const atStart = 12;
const atWord = 8;
const nextTo = 5;
const gapCost = 1;
const gapMax = 4;

function isWordStart(name: string, at: number): boolean {
	return at === 0 || !/[\p{L}\p{N}]/u.test(name[at - 1] ?? "");
}

function bonus(name: string, at: number, before: number): number {
	if (at === 0) return atStart;
	if (at === before + 1) return nextTo;
	const gap = before < 0 ? 0 : Math.min(at - before - 1, gapMax) * gapCost;
	return (isWordStart(name, at) ? atWord : 0) - gap;
}

/** The whole query in one piece is better than its letters here and there. */
function inOnePiece(name: string, query: string): number | null {
	let best: number | null = null;
	for (let at = name.indexOf(query); at >= 0; at = name.indexOf(query, at + 1)) {
		const start = at === 0 ? atStart : isWordStart(name, at) ? atWord : 0;
		best = Math.max(best ?? 0, start + query.length * (nextTo + 1));
	}
	return best;
}

function inPieces(name: string, query: string): number | null {
	let score = 0;
	let before = -1;
	for (const letter of query) {
		const word = [...name].findIndex(
			(each, at) => at > before && each === letter && isWordStart(name, at),
		);
		const next = name.indexOf(letter, before + 1);
		const at = next === before + 1 || word < 0 ? next : word;
		if (at < 0) return null;
		score += 1 + bonus(name, at, before);
		before = at;
	}
	return score;
}

/** Null: it does not fit. Longer names of the same score are a little worse. */
export function fuzzyScore(name: string, query: string): number | null {
	const letters = plainLetters(query).replace(/\s+/g, " ").trim();
	const plain = plainLetters(name);
	if (letters === "") return 0;
	const score = inOnePiece(plain, letters) ?? inPieces(plain, letters.replace(/ /g, ""));
	return score === null ? null : score - plain.length / 100;
}
