/* Sessions that are taken up again: on any worker, for as long as the ticket's key is known. */
import type { ConnectionOptions } from "node:tls";

import { holderOf } from "../../contract/harness/processes";
import { workersOf, type Server } from "../../contract/harness/server";
import { sleep } from "../../contract/harness/wait";
import type { Category } from "../harness/suite";
import { dialled, type Dialled } from "../harness/tls";
import { TICKET_MS, type TlsCase } from "../harness/tls_world";

type Version = "TLSv1.2" | "TLSv1.3";

const TRIES = 300;

/** A ticket of this server. TLS 1.3 sends it after the handshake, as a record of its own. */
async function ticketOf(made: Dialled, version: Version): Promise<Buffer> {
	const { socket } = made;
	const session = version === "TLSv1.2" ? socket.getSession() : undefined;
	if (session) return session;
	return await new Promise((resolve) => socket.once("session", resolve));
}

const workerOf = ({ address }: Server, { socket }: Dialled): number =>
	holderOf(workersOf(address.pid), address.port, socket.localPort ?? 0)?.pid ?? 0;

const word = ({ socket, stream }: Dialled): string => {
	const reused = socket.isSessionReused();
	stream.close();
	return reused ? "resumed" : "full";
};

const of = (version: Version, session?: Buffer): ConnectionOptions => ({
	minVersion: version,
	maxVersion: version,
	...(session ? { session } : {}),
});

async function firstTicket(server: Server, version: Version): Promise<{ ticket: Buffer; worker: number }> {
	const made = await dialled(server.address.port, of(version));
	const found = {
		ticket: await ticketOf(made, version),
		worker: workerOf(server, made),
	};
	made.stream.close();
	return found;
}

/** Resumes on the worker that is wanted: connections go to whichever is first. */
async function resumeOn(
	server: Server,
	version: Version,
	ticket: Buffer,
	wanted: (worker: number) => boolean,
): Promise<string> {
	for (let i = 0; i < TRIES; i++) {
		const made = await dialled(server.address.port, of(version, ticket));
		if (wanted(workerOf(server, made))) return word(made);
		made.stream.close();
	}
	return "never on that worker";
}

function crossing(version: Version, other: boolean): TlsCase {
	return {
		name: `${version}, ${other ? "another worker" : "the same worker"}`,
		section: "RFC 5077 3.1",
		expected: "resumed",
		run: async ({ strict }) => {
			const { ticket, worker } = await firstTicket(strict, version);
			return await resumeOn(strict, version, ticket, (at) => (at === worker) !== other);
		},
	};
}

function aged(version: Version, waitMs: number, expected: string): TlsCase {
	return {
		name: `${version}, ${waitMs} ms later, keys of ${TICKET_MS} ms`,
		section: "RFC 5077 5.5",
		expected,
		run: async ({ lan }) => {
			const { ticket } = await firstTicket(lan, version);
			await sleep(waitMs);
			return word(await dialled(lan.address.port, of(version, ticket)));
		},
	};
}

const foreign: TlsCase = {
	name: "the ticket of another server",
	section: "RFC 5077 3.1",
	expected: "full",
	run: async ({ strict, lan }) => {
		const { ticket } = await firstTicket(lan, "TLSv1.3");
		return word(await dialled(strict.address.port, of("TLSv1.3", ticket)));
	},
};

const spoiled: TlsCase = {
	name: "a ticket with one bit changed",
	section: "RFC 5077 5.2",
	expected: "full",
	run: async ({ strict }) => {
		const { ticket } = await firstTicket(strict, "TLSv1.2");
		// Inside of the ticket: the session that Node hands out ends with it, but for a few fields.
		const at = ticket.length - 60;
		ticket[at] = (ticket[at] ?? 0) ^ 1;
		return word(await dialled(strict.address.port, of("TLSv1.2", ticket)));
	},
};

export const resuming: Category<TlsCase> = {
	category: "resumption",
	cases: [
		crossing("TLSv1.3", false),
		crossing("TLSv1.3", true),
		crossing("TLSv1.2", false),
		crossing("TLSv1.2", true),
		aged("TLSv1.3", 0, "resumed"),
		aged("TLSv1.3", 2 * TICKET_MS + 1_000, "full"),
		aged("TLSv1.2", 2 * TICKET_MS + 1_000, "full"),
		foreign,
		spoiled,
	],
};
