/* Who is signed in. It alone opens and ends the connection and the cache, and tells the other stores. */
import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import type { SocketState } from "../api/socket";
import type {
	AccountRegisterInput,
	AccountRegisterReply,
	InvitationVerifyReply,
	SessionView,
	StatusGetReply,
	UserView,
} from "../api/protocol.gen";
import type { Cancel } from "../utils/timers";
import { useAccountsStore } from "./accounts";
import { backend } from "./backend";
import { useConnectionStore } from "./connection";
import { useDraftsStore } from "./drafts";
import { useInvitationsStore } from "./invitations";
import { live, liveOrNull, setLive, type Live, type LiveStore } from "./live";
import { useMessagesStore } from "./messages";
import { usePeopleStore } from "./people";
import { usePresenceStore } from "./presence";
import { useReadingStore } from "./reading";
import { useRoomsStore } from "./rooms";
import { useSettingsStore } from "./settings";
import { useToastsStore } from "./toasts";
import { useTypingStore } from "./typing";

const USER = "user";

/** Listeners run in this order: who and where before what was said. */
function followers(): LiveStore[] {
	return [
		useConnectionStore(),
		useToastsStore(),
		usePeopleStore(),
		useRoomsStore(),
		useReadingStore(),
		useMessagesStore(),
		useSettingsStore(),
		usePresenceStore(),
		useTypingStore(),
		useDraftsStore(),
		useInvitationsStore(),
		useAccountsStore(),
	];
}

export const useSessionStore = defineStore("session", () => {
	const status = ref<"unknown" | "signedOut" | "signedIn">("unknown");
	const signedOutReason = ref<"revoked" | null>(null);
	const userId = ref<number | null>(null);
	const server = shallowRef<StatusGetReply | null>(null);
	const me = computed<UserView | null>(() =>
		userId.value === null ? null : (usePeopleStore().get(userId.value) ?? null),
	);
	const isAdministrator = computed(() => me.value?.role === "administrator");
	const isGuest = computed(() => me.value?.role === "guest");
	let cancelWakeUps: Cancel = () => undefined;
	/** Grows when somebody signs in or out: what was asked before that is not about who is here now. */
	let turns = 0;

	/** Asks what a visitor may know; the cookie tells the server who one is. */
	async function refreshStatus(): Promise<StatusGetReply> {
		server.value = await backend().http("/api/status", {});
		return server.value;
	}

	/** Call once. Whoever was signed in here is at once, from the cache; the server has the last word. */
	async function start(): Promise<void> {
		const known = Number(backend().recall(USER) ?? 0);
		if (known > 0) await begin(known);
		const turn = turns;
		const asked = refreshStatus().then(({ userId: actual }) =>
			turn === turns ? follow(actual) : undefined,
		);
		if (known > 0) void asked.catch(() => undefined);
		else await asked.catch(() => (status.value = "signedOut"));
	}

	/** Brings this page in line with whom the server says the cookie is. */
	async function follow(actual: number | null): Promise<void> {
		if (actual === userId.value && actual !== null) return;
		turns++;
		if (userId.value !== null) await end(actual === null ? "revoked" : null);
		if (actual !== null) await begin(actual);
		else status.value = "signedOut";
	}

	async function begin(id: number): Promise<void> {
		const cache = await backend().openCache(id);
		const snapshot = await cache.load();
		const client = backend().openClient({
			checkSession,
			positions: snapshot.positions,
			outboxStore: cache.outbox,
		});
		const opened: Live = { userId: id, client, cache, snapshot };
		setLive(opened);
		followers().forEach((store) => store.attach(opened));
		client.on("state", stateChanged);
		cancelWakeUps = backend().onWakeUp(() => client.wake());
		backend().remember(USER, String(id));
		userId.value = id;
		signedOutReason.value = null;
		status.value = "signedIn";
		await client.outbox.load();
		client.start();
	}

	async function checkSession(): Promise<boolean> {
		return (await refreshStatus()).userId === userId.value;
	}

	function stateChanged(state: SocketState): void {
		if (state.kind === "signedOut") void end("revoked");
	}

	/** Forgets everything that belongs to whoever was signed in. */
	async function end(reason: "revoked" | null): Promise<void> {
		const ended = liveOrNull();
		if (ended === null) return;
		turns++;
		cancelWakeUps();
		setLive(null);
		userId.value = null;
		signedOutReason.value = reason;
		status.value = "signedOut";
		backend().remember(USER, null);
		ended.client.stop();
		followers().forEach((store) => store.clear());
		await ended.cache.destroy();
	}

	async function signIn(username: string, password: string): Promise<void> {
		const { userId: id } = await backend().http("/api/auth", { username, password });
		await follow(id);
	}

	async function register(wish: AccountRegisterInput): Promise<AccountRegisterReply> {
		const made = await backend().http("/api/register", wish);
		if (made.state === "active") await follow(made.userId);
		return made;
	}

	/** Signed out on this device in any case; the session itself only if the server is there. */
	async function signOut(): Promise<void> {
		useDraftsStore().flush();
		await backend()
			.http("/api/logout", {})
			.catch(() => undefined);
		await end(null);
		signedOutReason.value = null; // the socket may have heard of it before
	}

	async function changePassword(oldPassword: string, password: string): Promise<void> {
		await backend().http("/api/change_password", { oldPassword, password });
	}

	async function validateUsername(username: string): Promise<boolean> {
		return (await backend().http("/api/validate_user", { username })).ok;
	}

	async function verifyInvitation(token: string): Promise<InvitationVerifyReply> {
		return await backend().http("/api/invitation", { token });
	}

	/** Signs in with a link that works once; whoever was signed in here is signed out. */
	async function enter(token: string): Promise<void> {
		if (userId.value !== null) {
			// Not for a link that was used meanwhile.
			await verifyReset(token);
			await signOut();
		}
		await follow((await backend().http("/api/sign_in_link", { token })).userId);
	}

	/** Whose a link for a password, or for signing in, is. */
	async function verifyReset(token: string): Promise<string> {
		return (await backend().http("/api/verify_token", { token })).user;
	}

	async function acceptReset(token: string, password: string): Promise<void> {
		await backend().http("/api/accept_token", { token, password });
	}

	async function listSessions(): Promise<SessionView[]> {
		return (await live().client.request("listSessions", {})).sessions;
	}

	async function revokeSession(sessionId: number): Promise<void> {
		await live().client.request("revokeSession", { sessionId });
	}

	async function setDisplayName(displayName: string): Promise<void> {
		await live().client.request("setDisplayName", { displayName });
	}

	const state = { status, signedOutReason, userId, server, me, isAdministrator, isGuest };
	const doors = { signIn, register, signOut, changePassword, validateUsername, verifyInvitation };
	const own = { enter, verifyReset, acceptReset, listSessions, revokeSession, setDisplayName };
	return { ...state, start, refreshStatus, ...doors, ...own };
});
