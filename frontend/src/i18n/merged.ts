/* The texts of a language lie in one file an area, so that two people seldom edit the same one; here they become one tree. */
export interface Texts {
	[key: string]: string | Texts;
}

/** Areas may add to one group; scripts/i18n.mjs refuses a key that stands in two of them. */
export function merged(areas: Record<string, unknown>): Texts {
	const all: Texts = {};
	for (const area of Object.values(areas) as Texts[]) {
		for (const [group, texts] of Object.entries(area)) {
			const before = all[group];
			all[group] =
				typeof before === "object" && typeof texts === "object" ? { ...before, ...texts } : texts;
		}
	}
	return all;
}
