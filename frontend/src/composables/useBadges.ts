/* How much is unread, where one sees it without the page: on its icon in the browser's tab, and on the installed app. */
import { watch } from "vue";

import { useRoomsStore } from "@/stores/rooms";

const icons = { plain: "/icon.svg", unread: "/icon-unread.svg" };

function showIcon(unread: boolean): void {
	const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
	const href = unread ? icons.unread : icons.plain;
	if (link !== null && link.getAttribute("href") !== href) link.setAttribute("href", href);
}

/** Not every browser has it, and some refuse it to pages that are not installed. */
function showBadge(count: number): void {
	const done = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
	void done?.catch(() => undefined);
}

export function useBadges(): void {
	const rooms = useRoomsStore();
	watch(
		() => rooms.totalUnread,
		(count, before) => {
			if (count === 0 && before === undefined) return;
			showIcon(count > 0);
			showBadge(count);
		},
		{ immediate: true },
	);
}
