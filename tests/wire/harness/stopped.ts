/* Clients that stop reading, and how much of what somebody sends is taken. */
import type { Person } from "../../contract/harness/person";
import { takeAnswer } from "./answers";
import { takeFrame, TEXT, type ServerFrame } from "./frames";
import { headBytes, opening } from "./handshake";
import { Stream } from "./stream";

export function framesOf(stream: Stream): ServerFrame[] {
	const frames: ServerFrame[] = [];
	for (let next = takeFrame(stream); next; next = takeFrame(stream)) frames.push(next);
	return frames;
}

/** A signed-in socket that has had its first frame. */
export async function openSocket(person: Person, port: number): Promise<Stream> {
	const stream = await Stream.open(port);
	await stream.send(headBytes(opening({ host: `localhost:${port}`, cookie: person.cookie })));
	await stream.until(() => takeAnswer(stream)?.status === 101);
	const opened = await stream.until(() => framesOf(stream).some(({ opcode }) => opcode === TEXT));
	if (!opened) throw new Error("the socket was not opened");
	return stream;
}

/** Sends the same again and again until nothing of it is taken for that long; answers how many bytes were, at most `max`. */
export async function sendUntilStuck(
	stream: Stream,
	bytes: Buffer,
	max: number,
	stuckMs: number,
): Promise<number> {
	let sent = 0;
	while (sent < max) {
		const taken = new Promise<boolean>((resolve) => {
			const timer = setTimeout(() => resolve(false), stuckMs);
			stream.socket.write(bytes, () => {
				clearTimeout(timer);
				resolve(true);
			});
		});
		if (!(await taken)) return sent;
		sent += bytes.length;
	}
	return sent;
}
