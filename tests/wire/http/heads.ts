/* Request lines, header fields, Host, versions, and what is not HTTP at all. */
import type { HttpCase } from "../harness/http_case";
import type { Category } from "../harness/suite";
import { get, HOST, request, SMUGGLED } from "./requests";

const refused = "400:invalid end";
const version = "505:invalid end";

/** name | section | bytes | what is seen. A second request stands behind each that ends the connection. */
type Rows = readonly (readonly [string, string, string, string])[];

const casesOf = (rows: Rows): HttpCase[] =>
	rows.map(([name, section, bytes, expected]) => ({
		name,
		section: `RFC ${section}`,
		expected,
		send: [bytes + (expected.endsWith("end") ? SMUGGLED : "")],
	}));

const lines: Rows = [
	["plain", "9112 3", get("/health"), "200 open"],
	["one empty line before", "9112 2.2", `\r\n${get("/health")}`, "200 open"],
	["a target with a query", "9112 3.2.1", get("/health?a=b&c=%20"), "200 open"],
	["a tab for a space", "9112 3", `GET\t/health HTTP/1.1\r\n${HOST}\r\n`, refused],
	["two spaces", "9112 3", `GET  /health HTTP/1.1\r\n${HOST}\r\n`, refused],
	["two spaces before the version", "9112 3", `GET /health  HTTP/1.1\r\n${HOST}\r\n`, refused],
	["a space at the end", "9112 3", `GET /health HTTP/1.1 \r\n${HOST}\r\n`, refused],
	["a space at the beginning", "9112 3", ` GET /health HTTP/1.1\r\n${HOST}\r\n`, refused],
	["a space in the target", "9112 3.2", `GET /hea lth HTTP/1.1\r\n${HOST}\r\n`, refused],
	["no target", "9112 3", `GET HTTP/1.1\r\n${HOST}\r\n`, refused],
	["no version", "9112 3", `GET /health\r\n${HOST}\r\n`, refused],
	["nothing but a word", "9112 3", `GET\r\n${HOST}\r\n`, refused],
	["a method that is no token", "9110 9.1", `G(T /health HTTP/1.1\r\n${HOST}\r\n`, refused],
	["a NUL in the method", "9110 9.1", `GE\u0000T /health HTTP/1.1\r\n${HOST}\r\n`, refused],
	["a NUL in the target", "9112 3.2", `GET /hea\u0000lth HTTP/1.1\r\n${HOST}\r\n`, refused],
	["a DEL in the target", "9112 3.2", `GET /hea\u007flth HTTP/1.1\r\n${HOST}\r\n`, refused],
	["Latin-1 in the target", "9112 3.2", `GET /\u00e9 HTTP/1.1\r\n${HOST}\r\n`, refused],
	["a fragment in the target", "9112 3.2", get("/health#x"), refused],
	["lines that end in LF alone", "9112 2.2", "GET /health HTTP/1.1\nHost: localhost\n\n", refused],
	["the first line ends in LF alone", "9112 2.2", `GET /health HTTP/1.1\n${HOST}\r\n`, refused],
	["lines that end in CR alone", "9112 2.2", "GET /health HTTP/1.1\rHost: localhost\r\r", refused],
	["a CR in the first line", "9112 2.2", `GET /health\r HTTP/1.1\r\n${HOST}\r\n`, refused],
	["LF before the request", "9112 2.2", `\n${get("/health")}`, refused],
	["five empty lines before", "9112 2.2", `${"\r\n".repeat(5)}${get("/health")}`, refused],
];

const versions: Rows = [
	["HTTP/1.0", "9112 2.3", `GET /health HTTP/1.0\r\n${HOST}\r\n`, "200 end"],
	[
		"HTTP/1.0 that asks to be kept",
		"9112 C.2.2",
		`GET /health HTTP/1.0\r\n${HOST}Connection: keep-alive\r\n\r\n`,
		"200 end",
	],
	["HTTP/1.0 without Host", "9112 3.2", "GET /health HTTP/1.0\r\n\r\n", refused],
	["HTTP/0.9", "9112 2.3", "GET /health\r\n\r\n", refused],
	["HTTP/0.9 with its name", "9112 2.3", `GET /health HTTP/0.9\r\n${HOST}\r\n`, version],
	["HTTP/1.2", "9110 2.5", `GET /health HTTP/1.2\r\n${HOST}\r\n`, version],
	["HTTP/2.0", "9110 15.6.6", `GET /health HTTP/2.0\r\n${HOST}\r\n`, version],
	["HTTP/3", "9112 2.3", `GET /health HTTP/3\r\n${HOST}\r\n`, refused],
	["HTTP/1", "9112 2.3", `GET /health HTTP/1\r\n${HOST}\r\n`, refused],
	["HTTP/11", "9112 2.3", `GET /health HTTP/11\r\n${HOST}\r\n`, refused],
	["HTTP/1.1.1", "9112 2.3", `GET /health HTTP/1.1.1\r\n${HOST}\r\n`, refused],
	["HTTP/01.1", "9112 2.3", `GET /health HTTP/01.1\r\n${HOST}\r\n`, refused],
	["HTTP/+1.1", "9112 2.3", `GET /health HTTP/+1.1\r\n${HOST}\r\n`, refused],
	["HTTP/1,1", "9112 2.3", `GET /health HTTP/1,1\r\n${HOST}\r\n`, refused],
	["http/1.1", "9112 2.3", `GET /health http/1.1\r\n${HOST}\r\n`, refused],
	["HTTPS/1.1", "9112 2.3", `GET /health HTTPS/1.1\r\n${HOST}\r\n`, refused],
	["ICE/1.0", "9112 2.3", `GET /health ICE/1.0\r\n${HOST}\r\n`, refused],
];

const fields: Rows = [
	["no colon", "9112 5", get("/health", "nonsense\r\n"), refused],
	["no name", "9112 5.1", get("/health", ": x\r\n"), refused],
	["a space before the colon", "9112 5.1", get("/health", "X : y\r\n"), refused],
	["a space in a name", "9112 5.1", get("/health", "X Y: z\r\n"), refused],
	["a name that is no token", "9110 5.1", get("/health", "X(y): z\r\n"), refused],
	["Latin-1 in a name", "9110 5.1", get("/health", "X\u00e9: z\r\n"), refused],
	["a NUL in a value", "9110 5.5", get("/health", "X: y\u0000z\r\n"), refused],
	["a CR in a value", "9110 5.5", get("/health", "X: y\rz\r\n"), refused],
	["an LF in a value", "9110 5.5", get("/health", "X: y\nz\r\n"), refused],
	["a control character in a value", "9110 5.5", get("/health", "X: y\u0001z\r\n"), refused],
	["a DEL in a value", "9110 5.5", get("/health", "X: y\u007fz\r\n"), refused],
	["a fold", "9112 5.2", get("/health", "X: y\r\n z\r\n"), refused],
	["a fold before the first field", "9112 2.2", `GET /health HTTP/1.1\r\n X: y\r\n${HOST}\r\n`, refused],
	["an empty value", "9110 5.5", get("/health", "X:\r\n"), "200 open"],
	["Latin-1 in a value", "9110 5.5", get("/health", "X: \u00e9\r\n"), "200 open"],
	["no space after the colon", "9112 5", get("/health", "X:y\r\n"), "200 open"],
	["a tab in a value", "9110 5.5", get("/health", "X: y\tz\r\n"), "200 open"],
	["colons in a value", "9112 5", get("/health", "X: a:b::c\r\n"), "200 open"],
];

const host = (line: string): string => `GET /health HTTP/1.1\r\n${line}\r\n`;
const foreign = "421:bad_host end";

const hosts: Rows = [
	["none", "9112 3.2", host(""), refused],
	["two", "9112 3.2", host(HOST + HOST), refused],
	["two that differ", "9112 3.2", host(`${HOST}Host: evil.example\r\n`), refused],
	["empty", "9112 3.2", host("Host:\r\n"), refused],
	["with a user", "9110 4.2.4", host("Host: me@localhost\r\n"), refused],
	["with a path", "9112 3.2", host("Host: localhost/x\r\n"), refused],
	["a list", "9112 3.2", host("Host: localhost, evil.example\r\n"), refused],
	["with a space", "9112 3.2", host("Host: local host\r\n"), refused],
	["with a port past 65535", "9110 4.2", host("Host: localhost:99999\r\n"), refused],
	["with a port of letters", "9110 4.2", host("Host: localhost:http\r\n"), refused],
	["a scheme", "9112 3.2", host("Host: http://localhost\r\n"), refused],
	["a foreign one", "9110 7.4", host("Host: evil.example\r\n"), foreign],
	["a foreign one that begins as ours", "9110 7.4", host("Host: localhost.evil.example\r\n"), foreign],
	["a foreign address", "9110 7.4", host("Host: 192.0.2.1\r\n"), foreign],
	["in capitals", "9110 4.2.3", host("HOST: LOCALHOST\r\n"), "200 open"],
	["with another port", "9110 7.2", host("Host: localhost:1\r\n"), "200 open"],
	["an address in brackets", "9110 7.2", host("Host: [::1]\r\n"), "200 open"],
	[
		"X-Forwarded-Host says nothing",
		"9110 7.2",
		host("Host: evil.example\r\nX-Forwarded-Host: localhost\r\n"),
		foreign,
	],
];

const strange: Rows = [
	["the preface of HTTP/2", "9113 3.4", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", version],
	["SSH", "9112 2.2", "SSH-2.0-OpenSSH_9.2\r\n\r\n", refused],
	["SMTP", "9112 2.2", "EHLO localhost\r\n\r\n", refused],
	["Redis", "9112 2.2", "*1\r\n$4\r\nPING\r\n\r\n", refused],
	["a PROXY line", "9112 2.2", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n\r\n", refused],
	["a PROXY header of version 2", "9112 2.2", "\r\n\r\n\u0000\r\nQUIT\n", refused],
	["zeros", "9112 2.2", "\u0000".repeat(64), refused],
	["JSON", "9112 2.2", '{"action":"ping"}\r\n\r\n', refused],
];

export const heads: readonly Category<HttpCase>[] = [
	{ category: "request line", cases: casesOf(lines) },
	{ category: "version", cases: casesOf(versions) },
	{ category: "header fields", cases: casesOf(fields) },
	{ category: "Host", cases: casesOf(hosts) },
	{ category: "not HTTP", cases: casesOf(strange) },
];

const allow = (name: string, bytes: string, expected: string): HttpCase => ({
	name,
	section: "RFC 9110 9.1, 15.5.6",
	expected,
	shows: ["allow"],
	send: [bytes],
});

const withBody = (method: string, target: string): string =>
	`${request(method, target, "Content-Length: 2\r\n")}{}`;

const reading = "405:method_not_allowed {allow: GET, HEAD} open";
const writing = "405:method_not_allowed {allow: POST} open";

export const methods: Category<HttpCase> = {
	category: "methods",
	cases: [
		...["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "BREW", "get", "GETT", "M-SEARCH"].map(
			(method) => allow(`${method} of a page`, request(method, "/"), reading),
		),
		allow("POST of a page", withBody("POST", "/"), reading),
		allow("TRACE with a body", withBody("TRACE", "/"), reading),
		allow("POST of a route that is read", withBody("POST", "/api/status"), reading),
		allow("GET of a route that is written", get("/api/auth"), writing),
		allow("PUT of a route that is written", withBody("PUT", "/api/auth"), writing),
		allow(
			"OPTIONS of a route: no other site is let in",
			get("/api/auth").replace("GET", "OPTIONS"),
			writing,
		),
		allow("POST of /health", withBody("POST", "/health"), reading),
		allow("DELETE of /metrics", request("DELETE", "/metrics"), reading),
		allow("POST of a socket", withBody("POST", "/ws"), "426:unsupported {allow: -} end"),
	],
};
