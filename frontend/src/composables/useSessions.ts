/* One's own sessions, and ending one. */
import { shallowRef } from "vue";

import { useErrorText } from "@/composables/useErrorText";
import { useTask } from "@/composables/useTask";
import { useSessionStore } from "@/stores/session";
import { useToastsStore } from "@/stores/toasts";

const browsers: [RegExp, string][] = [
	[/\bEdg(?:A|iOS)?\//, "Edge"],
	[/\bOPR\//, "Opera"],
	[/\bFirefox\/|\bFxiOS\//, "Firefox"],
	[/Chrome\/|\bCriOS\//, "Chrome"],
	[/\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
	[/\bAndroid\b/, "Android"],
	[/\biPhone\b/, "iPhone"],
	[/\biPad\b/, "iPad"],
	[/\bMac OS X\b/, "macOS"],
	[/\bWindows\b/, "Windows"],
	[/\bCrOS\b/, "ChromeOS"],
	[/\bLinux\b/, "Linux"],
];

/** "Firefox · Linux" out of what a browser says of itself; otherwise that, as it is. */
export function agentName(agent: string): string {
	const find = (table: [RegExp, string][]): string | undefined =>
		table.find(([pattern]) => pattern.test(agent))?.[1];
	const parts = [find(browsers), find(systems)].filter((part) => part !== undefined);
	return parts.length > 0 ? parts.join(" · ") : agent;
}

export function useSessions() {
	const session = useSessionStore();
	const toasts = useToastsStore();
	const errorText = useErrorText();
	const { busy, error, run } = useTask();
	const sessions = shallowRef<Awaited<ReturnType<typeof session.listSessions>>>([]);

	const load = (): Promise<boolean> =>
		run(async () => {
			sessions.value = await session.listSessions();
		});

	async function revoke(sessionId: number): Promise<void> {
		try {
			await session.revokeSession(sessionId);
			sessions.value = sessions.value.filter((one) => one.sessionId !== sessionId);
			toasts.push({ kind: "success", key: "sessions.ended" });
		} catch (reason) {
			toasts.push({ kind: "error", text: errorText(reason) });
		}
	}

	void load();
	return { sessions, busy, error, load, revoke };
}
