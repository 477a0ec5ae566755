/* How a connection sees people, by the answers and events it got. */
import type { WebSocket } from "ws";

import type { PersonPresence } from "../../../frontend/src/api/protocol.gen";
import type { JsonRecord } from "../../../frontend/src/utils/record";
import type { Connection, Person } from "./person";
import { until } from "./wait";

/** Everything that was said of a person since frame number `from`, the latest last. */
export function saidOf(viewer: Connection, userId: number, from = 0): PersonPresence[] {
	// Answers to watchPeople and events alike; nothing else has people.
	const told = viewer.frames.slice(from).filter(({ people }) => Array.isArray(people));
	return told
		.flatMap(({ people }) => people as unknown as PersonPresence[])
		.filter((person) => person.userId === userId);
}

/** What was said last; undefined: nothing. */
export function howIs(viewer: Connection, userId: number): PersonPresence | undefined {
	return saidOf(viewer, userId).at(-1);
}

export async function watch(viewer: Connection, ...userIds: number[]): Promise<PersonPresence[]> {
	return (await viewer.client.request("watchPeople", { userIds })).people;
}

/** Waits until a person is shown like this. */
export async function seen(
	viewer: Connection,
	userId: number,
	presence: PersonPresence["presence"],
	withinMs = 8_000,
): Promise<PersonPresence> {
	return await until(
		`${viewer.person.name} sees ${userId} ${presence}`,
		() => {
			const now = howIs(viewer, userId);
			return now?.presence === presence ? now : null;
		},
		withinMs,
	);
}

/** Events of an action since frame number `from`. */
export function events(viewer: Connection, action: string, from = 0): JsonRecord[] {
	return viewer.frames
		.slice(from)
		.filter((frame) => frame["action"] === action && frame["handler"] !== "void");
}

/** A socket that does not come back by itself. */
export async function openFor(person: Person): Promise<WebSocket> {
	const socket = person.openSocket();
	await new Promise((resolve, reject) => {
		socket.once("message", resolve);
		socket.once("error", reject);
	});
	return socket;
}

export function portOf(socket: WebSocket): number {
	return (socket as unknown as { _socket: { localPort: number } })._socket.localPort;
}
