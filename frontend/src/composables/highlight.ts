/*
 * Colours for code. The work is done in a worker of its own, one piece at a time; one that takes too long ends with its worker, and is not tried again.
 * The answer is pieces of text with their meaning, never markup.
 */
import type { HighlightAnswer, HighlightQuestion, Piece } from "@/utils/highlight";
import { scriptAddress } from "@/utils/scriptAddress";

export type { Piece } from "@/utils/highlight";

const CHARS_MAX = 50_000;
const TIMEOUT_MS = 2_000;
/** Loading the worker's script counts, too, the first time. */
const START_MS = 10_000;
const IDLE_MS = 60_000;
const CACHED = 200;
/** A worker that ends so often will not do better. */
const FAILURES_MAX = 3;

interface Job {
	key: string;
	language: string;
	text: string;
	done(pieces: readonly Piece[] | null): void;
}

/** What is used of a Worker. */
export interface HighlightWorker {
	onmessage: ((event: { data: HighlightAnswer }) => void) | null;
	onerror: ((event: unknown) => void) | null;
	postMessage(question: HighlightQuestion): void;
	terminate(): void;
}

export class Highlighter {
	readonly #open: () => HighlightWorker | Promise<HighlightWorker>;
	readonly #cache = new Map<string, Promise<readonly Piece[] | null>>();
	readonly #queue: Job[] = [];
	#worker: HighlightWorker | null = null;
	#current: Job | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#warm = false;
	#failures = 0;

	constructor(open: () => HighlightWorker | Promise<HighlightWorker>) {
		this.#open = open;
	}

	/** null: it stays without colours. */
	ask(language: string, text: string): Promise<readonly Piece[] | null> {
		if (language === "" || text.length > CHARS_MAX || this.#failures >= FAILURES_MAX)
			return Promise.resolve(null);
		const key = `${language}\n${text}`;
		const known = this.#cache.get(key);
		if (known !== undefined) return known;
		const answer = new Promise<readonly Piece[] | null>((done) => {
			this.#queue.push({ key, language, text, done });
		});
		if (this.#cache.size >= CACHED) this.#cache.delete(this.#cache.keys().next().value ?? "");
		this.#cache.set(key, answer);
		this.#next();
		return answer;
	}

	#next(): void {
		if (this.#current !== null) return;
		clearTimeout(this.#timer);
		this.#current = this.#queue.shift() ?? null;
		if (this.#current === null) this.#timer = setTimeout(() => this.#end(), IDLE_MS);
		else void this.#start(this.#current);
	}

	async #start(job: Job): Promise<void> {
		this.#timer = setTimeout(() => this.#failed(job), this.#warm ? TIMEOUT_MS : START_MS);
		try {
			const worker = this.#worker ?? (await this.#open());
			if (this.#current !== job) return worker.terminate();
			this.#worker = worker;
			worker.onmessage = ({ data }) => this.#finish(job, data.pieces);
			worker.onerror = () => this.#failed(job);
			worker.postMessage({ language: job.language, text: job.text });
		} catch {
			this.#failed(job);
		}
	}

	#failed(job: Job): void {
		if (this.#current !== job) return;
		this.#end();
		if (++this.#failures >= FAILURES_MAX) this.#queue.splice(0).forEach(({ done }) => done(null));
		this.#finish(job, null);
	}

	#finish(job: Job, pieces: readonly Piece[] | null): void {
		if (this.#current !== job) return;
		this.#current = null;
		if (pieces !== null) this.#failures = 0;
		this.#warm = this.#worker !== null;
		job.done(pieces);
		this.#next();
	}

	#end(): void {
		clearTimeout(this.#timer);
		this.#worker?.terminate();
		this.#worker = null;
		this.#warm = false;
	}
}

async function openWorker(): Promise<HighlightWorker> {
	const { default: url } = await import("@/utils/highlight.worker?worker&url");
	return new Worker(scriptAddress(url), { type: "module" }) as unknown as HighlightWorker;
}

let shared: Highlighter | null = null;

export function highlight(language: string, text: string): Promise<readonly Piece[] | null> {
	shared ??= new Highlighter(openWorker);
	return shared.ask(language, text);
}
