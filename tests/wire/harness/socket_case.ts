/* One case of RFC 6455: what a client sends, byte by byte, and everything the server says until it ends, as words. */
import { takeAnswer } from "./answers";
import { CLOSE, close, ping, PONG, takeFrame, TEXT, type ServerFrame } from "./frames";
import { headBytes, opening, openingToken, type OpeningParts } from "./handshake";
import { Stream } from "./stream";
import type { Case } from "./suite";

/** Bytes to send, or the word to wait for before the next ones. */
export type Step = Uint8Array | { await: string };

export interface SocketCase extends Case {
	send: readonly Step[];
	/** Bytes of a segment; 0 or absent: each step in one. */
	segment?: number;
	/** A handshake of its own; the words then begin with its status. */
	opening?: Partial<OpeningParts>;
	/** With a handshake of its own: the steps do not wait for the first frame. */
	hurried?: boolean;
}

export interface Server {
	port: number;
	host: string;
	cookie: string;
	/** How to connect; absent: in the clear. */
	dial?: () => Promise<Stream>;
}

/** A session's first frame, and what every one is asked from time to time. */
const ofNoCase = new Set(["event:setWsId", "event:ping"]);

/** For whatever a case leaves open: answered at the end, when nothing but this is to come. */
const probe = "the end of the case";

export const legend =
	"`answer:N` and `error:CODE` are the answers to a text message, `pong:N` a pong with N bytes of the ping's own, `close:CODE` a close frame, " +
	"`end` the end of the TCP stream (a reset is `reset`); `open`: after all that the connection answered a ping and closed cleanly. " +
	"Nothing but the words listed came.";

function textToken(payload: string): string {
	const frame = JSON.parse(payload) as Record<string, unknown>;
	if (frame["action"] === "growlError") return `error:${String(frame["error"])}`;
	if (frame["handler"] === "void") return `answer:${String(frame["cbId"])}`;
	return `event:${String(frame["action"])}`;
}

function closeToken(payload: Buffer): string {
	return payload.length < 2 ? `close:none` : `close:${payload.readUInt16BE(0)}`;
}

class Run {
	readonly stream: Stream;
	readonly words: string[] = [];
	/** Payloads of our pings that were not answered yet, in order. */
	readonly pinged: Buffer[] = [];
	#opened = false;

	constructor(stream: Stream) {
		this.stream = stream;
	}

	#tokenOf({ opcode, payload, wrong }: ServerFrame): string {
		if (wrong) return `${wrong}-frame`;
		if (opcode === TEXT) return textToken(payload.toString());
		if (opcode === CLOSE) return closeToken(payload);
		if (opcode === PONG) return payload.toString() === probe ? "probe" : `pong:${payload.length}`;
		return `opcode:${opcode}`;
	}

	/** The words of all whole frames that have come. */
	read(): void {
		for (let next = takeFrame(this.stream); next; next = takeFrame(this.stream)) {
			const token = this.#tokenOf(next);
			if (token === "event:setWsId") this.#opened = true;
			if (!ofNoCase.has(token)) this.words.push(token);
		}
	}

	get opened(): boolean {
		this.read();
		return this.#opened;
	}

	has(word: string): boolean {
		this.read();
		return this.words.includes(word);
	}
}

async function shake(run: Run, one: SocketCase, server: Server): Promise<boolean> {
	const parts = opening({ host: server.host, cookie: server.cookie, ...one.opening });
	const hurried = one.hurried === true;
	const early = hurried ? one.send.filter((step) => step instanceof Uint8Array) : [];
	await run.stream.send(Buffer.concat([headBytes(parts), ...early]), one.opening ? one.segment : 0);
	let answer = takeAnswer(run.stream);
	await run.stream.until(() => (answer ??= takeAnswer(run.stream)) !== null);
	const word = answer === null ? "no answer" : openingToken(answer, parts.key);
	if (one.opening || word !== "101") run.words.push(word);
	if (word !== "101") return false;
	await run.stream.until(() => run.opened || run.words.some((each) => each.startsWith("close:")));
	return true;
}

async function sendAll(run: Run, one: SocketCase): Promise<void> {
	for (const step of one.send) {
		if (step instanceof Uint8Array) await run.stream.send(step, one.segment);
		else if (!(await run.stream.until(() => run.has(step.await)))) run.words.push(`no ${step.await}`);
	}
}

/** A ping that is answered, and then a clean end: whatever else came, came before. */
async function probeOpen(run: Run): Promise<void> {
	await run.stream.send(ping(probe));
	const answered = await run.stream.until(() => run.has("probe"));
	run.read();
	if (!answered) return;
	run.words.splice(run.words.indexOf("probe"), 1);
	const before = run.words.length;
	await run.stream.send(close(1000));
	await run.stream.ended();
	run.read();
	const last = run.words.splice(before).join(" ");
	run.words.push(last === "close:1000" && run.stream.ending === "end" ? "open" : `open, then ${last}`);
}

async function finish(run: Run, one: SocketCase): Promise<void> {
	if (one.expected.endsWith("open")) await probeOpen(run);
	else await run.stream.ended(8_000);
	run.read();
	if (run.stream.received.length > 0) run.words.push(`${run.stream.received.length} bytes of no frame`);
	if (run.words.at(-1) !== "open") run.words.push(run.stream.ending);
}

export async function runSocketCase(one: SocketCase, server: Server): Promise<string> {
	const run = new Run(await (server.dial?.() ?? Stream.open(server.port)));
	try {
		const open = await shake(run, one, server);
		if (open && !one.hurried) await sendAll(run, one);
		if (open) await finish(run, one);
		else run.words.push(await run.stream.ended());
		return run.words.join(" ");
	} finally {
		run.stream.close();
	}
}
