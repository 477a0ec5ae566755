/* The worker of the installed client: keeps the shell, so that it opens offline. A new version waits until the page asks for it. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

precacheAndRoute(self.__WB_MANIFEST, { cleanURLs: false, directoryIndex: "index.html" });
cleanupOutdatedCaches();

const shell = createHandlerBoundToURL("/index.html");
const server = /^\/(api|ws|health|ready|metrics|photo|ca|ca\.[a-z]+)(\/|$)/;

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

/** A pressed notice opens its room, in a page that is there or in a new one. */
async function openRoom(url: string): Promise<void> {
	const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
	// A picture, or the page about the authority, in a tab of its own cannot open a room.
	const page = windows.find((each) => !server.test(new URL(each.url).pathname));
	if (page === undefined) return void (await self.clients.openWindow(url));
	await page.focus();
	page.postMessage({ open: url });
}

self.addEventListener("notificationclick", (event) => {
	event.notification.close();
	const data = event.notification.data as { url?: unknown } | null;
	const url = typeof data?.url === "string" ? data.url : "/";
	event.waitUntil(openRoom(url));
});
