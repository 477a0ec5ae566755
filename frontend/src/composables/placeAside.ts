/* Where a card stands beside what opened it: behind it in reading direction if there is room, else before it; as high as it, inside the window. */

const GAP_PX = 8;
const EDGE_PX = 8;

interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
}

interface Size {
	readonly width: number;
	readonly height: number;
}

const within = (value: number, size: number, room: number): number =>
	Math.max(EDGE_PX, Math.min(value, room - size - EDGE_PX));

/** The corner of the card at the window's left and top. */
export function asideOf(
	anchor: Box,
	card: Size,
	room: Size,
	rightToLeft: boolean,
): { left: number; top: number } {
	const right = anchor.right + GAP_PX;
	const left = anchor.left - GAP_PX - card.width;
	const fits = { right: right + card.width + EDGE_PX <= room.width, left: left >= EDGE_PX };
	const wanted = rightToLeft ? (fits.left ? left : right) : fits.right ? right : left;
	return {
		left: within(wanted, card.width, room.width),
		top: within(anchor.top - GAP_PX, card.height, room.height),
	};
}

export function placeAside(anchor: HTMLElement, card: HTMLElement): Record<string, string> {
	const rightToLeft = getComputedStyle(anchor).direction === "rtl";
	const room = { width: window.innerWidth, height: window.innerHeight };
	const size = { width: card.offsetWidth, height: card.offsetHeight };
	const { left, top } = asideOf(anchor.getBoundingClientRect(), size, room, rightToLeft);
	return { left: `${left}px`, top: `${top}px` };
}
