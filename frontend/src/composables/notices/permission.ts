/* Whether the browser lets this page show notices. One is asked only after one pressed something. */
import { ref } from "vue";

type Answer = NotificationPermission | "impossible";

function now(): Answer {
	return typeof Notification === "undefined" ? "impossible" : Notification.permission;
}

const answer = ref<Answer>(now());

export function useNoticePermission() {
	answer.value = now();

	async function ask(): Promise<void> {
		if (now() === "default") await Notification.requestPermission().catch(() => undefined);
		answer.value = now();
	}

	return { answer, ask };
}
