/* The opening handshake, by hand. */
import { createHash, randomBytes } from "node:crypto";

import type { Answer } from "./answers";

export interface Opening {
	/** Lines of the head, without the last empty one. */
	lines: string[];
	key: string;
}

export interface OpeningParts {
	host: string;
	cookie: string;
	/** Lines by name that replace the usual ones; null leaves one out, several come one after the other. */
	change?: Readonly<Record<string, string | readonly string[] | null>>;
	/** Instead of GET /ws HTTP/1.1. */
	requestLine?: string;
}

export function opening({
	host,
	cookie,
	change = {},
	requestLine = "GET /ws HTTP/1.1",
}: OpeningParts): Opening {
	const key = randomBytes(16).toString("base64");
	const usual: Record<string, string | readonly string[] | null> = {
		Host: host,
		Upgrade: "websocket",
		Connection: "Upgrade",
		"Sec-WebSocket-Key": key,
		"Sec-WebSocket-Version": "13",
		Cookie: cookie,
		...change,
	};
	const lines = Object.entries(usual).flatMap(([name, value]) =>
		(typeof value === "string" ? [value] : (value ?? [])).map((one) => `${name}: ${one}`),
	);
	const used = usual["Sec-WebSocket-Key"];
	return { lines: [requestLine, ...lines], key: typeof used === "string" ? used.trim() : key };
}

export const headBytes = ({ lines }: Opening): Buffer =>
	Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");

/** 101, or what is wrong with it; any other status as it is. */
export function openingToken(answer: Answer, key: string): string {
	if (answer.status !== 101) return String(answer.status);
	const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
	const musts: [string, string | undefined][] = [
		["upgrade", "websocket"],
		["connection", "Upgrade"],
		["sec-websocket-accept", accept],
		["sec-websocket-extensions", undefined],
		["sec-websocket-protocol", undefined],
		["content-length", undefined],
	];
	const wrong = musts.find(([name, value]) => answer.headers.get(name) !== value);
	return wrong ? `101 with ${wrong[0]}: ${answer.headers.get(wrong[0])}` : "101";
}
