/* One connection, many requests: order, keeping and ending it, Expect, Upgrade, and answers without a body. */
import type { HttpCase } from "../harness/http_case";
import { etagOf, PAGE, SCRIPT, SCRIPT_PATH } from "../harness/site";
import type { Category } from "../harness/suite";
import { get, HOST, post, request, SIGN_IN, SIGNED_OUT, SMUGGLED } from "./requests";

const signIn = post(`Content-Length: ${SIGN_IN.length}\r\n`, SIGN_IN);
const health = get("/health");
const missing = get("/missing.x");

const pipelined: HttpCase[] = [
	{
		name: "two requests",
		section: "RFC 9112 9.3.2",
		expected: "200 404:not_found open",
		send: [health + missing],
	},
	{
		name: "slow ones between quick ones: in order",
		section: "RFC 9112 9.3.2",
		expected: `200 ${SIGNED_OUT} 404:not_found ${SIGNED_OUT} 200 open`,
		send: [health + signIn + missing + signIn + health],
	},
	{
		name: "five hundred in one segment",
		section: "RFC 9112 9.3.2",
		expected: `${"200 404:not_found ".repeat(250)}open`,
		send: [(health + missing).repeat(250)],
	},
	{
		name: "forty in segments of 5",
		section: "RFC 9112 9.3.2",
		expected: `${"200 404:not_found ".repeat(20)}open`,
		segment: 5,
		send: [(health + missing).repeat(20)],
	},
	{
		name: "what is behind Connection: close is not answered",
		section: "RFC 9112 9.6",
		expected: "200 200 end",
		send: [health + get("/health", "Connection: close\r\n") + SMUGGLED],
	},
	{
		name: "what is behind a bad one is not answered",
		section: "RFC 9112 9.3.2",
		expected: "200 400:invalid end",
		send: [`${health}GET /\u0000 HTTP/1.1\r\n${HOST}\r\n${SMUGGLED}`],
	},
	{
		name: "bodies and heads, one behind the other",
		section: "RFC 9112 6.3",
		expected: `${SIGNED_OUT} ${SIGNED_OUT} ${SIGNED_OUT} 200 open`,
		send: [signIn + signIn + signIn + health],
	},
	{
		name: "an empty line between requests",
		section: "RFC 9112 2.2",
		expected: "200 200 open",
		send: [`${health}\r\n${health}`],
	},
	{
		name: "a refusal by the API keeps the connection",
		section: "RFC 9112 9.3",
		expected: "415:media_type 404:not_found 405:method_not_allowed open",
		send: [
			`POST /api/auth HTTP/1.1\r\n${HOST}Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}`,
			get("/api/none"),
			get("/api/auth"),
		],
	},
];

const keeping: HttpCase[] = [
	{
		name: "kept without a word",
		section: "RFC 9112 9.3",
		expected: "200 {connection: -} open",
		shows: ["connection"],
		send: [health],
	},
	{
		name: "keep-alive",
		section: "RFC 9112 9.3",
		expected: "200 {connection: -} open",
		shows: ["connection"],
		send: [get("/health", "Connection: keep-alive\r\n")],
	},
	{
		name: "close",
		section: "RFC 9112 9.6",
		expected: "200 {connection: close} end",
		shows: ["connection"],
		send: [get("/health", "Connection: close\r\n")],
	},
	{
		name: "close in capitals, in a list, in the second line",
		section: "RFC 9110 7.6.1",
		expected: "200 {connection: close} end",
		shows: ["connection"],
		send: [get("/health", "Connection: keep-alive\r\nConnection: x, CLOSE\r\n")],
	},
	{
		name: "HTTP/1.0",
		section: "RFC 9112 9.3",
		expected: "200 {connection: close} end",
		shows: ["connection"],
		send: [`GET /health HTTP/1.0\r\n${HOST}\r\n`],
	},
	{
		name: "Connection names Host: it is not dropped",
		section: "RFC 9110 7.6.1",
		expected: "200 open",
		send: [get("/health", "Connection: host\r\n")],
	},
	{
		name: "our side ended behind the request",
		section: "RFC 9112 9.6",
		expected: "200 end",
		halfClosed: true,
		send: [health],
	},
	{
		name: "our side ended within a head",
		section: "RFC 9112 8",
		expected: "end",
		halfClosed: true,
		send: ["GET /hea"],
	},
	{
		name: "our side ended within a body",
		section: "RFC 9112 8",
		expected: "end",
		halfClosed: true,
		send: [post("Content-Length: 1000\r\n", "{")],
	},
	{ name: "our side ended at once", section: "RFC 9112 9.5", expected: "end", halfClosed: true, send: [] },
];

const awaited = `Content-Length: ${SIGN_IN.length}\r\nExpect: 100-continue\r\n`;

const expectations: HttpCase[] = [
	{
		name: "100-continue: said before the body",
		section: "RFC 9110 10.1.1",
		expected: `100 ${SIGNED_OUT} open`,
		send: [post(awaited, ""), { answers: 1 }, SIGN_IN],
	},
	{
		name: "100-Continue in capitals",
		section: "RFC 9110 10.1.1",
		expected: `100 ${SIGNED_OUT} open`,
		send: [post(awaited.replace("100-c", "100-C"), ""), { answers: 1 }, SIGN_IN],
	},
	{
		name: "100-continue, the body is there already: not said",
		section: "RFC 9110 10.1.1",
		expected: `${SIGNED_OUT} open`,
		send: [post(awaited, SIGN_IN)],
	},
	{
		name: "100-continue without a body: not said",
		section: "RFC 9110 10.1.1",
		expected: "200 open",
		send: [get("/health", "Expect: 100-continue\r\n")],
	},
	{
		name: "100-continue for too large a body: refused instead",
		section: "RFC 9110 10.1.1",
		expected: "413:too_large end",
		send: [post("Content-Length: 100000\r\nExpect: 100-continue\r\n", "")],
	},
	{
		name: "100-continue without a length: refused instead",
		section: "RFC 9110 10.1.1",
		expected: "411:invalid end",
		send: [post("Expect: 100-continue\r\n", "")],
	},
	{
		name: "100-continue of HTTP/1.0: not said",
		section: "RFC 9110 10.1.1",
		expected: `${SIGNED_OUT} end`,
		send: [post(awaited, "").replace("HTTP/1.1", "HTTP/1.0"), { restMs: 200 }, SIGN_IN],
	},
	{
		name: "another expectation",
		section: "RFC 9110 10.1.1",
		expected: "417:invalid end",
		send: [get("/health", "Expect: a miracle\r\n") + SMUGGLED],
	},
	{
		name: "100-continue and another",
		section: "RFC 9110 10.1.1",
		expected: "417:invalid end",
		send: [get("/health", "Expect: 100-continue, a miracle\r\n") + SMUGGLED],
	},
	{
		name: "an empty expectation",
		section: "RFC 9110 10.1.1",
		expected: "417:invalid end",
		send: [get("/health", "Expect:\r\n") + SMUGGLED],
	},
];

const needed =
	"426:unsupported {upgrade: websocket; connection: close, Upgrade; sec-websocket-version: 13} end";
const upgradeHeaders = ["upgrade", "connection", "sec-websocket-version"];

const upgrades: HttpCase[] = [
	{
		name: "h2c is ignored",
		section: "RFC 9110 7.8",
		expected: "200 open",
		send: [
			get(
				"/health",
				"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
			),
		],
	},
	{
		name: "TLS/1.0 is ignored",
		section: "RFC 2817 3",
		expected: "200 open",
		send: [get("/health", "Connection: Upgrade\r\nUpgrade: TLS/1.0\r\n")],
	},
	{
		name: "an unknown protocol is ignored",
		section: "RFC 9110 7.8",
		expected: "200 open",
		send: [get("/health", "Connection: Upgrade\r\nUpgrade: smoke/2\r\n")],
	},
	{
		name: "Upgrade without Connection is ignored",
		section: "RFC 9110 7.8",
		expected: "200 open",
		send: [get("/health", "Upgrade: h2c\r\n")],
	},
	{
		name: "an empty Upgrade is ignored",
		section: "RFC 9110 7.8",
		expected: "200 open",
		send: [get("/health", "Connection: Upgrade\r\nUpgrade:\r\n")],
	},
	{
		name: "/ws without Upgrade: what would be right",
		section: "RFC 9110 15.5.22",
		expected: needed,
		shows: upgradeHeaders,
		send: [get("/ws")],
	},
	{
		name: "/ws with h2c: what would be right",
		section: "RFC 9110 15.5.22",
		expected: needed,
		shows: upgradeHeaders,
		send: [get("/ws", "Connection: Upgrade\r\nUpgrade: h2c\r\n")],
	},
	{
		name: "a socket elsewhere",
		section: "RFC 9110 7.8",
		expected: "400:invalid end",
		send: [get("/", "Connection: Upgrade\r\nUpgrade: websocket\r\n") + SMUGGLED],
	},
	{
		name: "HEAD of /ws with all that a socket needs",
		section: "RFC 6455 4.2.1 (1)",
		expected: "405 {allow: GET} end",
		head: true,
		shows: ["allow"],
		send: [request("HEAD", "/ws", "Connection: Upgrade\r\nUpgrade: websocket\r\n")],
	},
];

const etag = etagOf(PAGE);
const tag = `etag: ${etag}`;
const shows = ["etag", "content-length"];
const whole = `200 {${tag}; content-length: ${PAGE.length}; ${PAGE.length} bytes} open`;
const known = `304 {${tag}; content-length: -; 0 bytes} open`;

const condition = (name: string, lines: string, expected: string): HttpCase => ({
	name,
	section: "RFC 9110 13.1.2, 15.4.5",
	expected,
	shows,
	sized: true,
	send: [get("/", lines)],
});

const conditions: HttpCase[] = [
	condition("no condition", "", whole),
	condition("the tag", `If-None-Match: ${etag}\r\n`, known),
	condition("the tag, weak", `If-None-Match: W/${etag}\r\n`, known),
	condition("the tag in a list", `If-None-Match: "a", ${etag}\r\n`, known),
	condition("any tag", "If-None-Match: *\r\n", known),
	condition("another tag", 'If-None-Match: "a"\r\n', whole),
	condition("the tag without quotes", `If-None-Match: ${etag.replaceAll('"', "")}\r\n`, whole),
	condition("half of the tag", `If-None-Match: ${etag.slice(0, 10)}"\r\n`, whole),
	condition("a broken list", 'If-None-Match: ,,"\r\n', whole),
	condition(
		"a date alone is no condition here",
		"If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT\r\n",
		whole,
	),
	{
		name: "HEAD: the same head, no body",
		section: "RFC 9110 9.3.2",
		expected: `200 {${tag}; content-length: ${PAGE.length}} end`,
		head: true,
		shows,
		send: [request("HEAD", "/", "Connection: close\r\n")],
	},
	{
		name: "HEAD of what is missing",
		section: "RFC 9110 9.3.2",
		expected: "404 {content-type: application/json} end",
		head: true,
		shows: ["content-type"],
		send: [request("HEAD", "/missing.x", "Connection: close\r\n")],
	},
	{
		name: "HEAD of what has not changed",
		section: "RFC 9110 9.3.2",
		expected: `304 {${tag}; content-length: -} end`,
		head: true,
		shows,
		send: [request("HEAD", "/", `If-None-Match: ${etag}\r\nConnection: close\r\n`)],
	},
	{
		name: "HEAD that is refused",
		section: "RFC 9110 9.3.2",
		expected: "400 end",
		head: true,
		send: [request("HEAD", "/%00") + SMUGGLED],
	},
	{
		name: "HEAD, then GET",
		section: "RFC 9110 9.3.2",
		expected: "200 200 end",
		head: true,
		send: [request("HEAD", "/health") + request("HEAD", "/health", "Connection: close\r\n")],
	},
];

const full = `200 {content-range: -; ${SCRIPT.length} bytes} open`;
const ranges: readonly (readonly [string, string])[] = [
	["the first bytes", "bytes=0-9"],
	["the last bytes", "bytes=-10"],
	["from the middle", "bytes=10-"],
	["past the end", "bytes=99999-"],
	["turned round", "bytes=9-0"],
	["a thousand of them", `bytes=${Array.from({ length: 1_000 }, (_, i) => `${i}-${i}`).join(",")}`],
	["all overlapping", `bytes=${Array.from({ length: 500 }, () => "0-").join(",")}`],
	["numbers that overflow", "bytes=18446744073709551615-18446744073709551616"],
	["negative", "bytes=--1"],
	["another unit", "lines=1-2"],
	["nothing", ""],
	["rubbish", "bytes=a-b"],
];

const ranged: HttpCase[] = ranges.map(([name, value]) => ({
	name: `a range: ${name}: all of it is sent`,
	section: "RFC 9110 14.2",
	expected: full,
	shows: ["content-range"],
	sized: true,
	send: [get(SCRIPT_PATH, `Range: ${value}\r\n`)],
}));

const coding = (name: string, value: string, expected: string): HttpCase => ({
	name,
	section: "RFC 9110 12.5.3",
	expected: `200 {content-encoding: ${expected}} open`,
	shows: ["content-encoding"],
	send: [get(SCRIPT_PATH, `Accept-Encoding: ${value}\r\n`)],
});

const codings: HttpCase[] = [
	coding("br before gzip", "gzip, br", "br"),
	coding("gzip alone", "gzip", "gzip"),
	coding("br refused", "br;q=0, gzip", "gzip"),
	coding("nothing that is there", "deflate, zstd", "-"),
	coding("all refused", "gzip;q=0, br;q=0.000", "-"),
	coding("rubbish", ';;q=,,"', "-"),
];

export const exchanges: readonly Category<HttpCase>[] = [
	{ category: "pipelining", cases: pipelined },
	{ category: "keeping and ending", cases: keeping },
	{ category: "Expect", cases: expectations },
	{ category: "Upgrade", cases: upgrades },
	{ category: "conditions and HEAD", cases: conditions },
	{ category: "Range", cases: ranged },
	{ category: "codings", cases: codings },
];
