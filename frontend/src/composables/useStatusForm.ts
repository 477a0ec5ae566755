/* What one says of oneself, and for how long. */
import { computed, reactive, ref, watch } from "vue";

import { statusEnd, statusTimes, type StatusTime } from "@/composables/statusTimes";
import { useDates } from "@/composables/useDates";
import { useProfile } from "@/composables/useProfile";
import { useTask } from "@/composables/useTask";
import { useI18n } from "@/i18n";
import { usePeopleStore } from "@/stores/people";
import { useSessionStore } from "@/stores/session";

/** For who writes words without an emoji: others see something beside the name. */
const plainEmoji = "💬";

const presets = [
	{ key: "meeting", emoji: "🗓️", clear: "hour" },
	{ key: "break", emoji: "🍵", clear: "halfHour" },
	{ key: "home", emoji: "🏡", clear: "today" },
	{ key: "sick", emoji: "🤒", clear: "today" },
	{ key: "holiday", emoji: "🌴", clear: "never" },
] as const;

export function useStatusForm() {
	const { t } = useI18n();
	const { short } = useDates();
	const people = usePeopleStore();
	const session = useSessionStore();
	const { busy, error, run } = useTask();
	const { profile } = useProfile(() => session.userId ?? 0);
	const fields = reactive({
		emoji: session.me?.statusEmoji ?? "",
		text: session.me?.statusText ?? "",
		clear: "never" as StatusTime | "keep",
	});
	const had = computed(() => Boolean(session.me?.statusEmoji || session.me?.statusText));
	const until = ref(0);

	/** The time that was set before is known when the profile has come. */
	watch(profile, (known) => {
		until.value = known?.statusUntil ?? 0;
		if (until.value > Date.now() && fields.clear === "never") fields.clear = "keep";
	});

	const choices = computed(() => [
		...(until.value > Date.now()
			? [{ value: "keep" as const, label: t("status.clear.keep", { when: short(until.value) }) }]
			: []),
		...statusTimes.map((value) => ({ value, label: t(`status.clear.${value}`) })),
	]);
	const suggestions = computed(() =>
		presets.map((preset) => ({ ...preset, text: t(`status.preset.${preset.key}`) })),
	);

	function take({ emoji, text, clear }: { emoji: string; text: string; clear: StatusTime }): void {
		Object.assign(fields, { emoji, text, clear });
	}

	/** True when the server has it. */
	function save(): Promise<boolean> {
		const text = fields.text.trim();
		const emoji = fields.emoji || (text ? plainEmoji : "");
		const end = fields.clear === "keep" ? until.value : statusEnd(fields.clear);
		return run(() => people.setStatus(emoji, text, text || emoji ? end : 0));
	}

	function remove(): Promise<boolean> {
		return run(() => people.setStatus("", "", 0));
	}

	return { fields, had, choices, suggestions, busy, error, take, save, remove };
}
