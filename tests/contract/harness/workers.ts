/* Which worker has a connection, and connections where a test wants them: what is told must cross the bus. */
import type { Connection, Person } from "./person";
import { holderOf } from "./processes";
import { workersOf, type ServerAddress } from "./server";
import { until } from "./wait";
import { newcomer, server } from "./world";

/** Process id of the worker that serves it. */
export function workerOf(connection: Connection): number {
	return holderOf(workersOf(server.pid), server.port, connection.localPort)?.pid ?? 0;
}

/** Which worker takes a connection is chance; on a busy machine each try takes a while. */
const CHANCE_MS = 30_000;

/** A connection of a person to a worker other than the one that has `than`. */
export async function connectElsewhere(
	person: Person,
	than: Connection,
	at: ServerAddress = server,
): Promise<Connection> {
	const workers = workersOf(at.pid);
	const workerAt = (connection: Connection): number | undefined =>
		holderOf(workers, at.port, connection.localPort)?.pid;
	const home = workerAt(than);
	const connect = async (): Promise<Connection | null> => {
		const connection = await person.connect();
		if (workerAt(connection) !== home) return connection;
		connection.stop();
		return null;
	};
	return await until(`${person.name} on another worker`, connect, CHANCE_MS);
}

/** Another device of a person, on another worker than this connection's. */
export async function onOtherWorker(person: Person, than: Connection): Promise<Connection> {
	return await connectElsewhere(await person.another(), than);
}

/** Two new people, one on each worker. */
export async function strangers(): Promise<[Connection, Connection]> {
	const ann = await (await newcomer()).connect();
	return [ann, await onOtherWorker(await newcomer(), ann)];
}

/** One new person with a connection on each worker. */
export async function twoDevices(): Promise<[Connection, Connection]> {
	const ann = await newcomer();
	const here = await ann.connect();
	return [here, await onOtherWorker(ann, here)];
}
