import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { SessionSignOutReply, StatusGetReply } from "../api/protocol.gen";
import { firstFrame, messageEvent, roomView, userView } from "../api/testing/fake-socket";
import { useConnectionStore } from "./connection";
import { useDraftsStore } from "./drafts";
import { liveOrNull } from "./live";
import { useMessagesStore } from "./messages";
import { usePeopleStore } from "./people";
import { useRoomsStore } from "./rooms";
import { useSessionStore } from "./session";
import { FakeBackend } from "./testing/fake-backend";
import { useToastsStore } from "./toasts";

describe("the session store", () => {
	let backend: FakeBackend;

	beforeEach(() => {
		backend = new FakeBackend();
	});

	afterEach(() => {
		backend.end();
		expect(backend.bugs).toEqual([]);
	});

	it("knows when nobody is signed in", async () => {
		backend.status(null);
		const session = useSessionStore();
		expect(session.status).toBe("unknown");
		await session.start();
		expect(session.status).toBe("signedOut");
		expect(session.server?.registration).toBe("open");
		expect(backend.server.sockets).toHaveLength(0);
	});

	it("connects whoever the cookie belongs to", async () => {
		backend.status(7);
		const session = useSessionStore();
		await session.start();
		expect(session.status).toBe("signedIn");
		expect(session.userId).toBe(7);
		backend.server.latest.deliver(
			firstFrame([roomView(12)], { users: [userView(7, { role: "administrator" })] }),
		);
		expect(session.me?.user).toBe("user7");
		expect(session.isAdministrator).toBe(true);
		expect(useConnectionStore().state).toBe("online");
		expect(useRoomsStore().list.map(({ roomId }) => roomId)).toEqual([12]);
	});

	it("paints from the cache before the server says anything", async () => {
		backend.remembered.set("user", "7");
		backend.answers["/api/status"] = { error: "unavailable", status: 503 };
		backend.snapshot = {
			rooms: [roomView(12, { unread: 3 })],
			groups: [],
			people: [userView(7, { displayName: "Me" })],
			drafts: [],
			positions: new Map([[12, { seq: 5, epoch: 1 }]]),
		};
		const session = useSessionStore();
		await session.start();
		expect(session.status).toBe("signedIn");
		expect(session.me?.displayName).toBe("Me");
		expect(useRoomsStore().loaded).toBe(true);
		expect(useRoomsStore().totalUnread).toBe(3);
		expect(useConnectionStore().state).toBe("connecting");
		expect(liveOrNull()?.client.position(12)).toEqual({ seq: 5, epoch: 1 });
	});

	it("forgets everything when the server does not know the cookie any more", async () => {
		backend.remembered.set("user", "7");
		backend.status(null);
		backend.snapshot.rooms = [roomView(12)];
		const session = useSessionStore();
		await session.start();
		await backend.settle();
		expect(session.status).toBe("signedOut");
		expect(session.signedOutReason).toBe("revoked");
		expect(backend.destroyed).toEqual([7]);
		expect(backend.remembered.has("user")).toBe(false);
		expect(useRoomsStore().list).toEqual([]);
	});

	it("does not show one person's cache to another", async () => {
		backend.remembered.set("user", "7");
		backend.status(9);
		const session = useSessionStore();
		await session.start();
		await backend.settle();
		expect(session.userId).toBe(9);
		expect(backend.destroyed).toEqual([7]);
		expect(backend.remembered.get("user")).toBe("9");
	});

	it("signs in and out, and wipes what was kept", async () => {
		backend.status(null);
		backend.answers["/api/auth"] = { userId: 7, user: "ann" };
		backend.answers["/api/logout"] = { ok: true };
		const session = useSessionStore();
		await session.start();
		await session.signIn("ann", "secret");
		expect(session.status).toBe("signedIn");
		backend.server.latest.deliver(firstFrame([roomView(12)]));
		useDraftsStore().set(12, "half a thought");
		expect(backend.written).toContain("draft 12/0=half a thought");
		await session.signOut();
		expect(session.status).toBe("signedOut");
		expect(session.signedOutReason).toBeNull();
		expect(backend.destroyed).toEqual([7]);
		expect([...backend.remembered.keys()]).toEqual([]);
		expect(useRoomsStore().list).toEqual([]);
		expect(useConnectionStore().state).toBe("offline");
		await expect(session.listSessions()).rejects.toMatchObject({ code: "stopped" });
	});

	it("does not say that a session was ended to whoever ended it, though the socket heard of it first", async () => {
		backend.status(7);
		const session = useSessionStore();
		await session.start();
		backend.server.latest.deliver(firstFrame([roomView(12)]));
		const late = Promise.withResolvers<SessionSignOutReply>();
		backend.answers["/api/logout"] = late.promise;
		const leaving = session.signOut();
		backend.status(null);
		backend.server.latest.drop(1008, "revoked");
		await backend.settle();
		expect(session.status).toBe("signedOut");
		late.resolve({ ok: true });
		await leaving;
		expect([session.status, session.signedOutReason]).toEqual(["signedOut", null]);
	});

	it("leaves nobody for a link that was used meanwhile", async () => {
		backend.status(7);
		const spent = { error: "link_invalid", message: "It does nothing.", status: 410 };
		backend.answers["/api/verify_token"] = spent;
		backend.answers["/api/sign_in_link"] = spent;
		backend.answers["/api/logout"] = { ok: true };
		const session = useSessionStore();
		await session.start();
		await expect(session.enter("token")).rejects.toMatchObject({ code: "link_invalid" });
		expect(session.userId).toBe(7);
		expect(backend.calls.map(({ path }) => path)).not.toContain("/api/logout");
		expect(backend.destroyed).toEqual([]);
		backend.answers["/api/verify_token"] = { user: "grace" };
		backend.answers["/api/sign_in_link"] = { userId: 9, user: "grace" };
		await session.enter("token");
		expect(session.userId).toBe(9);
		expect(backend.destroyed).toEqual([7]);
	});

	it.each([7, null])("does not heed a status (%s) of before somebody else signed in", async (asked) => {
		backend.remembered.set("user", "7");
		backend.status(asked);
		const said = backend.answers["/api/status"] as StatusGetReply;
		const late = Promise.withResolvers<StatusGetReply>();
		backend.answers["/api/status"] = late.promise;
		backend.answers["/api/verify_token"] = { user: "grace" };
		backend.answers["/api/logout"] = { ok: true };
		backend.answers["/api/sign_in_link"] = { userId: 9, user: "grace" };
		const session = useSessionStore();
		await session.start();
		await session.enter("token");
		late.resolve(said);
		await backend.settle();
		expect([session.userId, session.status, session.signedOutReason]).toEqual([9, "signedIn", null]);
		expect(backend.destroyed).toEqual([7]);
	});

	it("leaves nothing of who signs out to who signs in next", async () => {
		backend.status(7);
		backend.answers["/api/logout"] = { ok: true };
		const session = useSessionStore();
		const messages = useMessagesStore();
		await session.start();
		backend.server.latest.deliver(firstFrame([roomView(12)]));
		void messages.open(12);
		messages.send(12, { content: "of the first", tags: {} });
		await backend.settle();
		expect(backend.server.latest.asked("printMessage")).toHaveLength(1);
		await session.signOut();
		messages.leave(12); // the page goes a moment later
		await backend.settle();

		backend.answers["/api/auth"] = { userId: 8, user: "bo" };
		await session.signIn("bo", "secret");
		backend.server.latest.deliver(firstFrame([roomView(12)], { userId: 8 }));
		void messages.open(12);
		await backend.settle();
		backend.server.latest.answer("loadMessages", { content: [], atStart: true, atEnd: true });
		messages.send(12, { content: "of the second", tags: {} });
		await backend.settle();
		const [sent] = backend.server.latest.asked("printMessage");
		const own = { clientId: sent?.["clientId"], content: "of the second", userId: 8 };
		backend.server.latest.answer("printMessage", { ...own, roomId: 12, id: 12_001, seq: 1, time: 1 });
		await backend.settle();
		backend.server.latest.deliver(messageEvent(12, 1, own));
		await backend.settle();
		expect(messages.window(12).items.map(({ content }) => content)).toEqual(["of the second"]);
		expect(useToastsStore().items).toEqual([]);
	});

	it("signs out here even when the server cannot be told", async () => {
		backend.status(7);
		backend.answers["/api/logout"] = { error: "unavailable", status: 503 };
		const session = useSessionStore();
		await session.start();
		await session.signOut();
		expect(session.status).toBe("signedOut");
	});

	it("passes refusals on", async () => {
		backend.answers["/api/auth"] = { error: "bad_credentials", status: 401 };
		await expect(useSessionStore().signIn("ann", "x")).rejects.toMatchObject({
			code: "bad_credentials",
			status: 401,
		});
	});

	it("registers; an account that waits for approval is not signed in", async () => {
		backend.status(null);
		const session = useSessionStore();
		await session.start();
		backend.answers["/api/register"] = { userId: 7, user: "ann", state: "pending" };
		expect((await session.register({ username: "ann", password: "secret" })).state).toBe("pending");
		expect(session.status).toBe("signedOut");
		backend.answers["/api/register"] = { userId: 8, user: "bo", state: "active" };
		await session.register({ username: "bo", password: "secret" });
		expect(session.userId).toBe(8);
	});

	it("is signed out when the server ends the session", async () => {
		backend.status(7);
		const session = useSessionStore();
		await session.start();
		backend.server.latest.deliver(firstFrame());
		backend.status(null);
		backend.server.latest.drop(1008, "revoked");
		await backend.settle();
		expect(session.status).toBe("signedOut");
		expect(session.signedOutReason).toBe("revoked");
	});

	it("shows errors that nobody asked for, a few at a time", async () => {
		backend.status(7);
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame());
		const error = {
			action: "growlError",
			handler: "ws",
			error: "busy",
			retryable: true,
			time: 1,
			cbId: null,
		};
		for (let i = 0; i < 7; i++) backend.server.latest.deliver({ ...error, content: `busy ${i}` });
		const toasts = useToastsStore();
		expect(toasts.items.map(({ text }) => text)).toEqual([2, 3, 4, 5, 6].map((i) => `busy ${i}`));
		expect(toasts.items[0]?.key).toBe("errors.busy");
		toasts.dismiss(toasts.items[0]?.id ?? 0);
		expect(toasts.items).toHaveLength(4);
	});

	it("asks for people once, many at a time", async () => {
		backend.status(7);
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame());
		const people = usePeopleStore();
		expect(people.nameOf(9)).toBe("");
		people.get(9);
		people.get(10);
		people.get(-1);
		await new Promise((resolve) => setTimeout(resolve, 40));
		const asked = backend.server.latest.asked("getUsers");
		expect(asked.map((frame) => frame["userIds"])).toEqual([[9, 10]]);
		backend.server.latest.answer("getUsers", { users: [userView(9, { displayName: "Nina" })] });
		await backend.settle();
		expect(people.nameOf(9)).toBe("Nina");
		people.get(10);
		await new Promise((resolve) => setTimeout(resolve, 40));
		expect(backend.server.latest.asked("getUsers")).toHaveLength(1);
	});

	it("asks for people again whom a lost connection, or a server without time, left unanswered", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
		backend.status(7);
		await useSessionStore().start();
		backend.server.latest.deliver(firstFrame());
		const asked = () => backend.server.latest.asked("getUsers").map(({ userIds }) => userIds);
		usePeopleStore().get(9);
		await vi.advanceTimersByTimeAsync(40);
		backend.server.latest.drop();
		await backend.timers.advance(1_000);
		backend.server.latest.deliver(firstFrame());
		await vi.advanceTimersByTimeAsync(40);
		expect(asked()).toEqual([[9]]);
		backend.server.latest.refuse("getUsers", "unavailable", { retryable: true });
		await vi.advanceTimersByTimeAsync(5_000);
		expect(asked()).toEqual([[9], [9]]);
		vi.useRealTimers();
	});
});
