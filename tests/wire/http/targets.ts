/* Targets: their four forms, percent-encoding, and ways up and out of the tree. */
import type { HttpCase } from "../harness/http_case";
import type { Category } from "../harness/suite";
import { get, HOST, request, SMUGGLED } from "./requests";

const refused = "400:invalid end";
const missing = "404:not_found open";
const page = "200 open";

type Rows = readonly (readonly [string, string, string, string])[];

const casesOf = (rows: Rows): HttpCase[] =>
	rows.map(([name, section, bytes, expected]) => ({
		name,
		section: `RFC ${section}`,
		expected,
		send: [bytes + (expected.endsWith("end") ? SMUGGLED : "")],
	}));

const absolute = (target: string, host = HOST): string => `GET ${target} HTTP/1.1\r\n${host}\r\n`;

/** What a proxy sends: the same as its path, when the authority is Host's. */
const forms: Rows = [
	["absolute form", "9112 3.2.2", absolute("http://localhost/health"), page],
	["absolute form in capitals", "9110 4.2.3", absolute("HTTP://LOCALHOST/health"), page],
	["absolute form of https", "9112 3.2.2", absolute("https://localhost/health"), page],
	[
		"absolute form with a port",
		"9112 3.2.2",
		absolute("http://localhost:8888/health", "Host: localhost:8888\r\n"),
		page,
	],
	["absolute form with a query", "9112 3.2.2", absolute("http://localhost/health?a=http://b/"), page],
	["absolute form without a path", "9112 3.2.2, 9110 4.2.3", absolute("http://localhost"), page],
	["absolute form with a query and no path", "9110 4.2.3", absolute("http://localhost?a"), refused],
	["absolute form of another host", "9112 3.2.2", absolute("http://evil.example/health"), refused],
	["absolute form of another port than Host", "9112 3.2.2", absolute("http://localhost:1/health"), refused],
	[
		"absolute form of a foreign host, twice",
		"9112 3.2.2",
		absolute("http://evil.example/health", "Host: evil.example\r\n"),
		"421:bad_host end",
	],
	["absolute form without Host", "9112 3.2", absolute("http://localhost/health", ""), refused],
	["absolute form with a user", "9110 4.2.4", absolute("http://me@localhost/health"), refused],
	["absolute form without a host", "9110 4.2.1", absolute("http:///health"), refused],
	["another scheme", "9110 4.2", absolute("ftp://localhost/health"), refused],
	["file", "9110 4.2", absolute("file:///etc/passwd"), refused],
	["javascript", "9110 4.2", absolute("javascript:alert(1)"), refused],
	["no scheme", "9112 3.2", absolute("localhost/health"), refused],
	["authority form", "9112 3.2.3", `CONNECT localhost:80 HTTP/1.1\r\n${HOST}\r\n`, refused],
	["authority form of GET", "9112 3.2.3", absolute("localhost:80"), refused],
	["CONNECT with a path", "9112 3.2.3", request("CONNECT", "/"), "405:method_not_allowed open"],
	["asterisk form", "9112 3.2.4", request("OPTIONS", "*"), refused],
	["asterisk form of GET", "9112 3.2.4", get("*"), refused],
	["an asterisk and more", "9112 3.2.4", request("OPTIONS", "*/x"), refused],
	["a query alone", "9112 3.2", get("?a=b"), refused],
	["a backslash first", "9112 3.2", get("\\health"), refused],
];

const paths: Rows = [
	["encoded letters", "3986 2.3", get("/%68ealth"), page],
	["two slashes", "9112 3.2.1", get("//health"), page],
	["two slashes and a host", "9112 3.2.1", get("//evil.example/x.js"), missing],
	["a dot segment", "3986 5.2.4", get("/./health"), page],
	["an encoded dot segment", "3986 5.2.4", get("/%2e/health"), page],
	["upwards", "3986 5.2.4", get("/../etc/passwd"), refused],
	["upwards within", "3986 5.2.4", get("/assets/../health"), refused],
	["upwards at the end", "3986 5.2.4", get("/assets/.."), refused],
	["upwards, encoded", "3986 5.2.4", get("/%2e%2e/etc/passwd"), refused],
	["upwards, half encoded", "3986 5.2.4", get("/.%2E/etc/passwd"), refused],
	["upwards with an encoded slash", "3986 2.2", get("/..%2fetc%2fpasswd"), refused],
	["upwards with backslashes", "3986 2.2", get("/..\\etc\\passwd"), refused],
	["upwards with encoded backslashes", "3986 2.2", get("/..%5cetc%5cpasswd"), refused],
	["encoded twice", "3986 2.4", get("/%252e%252e/passwd.x"), missing],
	["overlong dots", "3629 3", get("/%c0%ae%c0%ae/etc/passwd"), refused],
	["overlong slash", "3629 3", get("/..%c0%af"), refused],
	["UTF-16 escapes", "3986 2.1", get("/%u002e%u002e/"), refused],
	["three dots", "3986 3.3", get("/.../passwd.x"), missing],
	["dots and a semicolon", "3986 3.3", get("/..;/passwd.x"), missing],
	["an encoded slash", "3986 2.2", get("/assets%2fapp-0123abcd.js"), refused],
	["a NUL", "3986 2.1", get("/health%00"), refused],
	["a NUL and another ending", "3986 2.1", get("/.secret%00.js"), refused],
	["CRLF", "3986 2.1", get("/health%0d%0aX:y"), refused],
	["a line feed", "3986 2.1", get("/a%0ab"), refused],
	["a DEL", "3986 2.1", get("/a%7fb"), refused],
	["no UTF-8", "3629 3", get("/%ff.js"), refused],
	["half a character", "3629 3", get("/%c3.js"), refused],
	["a surrogate", "3629 3", get("/%ed%a0%80.js"), refused],
	["UTF-8", "3986 2.5", get("/%c3%a9.js"), missing],
	["a percent sign alone", "3986 2.1", get("/%"), refused],
	["a percent sign and one digit", "3986 2.1", get("/%4"), refused],
	["a percent sign and no digits", "3986 2.1", get("/%zz"), refused],
	["a minus for a digit", "3986 2.1", get("/%-1"), refused],
	["a hidden file", "9110 9.3.1", get("/.secret"), missing],
	["a hidden file, encoded", "9110 9.3.1", get("/%2esecret"), missing],
	["/etc/passwd.x", "9110 9.3.1", get("/etc/passwd.x"), missing],
	["a route of the client", "9110 9.3.1", get("/rooms/1"), page],
	["the API, nothing there", "9110 9.3.1", get("/api/nothing"), missing],
	["the API with two slashes", "9112 3.2.1", get("//api//nothing"), missing],
	["the API with dots", "9112 3.2.1", get("/x/../api/status"), refused],
	["a compressed file by its name", "9110 9.3.1", get("/assets/app-0123abcd.js.br"), missing],
];

export const targets: readonly Category<HttpCase>[] = [
	{ category: "forms of the target", cases: casesOf(forms) },
	{ category: "path", cases: casesOf(paths) },
];
