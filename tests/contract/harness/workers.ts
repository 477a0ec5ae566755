/* Which worker has a connection, and connections where a test wants them: what is told must cross the bus. */
import type { Connection, Person } from "./person";
import { holderOf } from "./processes";
import { workersOf } from "./server";
import { until } from "./wait";
import { newcomer, server } from "./world";

/** Process id of the worker that serves it. */
export function workerOf(connection: Connection): number {
	return holderOf(workersOf(server.pid), server.port, connection.localPort)?.pid ?? 0;
}

/** Another device of a person, on another worker than this connection's. */
export async function onOtherWorker(person: Person, than: Connection): Promise<Connection> {
	return await until(`${person.name} on the other worker`, async () => {
		const device = await (await person.another()).connect();
		if (workerOf(device) !== workerOf(than)) return device;
		device.stop();
		return null;
	});
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
