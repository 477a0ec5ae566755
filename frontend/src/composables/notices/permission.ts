/*
 * Whether the browser lets this page show notices. One is asked only after one pressed something. Over plain HTTP some browsers call it "denied", which it is not:
 * nobody was asked, and nothing in their settings allows it.
 */
import { ref } from "vue";

type Answer = NotificationPermission | "impossible";

function now(): Answer {
	const possible = window.isSecureContext && typeof Notification !== "undefined";
	return possible ? Notification.permission : "impossible";
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
