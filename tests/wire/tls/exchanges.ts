/* HTTP and WebSocket inside of TLS: small and large, whole and slow. */
import { createHash } from "node:crypto";
import { connect } from "node:tls";

import { sleep } from "../../contract/harness/wait";
import { takeAnswer, type Answer } from "../harness/answers";
import { close, takeFrame, text, type ServerFrame } from "../harness/frames";
import { headBytes, opening } from "../harness/handshake";
import { LARGE_BYTES } from "../harness/site";
import type { Stream } from "../harness/stream";
import type { Category } from "../harness/suite";
import { ask, dialled } from "../harness/tls";
import { HEAD_MS, type TlsCase, type TlsWorld } from "../harness/tls_world";
import { register } from "./people";

const get = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;

const row = (
	name: string,
	section: string,
	expected: string,
	run: (stream: Stream, world: TlsWorld) => Promise<string>,
): TlsCase => ({
	name,
	section,
	expected,
	run: async (world) => {
		const { stream } = await dialled(world.strict.address.port);
		try {
			return await run(stream, world);
		} finally {
			stream.close();
		}
	},
});

const bodyOf = (answer: Answer | null): string => `${answer?.status} ${String(answer?.body).trim()}`;

async function answers(stream: Stream, count: number): Promise<string> {
	const statuses: number[] = [];
	await stream.until(() => {
		for (let next = takeAnswer(stream); next; next = takeAnswer(stream)) statuses.push(next.status);
		return statuses.length >= count;
	}, 10_000);
	return `${statuses.filter((status) => status === 200).length} × 200`;
}

const small: TlsCase[] = [
	row("a request", "RFC 9110", "200 ok", async (stream) => bodyOf(await ask(stream, get("/health")))),
	row("a request, and another on the same connection", "RFC 9112 9.3", "200 ok, 200 ok", async (stream) => {
		const first = bodyOf(await ask(stream, get("/health")));
		return `${first}, ${bodyOf(await ask(stream, get("/health")))}`;
	}),
	row("a byte a record", "RFC 8446 5.1", "200 ok", async (stream) => {
		await stream.send(Buffer.from(get("/health")), 1);
		return bodyOf(await ask(stream, ""));
	}),
	row("a hundred requests in one record", "RFC 9112 9.3.2", "100 × 200", async (stream) => {
		await stream.send(Buffer.from(get("/health").repeat(100)));
		return await answers(stream, 100);
	}),
	row("HEAD", "RFC 9110 9.3.2", "200", async (stream) =>
		String((await ask(stream, get("/").replace("GET", "HEAD")))?.status),
	),
	row("malformed", "RFC 9112 3", "400 end", async (stream) => {
		const answer = await ask(stream, "GET / HTTP/1.1\r\nHost localhost\r\n\r\n");
		return `${answer?.status} ${await stream.ended()}`;
	}),
	row("the request and the client's end at once", "RFC 8446 6.1", "200 ok end", async (stream) => {
		stream.socket.end(get("/health"));
		const answer = await ask(stream, "");
		return `${bodyOf(answer)} ${await stream.ended()}`;
	}),
	row("a Host that is not ours", "RFC 9110 15.5.20", "421", async (stream) =>
		String((await ask(stream, get("/health").replace("localhost", "elsewhere.example")))?.status),
	),
];

const whole = createHash("sha256").update(Buffer.alloc(LARGE_BYTES, "l")).digest("hex");

/** Fetches the large file, hashed as it comes; `slowly`: reads a while, stops, reads on. */
async function fetchLarge({ strict }: TlsWorld, slowly: boolean): Promise<string> {
	const { port } = strict.address;
	const socket = connect({ port, host: "127.0.0.1", servername: "localhost", rejectUnauthorized: false });
	const hash = createHash("sha256");
	let head = Buffer.alloc(0);
	let size = -1;
	let rests = 0;
	socket.write(get("/large.bin", "Connection: close\r\n"));
	for await (const chunk of socket as AsyncIterable<Buffer>) {
		let bytes = chunk;
		if (size < 0) {
			head = Buffer.concat([head, chunk]);
			const end = head.indexOf("\r\n\r\n");
			if (end < 0) continue;
			bytes = head.subarray(end + 4);
			size = 0;
		}
		hash.update(bytes);
		size += bytes.length;
		if (slowly && size > (rests + 1) * 1_000_000) {
			rests++;
			await sleep(200);
		}
	}
	return `${size} bytes, ${hash.digest("hex") === whole ? "whole" : "spoiled"}`;
}

const files: TlsCase[] = [
	{
		name: "a large file",
		section: "RFC 8446 5.1",
		expected: `${LARGE_BYTES} bytes, whole`,
		run: async (world) => await fetchLarge(world, false),
	},
	{
		name: "a large file, read slowly",
		section: "RFC 8446 5.1",
		expected: `${LARGE_BYTES} bytes, whole`,
		run: async (world) => await fetchLarge(world, true),
	},
	{
		name: "a large file that is not read ends the connection",
		section: "http_write_ms",
		expected: "cut off",
		run: async ({ hurried }) => {
			const { socket, stream } = await dialled(hurried.address.port);
			await stream.send(Buffer.from(get("/large.bin")));
			socket.pause();
			await new Promise((resolve) => setTimeout(resolve, 2 * HEAD_MS + 1_000));
			socket.resume();
			const ending = await stream.ended(25_000);
			const got = stream.received.length;
			return ending !== "open" && got < LARGE_BYTES ? "cut off" : `${ending} after ${got} bytes`;
		},
	},
];

/** A socket of somebody new, who is made before the connection: that may take longer than a connection waits for a request. */
const socketRow = (
	name: string,
	section: string,
	expected: string,
	run: (stream: Stream) => Promise<string>,
): TlsCase => ({
	name,
	section,
	expected,
	run: async ({ strict }) => {
		const { host, cookie } = await register(strict, true);
		const { stream } = await dialled(strict.address.port);
		try {
			const asked = headBytes(opening({ host, cookie })).toString("latin1");
			const status = (await ask(stream, asked))?.status;
			return `${status} ${await run(stream)}`;
		} finally {
			stream.close();
		}
	},
});

/** The first frame that is like this. */
async function frameLike(stream: Stream, is: (frame: ServerFrame) => boolean): Promise<ServerFrame | null> {
	let found: ServerFrame | null = null;
	await stream.until(() => {
		for (let next = takeFrame(stream); next && !found; next = takeFrame(stream))
			if (is(next)) found = next;
		return found !== null;
	}, 10_000);
	return found;
}

const says =
	(action: string) =>
	({ payload }: ServerFrame): boolean =>
		payload.toString().includes(`"action":"${action}"`);

const sockets: TlsCase[] = [
	socketRow(
		"a socket, and a message of 20,000 bytes out and back",
		"RFC 6455 3",
		"101 20000",
		async (stream) => {
			await frameLike(stream, says("setWsId"));
			const content = "ä".repeat(10_000);
			const request = {
				action: "printMessage",
				cbId: 1,
				roomId: 1,
				clientId: "tls",
				content,
			};
			await stream.send(text(JSON.stringify(request)));
			const event = await frameLike(stream, says("printMessage"));
			const { content: back = "" } = JSON.parse(event?.payload.toString() ?? "{}") as {
				content?: string;
			};
			return `${back === content ? Buffer.byteLength(back) : back.slice(0, 100)}`;
		},
	),
	socketRow("frames of one byte a record", "RFC 6455 5.2", "101 close:1000 end", async (stream) => {
		await frameLike(stream, says("setWsId"));
		await stream.send(close(1000), 1);
		const frame = await frameLike(stream, ({ opcode }) => opcode === 8);
		return `close:${frame?.payload.readUInt16BE(0)} ${await stream.ended()}`;
	}),
	socketRow("a frame that is not masked", "RFC 6455 5.1", "101 close:1002 end", async (stream) => {
		await stream.send(text("{}", { mask: null }));
		const frame = await frameLike(stream, ({ opcode }) => opcode === 8);
		return `close:${frame?.payload.readUInt16BE(0)} ${await stream.ended()}`;
	}),
];

export const exchanges: Category<TlsCase> = {
	category: "inside",
	cases: [...small, ...files, ...sockets],
};
