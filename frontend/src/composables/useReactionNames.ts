/* Who reacted, in words: oneself first, then a few names, then how many more. */
import { useI18n } from "@/i18n";

import type { Reaction } from "@/api/protocol.gen";
import { usePeopleStore } from "@/stores/people";
import { useSessionStore } from "@/stores/session";

const NAMES_MAX = 8;

export function useReactionNames(): (reaction: Reaction) => string {
	const { t, locale } = useI18n();
	const people = usePeopleStore();
	const session = useSessionStore();

	return ({ count, users }) => {
		const own = users.includes(session.userId ?? 0);
		const others = users.filter((id) => id !== session.userId).slice(0, NAMES_MAX);
		const names = others.map((id) => people.nameOf(id)).filter((name) => name !== "");
		const shown = own ? [t("reactions.you"), ...names] : names;
		const more = count - shown.length;
		if (more > 0) shown.push(t("reactions.more", { count: more }, more));
		return new Intl.ListFormat(locale.value, { type: "conjunction" }).format(shown);
	};
}
