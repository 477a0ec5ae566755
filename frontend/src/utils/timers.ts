/* Time and chance as things that a test can bring. */

export type Cancel = () => void;

export interface Timers {
	/** Milliseconds since 1970. */
	now(): number;
	/** Runs once, later; the answer cancels it. */
	after(ms: number, run: () => void): Cancel;
	/** From 0 up to, but not, 1. */
	random(): number;
}

export const systemTimers: Timers = {
	now: () => Date.now(),
	after(ms, run) {
		const id = setTimeout(run, ms);
		return () => clearTimeout(id);
	},
	random: () => Math.random(),
};
