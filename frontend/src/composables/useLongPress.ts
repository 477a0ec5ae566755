/* A finger that stays: what a right click is for a mouse. Moving, lifting or scrolling calls it off. */
import { onScopeDispose } from "vue";

const HOLD_MS = 480;
const MOVED_PX = 10;

export function useLongPress(held: () => void) {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let from = { x: 0, y: 0 };
	/** The click that follows is no click. */
	let done = false;

	function cancel(): void {
		clearTimeout(timer);
	}

	function onPointerdown(event: PointerEvent): void {
		cancel();
		done = false;
		if (event.pointerType === "mouse" || !event.isPrimary) return;
		from = { x: event.clientX, y: event.clientY };
		timer = setTimeout(() => {
			done = true;
			navigator.vibrate?.(10);
			held();
		}, HOLD_MS);
	}

	function onPointermove({ clientX, clientY }: PointerEvent): void {
		if (Math.hypot(clientX - from.x, clientY - from.y) > MOVED_PX) cancel();
	}

	function onClick(event: MouseEvent): void {
		if (!done) return;
		done = false;
		event.preventDefault();
		event.stopPropagation();
	}

	/** Android opens its own menu for a long press. */
	function onContextmenu(event: Event): void {
		if (done || (event as PointerEvent).pointerType === "touch") event.preventDefault();
	}

	onScopeDispose(cancel);
	return {
		pointerdown: onPointerdown,
		pointermove: onPointermove,
		pointerup: cancel,
		pointercancel: cancel,
		clickCapture: onClick,
		contextmenu: onContextmenu,
	};
}
