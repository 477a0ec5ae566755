/* What scripts/emoji.mjs makes at build. */
declare module "virtual:emoji/base" {
	/** Groups: [key, [picture, short names, 1 with skin tones][]][]. */
	const groups: readonly (readonly [string, readonly (readonly [string, string, 0 | 1])[]])[];
	export default groups;
}

declare module "virtual:emoji/*" {
	/** "name|words" of each picture, in the order of the base. */
	const words: readonly string[];
	export default words;
}
