import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createMemoryOutbox } from "../cache/memory";
import { Client } from "./client";
import type { ServerEvent } from "./protocol.gen";
import type { Position } from "./streams";
import { FakeServer, firstFrame, messageEvent, roomView } from "./testing/fake-socket";
import { ManualTimers, settle } from "./testing/manual-timers";

describe("Client", () => {
	let server: FakeServer;
	let timers: ManualTimers;
	let bugs: string[];
	let events: string[];

	beforeEach(() => {
		server = new FakeServer();
		timers = new ManualTimers();
		bugs = [];
		events = [];
	});

	afterEach(() => expect(bugs).toEqual([]));

	function make(positions: [number, Position][] = []): Client {
		const client = new Client({
			openSocket: server.open,
			outboxStore: createMemoryOutbox(),
			positions: new Map(positions),
			timers,
			onBug: (text) => bugs.push(text),
		});
		for (const name of ["printMessage", "roomAdded", "roomRemoved", "roomLive", "joinUser"] as const) {
			client.on(name, (event: ServerEvent) =>
				events.push(`${event.action} ${"seq" in event ? event.seq : ""}`),
			);
		}
		client.on("streamReset", ({ streamId }) => events.push(`reset ${streamId}`));
		client.start();
		return client;
	}

	it("answers requests, typed, and rejects with the server's error", async () => {
		const client = make();
		server.latest.deliver(firstFrame());
		const asked = client.request("listSessions", {});
		await settle();
		expect(server.latest.asked("listSessions")[0]).toMatchObject({ action: "listSessions", cbId: 1 });
		server.latest.answer("listSessions", { sessions: [] });
		expect((await asked).sessions).toEqual([]);
		const refused = client.request("joinRoom", { roomId: 9 });
		await settle();
		server.latest.refuse("joinRoom", "forbidden");
		await expect(refused).rejects.toMatchObject({ code: "forbidden", retryable: false });
	});

	it("lets a request wait for the connection, but not for ever", async () => {
		const client = make();
		const early = client.request("getUsers", { userIds: [9] });
		const late = client.request("getUsers", { userIds: [10] });
		const refused = expect(late).rejects.toMatchObject({ code: "timeout" });
		await timers.advance(5_000);
		server.latest.deliver(firstFrame([], { pingIntervalMs: 25_000 }));
		await settle();
		const [cbId] = server.latest.asked("getUsers").map((frame) => frame["cbId"]);
		server.latest.deliver({ handler: "void", users: [], cbId });
		expect((await early).users).toEqual([]);
		await timers.advance(10_000);
		await refused;
	});

	it("fails requests when the connection goes", async () => {
		const client = make();
		server.latest.deliver(firstFrame());
		const asked = client.request("listSessions", {});
		await settle();
		server.latest.drop();
		await expect(asked).rejects.toMatchObject({ code: "disconnected", retryable: true });
	});

	it("fails what was asked, or waits to be, with `stopped` at the end", async () => {
		const client = make();
		const waiting = expect(client.request("listSessions", {})).rejects.toMatchObject({ code: "stopped" });
		client.stop();
		await waiting;
		client.start();
		server.latest.deliver(firstFrame());
		const asked = expect(client.request("listSessions", {})).rejects.toMatchObject({ code: "stopped" });
		await settle();
		client.stop();
		await asked;
	});

	it("misses nothing and doubles nothing across a reconnect", async () => {
		make([[12, { seq: 3, epoch: 1 }]]);
		server.latest.deliver(firstFrame([roomView(12, { seq: 3 })]));
		server.latest.deliver(messageEvent(12, 4));
		server.latest.drop();
		await timers.advance(1_000);
		server.latest.deliver(firstFrame([roomView(12, { seq: 6 })]));
		server.latest.deliver(messageEvent(12, 7));
		await settle();
		const { streams } = server.latest.asked("getChanges")[0] as { streams: unknown };
		expect(streams).toEqual([{ roomId: 12, after: 4 }]);
		const changes = [messageEvent(12, 5), messageEvent(12, 6), messageEvent(12, 7)];
		const part = { roomId: 12, changes, seq: 7, head: 7, epoch: 1, resync: false };
		server.latest.answer("getChanges", { streams: [part] });
		await settle();
		expect(events).toEqual(["reset -7", ...[4, 5, 6, 7].map((seq) => `printMessage ${seq}`)]);
	});

	it("follows rooms that come and go", async () => {
		const client = make([[-7, { seq: 0, epoch: 1 }]]);
		server.latest.deliver(firstFrame());
		server.latest.deliver({ action: "roomAdded", handler: "room", userId: 7, seq: 1, roomId: 20 });
		const channel = { channelId: 1, channelName: "all", channelCreatorId: null };
		server.latest.deliver({
			action: "roomLive",
			handler: "room",
			room: roomView(20, { seq: 8 }),
			channel,
		});
		server.latest.deliver(messageEvent(20, 9));
		server.latest.deliver({ action: "roomRemoved", handler: "room", userId: 7, seq: 2, roomId: 20 });
		await settle();
		expect(events).toEqual([
			"roomAdded 1",
			"roomLive ",
			"reset 20",
			"printMessage 9",
			"roomRemoved 2",
			"reset 20",
		]);
		expect(client.position(20)).toBeUndefined();
		expect(client.position(-7)).toEqual({ seq: 2, epoch: 1 });
	});

	it("begins again when its private stream is not continued", async () => {
		const client = make();
		server.latest.deliver(firstFrame());
		server.latest.deliver({ action: "resync", handler: "room", userId: 7, seq: 3, epoch: 2 });
		expect(client.state.kind).toBe("waiting");
		await timers.advance(1_000);
		expect(server.sockets).toHaveLength(2);
	});

	it("resends what was not acknowledged, and takes its event for the answer", async () => {
		const client = make();
		const stored: string[] = [];
		client.on("outboxStored", ({ entry, reply }) =>
			stored.push(`${entry.content} ${reply?.seq ?? "event"}`),
		);
		server.latest.deliver(firstFrame([roomView(12)]));
		const { clientId } = client.outbox.add(12, "hello");
		await settle();
		expect(server.latest.asked("printMessage")[0]).toMatchObject({
			roomId: 12,
			content: "hello",
			clientId,
		});
		server.latest.drop();
		await timers.advance(1_000);
		server.latest.deliver(firstFrame([roomView(12)]));
		await settle();
		expect(server.latest.asked("printMessage")[0]).toMatchObject({ clientId });
		server.latest.deliver(messageEvent(12, 1, { userId: 7, clientId }));
		server.latest.answer("printMessage", {
			action: "messageStored",
			roomId: 12,
			clientId,
			id: 1,
			seq: 1,
			time: 1,
		});
		await settle();
		expect(stored).toEqual(["hello event"]);
		expect(client.outbox.entries).toEqual([]);
	});

	it("does not take another person's clientId for its own", async () => {
		const client = make();
		server.latest.deliver(firstFrame([roomView(12)]));
		const { clientId } = client.outbox.add(12, "mine");
		await settle();
		server.latest.deliver(messageEvent(12, 1, { userId: 9, clientId }));
		expect(client.outbox.entries).toHaveLength(1);
	});

	it("keeps going when a listener throws, and tells", () => {
		const client = make();
		const heard: number[] = [];
		client.on("printMessage", () => {
			throw new Error("listener");
		});
		client.on("printMessage", ({ seq }) => heard.push(seq));
		server.latest.deliver(firstFrame([roomView(12)]));
		server.latest.deliver(messageEvent(12, 1));
		expect(heard).toEqual([1]);
		expect(bugs.splice(0)).toHaveLength(1);
	});

	const removed = (seq: number, roomId = 12) => {
		const place = { userId: 7, seq, roomId };
		return { action: "roomRemoved", handler: "room", ...place };
	};
	const live = (roomId: number) => {
		const channel = { channelId: 1, channelName: "all", channelCreatorId: null };
		return { action: "roomLive", handler: "room", room: roomView(roomId), channel };
	};

	it("does not take away a room that came back while one was offline", async () => {
		const client = make([[-7, { seq: 3, epoch: 1 }]]);
		server.latest.deliver(firstFrame([roomView(12)], { seq: 5 }));
		await settle();
		const changes = [removed(4), { ...removed(5), action: "roomAdded" }];
		const part = { userId: 7, changes, seq: 5, head: 5, epoch: 1, resync: false };
		server.latest.answer("getChanges", { streams: [part] });
		await settle();
		expect(events).toEqual(["reset 12", "roomAdded 5"]);
		expect(client.position(12)).toBeDefined();
		server.latest.deliver(removed(6));
		expect(events.slice(2)).toEqual(["roomRemoved 6", "reset 12"]);
	});

	it("does not take away a room that was removed and added while it caught up", async () => {
		const client = make([[-7, { seq: 3, epoch: 1 }]]);
		server.latest.deliver(firstFrame([roomView(12)], { seq: 4 }));
		server.latest.deliver(removed(5));
		server.latest.deliver({ ...removed(6), action: "roomAdded" });
		server.latest.deliver(live(12));
		await settle();
		const changes = [removed(4, 13), removed(5), { ...removed(6), action: "roomAdded" }];
		const part = { userId: 7, changes, seq: 6, head: 6, epoch: 1, resync: false };
		server.latest.answer("getChanges", { streams: [part] });
		await settle();
		expect(events).toEqual(["reset 12", "roomLive ", "roomRemoved 4", "roomAdded 6"]);
		expect(client.position(12)).toBeDefined();
	});

	it("forgets a deleted room", () => {
		const client = make();
		server.latest.deliver(firstFrame([roomView(12)]));
		const deleted = { action: "deleteRoom", handler: "room", roomId: 12, seq: 1, userId: 9, time: 1 };
		server.latest.deliver(deleted);
		expect(client.position(12)).toBeUndefined();
	});
});
