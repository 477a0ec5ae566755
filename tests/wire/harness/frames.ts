/* WebSocket frames as bytes, also those that nobody may send, and the server's frames read strictly. */
import type { Stream } from "./stream";

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;
export const CONTINUATION = 0;

export interface FrameParts {
	opcode: number;
	payload?: Uint8Array | string;
	/** Default true. */
	final?: boolean;
	/** The three reserved bits, 0 … 7. */
	reserved?: number;
	/** null: not masked at all. */
	mask?: readonly number[] | null;
	/** Bytes of the length after the second byte: 0, 2 or 8; default: as few as possible. */
	width?: 0 | 2 | 8;
	/** What the header says; default: the payload's size. */
	length?: bigint;
}

export const bytes = (...parts: (Uint8Array | string | number)[]): Buffer =>
	Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.of(part) : Buffer.from(part))));

function lengthBytes(length: bigint, width: number | undefined, masked: boolean): Buffer {
	const bit = masked ? 0x80 : 0;
	const chosen = width ?? (length < 126n ? 0 : length < 65_536n ? 2 : 8);
	if (chosen === 0) return Buffer.of(bit | Number(length));
	const out = Buffer.alloc(1 + chosen);
	out[0] = bit | (chosen === 2 ? 126 : 127);
	if (chosen === 2) out.writeUInt16BE(Number(length), 1);
	else out.writeBigUInt64BE(length, 1);
	return out;
}

/** One frame as a client sends it, unless told otherwise. */
export function frame(parts: FrameParts): Buffer {
	const { opcode, final = true, reserved = 0, width } = parts;
	const payload = Buffer.from(parts.payload ?? "");
	const mask = parts.mask === undefined ? [0x37, 0xfa, 0x21, 0x3d] : parts.mask;
	const first = Buffer.of((final ? 0x80 : 0) | (reserved << 4) | opcode);
	const length = lengthBytes(parts.length ?? BigInt(payload.length), width, mask !== null);
	if (mask === null) return bytes(first, length, payload);
	const masked = payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0));
	return bytes(first, length, Buffer.from(mask), masked);
}

export const text = (payload: Uint8Array | string, more: Partial<FrameParts> = {}): Buffer =>
	frame({ opcode: TEXT, payload, ...more });
export const ping = (payload: Uint8Array | string = "", more: Partial<FrameParts> = {}): Buffer =>
	frame({ opcode: PING, payload, ...more });
export const pong = (payload: Uint8Array | string = "", more: Partial<FrameParts> = {}): Buffer =>
	frame({ opcode: PONG, payload, ...more });

export function close(
	code?: number,
	reason: Uint8Array | string = "",
	more: Partial<FrameParts> = {},
): Buffer {
	const payload = code === undefined ? "" : bytes(code >> 8, code & 0xff, reason);
	return frame({ opcode: CLOSE, payload, ...more });
}

/** A message in these fragments, with what stands between them. */
export function fragments(
	parts: readonly (Uint8Array | string)[],
	between: Uint8Array = Buffer.of(),
): Buffer {
	const frames = parts.map((payload, i) => {
		const final = i === parts.length - 1;
		const one = frame({ opcode: i === 0 ? TEXT : CONTINUATION, payload, final });
		return final ? one : bytes(one, between);
	});
	return bytes(...frames);
}

export interface ServerFrame {
	opcode: number;
	payload: Buffer;
	/** What a server's frame must not be: masked, with reserved bits, in a longer form than needed. */
	wrong: string;
}

function headerOf(head: Buffer): { size: number; length: number } | null {
	const short = (head[1] ?? 0) & 0x7f;
	const size = short === 127 ? 10 : short === 126 ? 4 : 2;
	if (head.length < size) return null;
	if (size === 2) return { size, length: short };
	return { size, length: size === 4 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2)) };
}

function wrongOf(head: Buffer, size: number, length: number): string {
	const wrongs: [boolean, string][] = [
		[((head[1] ?? 0) & 0x80) !== 0, "masked"],
		[((head[0] ?? 0) & 0x70) !== 0, "reserved"],
		[((head[0] ?? 0) & 0x80) === 0, "fragment"],
		[(size === 4 && length < 126) || (size === 10 && length < 65_536), "long-length"],
	];
	return wrongs.find(([is]) => is)?.[1] ?? "";
}

/** Takes the next whole frame off what has come; null: there is none yet. */
export function takeFrame(stream: Stream): ServerFrame | null {
	const head = stream.received;
	const header = head.length < 2 ? null : headerOf(head);
	if (header === null || head.length < header.size + header.length) return null;
	const wrong = wrongOf(head, header.size, header.length);
	const opcode = (head[0] ?? 0) & 0x0f;
	stream.take(header.size);
	return { opcode, payload: Buffer.from(stream.take(header.length)), wrong };
}
