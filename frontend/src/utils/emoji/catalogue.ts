/* Every picture one can choose, in the words of one language, and how it is found. */

export interface Emoji {
	readonly emoji: string;
	readonly name: string;
	/** As in ":smile:", the usual one first. */
	readonly shortNames: readonly string[];
	readonly hasTones: boolean;
}

export interface EmojiGroup {
	readonly key: string;
	readonly items: readonly Emoji[];
}

type Base = readonly (readonly [string, readonly (readonly [string, string, 0 | 1])[]])[];

/** 0: as it is drawn without one. */
export const TONES = ["", "🏻", "🏼", "🏽", "🏾", "🏿"] as const;

export function inTone({ emoji, hasTones }: Pick<Emoji, "emoji" | "hasTones">, tone: number): string {
	const sign = TONES[tone] ?? "";
	return hasTones && sign !== "" ? emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${sign}`) : emoji;
}

/** How words are compared: without case, accents, vowel signs, and the several forms of one Arabic letter. */
export function plainWord(text: string): string {
	return text
		.toLocaleLowerCase()
		.normalize("NFKD")
		.replace(/[\p{M}\u0640]/gu, "")
		.replace(/ة/g, "ه")
		.replace(/ى/g, "ي");
}

interface Entry {
	readonly item: Emoji;
	readonly shortNames: readonly string[];
	readonly name: string;
	readonly nameWords: readonly string[];
	readonly words: readonly string[];
}

/** The first rule that holds says how well a picture fits; none: not at all. */
const fits: readonly ((entry: Entry, wish: string) => boolean)[] = [
	({ shortNames, name }, wish) => shortNames.includes(wish) || name === wish,
	({ shortNames }, wish) => shortNames.some((short) => short.startsWith(wish)),
	({ name }, wish) => name.startsWith(wish),
	({ nameWords }, wish) => nameWords.some((word) => word.startsWith(wish)),
	({ words }, wish) => words.some((word) => word.startsWith(wish)),
	({ shortNames }, wish) => wish.length > 2 && shortNames.some((short) => short.includes(wish)),
];

export class EmojiCatalogue {
	readonly groups: readonly EmojiGroup[];
	readonly #entries: readonly Entry[];
	readonly #byEmoji: ReadonlyMap<string, Emoji>;

	constructor(base: Base, words: readonly string[]) {
		const entries: Entry[] = [];
		this.groups = base.map(([key, pictures]) => ({
			key,
			items: pictures.map(([emoji, shortNames, tones]) => {
				const entry = makeEntry(emoji, shortNames, tones === 1, words[entries.length] ?? "");
				entries.push(entry);
				return entry.item;
			}),
		}));
		this.#entries = entries;
		this.#byEmoji = new Map(entries.map(({ item }) => [bare(item.emoji), item]));
	}

	/** Also in a skin tone. */
	find(emoji: string): Emoji | undefined {
		return this.#byEmoji.get(bare(emoji));
	}

	/** The best first; each word must fit. */
	search(query: string, limit: number): readonly Emoji[] {
		const wishes = plainWord(query)
			.split(/[\s:]+/)
			.filter((wish) => wish !== "");
		if (wishes.length === 0) return [];
		const found: { item: Emoji; rank: number }[] = [];
		for (const entry of this.#entries) {
			const rank = rankOf(entry, wishes);
			if (rank !== null) found.push({ item: entry.item, rank });
		}
		found.sort((a, b) => a.rank - b.rank);
		return found.slice(0, limit).map(({ item }) => item);
	}
}

function makeEntry(emoji: string, shortText: string, hasTones: boolean, text: string): Entry {
	const [name = "", words = ""] = text.split("|");
	const shortNames = shortText.split(" ");
	const plainName = plainWord(name);
	return {
		item: Object.freeze({ emoji, name, shortNames, hasTones }),
		shortNames,
		name: plainName,
		nameWords: plainName.split(/[\s:,،-]+/),
		words: plainWord(words).split(" "),
	};
}

/** Without what only says how it is drawn. */
function bare(emoji: string): string {
	return emoji.replace(/\uFE0F|[\u{1F3FB}-\u{1F3FF}]/gu, "");
}

function rankOf(entry: Entry, wishes: readonly string[]): number | null {
	let sum = 0;
	for (const wish of wishes) {
		const rank = fits.findIndex((fit) => fit(entry, wish));
		if (rank < 0) return null;
		sum += rank;
	}
	return sum;
}
