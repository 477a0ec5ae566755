/* People in rooms, for tests of them. */
import { randomIdentifier } from "../../../frontend/src/utils/identifier";
import type { JsonRecord } from "../../../frontend/src/utils/record";
import type { Connection, Person } from "./person";
import { expect } from "vitest";
import { queryArchive, type ServerAddress } from "./server";
import { until } from "./wait";
import { connectElsewhere } from "./workers";
import { administrator, newcomer, server, visitor } from "./world";

export { connectElsewhere };

/** Two people on two workers. */
export async function apart(): Promise<[Connection, Connection]> {
	const first = await (await newcomer()).connect();
	return [first, await connectElsewhere(await newcomer(), first)];
}

export function say(connection: Connection, roomId: number, content: string) {
	return connection.client.request("printMessage", { roomId, clientId: randomIdentifier(), content });
}

/** The room as roomLive brought it last, waiting for it. */
export async function liveRoom(connection: Connection, roomId: number): Promise<JsonRecord> {
	const last = (): JsonRecord | undefined =>
		connection.applied
			.filter(({ action }) => action === "roomLive")
			.map((event) => event["room"] as JsonRecord)
			.findLast((room) => room["roomId"] === roomId);
	return await until(`${connection.person.name}: room ${roomId} is live`, last);
}

/** The newest change of a room in the archive. */
export async function headOf({ client }: Connection, roomId: number): Promise<number> {
	const { streams } = await client.request("getChanges", { streams: [{ roomId, after: 0 }] });
	return streams[0]?.head ?? 0;
}

/** The room in the first frame of another device, on a worker that has everything of it; none: not in it. */
export async function roomOf(person: Person, roomId: number): Promise<JsonRecord | undefined> {
	const device = await person.another();
	const look = async (): Promise<{ room: JsonRecord | undefined } | null> => {
		const connection = await device.connect();
		const rooms = connection.first["rooms"] as JsonRecord[];
		const room = rooms.find((each) => each["roomId"] === roomId);
		const current = !room || Number(room["seq"]) >= (await headOf(connection, roomId));
		return current ? { room } : null;
	};
	return (await until(`room ${roomId} as it is`, look)).room;
}

let names = 0;

/** A name that no other room of the run has. */
export function freshRoomName(): string {
	return `room ${process.pid.toString(36)} ${Date.now().toString(36)} ${++names}`;
}

/** A group of `founder` with these people in it, live for all of them. */
export async function foundGroup(
	founder: Connection,
	members: readonly Connection[] = [],
	more: { isOpen?: boolean; isVisible?: boolean } = {},
): Promise<{ channelId: number; roomId: number }> {
	const users = members.map(({ person }) => person.userId);
	const channelName = freshRoomName();
	const made = await founder.client.request("addChannel", { channelName, users, ...more });
	await Promise.all([founder, ...members].map((each) => liveRoom(each, made.roomId)));
	return made;
}

/** Somebody who came by an invitation for guests. */
export async function guest(): Promise<Person> {
	const { client } = await (await administrator()).connect();
	const { token } = await client.request("createInvitation", { guest: true });
	return await visitor().register({ invitation: token });
}

/** Ids of people who are there and never come. */
export function strangers(count: number, at: ServerAddress = server): number[] {
	const first = 5_000_000_000 + Math.floor(Math.random() * 1e9) * 1000;
	const ids = Array.from({ length: count }, (_, i) => first + i);
	const rows = ids.map((id, i) => `(${id}, 's${id.toString(36)}', 'Stranger ${count - i}', 0)`).join(", ");
	queryArchive(at.dataDir, `INSERT INTO user (id, name, display_name, created_ms) VALUES ${rows}`);
	return ids;
}

/** The request is refused with that code, and a text like that. */
export async function refused(asked: Promise<unknown>, code: string, text?: RegExp): Promise<void> {
	const reason = await asked.then(
		() => null,
		(error: unknown) => error as { code: string; message: string },
	);
	expect(reason).toMatchObject({ code });
	if (text) expect(reason?.message).toMatch(text);
}

/** Waits until a room's member is known to a connection. */
export async function memberSeen(connection: Connection, roomId: number, userId: number): Promise<void> {
	await until(`${userId} is seen in ${roomId}`, () =>
		connection.applied.some(
			(event) =>
				(event["action"] === "joinUser" &&
					event["roomId"] === roomId &&
					event["userId"] === userId) ||
				(event["action"] === "roomLive" &&
					(event["room"] as JsonRecord)["roomId"] === roomId &&
					((event["room"] as JsonRecord)["users"] as number[]).includes(userId)),
		),
	);
}
