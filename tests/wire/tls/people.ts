/* Accounts, made by hand: the cookie is what the cases look at. */
import type { Server } from "../../contract/harness/server";
import { Stream } from "../harness/stream";
import { ask, dialled } from "../harness/tls";

export interface Registered {
	status: number;
	host: string;
	/** As the server set it, with its attributes. */
	setCookie: string;
	/** As it is sent back. */
	cookie: string;
}

let made = 0;

/** Registers somebody new, over TLS or in the clear; `lines` are more lines of the head. */
export async function register({ address }: Server, tls: boolean, lines = ""): Promise<Registered> {
	const host = `localhost:${address.port}`;
	const stream = tls ? (await dialled(address.port)).stream : await Stream.open(address.port);
	const body = JSON.stringify({
		username: `tls${process.pid % 10_000}x${made++}`,
		password: "a rather long one",
	});
	const head = `POST /api/register HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`;
	const answer = await ask(stream, `${head}${lines}Content-Length: ${body.length}\r\n\r\n${body}`, 20_000);
	stream.close();
	const setCookie = answer?.headers.get("set-cookie") ?? "";
	return {
		status: answer?.status ?? 0,
		host,
		setCookie,
		cookie: setCookie.split(";")[0] ?? "",
	};
}
