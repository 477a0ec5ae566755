/* How somebody is, in words: "Online", "Away", "Last seen 3 hours ago"; empty where one may not know. */
import { computed, type Ref } from "vue";

import type { PersonPresence } from "@/api/protocol.gen";
import { useDates } from "@/composables/useDates";
import { useI18n } from "@/i18n";

export function usePresenceText(presence: Readonly<Ref<PersonPresence | undefined>>) {
	const { t } = useI18n();
	const { relative } = useDates();
	return computed(() => {
		if (presence.value === undefined) return "";
		const { presence: state, lastSeen } = presence.value;
		if (state !== "offline") return t(`people.presence.${state}`);
		return lastSeen ? t("people.lastSeen", { when: relative(lastSeen) }) : t("people.presence.offline");
	});
}
