/* Single keys on a message's row, while the row itself has the focus: Enter for all that can be done, and a letter for each. */
import type { Ref } from "vue";

import { useMessageDeeds } from "@/composables/useMessageDeeds";
import type { ShownMessage } from "@/stores/messages";

export function useMessageKeys(
	row: Readonly<Ref<HTMLElement | null>>,
	message: () => ShownMessage,
	openMenu: () => void,
) {
	const { deedsFor } = useMessageDeeds();

	return function onKeydown(event: KeyboardEvent): void {
		if (event.target !== row.value || event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.key === "Enter") {
			event.preventDefault();
			openMenu();
			return;
		}
		const deed = deedsFor(message()).find(({ key }) => key === event.key);
		if (deed === undefined || row.value === null) return;
		event.preventDefault();
		deed.run(row.value);
	};
}
