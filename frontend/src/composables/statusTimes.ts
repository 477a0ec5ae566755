/* When a status goes by itself. */
export const statusTimes = ["never", "halfHour", "hour", "fourHours", "today", "week"] as const;
export type StatusTime = (typeof statusTimes)[number];

const minuteMs = 60_000;
const monday = 1;

/** The midnight that many days after the one before `now`. */
function midnight(now: number, days: number): number {
	const date = new Date(now);
	return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

const ends: Record<StatusTime, (now: number) => number> = {
	never: () => 0,
	halfHour: (now) => now + 30 * minuteMs,
	hour: (now) => now + 60 * minuteMs,
	fourHours: (now) => now + 240 * minuteMs,
	today: (now) => midnight(now, 1),
	week: (now) => midnight(now, ((monday - new Date(now).getDay() + 6) % 7) + 1),
};

/** Milliseconds since 1970; 0: never. */
export function statusEnd(time: StatusTime, now = Date.now()): number {
	return ends[time](now);
}
