/* Where a card stands beside what opened it: behind it in reading direction if there is room, else before it; as high as it, inside the window. */
import { EDGE_PX, inside, placeBy, type Box, type Corner, type Size } from "@/composables/windowPlace";

const GAP_PX = 8;

export function asideOf(
	anchor: Pick<Box, "left" | "right" | "top">,
	card: Size,
	room: Size,
	rightToLeft: boolean,
): Corner {
	const right = anchor.right + GAP_PX;
	const left = anchor.left - GAP_PX - card.width;
	const fits = { right: right + card.width + EDGE_PX <= room.width, left: left >= EDGE_PX };
	const wanted = rightToLeft ? (fits.left ? left : right) : fits.right ? right : left;
	return inside({ left: wanted, top: anchor.top - GAP_PX }, card, room);
}

export function placeAside(anchor: HTMLElement, card: HTMLElement): Record<string, string> {
	return placeBy(asideOf, anchor, card);
}
