/* Addresses and pages. What needs a session waits until it is known whether there is one. */
import {
	createRouter,
	createWebHistory,
	type RouteLocationNormalized,
	type RouteLocationRaw,
	type Router,
} from "vue-router";

import ChatPage from "@/pages/ChatPage.vue";
import { useSessionStore } from "@/stores/session";

declare module "vue-router" {
	interface RouteMeta {
		/** Who may see it: anybody, visitors (others go to the chat), people with a session (the default), administrators. */
		for?: "anybody" | "visitor" | "administrator";
	}
}

const routes = [
	{ path: "/", name: "home", component: ChatPage },
	{ path: "/room/:roomId(\\d+)", name: "room", component: ChatPage },
	{ path: "/room/:roomId(\\d+)/thread/:messageId(\\d+)", name: "thread", component: ChatPage },
	{ path: "/room/:roomId(\\d+)/message/:messageId(\\d+)", name: "message", component: ChatPage },
	{
		path: "/sign-in",
		name: "signIn",
		component: () => import("@/pages/SignInPage.vue"),
		meta: { for: "visitor" },
	},
	{
		path: "/register",
		name: "register",
		component: () => import("@/pages/RegisterPage.vue"),
		meta: { for: "visitor" },
	},
	{
		path: "/setup/:token",
		name: "setup",
		component: () => import("@/pages/SetupPage.vue"),
		meta: { for: "visitor" },
	},
	{
		path: "/invite/:token",
		name: "invite",
		component: () => import("@/pages/InvitePage.vue"),
		meta: { for: "anybody" },
	},
	{
		path: "/reset/:token",
		name: "reset",
		component: () => import("@/pages/ResetPage.vue"),
		meta: { for: "anybody" },
	},
	{
		path: "/enter/:token",
		name: "enter",
		component: () => import("@/pages/EnterPage.vue"),
		meta: { for: "anybody" },
	},
	{
		path: "/settings/:subject?",
		name: "settings",
		component: () => import("@/pages/SettingsPage.vue"),
	},
	{
		path: "/admin",
		name: "admin",
		component: () => import("@/pages/AdminPage.vue"),
		meta: { for: "administrator" },
	},
	{
		path: "/:rest(.*)*",
		name: "lost",
		component: () => import("@/pages/NotFoundPage.vue"),
		meta: { for: "anybody" },
	},
] as const;

/** A path of our own, never another site's. */
export function safeTarget(next: unknown): string {
	return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}

function guard(to: RouteLocationNormalized): RouteLocationRaw | true {
	const session = useSessionStore();
	if (to.meta.for === "anybody") return true;
	const signedOut = session.status === "signedOut";
	if (to.meta.for === "visitor") return signedOut ? true : safeTarget(to.query["next"]);
	if (signedOut) return { name: "signIn", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
	// Who one is may not be known yet after a reload: then the page opens, and the server decides what it gets.
	const known = session.me !== null;
	return to.meta.for === "administrator" && known && !session.isAdministrator ? { name: "home" } : true;
}

/** `started` resolves when it is known whether somebody is signed in. */
export function makeRouter(started: Promise<unknown>): Router {
	const router = createRouter({ history: createWebHistory(), routes: [...routes] });
	router.beforeEach(async (to) => {
		await started;
		return guard(to);
	});
	return router;
}
