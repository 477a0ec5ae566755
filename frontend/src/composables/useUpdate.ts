/* The service worker: registered once, looked for anew each hour. Whoever has a newer client waiting is asked, and never reloaded by itself. */
import { readonly, ref, type DeepReadonly, type Ref } from "vue";

import { scriptAddress } from "@/utils/scriptAddress";

const hourMs = 3_600_000;

interface Update {
	waiting: DeepReadonly<Ref<boolean>>;
	dismiss(): void;
	/** Lets the newer one take over; then the page is loaded anew. */
	take(): void;
}

export function useUpdate(): Update {
	const waiting = ref(false);
	let take = (): void => undefined;

	async function start(): Promise<void> {
		if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
		const { Workbox } = await import("workbox-window");
		const worker = new Workbox(scriptAddress("/sw.js"), { scope: "/" });
		worker.addEventListener("waiting", () => (waiting.value = true));
		worker.addEventListener("controlling", ({ isUpdate }) => {
			if (isUpdate && waiting.value) location.reload();
		});
		take = () => worker.messageSkipWaiting();
		const registration = await worker.register({ immediate: true });
		setInterval(() => void registration?.update().catch(() => undefined), hourMs);
	}

	// Without it the client works as well: it is only not there without a connection.
	void start().catch(() => undefined);
	return { waiting: readonly(waiting), dismiss: () => (waiting.value = false), take: () => take() };
}
