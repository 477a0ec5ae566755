/* The page's title, and a mark in it while something is unread. */
import { watchEffect } from "vue";

export function useTitle(name: () => string, unread: () => number = () => 0): void {
	watchEffect(() => {
		const count = unread();
		document.title = `${count > 0 ? `(${count > 99 ? "99+" : count}) ` : ""}${name()}`;
	});
}
