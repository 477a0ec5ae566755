/* Certificates that are renewed while people come and go. One story, told once; each case is a line of it. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { startServer, workersOf, type Server } from "../../contract/harness/server";
import { until } from "../../contract/harness/wait";
import type { Category } from "../harness/suite";
import { ask, dial, dialled, makeCertificate, type Certificate } from "../harness/tls";
import type { TlsCase, TlsWorld } from "../harness/tls_world";

const HEALTH = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

async function nameOf(server: Server): Promise<string> {
	const { socket, stream } = await dialled(server.address.port);
	const name = socket.getPeerCertificate().subject.CN;
	stream.close();
	return String(name);
}

/** Somebody asks all the time; how many were not answered. */
class Visitors {
	#running = true;
	asked = 0;
	failed = 0;
	readonly #done: Promise<void>[];

	constructor(port: number) {
		this.#done = [1, 2, 3].map(() => this.#ask(port));
	}

	async #ask(port: number): Promise<void> {
		while (this.#running) {
			const made = await dial(port);
			const answer = typeof made === "string" ? null : await ask(made.stream, HEALTH);
			if (typeof made !== "string") made.stream.close();
			this.asked++;
			if (answer?.status !== 200) this.failed++;
		}
	}

	async stop(): Promise<string> {
		this.#running = false;
		await Promise.all(this.#done);
		return this.failed === 0 && this.asked > 10 ? "none lost" : `${this.failed} of ${this.asked} lost`;
	}
}

const put = (from: Certificate, to: Certificate): void => {
	copyFileSync(from.certificate, to.certificate);
	copyFileSync(from.key, to.key);
};

async function reload(server: Server, word = "supervisor reloaded"): Promise<void> {
	const before = server.output.split(word).length;
	server.signal("SIGHUP");
	await until(word, () => server.output.split(word).length > before, 40_000);
}

type Story = Record<"renewed" | "lost" | "resumed" | "other" | "refused" | "kept", string>;

async function tell(server: Server, live: Certificate, folder: string): Promise<Story> {
	const { port } = server.address;
	const first = await dialled(port);
	const session = await new Promise<Buffer>((resolve) => first.socket.once("session", resolve));
	const visitors = new Visitors(port);
	put(makeCertificate(folder, "second", "ecdsa"), live);
	await reload(server);
	const lost = await visitors.stop();
	const renewed = await nameOf(server);
	const again = await dialled(port, { session });
	const resumed = again.socket.isSessionReused() ? "resumed" : "full";
	first.stream.close();
	again.stream.close();

	put(makeCertificate(folder, "third", "rsa"), live);
	await reload(server);
	const rsa = await dialled(port, { maxVersion: "TLSv1.2" });
	const other = `${await nameOf(server)} ${rsa.socket.getCipher().standardName}`;
	rsa.stream.close();

	const workers = workersOf(server.address.pid).map(({ pid }) => pid);
	writeFileSync(live.key, "no key at all\n");
	await reload(server, "reload refused");
	const refused = /reload refused reason="?(tls_key)/.exec(server.output)?.[1] ?? "not said why";
	const same = workersOf(server.address.pid).every(({ pid }) => workers.includes(pid));
	return {
		renewed,
		lost,
		resumed,
		other,
		refused,
		kept: `${await nameOf(server)} ${same}`,
	};
}

let story: Promise<Story> | undefined;

async function begin({ folder }: TlsWorld): Promise<Story> {
	const live = makeCertificate(join(folder, "live"), "first", "ecdsa");
	const server = await startServer({
		config: {
			tls_certificate: live.certificate,
			tls_key: live.key,
			drain_ms: 200,
		},
	});
	try {
		return await tell(server, live, folder);
	} finally {
		await server.remove();
	}
}

const line = (name: string, word: keyof Story, expected: string): TlsCase => ({
	name,
	section: "SIGHUP",
	expected,
	run: async (world) => (await (story ??= begin(world)))[word],
});

export const renewing: Category<TlsCase> = {
	category: "renewal",
	cases: [
		line("the new certificate is shown", "renewed", "second"),
		line("who came meanwhile was served", "lost", "none lost"),
		line("a session of before is resumed by the new workers", "resumed", "resumed"),
		line("another kind of key", "other", "third TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
		line("a key that is none is refused", "refused", "tls_key"),
		line("and changes nothing", "kept", "third true"),
	],
};
