/* Handshakes that are none, that stop, or that dawdle. */
import type { ConnectionOptions } from "node:tls";

import { server } from "../../contract/harness/world";
import { Stream } from "../harness/stream";
import type { Category } from "../harness/suite";
import { ask, dial, dialled, helloBytes, recordToken, trickle } from "../harness/tls";
import { HEAD_MS, HANDSHAKES, PER_ADDRESS, type TlsCase, type TlsWorld } from "../harness/tls_world";

const LATE_MS = 2_000;

type Bytes = (world: TlsWorld) => Promise<Buffer> | Buffer;

const record = (type: number, version: number, payload: Buffer, length = payload.length): Buffer =>
	Buffer.concat([Buffer.of(type, version >> 8, version & 0xff, length >> 8, length & 0xff), payload]);

const handshake = (type: number, body: Buffer, length = body.length): Buffer =>
	Buffer.concat([Buffer.of(type, length >> 16, (length >> 8) & 0xff, length & 0xff), body]);

/** Bytes in the clear; what came back, and the end. */
async function thrown(port: number, bytes: Buffer): Promise<string> {
	const stream = await Stream.open(port);
	try {
		await stream.send(bytes);
		const ending = await stream.ended(9_000);
		return `${recordToken(stream.received)} ${ending}`;
	} finally {
		stream.close();
	}
}

const broken = (name: string, section: string, expected: string, bytes: Bytes): TlsCase => ({
	name,
	section,
	expected,
	run: async (world) => await thrown(world.strict.address.port, await bytes(world)),
});

const changed = (at: number, value: number) => async (): Promise<Buffer> => {
	const hello = await helloBytes();
	hello[at] = value;
	return hello;
};

export const hellos: Category<TlsCase> = {
	category: "broken hellos",
	cases: [
		broken("a record of no version", "RFC 8446 5.1", "nothing end", changed(1, 9)),
		broken("a record longer than any may be", "RFC 8446 5.1", "alert:22 end", () =>
			record(22, 0x0301, Buffer.alloc(0xffff)),
		),
		broken("another message of the handshake", "RFC 8446 4", "alert:10 end", () =>
			record(22, 0x0301, handshake(14, Buffer.of())),
		),
		broken("a hello longer than any may be", "RFC 8446 4.1.2", "alert:47 end", () =>
			record(22, 0x0301, handshake(1, Buffer.alloc(64), 0xffffff)),
		),
		broken("a hello of nothing", "RFC 8446 4.1.2", "alert:50 end", () =>
			record(22, 0x0301, handshake(1, Buffer.of())),
		),
		broken("a hello whose last byte is missing in itself", "RFC 8446 4.1.2", "alert:50 end", async () => {
			const hello = await helloBytes();
			const body = hello.subarray(9, -1);
			return record(22, 0x0301, handshake(1, body));
		}),
		broken("a hello of SSL 3", "RFC 7568", "alert:40 end", () =>
			record(
				22,
				0x0300,
				handshake(
					1,
					Buffer.concat([
						Buffer.of(3, 0),
						Buffer.alloc(32, 7),
						Buffer.of(0, 0, 4, 0, 0x2f, 0, 0x35, 1, 0),
					]),
				),
			),
		),
		broken("data where the hello goes on", "RFC 8446 5.1", "alert:10 end", () =>
			Buffer.concat([
				record(22, 0x0301, handshake(1, Buffer.alloc(4), 100)),
				record(23, 0x0303, Buffer.from("GET / HTTP/1.1\r\n\r\n")),
			]),
		),
		broken("HTTP behind the first byte of TLS", "RFC 8446 5.1", "nothing end", () =>
			Buffer.from("\x16GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
		),
		{
			name: "a hello where no TLS is spoken",
			section: "RFC 8446 6",
			expected: "alert:40 end",
			run: async () => await thrown(server.port, await helloBytes()),
		},
		{
			name: "a byte of it where no TLS is spoken",
			section: "RFC 8446 6",
			expected: "alert:40 end",
			run: async () => await thrown(server.port, Buffer.of(22)),
		},
		{
			name: "after all of them others are served",
			section: "-",
			expected: "200",
			run: async ({ strict }) => {
				const { stream } = await dialled(strict.address.port);
				const answer = await ask(stream, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
				stream.close();
				return String(answer?.status);
			},
		},
	],
};

/** Milliseconds until the end, as a word. */
function inTime(begunAt: number): string {
	const tookMs = Date.now() - begunAt;
	return tookMs >= HEAD_MS - 500 && tookMs <= HEAD_MS + LATE_MS ? "in time" : `after ${tookMs} ms`;
}

function silent(name: string, expected: string, pieces: (hello: Buffer) => Buffer[], restMs = 0): TlsCase {
	return {
		name,
		section: "RFC 9112 9.5",
		expected,
		run: async ({ hurried }) => {
			const parts = pieces(await helloBytes());
			const stream = await Stream.open(hurried.address.port);
			const begunAt = Date.now();
			for (const part of parts) {
				await stream.send(part);
				if (restMs) await stream.until(() => false, restMs);
			}
			const ending = await stream.ended(9_000);
			const words = [recordToken(stream.received), ending, inTime(begunAt)];
			stream.close();
			return words.join(" ");
		},
	};
}

const bytesOf = (bytes: Buffer): Buffer[] => Array.from(bytes, (byte) => Buffer.of(byte));

export const silence: Category<TlsCase> = {
	category: "silent handshakes",
	cases: [
		silent("one byte", "nothing end in time", () => [Buffer.of(22)]),
		silent("an empty record", "nothing end in time", () => [record(22, 0x0301, Buffer.of())]),
		silent("half a hello", "nothing end in time", (hello) => [hello.subarray(0, hello.length / 2)]),
		silent("all but the last byte of a hello", "nothing end in time", (hello) => [hello.subarray(0, -1)]),
		silent("a byte every 100 ms", "nothing end in time", (hello) => bytesOf(hello).slice(0, 40), 100),
		silent("a hello, and nothing after the server's flight", "flight end in time", (hello) => [hello]),
		{
			name: "a whole handshake, and no request",
			section: "RFC 9112 9.5",
			expected: "end in time",
			run: async ({ hurried }) => {
				const begunAt = Date.now();
				const { stream } = await dialled(hurried.address.port);
				const ending = await stream.ended(9_000);
				return `${ending} ${inTime(begunAt)}`;
			},
		},
		{
			name: "a whole handshake, and half a head",
			section: "RFC 9110 15.5.9",
			expected: "408 in time",
			run: async ({ hurried }) => {
				const begunAt = Date.now();
				const { stream } = await dialled(hurried.address.port);
				const answer = await ask(stream, "GET /health HTTP/1.1\r\nHost: loc");
				stream.close();
				return `${answer?.status} ${inTime(begunAt)}`;
			},
		},
		{
			name: "a hello in segments of one byte, in time",
			section: "RFC 8446 5.1",
			expected: "200",
			run: async ({ strict }) => {
				const { stream } = await dialled(strict.address.port, {
					socket: trickle(strict.address.port),
				});
				const answer = await ask(stream, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
				stream.close();
				return String(answer?.status);
			},
		},
		{
			name: "handshakes that do not go on count as connections of their address",
			section: "sockets_per_address_max",
			expected: `${PER_ADDRESS} kept, the next refused, then served again`,
			run: countedHandshakes,
		},
		{
			name: "handshakes of an address are limited, others and plain HTTP are not in their way",
			section: "rate_tls_per_s, rate_tls_burst",
			expected:
				"limited, the next closed without a byte, another address done, plain 200, one more a second later",
			run: sparedHandshakes,
		},
	],
};

/** From an address of its own, so that it is in nobody's way. */
async function countedHandshakes({ hurried }: TlsWorld): Promise<string> {
	const localAddress = "127.0.0.77";
	const { port } = hurried.address;
	const hello = await helloBytes();
	const begun = await Promise.all(
		Array.from({ length: PER_ADDRESS }, async () => {
			const stream = await Stream.open(port, "127.0.0.1", localAddress);
			await stream.send(hello);
			await stream.until(() => stream.received.length > 0);
			return stream;
		}),
	);
	const kept = begun.filter((stream) => stream.ending === "open").length;
	const next = await dial(port, { localAddress } as ConnectionOptions);
	await Promise.all(begun.map((stream) => stream.ended(9_000)));
	begun.forEach((stream) => stream.close());
	const later = await dial(port, { localAddress } as ConnectionOptions);
	const words = [`${kept} kept`, typeof next === "string" ? "the next refused" : "the next taken"];
	words.push(typeof later === "string" ? later : "then served again");
	if (typeof next !== "string") next.stream.close();
	if (typeof later !== "string") later.stream.close();
	return words.join(", ");
}

/** By one address, as fast as they go; a token comes back every second. */
async function sparedHandshakes({ sparing }: TlsWorld): Promise<string> {
	const { port } = sparing.address;
	const from = async (localAddress: string): Promise<boolean> => {
		const one = await dial(port, { localAddress } as ConnectionOptions);
		if (typeof one !== "string") one.stream.close();
		return typeof one !== "string";
	};
	let done = 0;
	const begunAt = Date.now();
	while (done < 100 && (await from("127.0.0.78"))) done++;
	const back = Math.ceil((Date.now() - begunAt) / 1_000);
	// As many as there are tokens, and those that came back meanwhile.
	const limited = done >= HANDSHAKES && done <= HANDSHAKES + back;
	const closed = await Stream.open(port, "127.0.0.1", "127.0.0.78");
	await closed.send(await helloBytes());
	await closed.ended(2_000);
	const silent = closed.ending !== "open" && closed.received.length === 0;
	const words = [limited ? "limited" : `${done} done in ${back} s`];
	words.push(silent ? "the next closed without a byte" : "the next answered");
	words.push((await from("127.0.0.79")) ? "another address done" : "another address refused");
	words.push(`plain ${(await fetch(`http://127.0.0.1:${port}/health`)).status}`);
	await new Promise((resolve) => setTimeout(resolve, 1_200));
	words.push((await from("127.0.0.78")) ? "one more a second later" : "none a second later");
	return words.join(", ");
}
