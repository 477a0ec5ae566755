/* Asking and seeing: a bare socket, or a request over HTTP; what came is said in a few words. */
import type { WebSocket } from "ws";

import { errorTable, schemaReplies, type ErrorCode } from "../../../frontend/src/api/protocol.gen";
import { validate } from "../../../frontend/src/api/validate";
import { parseRecord, type JsonRecord } from "../../../frontend/src/utils/record";
import type { Person } from "../../contract/harness/person";
import type { Case } from "./case";

const ANSWER_MS = 30_000;

export type Body = string | Uint8Array;

/** Events about connections: one's own, and who has one. */
const unheard = new Set(["setWsId", "ping", "presence", "peopleStale"]);

/** A text of the kind "roomId: must be …" or "streams[1].after: …" names the field. */
const named = /^([A-Za-z]\w*(?:\[\d+\]|\.\w+)*): /;

function seenOfError(code: string, text: string, problems: readonly string[]): string {
	const [, field] = named.exec(text) ?? [];
	const words = code === "malformed" || field === undefined ? code : `${code}: ${field}`;
	return [words, ...problems].join(", ");
}

function isError(frame: JsonRecord): boolean {
	return frame["action"] === "growlError";
}

/** One socket without a client behind it. */
export class Line {
	readonly #socket: WebSocket;
	readonly #answers: JsonRecord[] = [];
	/** Events that came, but those about the connection. */
	readonly events: JsonRecord[] = [];
	first: JsonRecord | null = null;
	closed = "";
	#wake: () => void = () => undefined;

	constructor(person: Person) {
		this.#socket = person.openSocket();
		this.#socket.on("message", (data: Buffer) => this.#received(data.toString()));
		this.#socket.on("close", (code) => this.#ended(`closed ${code}`));
		this.#socket.on("error", () => this.#ended("refused"));
	}

	static async open(person: Person): Promise<Line> {
		const line = new Line(person);
		if (!(await line.#until(() => line.first !== null)))
			throw new Error(`${person.name}: ${line.closed}`);
		return line;
	}

	/** The port of our end; tells which worker has the other. */
	get localPort(): number {
		return (this.#socket as unknown as { _socket?: { localPort?: number } })._socket?.localPort ?? 0;
	}

	/** The answer to the only request under way; null: the socket closed, or nothing came. */
	async ask(body: Body): Promise<JsonRecord | null> {
		this.#answers.length = 0;
		this.send(body);
		return (await this.#until(() => this.#answers.length > 0)) ? (this.#answers[0] ?? null) : null;
	}

	send(body: Body): void {
		this.#socket.send(body, { binary: false });
	}

	/** Sends as soon as the handshake is over, before the server knows who it is, and waits for the end; what was answered but that the server
	 * is busy, or null. */
	async askAtOnce(body: Body): Promise<JsonRecord | null> {
		this.#socket.once("open", () => this.send(body));
		await this.#until(() => false);
		return this.#answers.find((answer) => answer["error"] !== "busy") ?? null;
	}

	close(): void {
		this.#socket.terminate();
	}

	#ended(how: string): void {
		this.closed ||= how;
		this.#wake();
	}

	#received(text: string): void {
		const frame = parseRecord(text) ?? {};
		if (frame["handler"] === "void" || isError(frame)) this.#answers.push(frame);
		else if (frame["action"] === "setWsId") this.first = frame;
		else if (frame["action"] === "ping") this.send('{"action":"pong"}');
		if (frame["handler"] !== "void" && !isError(frame) && !unheard.has(String(frame["action"])))
			this.events.push(frame);
		this.#wake();
	}

	/** False: the socket closed, or it took too long. */
	async #until(reached: () => boolean): Promise<boolean> {
		const end = Date.now() + ANSWER_MS;
		while (!reached()) {
			if (this.closed !== "" || Date.now() > end) return false;
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, end - Date.now());
				this.#wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
		return true;
	}
}

/** What an answer on a socket says; `cbId`: of the request, null: none can be read of it. */
export function seenOnSocket(
	door: string,
	line: Line,
	answer: JsonRecord | null,
	cbId: number | null,
): string {
	if (answer === null) return line.closed || "no answer";
	const other = answer["cbId"] === cbId ? [] : [`cbId is ${JSON.stringify(answer["cbId"])}`];
	if (isError(answer)) {
		const problems = validate("event", "growlError", answer);
		return seenOfError(String(answer["error"]), String(answer["content"]), [...problems, ...other]);
	}
	const problems = door in schemaReplies ? validate("reply", door, answer) : [];
	return ["answered", ...twice(answer), ...problems, ...other].join(", ");
}

/** Lists of an answer that have something twice. */
function twice(answer: JsonRecord): string[] {
	return Object.entries(answer)
		.filter(([, value]) => Array.isArray(value))
		.filter(([, list]) => {
			const entries = (list as unknown[]).map((entry) => JSON.stringify(entry));
			return new Set(entries).size < entries.length;
		})
		.map(([name]) => `${name} has something twice`);
}

function problemsOfStatus(status: number, code: string): string[] {
	const due = errorTable[code as ErrorCode]?.status;
	return due === status ? [] : [`status ${status}`];
}

export async function seenOverHttp(person: Person, one: Case, body: Body): Promise<string> {
	const { method = "POST", headers = {} } = one.request ?? {};
	const given = {
		"Content-Type": "application/json",
		...person.headers(),
		...headers,
	};
	const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
	const response = await fetch(person.world.origin + one.door, {
		method,
		headers: kept,
		...(method === "GET" || method === "HEAD"
			? {}
			: { body: typeof body === "string" ? body : new Uint8Array(body) }),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	const frame = parseRecord(await response.text()) ?? {};
	if (response.ok) return ["answered", ...validate("routeReply", one.door, frame)].join(", ");
	const code = String(frame["error"]);
	const problems = [...validate("httpError", "", frame), ...problemsOfStatus(response.status, code)];
	return seenOfError(code, String(frame["message"]), problems);
}
