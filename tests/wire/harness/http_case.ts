/* One case of HTTP/1.1: bytes on a connection of its own, and every answer that comes, as words. */
import { takeAnswer, type Answer } from "./answers";
import { Stream } from "./stream";
import type { Case } from "./suite";

/** Bytes to send, the number of answers to wait for, or milliseconds to rest. */
export type HttpStep = Uint8Array | string | { answers: number } | { restMs: number };

export interface HttpCase extends Case {
	send: readonly HttpStep[];
	segment?: number;
	/** The answers are to HEAD: their bodies are left out. */
	head?: boolean;
	/** Headers of answers that belong to what is seen. */
	shows?: readonly string[];
	/** The size of a body belongs to what is seen. */
	sized?: boolean;
	/** The server is one with small time-outs (http/deadlines.ts); its end comes in this time from the first byte. */
	deadlineMs?: readonly [number, number];
	/** Our side is ended after the last byte. */
	halfClosed?: boolean;
}

export const legend =
	"`NNN` is an answer's status, `NNN:code` with the error that its body names, `{…}` headers of it; `end` the end of the TCP stream " +
	"(a reset is `reset`); `open`: after all that the connection answered another request; `in time`: the end came when its deadline had passed, and at most 2 s " +
	"later. Nothing but the words listed came.";

function errorOf({ status, headers, body }: Answer): string {
	if (status < 400 || !headers.get("content-type")?.startsWith("application/json") || body.length === 0)
		return "";
	const { error } = JSON.parse(body.toString()) as { error?: string };
	return error === undefined ? "" : `:${error}`;
}

function wordOf(answer: Answer, one: HttpCase): string {
	const shown = (one.shows ?? []).map((name) => `${name}: ${answer.headers.get(name) ?? "-"}`);
	const size = one.sized ? [`${answer.body.length} bytes`] : [];
	const more = [...shown, ...size];
	return `${answer.status}${errorOf(answer)}${more.length ? ` {${more.join("; ")}}` : ""}`;
}

class Run {
	readonly stream: Stream;
	readonly words: string[] = [];
	readonly #one: HttpCase;
	count = 0;

	constructor(stream: Stream, one: HttpCase) {
		this.stream = stream;
		this.#one = one;
	}

	read(): void {
		for (;;) {
			const answer = takeAnswer(this.stream, this.#one.head);
			if (answer === null) return;
			this.words.push(wordOf(answer, this.#one));
			this.count++;
		}
	}

	answered(count: number): boolean {
		this.read();
		return this.count >= count;
	}
}

async function sendAll(run: Run, { send, segment = 0 }: HttpCase): Promise<void> {
	for (const step of send) {
		if (typeof step === "string") await run.stream.send(Buffer.from(step, "latin1"), segment);
		else if (step instanceof Uint8Array) await run.stream.send(step, segment);
		else if ("answers" in step) await run.stream.until(() => run.answered(step.answers));
		else await run.stream.until(() => false, step.restMs);
	}
}

/** One more request, which no other answer can be taken for. */
async function probeOpen(run: Run, host: string, expected: string): Promise<void> {
	const answers = expected.split(" ").filter((word) => /^\d{3}/.test(word)).length;
	await run.stream.until(() => run.answered(answers));
	run.read();
	await run.stream.send(Buffer.from(`GET /health HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
	let answer: Answer | null = null;
	await run.stream.until(() => (answer ??= takeAnswer(run.stream)) !== null);
	const good = answer !== null && (answer as Answer).body.toString() === "ok\n";
	run.words.push(good ? "open" : `open, then ${(answer as Answer | null)?.status ?? run.stream.ending}`);
}

/** When the end came, if that is a part of the case. */
function timeWord({ deadlineMs }: HttpCase, begunAt: number): string[] {
	if (!deadlineMs) return [];
	const [after, until] = deadlineMs;
	const took = Date.now() - begunAt;
	return took >= after && took <= until ? ["in time"] : [`after ${took} ms`];
}

export async function runHttpCase(one: HttpCase, port: number, dial = Stream.open): Promise<string> {
	const run = new Run(await dial(port), one);
	const begunAt = Date.now();
	try {
		await sendAll(run, one);
		if (one.halfClosed) run.stream.socket.end();
		if (one.expected.endsWith("open")) {
			await probeOpen(run, `localhost:${port}`, one.expected);
			return run.words.join(" ");
		}
		const ending = await run.stream.ended(8_000);
		run.read();
		if (run.stream.received.length > 0)
			run.words.push(`${run.stream.received.length} bytes of no answer`);
		return [...run.words, ending, ...timeWord(one, begunAt)].join(" ");
	} finally {
		run.stream.close();
	}
}
