/* What stands beside what opened it: measured, and kept inside the window. */

export const EDGE_PX = 8;

export interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

export interface Size {
	readonly width: number;
	readonly height: number;
}

/** At the window's left and top. */
export interface Corner {
	readonly left: number;
	readonly top: number;
}

type Choice = (anchor: Box, panel: Size, room: Size, rightToLeft: boolean) => Corner;

/** The corner that was wished, or the nearest to it with which the whole panel is in the window. */
export function inside({ left, top }: Corner, panel: Size, room: Size): Corner {
	const within = (value: number, size: number, length: number): number =>
		Math.max(EDGE_PX, Math.min(value, length - size - EDGE_PX));
	return { left: within(left, panel.width, room.width), top: within(top, panel.height, room.height) };
}

/** As a style of the panel. */
export function placeBy(choice: Choice, anchor: HTMLElement, panel: HTMLElement): Record<string, string> {
	const rightToLeft = getComputedStyle(anchor).direction === "rtl";
	const room = { width: window.innerWidth, height: window.innerHeight };
	const size = { width: panel.offsetWidth, height: panel.offsetHeight };
	const { left, top } = choice(anchor.getBoundingClientRect(), size, room, rightToLeft);
	return { left: `${left}px`, top: `${top}px` };
}
