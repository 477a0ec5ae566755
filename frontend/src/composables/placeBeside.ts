/* Where a panel stands beside what opened it: above if there is room, else below; inside the window in any case. */
import { EDGE_PX, inside, placeBy, type Box, type Corner, type Size } from "@/composables/windowPlace";

const GAP_PX = 6;

/** The panel's end stands under the end of the anchor. */
export function placeFor(anchor: Box, panel: Size, room: Size, rightToLeft: boolean): Corner {
	const above = anchor.top - panel.height - GAP_PX;
	const top = above >= EDGE_PX ? above : anchor.bottom + GAP_PX;
	const left = rightToLeft ? anchor.left : anchor.right - panel.width;
	return inside({ left, top }, panel, room);
}

export function placeBeside(anchor: HTMLElement, panel: HTMLElement): Record<string, string> {
	return placeBy(placeFor, anchor, panel);
}
