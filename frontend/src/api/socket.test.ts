import { beforeEach, describe, expect, it } from "vitest";

import { Socket, type SocketState } from "./socket";
import { FakeServer, firstFrame } from "./testing/fake-socket";
import { ManualTimers, settle } from "./testing/manual-timers";

describe("Socket", () => {
	let server: FakeServer;
	let timers: ManualTimers;
	let states: SocketState[];
	let frames: string[];
	let bugs: string[];
	let checkSession: (() => Promise<boolean>) | undefined;

	beforeEach(() => {
		server = new FakeServer();
		timers = new ManualTimers();
		states = [];
		frames = [];
		bugs = [];
		checkSession = undefined;
	});

	function make(): Socket {
		return new Socket(
			{ open: server.open, timers, checkSession },
			{
				onState: (state) => states.push(state),
				onFrame: (frame) => frames.push(String(frame["action"])),
				onBug: (text) => bugs.push(text),
			},
		);
	}

	function opened(): Socket {
		const socket = make();
		socket.start();
		server.latest.deliver(firstFrame());
		return socket;
	}

	const kinds = (): string[] => states.map((state) => state.kind);

	it("is open with the first frame, not before", () => {
		const socket = make();
		socket.start();
		expect(kinds()).toEqual(["connecting"]);
		expect(socket.send({ action: "ping" })).toBe(false);
		server.latest.deliver(firstFrame());
		expect(kinds()).toEqual(["connecting", "open"]);
		expect(frames).toEqual(["setWsId"]);
		expect(socket.send({ action: "ping" })).toBe(true);
	});

	it("writes nothing while it is closing", () => {
		const socket = opened();
		server.latest.readyState = 2;
		expect(socket.send({ action: "ping" })).toBe(false);
		expect(server.latest.sent).toEqual([]);
	});

	it("does not take another first frame", () => {
		const socket = make();
		socket.start();
		server.latest.deliver({ action: "printMessage", handler: "ws-message" });
		expect(kinds()).toEqual(["connecting", "waiting"]);
		expect(bugs).toHaveLength(1);
		expect(socket.state.kind).toBe("waiting");
	});

	it("comes back after a loss, ever later, and starts over once it held for a while", async () => {
		opened();
		const waits: number[] = [];
		for (let i = 0; i < 4; i++) {
			server.latest.drop();
			const state = states.at(-1);
			waits.push(state?.kind === "waiting" ? state.retryAt - timers.now() : -1);
			await timers.advance(waits[i] ?? 0);
			expect(server.sockets).toHaveLength(i + 2);
		}
		expect(waits).toEqual([750, 1250, 2250, 4250]);
		server.latest.deliver(firstFrame());
		await timers.advance(2_000);
		server.latest.deliver({ action: "ping", handler: "ws", time: 1 });
		await timers.advance(2_000);
		server.latest.deliver({ action: "ping", handler: "ws", time: 2 });
		await timers.advance(1_500);
		server.latest.drop();
		const state = states.at(-1);
		expect(state?.kind === "waiting" && state.retryAt - timers.now()).toBe(750);
	});

	it("does not start over when connections break at once", async () => {
		opened();
		server.latest.drop();
		await timers.advance(1_000);
		server.latest.deliver(firstFrame());
		server.latest.drop();
		const state = states.at(-1);
		expect(state?.kind === "waiting" && state.retryAt - timers.now()).toBe(1250);
	});

	it("comes back when the server says, after close 1001", async () => {
		opened();
		server.latest.drop(1001, "3210");
		await timers.advance(3_209);
		expect(server.sockets).toHaveLength(1);
		await timers.advance(1);
		expect(server.sockets).toHaveLength(2);
	});

	it("does not take every reason of a 1001 for a time", async () => {
		for (const reason of ["", "soon", "-5", "1e9", "99999999999"]) {
			opened();
			server.latest.drop(1001, reason);
			const state = states.at(-1);
			expect(state?.kind).toBe("waiting");
			if (state?.kind === "waiting") expect(state.retryAt - timers.now()).toBeLessThanOrEqual(60_000);
		}
	});

	it("is signed out by close 1008", async () => {
		const socket = opened();
		server.latest.drop(1008, "revoked");
		await settle();
		expect(socket.state).toEqual({ kind: "signedOut", reason: "revoked" });
		await timers.advance(120_000);
		expect(server.sockets).toHaveLength(1);
	});

	it("comes back after a 1008 when the session is still good", async () => {
		checkSession = () => Promise.resolve(true);
		const socket = opened();
		server.latest.drop(1008, "too many");
		await settle();
		expect(socket.state.kind).toBe("waiting");
		await timers.advance(1_000);
		expect(server.sockets).toHaveLength(2);
	});

	it("asks about the session when a handshake fails", async () => {
		checkSession = () => Promise.resolve(false);
		const socket = make();
		socket.start();
		server.latest.drop(1006);
		await settle();
		expect(socket.state.kind).toBe("signedOut");
	});

	it("keeps trying when nobody knows about the session", async () => {
		checkSession = () => Promise.reject(new Error("network"));
		const socket = make();
		socket.start();
		server.latest.drop(1006);
		await settle();
		expect(socket.state.kind).toBe("waiting");
	});

	it("answers pings", () => {
		opened();
		server.latest.deliver({ action: "ping", handler: "ws", time: 42 });
		expect(server.latest.sent).toEqual([{ action: "pong", time: 42 }]);
	});

	it("takes two and a half pings of silence for the end", async () => {
		opened();
		const first = server.latest;
		await timers.advance(2_400);
		first.deliver({ action: "ping", handler: "ws", time: 1 });
		await timers.advance(2_400);
		expect(server.sockets).toHaveLength(1);
		await timers.advance(101);
		expect(states.at(-1)?.kind).toBe("waiting");
		expect(first.closedWith).toBe(1000);
		first.deliver({ action: "printMessage", handler: "ws-message" });
		first.drop();
		expect(frames).toEqual(["setWsId", "ping"]);
	});

	it("gives up a handshake that leads nowhere", async () => {
		make().start();
		await timers.advance(15_000);
		expect(states.at(-1)?.kind).toBe("waiting");
	});

	it("connects at once when the device wakes up", async () => {
		const socket = opened();
		server.latest.drop();
		socket.wake();
		expect(server.sockets).toHaveLength(2);
		expect(socket.state.kind).toBe("connecting");
		await timers.advance(1_000);
		expect(server.sockets).toHaveLength(2);
	});

	it("does not wait for one that is closing when the device wakes up", () => {
		const socket = opened();
		server.latest.readyState = 2;
		socket.wake();
		expect(server.sockets).toHaveLength(2);
		expect(socket.state.kind).toBe("connecting");
	});

	it("looks whether it still lives when the device wakes up", async () => {
		const socket = opened();
		socket.wake();
		expect(server.latest.asked("ping")).toHaveLength(1);
		await timers.advance(4_999);
		expect(socket.state.kind).toBe("open");
		await timers.advance(1);
		expect(socket.state.kind).toBe("waiting");
	});

	it("ends for good", async () => {
		const socket = opened();
		socket.stop();
		expect(server.latest.closedWith).toBe(1000);
		await timers.advance(120_000);
		expect(server.sockets).toHaveLength(1);
		expect(timers.pending).toBe(0);
		expect(socket.state.kind).toBe("stopped");
	});

	it("tells of frames that are no objects and goes on", () => {
		const socket = opened();
		server.latest.onmessage?.({ data: "[1]" });
		server.latest.onmessage?.({ data: "{" });
		server.latest.onmessage?.({ data: new ArrayBuffer(3) });
		expect(bugs).toHaveLength(3);
		expect(socket.state.kind).toBe("open");
	});

	it("tries again when a WebSocket cannot even be made", async () => {
		const original = server.open;
		let broken = true;
		const socket = new Socket(
			{
				open: () => {
					if (broken) throw new Error("no");
					return original();
				},
				timers,
			},
			{
				onState: (state) => states.push(state),
				onFrame: () => undefined,
				onBug: (text) => bugs.push(text),
			},
		);
		socket.start();
		expect(kinds()).toEqual(["connecting", "waiting"]);
		broken = false;
		await timers.advance(1_000);
		expect(server.sockets).toHaveLength(1);
	});
});
