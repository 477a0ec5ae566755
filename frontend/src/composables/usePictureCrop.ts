/* Choosing the part of a picture that stands for one: dragged, pinched, turned with the wheel, or moved with the keys; drawn on a canvas all along. */
import { useEventListener } from "@vueuse/core";
import { computed, onScopeDispose, shallowRef, watch, type Ref } from "vue";

import { firstCrop, moveCrop, sideAt, zoomCrop, zoomOf, type Crop } from "@/utils/crop";

const outputPixels = 512;
const quality = 0.9;
const keyStep = 0.04;
const zoomStep = 0.08;
const wheelStep = 0.0015;

interface Finger {
	x: number;
	y: number;
}

type Point = { x: number; y: number };

function middle(fingers: readonly Finger[]): Point {
	const sum = fingers.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
	return { x: sum.x / fingers.length, y: sum.y / fingers.length };
}

function spread([one, other]: readonly Finger[]): number {
	return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
}

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, { x, y, side }: Crop): void {
	const pen = canvas.getContext("2d");
	if (!pen) return;
	pen.imageSmoothingQuality = "high";
	// What is transparent becomes white: a JPEG has no holes.
	pen.fillStyle = "#fff";
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.drawImage(picture, x, y, side, side, 0, 0, canvas.width, canvas.height);
}

export function usePictureCrop(picture: ImageBitmap, canvas: Readonly<Ref<HTMLCanvasElement | null>>) {
	const crop = shallowRef<Crop>(firstCrop(picture));
	const fingers = new Map<number, Finger>();

	const zoom = computed({
		get: () => zoomOf(picture, crop.value),
		set: (part) => (crop.value = zoomCrop(picture, crop.value, sideAt(picture, part))),
	});

	/** Where something is on the canvas, 0 … 1. */
	function placeOf({ x, y }: Point): Point {
		const box = canvas.value?.getBoundingClientRect();
		return box ? { x: (x - box.left) / box.width, y: (y - box.top) / box.height } : { x: 0.5, y: 0.5 };
	}

	function onPointerdown(event: PointerEvent): void {
		canvas.value?.setPointerCapture(event.pointerId);
		fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
	}

	/** One finger moves it; two also bring it nearer. */
	function onPointermove(event: PointerEvent): void {
		if (!fingers.has(event.pointerId)) return;
		const before = [...fingers.values()];
		fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
		const after = [...fingers.values()];
		const from = placeOf(middle(before));
		const to = placeOf(middle(after));
		const moved = moveCrop(picture, crop.value, from.x - to.x, from.y - to.y);
		const nearer = spread(after) > 0 ? spread(before) / spread(after) : 1;
		crop.value = zoomCrop(picture, moved, moved.side * nearer, to);
	}

	function onPointerup(event: PointerEvent): void {
		fingers.delete(event.pointerId);
	}

	function onWheel(event: WheelEvent): void {
		const at = placeOf({ x: event.clientX, y: event.clientY });
		crop.value = zoomCrop(picture, crop.value, crop.value.side * Math.exp(event.deltaY * wheelStep), at);
	}

	const move = (x: number, y: number) => () => (crop.value = moveCrop(picture, crop.value, x, y));
	const step = (by: number) => () => (zoom.value = Math.min(1, Math.max(0, zoom.value + by)));
	const keys: Record<string, () => unknown> = {
		ArrowLeft: move(-keyStep, 0),
		ArrowRight: move(keyStep, 0),
		ArrowUp: move(0, -keyStep),
		ArrowDown: move(0, keyStep),
		"+": step(zoomStep),
		"=": step(zoomStep),
		"-": step(-zoomStep),
	};

	function onKeydown(event: KeyboardEvent): void {
		const act = keys[event.key];
		if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		act();
	}

	useEventListener(canvas, "pointerdown", onPointerdown);
	useEventListener(canvas, "pointermove", onPointermove);
	useEventListener(canvas, ["pointerup", "pointercancel"], onPointerup);
	useEventListener(canvas, "wheel", onWheel, { passive: true });
	useEventListener(canvas, "keydown", onKeydown);
	watch([crop, canvas], () => canvas.value && draw(canvas.value, picture, crop.value), { flush: "post" });
	onScopeDispose(() => picture.close());

	/** The chosen part as a file. */
	function result(): Promise<Blob | null> {
		const sheet = document.createElement("canvas");
		sheet.width = sheet.height = Math.min(outputPixels, Math.ceil(crop.value.side));
		draw(sheet, picture, crop.value);
		return new Promise((resolve) => sheet.toBlob(resolve, "image/jpeg", quality));
	}

	return { zoom, result };
}
