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

export function useUpdate(reload = (): void => location.reload()): Update {
	const waiting = ref(false);
	let take = (): void => undefined;

	async function start(): Promise<void> {
		if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
		const { Workbox } = await import("workbox-window");
		const worker = new Workbox(scriptAddress("/sw.js"), { scope: "/" });
		let registration: ServiceWorkerRegistration | undefined = undefined;
		let taken = false;
		let leaving = false;

		function leave(): void {
			if (!leaving) reload();
			leaving = true;
		}

		/** A page without a worker, as on the first visit, is not taken over: it waits for the newer one itself. */
		function takeOver(): void {
			const next = registration?.waiting;
			if (!next) return leave(); // another tab took it
			taken = true;
			next.addEventListener("statechange", () => next.state === "activated" && leave());
			worker.messageSkipWaiting();
		}

		worker.addEventListener("waiting", () => (waiting.value = true));
		worker.addEventListener("controlling", ({ isUpdate }) => {
			if (taken) leave();
			// Taken in another tab: what this page has not fetched yet is gone, but somebody may be writing here.
			else if (isUpdate) waiting.value = true;
		});
		take = takeOver;
		registration = await worker.register({ immediate: true });
		setInterval(() => void registration?.update().catch(() => undefined), hourMs);
	}

	// Without it the client works as well: it is only not there without a connection.
	void start().catch(() => undefined);
	return { waiting: readonly(waiting), dismiss: () => (waiting.value = false), take: () => take() };
}
