/* The worker of the installed client: keeps the shell, so that it opens offline. A new version waits until the page asks for it. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

precacheAndRoute(self.__WB_MANIFEST, { cleanURLs: false, directoryIndex: "index.html" });
cleanupOutdatedCaches();

const shell = createHandlerBoundToURL("/index.html");
const server = /^\/(api|ws|health|ready|metrics|photo)(\/|$)/;

self.addEventListener("fetch", (event) => {
	const url = new URL(event.request.url);
	const page =
		event.request.mode === "navigate" &&
		url.origin === self.location.origin &&
		!server.test(url.pathname);
	if (page) event.respondWith(shell({ url, request: event.request, event }));
});

self.addEventListener("message", (event) => {
	const data: unknown = event.data;
	if (typeof data === "object" && data !== null && "type" in data && data.type === "SKIP_WAITING")
		void self.skipWaiting();
});
