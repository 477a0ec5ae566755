/* TLS clients by hand: which certificate a server has, what a handshake agreed on or why it failed, and hellos that are cut up. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";

import { takeAnswer, type Answer } from "./answers";
import { Stream } from "./stream";

export interface Certificate {
	certificate: string;
	key: string;
}

const kinds = {
	ecdsa: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
	rsa: ["-newkey", "rsa:2048"],
};

/** Makes a certificate for localhost; its paths. Readable by the user that the server becomes. */
export function makeCertificate(folder: string, name: string, kind: keyof typeof kinds): Certificate {
	const made = {
		certificate: join(folder, `${name}.crt`),
		key: join(folder, `${name}.key`),
	};
	mkdirSync(folder, { recursive: true, mode: 0o755 });
	const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
	const files = ["-keyout", made.key, "-out", made.certificate];
	execFileSync("openssl", ["req", "-x509", ...kinds[kind], "-nodes", "-days", "30", ...subject, ...files], {
		stdio: "ignore",
	});
	chmodSync(made.key, 0o644);
	return made;
}

/** A TLS connection that was agreed upon. */
export interface Dialled {
	socket: TLSSocket;
	stream: Stream;
}

/** Segments before we look up: a busy machine has many who want to. */
const AT_ONCE = 32;

/** Our end of a connection, in segments of one byte. */
class Trickle extends Duplex {
	readonly #socket;

	constructor(port: number) {
		super();
		this.#socket = connectTcp({ port, host: "127.0.0.1", noDelay: true });
		this.#socket.on("data", (bytes) => this.push(bytes));
		this.#socket.on("end", () => this.push(null));
		this.#socket.on("error", (reason) => this.destroy(reason));
	}

	override _read(): void {
		// Bytes are pushed as they come.
	}

	override _write(bytes: Buffer, _: BufferEncoding, done: () => void): void {
		const next = (from: number): void => {
			for (let at = from; at < from + AT_ONCE && at < bytes.length; at++)
				this.#socket.write(bytes.subarray(at, at + 1));
			if (from >= bytes.length || this.#socket.destroyed) return done();
			setImmediate(next, from + AT_ONCE);
		};
		next(0);
	}

	override _destroy(reason: Error | null, done: (reason: Error | null) => void): void {
		this.#socket.destroy();
		done(reason);
	}
}

export const trickle = (port: number): Duplex => new Trickle(port);

/** Connects; the reason as text if nothing came of it. */
export async function dial(port: number, options: ConnectionOptions = {}): Promise<Dialled | string> {
	const socket = connect({
		port,
		host: "127.0.0.1",
		servername: "localhost",
		rejectUnauthorized: false,
		...options,
	});
	const stream = new Stream(socket);
	return await new Promise((resolve) => {
		const fail = (reason: Error & { code?: string }): void => {
			socket.destroy();
			resolve((reason.code ?? reason.message).replace(/^ERR_SSL_/, "").toLowerCase());
		};
		socket.once("secureConnect", () => {
			socket.off("error", fail);
			resolve({ socket, stream });
		});
		socket.once("error", fail);
	});
}

/** The same where a failure is none of the case's. */
export async function dialled(port: number, options: ConnectionOptions = {}): Promise<Dialled> {
	const made = await dial(port, options);
	if (typeof made === "string") throw new Error(`no TLS connection: ${made}`);
	return made;
}

/** Sends a request and waits for its answer; null: there was none. */
export async function ask(stream: Stream, request: string, withinMs = 8_000): Promise<Answer | null> {
	let answer: Answer | null = null;
	await stream.send(Buffer.from(request, "latin1"));
	await stream.until(() => (answer ??= takeAnswer(stream, request.startsWith("HEAD "))) !== null, withinMs);
	return answer;
}

/** The first flight of a client that offers what Node does. */
export async function helloBytes(options: ConnectionOptions = {}): Promise<Buffer> {
	return await new Promise((resolve) => {
		const socket = connect({
			socket: new Duplex({
				read: () => undefined,
				write(bytes: Buffer, _, done) {
					resolve(Buffer.from(bytes));
					done();
				},
			}),
			servername: "localhost",
			...options,
		});
		socket.on("error", () => undefined);
	});
}

/** A record as it came from the server: `alert:40`, else its type and size. */
export function recordToken(bytes: Buffer): string {
	if (bytes.length === 0) return "nothing";
	if (bytes[0] === 21 && bytes.length >= 7) return `alert:${bytes[6]}`;
	return bytes[0] === 22 ? "flight" : `record:${bytes[0]}`;
}
