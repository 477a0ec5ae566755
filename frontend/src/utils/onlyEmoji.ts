/* One to three pictures and nothing else are drawn large. */

const bigMax = 3;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const picture =
	/^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

export function isOnlyEmoji(content: string): boolean {
	if (content.length > 60) return false;
	const parts = [...graphemes.segment(content)]
		.map(({ segment }) => segment)
		.filter((part) => part.trim() !== "");
	return parts.length > 0 && parts.length <= bigMax && parts.every((part) => picture.test(part));
}
