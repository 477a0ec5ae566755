/* A request through nginx from an address of one's own: all of 127/8 is this machine, so that each may be somebody else. */
import { readFileSync } from "node:fs";
import { request } from "node:https";

import { hostName, type Nginx } from "./nginx";

export interface Asked {
	from: string;
	path: string;
	/** Sent by POST, as JSON unless it is bytes of a picture. */
	body?: object | Buffer;
	headers?: Record<string, string>;
}

export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
}

export function ask(nginx: Nginx, { from, path, body, headers = {} }: Asked): Promise<Answer> {
	const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
	const type = Buffer.isBuffer(body) ? "image/jpeg" : "application/json";
	return new Promise((resolve, reject) => {
		const sent = request(
			{
				host: "127.0.0.1",
				port: nginx.ports.https,
				localAddress: from,
				servername: hostName,
				ca: readFileSync(nginx.authority),
				agent: false,
				method: bytes ? "POST" : "GET",
				path,
				headers: {
					Host: `${hostName}:${nginx.ports.https}`,
					Origin: nginx.origin,
					...(bytes ? { "Content-Type": type, "Content-Length": bytes.length } : {}),
					...headers,
				},
			},
			(answer) => {
				const parts: Buffer[] = [];
				answer.on("data", (part: Buffer) => parts.push(part));
				answer.on("end", () =>
					resolve({
						status: answer.statusCode ?? 0,
						headers: answer.headers,
						text: Buffer.concat(parts).toString(),
					}),
				);
			},
		);
		sent.on("error", reject);
		sent.end(bytes);
	});
}

/** Signs in; gives the cookie. */
export async function signInFrom(
	nginx: Nginx,
	from: string,
	username: string,
	password: string,
	headers = {},
): Promise<string> {
	const answer = await ask(nginx, { from, path: "/api/auth", body: { username, password }, headers });
	if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
	return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
}
