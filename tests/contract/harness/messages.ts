/* What tests of messages begin with: rooms of their own, people on both workers, and a room as each of three ways shows it. */
import { expect } from "vitest";

import type { MessageSendInput, MessageSendReply, MessageView } from "../../../frontend/src/api/protocol.gen";
import type { JsonRecord } from "../../../frontend/src/utils/record";
import type { Connection } from "./person";
import { queryArchive } from "./server";
import { until } from "./wait";
import { strangers } from "./workers";
import { server, visitor } from "./world";

let counter = 0;

export const freshId = (): string => `m-${process.pid}-${Date.now()}-${++counter}`;

/** An open room of group 1 that nobody is in yet; straight into the archive. */
export function makeRoom(more: { creator?: number; readOnly?: boolean } = {}): number {
	const roomId = 1_000_000 + (Date.now() % 1_000_000) * 100 + (++counter % 100);
	queryArchive(
		server.dataDir,
		`INSERT INTO room (id, group_id, name, creator_id, is_open, is_visible, is_read_only)
			VALUES (${roomId}, 1, 'm${roomId}', ${more.creator ?? "NULL"}, 1, 0, ${more.readOnly ? 1 : 0});
		INSERT INTO stream_head (stream_id, seq, messages, oldest_change, epoch) VALUES (${roomId}, 0, 0, 0, 1)`,
	);
	return roomId;
}

export async function join(roomId: number, ...connections: Connection[]): Promise<void> {
	for (const connection of connections) {
		await connection.client.request("joinRoom", { roomId });
		await until(`room ${roomId} is live`, () => connection.client.position(roomId) !== undefined);
	}
}

/** A room with one member on each worker. */
export async function roomOfTwo(): Promise<{ roomId: number; ann: Connection; bo: Connection }> {
	const [ann, bo] = await strangers();
	const roomId = makeRoom({ creator: ann.person.userId });
	await join(roomId, ann, bo);
	return { roomId, ann, bo };
}

/** A guest who was invited into the room by somebody in it. */
export async function guestIn(roomId: number, host: Connection): Promise<Connection> {
	const input = { guest: true, maxUses: 1, roomIds: [roomId] };
	const { token } = await host.client.request("createInvitation", input);
	const guest = await (await visitor().register({ invitation: token })).connect();
	await until("the guest is in the room", () => guest.client.position(roomId) !== undefined);
	return guest;
}

export async function say(
	connection: Connection,
	roomId: number,
	content: string,
	more: Partial<MessageSendInput> = {},
): Promise<MessageSendReply> {
	const input = { roomId, clientId: freshId(), content, ...more };
	return await connection.client.request("printMessage", input);
}

/** The code of the error that a request ends with. */
export async function codeOf(request: Promise<unknown>): Promise<string> {
	return await request.then(
		() => "answered",
		(error: unknown) => (error as { code: string }).code,
	);
}

/** How far a room's stream is. */
export async function headOf(connection: Connection, roomId: number): Promise<number> {
	const { streams } = await connection.client.request("getChanges", { streams: [{ roomId, after: 0 }] });
	return streams[0]?.head ?? 0;
}

/** What a room's events make of its messages, by seq: as a client keeps them. */
export function roomOf(events: readonly JsonRecord[]): MessageView[] {
	const byId = new Map<number, MessageView>();
	for (const event of events) {
		const posted = event["action"] === "printMessage";
		const message = (posted ? event : event["message"]) as MessageView | undefined;
		if (message === undefined) continue;
		byId.set(message.id, viewOf(message));
		const root = byId.get(message.parentMessage ?? 0);
		if (!root || typeof event["parentReplies"] !== "number") continue;
		root.threadMessagesCount = event["parentReplies"];
		root.lastReply = Number(event["parentLastReply"]);
	}
	return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

function viewOf(message: MessageView): MessageView {
	const extra = ["action", "handler", "parentReplies", "parentLastReply"];
	return Object.fromEntries(
		Object.entries(message).filter(([name]) => !extra.includes(name)),
	) as unknown as MessageView;
}

export async function loadAll(connection: Connection, roomId: number): Promise<MessageView[]> {
	const all: MessageView[] = [];
	for (;;) {
		const before = all.at(-1)?.seq;
		const page = await connection.client.request("loadMessages", { roomId, count: 100, before });
		all.push(...page.content);
		if (page.atStart) return all.reverse();
	}
}

async function changesOf(connection: Connection, roomId: number): Promise<JsonRecord[]> {
	const changes: JsonRecord[] = [];
	for (let after = 0; ;) {
		const { streams } = await connection.client.request("getChanges", { streams: [{ roomId, after }] });
		const [part] = streams;
		if (!part) throw new Error("no stream");
		changes.push(...(part.changes as unknown as JsonRecord[]));
		after = part.seq;
		if (part.seq >= part.head) return changes;
	}
}

/** Live events of a room, as they came to a connection that was there from its first message. */
export function liveOf(connection: Connection, roomId: number): JsonRecord[] {
	return connection.frames.filter(
		(frame) =>
			frame["roomId"] === roomId && typeof frame["seq"] === "number" && frame["handler"] !== "void",
	);
}

/** The same room for everybody: live, healed from the stream's beginning, and loaded. Answers the loaded one. */
export async function expectOneRoom(roomId: number, ...connections: Connection[]): Promise<MessageView[]> {
	const [first] = connections;
	if (!first) throw new Error("nobody to ask");
	const loaded = await loadAll(first, roomId);
	const changes = await changesOf(first, roomId);
	const head = Math.max(...changes.map(({ seq }) => Number(seq)));
	expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, i) => i + 1));
	expect(roomOf(changes)).toEqual(loaded);
	for (const connection of connections) {
		await until(`${connection.person.name} heard all`, () =>
			liveOf(connection, roomId).some(({ seq }) => Number(seq) >= head),
		);
		expect(roomOf(liveOf(connection, roomId))).toEqual(loaded);
	}
	return loaded;
}
