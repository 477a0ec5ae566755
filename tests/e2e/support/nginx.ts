/*
 * nginx with the site of rootfs/, as an unprivileged process in a folder of its own. Of the site only what an administrator puts in is replaced: host name, certificate,
 * ports, where the server is, and where the log goes.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { childrenOf } from "../../contract/harness/processes";
import { until } from "../../contract/harness/wait";

export const hostName = "chat.example.org";
/** How long an old worker keeps its sockets after a reload: the site's advice is a minute. */
export const keptMs = 12_000;

const nobody = 65534;
const site = fileURLToPath(new URL("../../../rootfs/etc/nginx/sites-available/confab", import.meta.url));

export interface Ports {
	http: number;
	https: number;
	confabd: number;
}

function openssl(folder: string, ...more: string[]): void {
	execFileSync("openssl", more, { cwd: folder, stdio: "pipe" });
}

/** An authority, and a certificate of it for the site. */
function makeCertificates(folder: string): void {
	const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
	openssl(
		folder,
		"req",
		"-x509",
		...key,
		"-days",
		"2",
		"-subj",
		"/CN=the authority of a test",
		"-keyout",
		"ca.key",
		"-out",
		"ca.crt",
	);
	openssl(folder, "req", ...key, "-subj", `/CN=${hostName}`, "-keyout", "privkey.pem", "-out", "site.csr");
	writeFileSync(join(folder, "names"), `subjectAltName=DNS:${hostName}\nextendedKeyUsage=serverAuth\n`);
	const by = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"];
	openssl(folder, "x509", "-req", "-in", "site.csr", ...by, "-out", "fullchain.pem");
}

function siteOf(folder: string, ports: Ports): string {
	const replaced: [string, string][] = [
		["/etc/confab/tls", folder],
		["/var/log/nginx", folder],
		["127.0.0.1:8888", `127.0.0.1:${ports.confabd}`],
		["listen 80;", `listen ${ports.http};`],
		["listen [::]:80;", `listen [::]:${ports.http};`],
		["listen 443 ", `listen ${ports.https} `],
		["listen [::]:443 ", `listen [::]:${ports.https} `],
	];
	return replaced.reduce(
		(text, [from, to]) => {
			if (!text.includes(from)) throw new Error(`the site does not say ${from}`);
			return text.replaceAll(from, to);
		},
		readFileSync(site, "utf8"),
	);
}

function around(folder: string): string {
	const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
		(name) => `${name}_temp_path ${folder}/${name};`,
	);
	return `pid ${folder}/pid;
error_log ${folder}/error.log;
daemon off;
worker_processes 1;
worker_shutdown_timeout ${keptMs / 1000}s;
events { worker_connections 2000; }
http {
	include /etc/nginx/mime.types;
	${temporary.join("\n\t")}
	include ${folder}/site;
}
`;
}

export class Nginx {
	readonly folder: string;
	readonly ports: Ports;
	readonly #process: ChildProcess;

	private constructor(folder: string, ports: Ports, process: ChildProcess) {
		this.folder = folder;
		this.ports = ports;
		this.#process = process;
	}

	static async open(ports: Ports): Promise<Nginx> {
		const folder = mkdtempSync(join(tmpdir(), "confab-nginx-"));
		makeCertificates(folder);
		writeFileSync(join(folder, "site"), siteOf(folder, ports));
		writeFileSync(join(folder, "nginx.conf"), around(folder));
		const root = process.getuid?.() === 0;
		if (root)
			for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))])
				chownSync(path, nobody, nobody);
		chmodSync(folder, 0o755);
		const words = ["-e", join(folder, "error.log"), "-p", folder, "-c", join(folder, "nginx.conf")];
		const child = spawn("/usr/sbin/nginx", words, {
			stdio: "ignore",
			...(root ? { uid: nobody, gid: nobody } : {}),
		});
		const nginx = new Nginx(folder, ports, child);
		process.once("exit", () => child.kill("SIGTERM"));
		await until("nginx has its worker", () => nginx.workers.length === 1);
		return nginx;
	}

	get origin(): string {
		return `https://${hostName}:${this.ports.https}`;
	}

	get authority(): string {
		return join(this.folder, "ca.crt");
	}

	/** Process ids. */
	get workers(): number[] {
		if (this.#process.exitCode !== null) throw new Error(`nginx ended:\n${this.read("error.log")}`);
		return childrenOf(this.#process.pid ?? 0).map(({ pid }) => pid);
	}

	read(name: "confab.log" | "error.log"): string {
		return readFileSync(join(this.folder, name), "utf8");
	}

	/** As `nginx -s reload` does: new workers take what comes, old ones keep their sockets for a while. */
	async reload(): Promise<void> {
		const before = this.workers;
		this.#process.kill("SIGHUP");
		await until("a new worker of nginx", () => this.workers.some((pid) => !before.includes(pid)));
	}

	async close(): Promise<void> {
		const ended = new Promise((resolve) => this.#process.once("exit", resolve));
		this.#process.kill("SIGTERM");
		await ended;
		rmSync(this.folder, { recursive: true, force: true });
	}
}
