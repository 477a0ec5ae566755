/* HTTP/1.1 answers taken off a stream, framed as RFC 9112 §6.3 says. */
import type { Stream } from "./stream";

export interface Answer {
	version: string;
	status: number;
	headers: ReadonlyMap<string, string>;
	body: Buffer;
}

function headersOf(lines: readonly string[]): Map<string, string> {
	const headers = new Map<string, string>();
	for (const line of lines) {
		const colon = line.indexOf(":");
		const name = line.slice(0, colon).toLowerCase();
		const value = line.slice(colon + 1).trim();
		const before = headers.get(name);
		headers.set(name, before === undefined ? value : `${before}, ${value}`);
	}
	return headers;
}

const bodiless = (status: number): boolean => status < 200 || status === 204 || status === 304;

/** Takes the next whole answer; null: there is none yet. `toHead`: it answers HEAD, so that no body follows. */
export function takeAnswer(stream: Stream, toHead = false): Answer | null {
	const end = stream.received.indexOf("\r\n\r\n");
	if (end < 0) return null;
	const [first = "", ...lines] = stream.received.subarray(0, end).toString("latin1").split("\r\n");
	const match = /^(HTTP\/1\.[01]) (\d{3}) /.exec(first);
	if (!match) throw new Error(`no status line: ${first.slice(0, 100)}`);
	const headers = headersOf(lines);
	const status = Number(match[2]);
	const size = toHead || bodiless(status) ? 0 : Number(headers.get("content-length") ?? Number.NaN);
	if (Number.isNaN(size)) throw new Error(`an answer without its length: ${first}`);
	if (stream.received.length < end + 4 + size) return null;
	stream.take(end + 4);
	return { version: match[1] ?? "", status, headers, body: Buffer.from(stream.take(size)) };
}
