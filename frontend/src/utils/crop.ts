/* A square cut out of a picture: where it lies and how large it is, in pixels of the picture. It never leaves the picture. */
export interface Size {
	readonly width: number;
	readonly height: number;
}

export interface Crop {
	readonly x: number;
	readonly y: number;
	readonly side: number;
}

/** Closer than this many pixels of the picture for a whole portrait, nothing is to be seen. */
const sideMin = 48;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

function inside(picture: Size, { x, y, side }: Crop): Crop {
	return { side, x: clamp(x, 0, picture.width - side), y: clamp(y, 0, picture.height - side) };
}

export function largestSide(picture: Size): number {
	return Math.min(picture.width, picture.height);
}

export function smallestSide(picture: Size): number {
	return Math.min(sideMin, largestSide(picture));
}

/** The largest square in the middle; of an upright picture a little higher, where faces are. */
export function firstCrop(picture: Size): Crop {
	const side = largestSide(picture);
	return { side, x: (picture.width - side) / 2, y: (picture.height - side) / 3 };
}

/** By a part of its own side; what was to the right comes in when it moves to the right. */
export function moveCrop(picture: Size, crop: Crop, byX: number, byY: number): Crop {
	return inside(picture, { ...crop, x: crop.x + byX * crop.side, y: crop.y + byY * crop.side });
}

/** `at` (0 … 1 in both directions) stays where it is, as far as the picture reaches. */
export function zoomCrop(picture: Size, crop: Crop, side: number, at = { x: 0.5, y: 0.5 }): Crop {
	const next = clamp(side, smallestSide(picture), largestSide(picture));
	const x = crop.x + at.x * (crop.side - next);
	const y = crop.y + at.y * (crop.side - next);
	return inside(picture, { side: next, x, y });
}

/** How near it is, 0 (all of it) … 1; equal steps look equal. */
export function zoomOf(picture: Size, crop: Crop): number {
	const range = Math.log(largestSide(picture) / smallestSide(picture));
	return range === 0 ? 0 : Math.log(largestSide(picture) / crop.side) / range;
}

export function sideAt(picture: Size, zoom: number): number {
	const range = Math.log(largestSide(picture) / smallestSide(picture));
	return largestSide(picture) / Math.exp(clamp(zoom, 0, 1) * range);
}
