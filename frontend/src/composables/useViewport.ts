/* Where a keyboard on the screen covers the page instead of shrinking it (iOS), the page shrinks itself, so that the message box stays in sight. */
import { useEventListener } from "@vueuse/core";

const keyboardPx = 120;

export function useViewport(view: VisualViewport | null = window.visualViewport): void {
	function fit(): void {
		if (!view) return;
		const covered = window.innerHeight - view.height > keyboardPx && view.scale === 1;
		document.documentElement.style.setProperty("--app-height", covered ? `${view.height}px` : "100%");
		if (covered) window.scrollTo(0, 0);
	}

	if (view) useEventListener(view, "resize", fit);
}
