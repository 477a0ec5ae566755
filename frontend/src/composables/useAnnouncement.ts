/* The newest message of somebody else in the open room, as words for a live region. What was there when the room was opened is not said. */
import { ref, watch } from "vue";

import { oneLine } from "@/composables/markdown";
import { useMentionName } from "@/composables/useMentionName";
import { useI18n } from "@/i18n";
import { useMessagesStore } from "@/stores/messages";
import { usePeopleStore } from "@/stores/people";
import { useSessionStore } from "@/stores/session";

export function useAnnouncement(roomId: number) {
	const { t } = useI18n();
	const messages = useMessagesStore();
	const people = usePeopleStore();
	const session = useSessionStore();
	const nameOf = useMentionName();
	const text = ref("");

	watch(
		() => messages.window(roomId).items,
		(items, before) => {
			const last = items.at(-1);
			const known = before.at(-1);
			if (!last || !known || last.key === known.key || last.userId === session.userId) return;
			text.value = t("messages.announce", {
				name: people.nameOf(last.userId),
				text: oneLine(last.content ?? "", last.tags, nameOf),
			});
		},
	);
	return text;
}
