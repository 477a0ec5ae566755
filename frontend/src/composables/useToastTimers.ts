/* Lets each message stay long enough to be read, and no longer; while the pointer is on them the clocks stand still. */
import { onScopeDispose, watch } from "vue";

const stayMs = { info: 5000, success: 4000, error: 9000 };

interface Toasts {
	readonly items: readonly { id: number; kind: keyof typeof stayMs }[];
	dismiss(id: number): void;
}

export function useToastTimers(toasts: Toasts) {
	const timers = new Map<number, ReturnType<typeof setTimeout>>();

	function start(): void {
		for (const { id, kind } of toasts.items) {
			if (timers.has(id)) continue;
			const leave = (): void => {
				timers.delete(id);
				toasts.dismiss(id);
			};
			timers.set(id, setTimeout(leave, stayMs[kind]));
		}
	}

	function hold(): void {
		timers.forEach((timer) => clearTimeout(timer));
		timers.clear();
	}

	watch(() => toasts.items.map((toast) => toast.id).join(), start, { immediate: true });
	onScopeDispose(hold);
	return { hold, release: start };
}
