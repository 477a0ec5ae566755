/* What every test file begins with: people of the shared server, and at the end of each test nothing wrong with any frame. */
import { afterEach, expect, inject } from "vitest";

import { Coverage } from "./coverage";
import { Complaints, Person, type World } from "./person";
import type { ServerAddress } from "./server";

declare module "vitest" {
	interface ProvidedContext {
		server: ServerAddress;
		coveragePath: string;
	}
}

export const server: ServerAddress = inject("server");
export const coverage = new Coverage(inject("coveragePath"));
const complaints = new Complaints();

export function worldOf(origin: string): World {
	return { origin, coverage, complaints, connections };
}

const connections: World["connections"] = [];
const shared = worldOf(server.origin);

/** Bugs that a test provokes on purpose are taken out of `bugs` by it. */
afterEach(() => {
	const bugs = connections.flatMap((connection) =>
		connection.bugs.map((bug) => `${connection.person.name}: ${bug}`),
	);
	connections.forEach((connection) => connection.stop());
	connections.length = 0;
	expect(bugs).toEqual([]);
	expect(complaints.lines.splice(0)).toEqual([]);
});

export function visitor(origin = server.origin): Person {
	return new Person(origin === server.origin ? shared : worldOf(origin));
}

/** Somebody new, registered. */
export async function newcomer(): Promise<Person> {
	return await visitor().register();
}

/** The administrator of the shared server, whom the set-up link made. */
export async function administrator(): Promise<Person> {
	return await new Person(shared, "root").signIn();
}
