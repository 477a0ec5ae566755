/* What stands behind the "@" of a mention. */
import { useI18n } from "@/i18n";

import { usePeopleStore } from "@/stores/people";
import { EVERYBODY, EVERYBODY_HERE } from "@/utils/mentions";

export function useMentionName(): (userId: number) => string {
	const { t } = useI18n();
	const people = usePeopleStore();
	return (userId) => {
		if (userId === EVERYBODY) return t("messages.everybody");
		if (userId === EVERYBODY_HERE) return t("messages.everybodyHere");
		return people.nameOf(userId);
	};
}
