/* The servers of the TLS cases, and what a case is. */
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { inject } from "vitest";

import { freePort, startServer, temporaryFolder, type Server } from "../../contract/harness/server";
import type { Case } from "./suite";
import { makeCertificate, type Certificate } from "./tls";

type Name = "strict" | "lan" | "hurried" | "sparing";

export interface TlsWorld {
	folder: string;
	/** With a certificate of its own and an https public_url; plain HTTP is led to https. */
	strict: Server;
	/** As `--lan`: both schemes, a local authority; ticket keys of a few seconds. */
	lan: Server;
	/** One worker, short time-outs, few connections an address. */
	hurried: Server;
	/** One worker; few handshakes an address. */
	sparing: Server;
	own: Certificate;
	/** Those that were started. */
	servers: readonly Server[];
}

export interface TlsCase extends Case {
	run: (world: TlsWorld) => Promise<string>;
}

export const legend =
	"A handshake is written as what it agreed on, or as OpenSSL's name of why there was none; `alert:N` is an alert that came in the clear, " +
	"`flight` the server's part of a handshake; `end` the end of the stream; `in time`: the end came when its deadline had passed, and at most 2 s later.";

export const HEAD_MS = 3_000;
export const TICKET_MS = 4_000;
export const PER_ADDRESS = 40;
export const HANDSHAKES = 5;

const certificateOf = ({ certificate, key }: Certificate): Record<string, string> => ({
	tls_certificate: certificate,
	tls_key: key,
});

const starters: Record<Name, (own: Certificate) => Promise<Server>> = {
	strict: async (own) => {
		const port = await freePort();
		return await startServer({
			config: {
				static_dir: inject("site"),
				...certificateOf(own),
				port,
				public_url: `https://localhost:${port}`,
			},
		});
	},
	lan: async () =>
		await startServer({ config: { static_dir: inject("site"), lan: true, tls_ticket_ms: TICKET_MS } }),
	hurried: async (own) =>
		await startServer({
			workers: 1,
			config: {
				static_dir: inject("site"),
				...certificateOf(own),
				http_head_ms: HEAD_MS,
				http_write_ms: HEAD_MS,
				sockets_per_address_max: PER_ADDRESS,
			},
		}),
	sparing: async (own) =>
		await startServer({
			workers: 1,
			config: {
				static_dir: inject("site"),
				...certificateOf(own),
				plain_http: true,
				rate_tls_per_s: 1,
				rate_tls_burst: HANDSHAKES,
			},
		}),
};

export async function openWorld(names: readonly Name[]): Promise<TlsWorld> {
	const folder = join(temporaryFolder(), "tls");
	mkdirSync(folder, { mode: 0o755 });
	chmodSync(folder, 0o755);
	const own = makeCertificate(folder, "own", "ecdsa");
	const started = new Map<Name, Server>();
	for (const name of names) started.set(name, await starters[name](own));
	const get = (name: Name): Server => {
		const server = started.get(name);
		if (!server) throw new Error(`no server ${name} in this file`);
		return server;
	};
	return {
		folder,
		own,
		servers: [...started.values()],
		get strict() {
			return get("strict");
		},
		get lan() {
			return get("lan");
		},
		get hurried() {
			return get("hurried");
		},
		get sparing() {
			return get("sparing");
		},
	};
}

/** What the servers said that they must not say. */
export async function closeWorld({ servers }: TlsWorld): Promise<string[]> {
	const codes = await Promise.all(servers.map((server) => server.remove()));
	const ended = codes.filter((code) => code !== 0).map((code) => `a server ended with ${code}`);
	return [...ended, ...servers.flatMap((server) => server.alarms)];
}

/** The local authority's certificate, PEM. */
export const authorityOf = ({ address }: Server): string =>
	readFileSync(join(address.dataDir, "authority/ca.crt"), "utf8");
