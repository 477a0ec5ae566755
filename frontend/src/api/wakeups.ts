/* When a page should look whether its connection still lives: it came online, is shown again or got the focus. */
import type { Cancel } from "../utils/timers";

export function onWakeUp(wake: () => void, page: Window = window): Cancel {
	const shown = (): void => {
		if (page.document.visibilityState === "visible") wake();
	};
	page.addEventListener("online", wake);
	page.addEventListener("focus", wake);
	page.document.addEventListener("visibilitychange", shown);
	return () => {
		page.removeEventListener("online", wake);
		page.removeEventListener("focus", wake);
		page.document.removeEventListener("visibilitychange", shown);
	};
}
