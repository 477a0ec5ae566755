/* Where a panel stands beside what opened it: above if there is room, else below; inside the window in any case. */

const GAP_PX = 6;
const EDGE_PX = 8;

interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

interface Size {
	readonly width: number;
	readonly height: number;
}

const within = (value: number, size: number, room: number): number =>
	Math.max(EDGE_PX, Math.min(value, room - size - EDGE_PX));

/** The corner of the panel at the window's left and top; its end stands under the end of the anchor. */
export function placeFor(
	anchor: Box,
	panel: Size,
	room: Size,
	rightToLeft: boolean,
): { left: number; top: number } {
	const above = anchor.top - panel.height - GAP_PX;
	const top = above >= EDGE_PX ? above : anchor.bottom + GAP_PX;
	const left = rightToLeft ? anchor.left : anchor.right - panel.width;
	return { left: within(left, panel.width, room.width), top: within(top, panel.height, room.height) };
}

export function placeBeside(anchor: HTMLElement, panel: HTMLElement): Record<string, string> {
	const rightToLeft = getComputedStyle(anchor).direction === "rtl";
	const room = { width: window.innerWidth, height: window.innerHeight };
	const size = { width: panel.offsetWidth, height: panel.offsetHeight };
	const { left, top } = placeFor(anchor.getBoundingClientRect(), size, room, rightToLeft);
	return { left: `${left}px`, top: `${top}px` };
}
