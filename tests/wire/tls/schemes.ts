/* One port, two schemes: what each gets, and what a stranger cannot make the server believe. */
import { connect } from "node:tls";

import type { Server } from "../../contract/harness/server";
import type { Answer } from "../harness/answers";
import { headBytes, opening } from "../harness/handshake";
import { Stream } from "../harness/stream";
import type { Category } from "../harness/suite";
import { ask, dialled } from "../harness/tls";
import { authorityOf, type TlsCase, type TlsWorld } from "../harness/tls_world";
import { register } from "./people";

async function request({ address }: Server, tls: boolean, lines: string): Promise<Answer | null> {
	const stream = tls ? (await dialled(address.port)).stream : await Stream.open(address.port);
	const answer = await ask(stream, `${lines}\r\n\r\n`);
	stream.close();
	return answer;
}

const host = "Host: localhost";

const led = (name: string, lines: string, expected: string): TlsCase => ({
	name,
	section: "RFC 9110 15.4.9",
	expected,
	run: async ({ strict }) => {
		const answer = await request(strict, false, lines);
		const to = answer?.headers.get("location")?.replace(String(strict.address.port), "PORT");
		return `${answer?.status} ${to ?? answer?.headers.get("upgrade") ?? "-"}`;
	},
});

export const leading: Category<TlsCase> = {
	category: "plain HTTP where there is a certificate",
	cases: [
		led("GET", `GET /room/1?a=b HTTP/1.1\r\n${host}`, "308 https://localhost:PORT/room/1?a=b"),
		led("HEAD", `HEAD / HTTP/1.1\r\n${host}`, "308 https://localhost:PORT/"),
		led("POST", `POST /api/auth HTTP/1.1\r\n${host}\r\nContent-Length: 0`, "426 TLS/1.2, HTTP/1.1"),
		led("GET by address", "GET / HTTP/1.1\r\nHost: 127.0.0.1:4321", "308 https://127.0.0.1:4321/"),
		led("a Host that is not ours", "GET / HTTP/1.1\r\nHost: elsewhere.example", "421 -"),
		led(
			"a socket",
			headBytes(opening({ host: "localhost", cookie: "confab=x" }))
				.toString("latin1")
				.trimEnd(),
			"308 https://localhost:PORT/ws",
		),
		led(
			"somebody who says that a proxy did it",
			`GET / HTTP/1.1\r\n${host}\r\nX-Forwarded-Proto: https`,
			"308 https://localhost:PORT/",
		),
	],
};

const served = (name: string, tls: boolean, path: string, expected: string): TlsCase => ({
	name,
	section: "-",
	expected,
	run: async ({ lan }) => {
		const answer = await request(lan, tls, `GET ${path} HTTP/1.1\r\n${host}`);
		return `${answer?.status} ${answer?.headers.get("content-type") ?? "-"}`;
	},
});

const cookie = (name: string, tls: boolean, lines: string, expected: string): TlsCase => ({
	name,
	section: "RFC 6265bis 4.1.3.2",
	expected,
	run: async ({ lan }) => {
		const { setCookie } = await register(lan, tls, lines);
		const kept = setCookie.split("; ").filter((part) => !part.startsWith("Max-Age"));
		return kept.map((part) => part.replace(/^(.*confab)=.+/, "$1")).join("; ");
	},
});

const inClear = "confab; Path=/; HttpOnly; SameSite=Lax";
const overTls = "__Host-confab; Path=/; HttpOnly; SameSite=Lax; Secure";

const origin = (name: string, tls: boolean, scheme: string, expected: string): TlsCase => ({
	name,
	section: "RFC 6454 7",
	expected,
	run: async ({ lan }) => {
		const line = `Origin: ${scheme}://localhost:${lan.address.port}\r\n`;
		return String((await register(lan, tls, line)).status);
	},
});

const strictness = (name: string, of: "strict" | "lan", hostLine: string, expected: string): TlsCase => ({
	name,
	section: "RFC 6797 7.1",
	expected,
	run: async (world: TlsWorld) => {
		const line = hostLine.replace("PORT", String(world[of].address.port));
		const answer = await request(world[of], true, `GET /health HTTP/1.1\r\nHost: ${line}`);
		return answer?.headers.get("strict-transport-security") ?? "-";
	},
});

const trusted = (name: string, servername: string | undefined, at: string, expected: string): TlsCase => ({
	name,
	section: "RFC 9525 6",
	expected,
	run: async ({ lan }) => {
		const target = { port: lan.address.port, host: at, ca: authorityOf(lan) };
		const socket = connect({
			...target,
			...(servername ? { servername } : {}),
		});
		return await new Promise<string>((resolve) => {
			socket.once("secureConnect", () => {
				resolve(socket.authorized ? "trusted" : "not trusted");
				socket.destroy();
			});
			socket.once("error", (reason: Error & { code?: string }) => {
				resolve(reason.code ?? reason.message);
				socket.destroy();
			});
		});
	},
});

export const schemes: Category<TlsCase> = {
	category: "both schemes in the local network",
	cases: [
		served("http", false, "/health", "200 text/plain; charset=utf-8"),
		served("https", true, "/health", "200 text/plain; charset=utf-8"),
		served("how to trust, in the clear", false, "/ca", "200 text/html; charset=utf-8"),
		served("how to trust, over TLS", true, "/ca", "200 text/html; charset=utf-8"),
		served("the authority's certificate", false, "/ca.crt", "200 application/x-x509-ca-cert"),
		served("the same as text", false, "/ca.pem", "200 application/x-pem-file"),
		served("the same for Apple's", false, "/ca.mobileconfig", "200 application/x-apple-aspen-config"),
		cookie("cookie in the clear", false, "", inClear),
		cookie("cookie over TLS", true, "", overTls),
		cookie("a stranger in the clear claims https", false, "X-Forwarded-Proto: https\r\n", inClear),
		cookie("a stranger over TLS claims http", true, "X-Forwarded-Proto: http\r\n", overTls),
		origin("http's origin in the clear", false, "http", "200"),
		origin("https's origin over TLS", true, "https", "200"),
		origin("http's origin over TLS", true, "http", "403"),
		origin("https's origin in the clear", false, "https", "403"),
		strictness("strictness with the local authority", "lan", "localhost", "-"),
		strictness("strictness where https is public", "strict", "localhost:PORT", "max-age=31536000"),
		strictness("strictness by another name of it", "strict", "127.0.0.1:PORT", "-"),
		trusted("who trusts the authority trusts localhost", "localhost", "127.0.0.1", "trusted"),
		trusted("and the loopback address", undefined, "127.0.0.1", "trusted"),
		trusted("and IPv6's", undefined, "::1", "trusted"),
		trusted("but no other name", "bank.example", "127.0.0.1", "ERR_TLS_CERT_ALTNAME_INVALID"),
	],
};
