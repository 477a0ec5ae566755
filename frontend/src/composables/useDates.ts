/* Days and times in the words of the chosen language. */
import { ref } from "vue";

import { useI18n } from "@/i18n";
import { varietyOf } from "@/i18n/formatting";

const dayMs = 86_400_000;
const minuteMs = 60_000;

function startOfDay(time: number): number {
	return new Date(time).setHours(0, 0, 0, 0);
}

function capitalised(text: string): string {
	return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function makeFormats(locale: string) {
	return {
		relative: new Intl.RelativeTimeFormat(locale, { numeric: "auto" }),
		weekday: new Intl.DateTimeFormat(locale, { weekday: "long", month: "long", day: "numeric" }),
		full: new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", day: "numeric" }),
		clock: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }),
		exact: new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" }),
		short: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }),
	};
}

/** Each message shows a time: what formats them is made once a language, and one clock turns for all. */
const formatsByLocale = new Map<string, ReturnType<typeof makeFormats>>();
const now = ref(Date.now());
let ticking = false;

function formatsFor(locale: string): ReturnType<typeof makeFormats> {
	const formats = formatsByLocale.get(locale) ?? makeFormats(varietyOf(locale));
	formatsByLocale.set(locale, formats);
	return formats;
}

function startClock(): void {
	if (ticking) return;
	ticking = true;
	setInterval(() => (now.value = Date.now()), minuteMs);
}

export function useDates() {
	const { locale } = useI18n();
	startClock();

	/** "Today", "Yesterday", "Friday, 20 November", or with the year when it is another. */
	function day(time: number): string {
		const formats = formatsFor(locale.value);
		const days = Math.round((startOfDay(time) - startOfDay(now.value)) / dayMs);
		if (days === 0 || days === -1) return capitalised(formats.relative.format(days, "day"));
		const sameYear = new Date(time).getFullYear() === new Date(now.value).getFullYear();
		return (sameYear ? formats.weekday : formats.full).format(time);
	}

	/** "in 6 days", "3 hours ago". */
	function relative(time: number): string {
		const { relative: format } = formatsFor(locale.value);
		const minutes = Math.round((time - now.value) / minuteMs);
		if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
		if (Math.abs(minutes) < 36 * 60) return format.format(Math.round(minutes / 60), "hour");
		return format.format(Math.round(minutes / 1440), "day");
	}

	/** A day as YYYY-MM-DD, whatever the clock here. */
	function birthday(text: string): string {
		const [year = 0, month = 1, dayOfMonth = 1] = text.split("-").map(Number);
		return formatsFor(locale.value).full.format(new Date(year, month - 1, dayOfMonth));
	}

	return {
		day,
		relative,
		birthday,
		date: (time: number) => formatsFor(locale.value).full.format(time),
		clock: (time: number) => formatsFor(locale.value).clock.format(time),
		exact: (time: number) => formatsFor(locale.value).exact.format(time),
		short: (time: number) => formatsFor(locale.value).short.format(time),
	};
}
