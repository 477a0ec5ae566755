/* Requests whose end two readers could see at different places. All are refused, and the connection ends: what stands behind is
 * nobody's request. */
import type { HttpCase } from "../harness/http_case";
import type { Category } from "../harness/suite";
import { get, HOST, post, SIGN_IN, SIGNED_OUT, SMUGGLED } from "./requests";

const refused = "400:invalid end";
const size = SIGN_IN.length;
const chunks = `${size.toString(16)}\r\n${SIGN_IN}\r\n0\r\n\r\n`;

/** name | section | lines that say how long the body is | body | what is seen */
const lengths: readonly (readonly [string, string, string, string, string])[] = [
	[
		"CL.TE",
		"9112 6.3 (3)",
		`Content-Length: ${size}\r\nTransfer-Encoding: chunked\r\n`,
		"0\r\n\r\n",
		refused,
	],
	["TE.CL", "9112 6.3 (3)", `Transfer-Encoding: chunked\r\nContent-Length: 4\r\n`, chunks, refused],
	[
		"TE.TE: the second is none",
		"9112 6.1",
		"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
		chunks,
		refused,
	],
	["chunked", "9112 6.1, 7.1", "Transfer-Encoding: chunked\r\n", chunks, refused],
	["chunked in capitals", "9112 6.1", "TRANSFER-ENCODING: CHUNKED\r\n", chunks, refused],
	["identity", "9112 6.1", "Transfer-Encoding: identity\r\nContent-Length: 0\r\n", "", refused],
	["gzip, chunked", "9112 6.1", "Transfer-Encoding: gzip, chunked\r\n", chunks, refused],
	["chunked, chunked", "9112 6.1", "Transfer-Encoding: chunked, chunked\r\n", chunks, refused],
	["chunked with a tab", "9112 6.1", "Transfer-Encoding:\tchunked\r\n", chunks, refused],
	["chunked in quotes", "9112 6.1", 'Transfer-Encoding: "chunked"\r\n', chunks, refused],
	["chunked with a parameter", "9112 7.1.1", "Transfer-Encoding: chunked; q=0\r\n", chunks, refused],
	["no coding", "9112 6.1", `Transfer-Encoding:\r\nContent-Length: ${size}\r\n`, SIGN_IN, refused],
	["xchunked", "9112 6.1", `Transfer-Encoding: xchunked\r\nContent-Length: ${size}\r\n`, SIGN_IN, refused],
	[
		"a space before the colon",
		"9112 5.1",
		`Transfer-Encoding : chunked\r\nContent-Length: ${size}\r\n`,
		SIGN_IN,
		refused,
	],
	[
		"a tab before the colon",
		"9112 5.1",
		`Transfer-Encoding\t: chunked\r\nContent-Length: ${size}\r\n`,
		SIGN_IN,
		refused,
	],
	["a vertical tab in the value", "9110 5.5", "Transfer-Encoding: \u000bchunked\r\n", chunks, refused],
	["a NUL in the value", "9110 5.5", "Transfer-Encoding: chun\u0000ked\r\n", chunks, refused],
	[
		"a NUL in the name",
		"9110 5.1",
		`Transfer\u0000-Encoding: chunked\r\nContent-Length: ${size}\r\n`,
		SIGN_IN,
		refused,
	],
	["folded", "9112 5.2", "Transfer-Encoding:\r\n chunked\r\n", chunks, refused],
	["folded with a tab", "9112 5.2", "Transfer-Encoding:\r\n\tchunked\r\n", chunks, refused],
	[
		"hidden behind a fold",
		"9112 5.2",
		`X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: ${size}\r\n`,
		SIGN_IN,
		refused,
	],
	[
		"hidden behind a bare LF",
		"9112 2.2",
		`X: y\nTransfer-Encoding: chunked\r\nContent-Length: ${size}\r\n`,
		SIGN_IN,
		refused,
	],
	[
		"hidden behind a bare CR",
		"9112 2.2",
		`X: y\rTransfer-Encoding: chunked\r\nContent-Length: ${size}\r\n`,
		SIGN_IN,
		refused,
	],
	["two lengths", "9112 6.3 (5)", `Content-Length: ${size}\r\nContent-Length: 0\r\n`, SIGN_IN, refused],
	[
		"two lengths that are the same",
		"9112 6.3 (5)",
		`Content-Length: ${size}\r\ncontent-length: ${size}\r\n`,
		SIGN_IN,
		refused,
	],
	["a list of lengths", "9112 6.3 (5)", `Content-Length: ${size}, ${size}\r\n`, SIGN_IN, refused],
	["a list of one and nothing", "9112 6.3 (5)", `Content-Length: ${size},\r\n`, SIGN_IN, refused],
	["a length with a plus", "9110 8.6", `Content-Length: +${size}\r\n`, SIGN_IN, refused],
	["a length with a minus", "9110 8.6", "Content-Length: -1\r\n", SIGN_IN, refused],
	["minus zero", "9110 8.6", "Content-Length: -0\r\n", "", refused],
	["a length in hex", "9110 8.6", `Content-Length: 0x${size.toString(16)}\r\n`, SIGN_IN, refused],
	["a length in octal", "9110 8.6", "Content-Length: 0o10\r\n", SIGN_IN, refused],
	["a length with a point", "9110 8.6", `Content-Length: ${size}.0\r\n`, SIGN_IN, refused],
	["a length with an exponent", "9110 8.6", "Content-Length: 1e1\r\n", SIGN_IN, refused],
	["a length with an underscore", "9110 8.6", "Content-Length: 1_0\r\n", SIGN_IN, refused],
	["a length with a space inside", "9110 8.6", "Content-Length: 1 0\r\n", SIGN_IN, refused],
	["a length in quotes", "9110 8.6", `Content-Length: "${size}"\r\n`, SIGN_IN, refused],
	["a length in other digits", "9110 8.6", "Content-Length: \u00b2\r\n", SIGN_IN, refused],
	["an empty length", "9110 8.6", "Content-Length:\r\n", SIGN_IN, refused],
	["no length at all", "9112 6.3", "", SIGN_IN, "411:invalid end"],
	["a length with a wrong name", "9112 6.3", `Content_Length: ${size}\r\n`, SIGN_IN, "411:invalid end"],
	[
		"a length past 2^64",
		"9110 8.6",
		"Content-Length: 18446744073709551617\r\n",
		SIGN_IN,
		"413:too_large end",
	],
	[
		"a length of forty digits",
		"9110 8.6",
		`Content-Length: ${"9".repeat(40)}\r\n`,
		SIGN_IN,
		"413:too_large end",
	],
	["a length of 2^63", "9110 8.6", "Content-Length: 9223372036854775808\r\n", SIGN_IN, "413:too_large end"],
	["leading zeros", "9110 8.6", `Content-Length: 000${size}\r\n`, SIGN_IN, `${SIGNED_OUT} open`],
	[
		"spaces around the length",
		"9110 5.5",
		`Content-Length: \t ${size} \t\r\n`,
		SIGN_IN,
		`${SIGNED_OUT} open`,
	],
	["a length in capitals", "9110 5.1", `CONTENT-LENGTH: ${size}\r\n`, SIGN_IN, `${SIGNED_OUT} open`],
];

const ends: HttpCase[] = lengths.map(([name, section, lines, body, expected]) => ({
	name,
	section: `RFC ${section}`,
	expected,
	send: [post(lines, body) + (expected.endsWith("end") ? SMUGGLED : "")],
}));

const within = SMUGGLED + "x".repeat(10);

const bodies: HttpCase[] = [
	{
		name: "a request within a body is a body",
		section: "RFC 9112 6.3",
		expected: "400:malformed open",
		send: [post(`Content-Length: ${SMUGGLED.length}\r\n`, SMUGGLED)],
	},
	{
		name: "a body that is shorter than its bytes: the rest is the next request",
		section: "RFC 9112 6.3",
		expected: `${SIGNED_OUT} 404:not_found open`,
		send: [post(`Content-Length: ${size}\r\n`, SIGN_IN + get("/smuggled.x"))],
	},
	{
		name: "a GET with a body: not read as a request",
		section: "RFC 9110 9.3.1",
		expected: "200 open",
		send: [get("/health", `Content-Length: ${within.length}\r\n`) + within],
	},
	{
		name: "a HEAD with a body: not read as a request",
		section: "RFC 9110 9.3.2",
		expected: "200 end",
		head: true,
		send: [
			`HEAD /health HTTP/1.1\r\n${HOST}Content-Length: ${within.length}\r\nConnection: close\r\n\r\n${within}`,
		],
	},
	{
		name: "chunked GET",
		section: "RFC 9112 6.1",
		expected: refused,
		send: [get("/health", "Transfer-Encoding: chunked\r\n") + `0\r\n\r\n${SMUGGLED}`],
	},
	{
		name: "chunked in HTTP/1.0",
		section: "RFC 9112 6.1",
		expected: refused,
		send: [`POST /api/auth HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${chunks}`],
	},
	{
		name: "Upgrade with a body",
		section: "RFC 9110 7.8",
		expected: refused,
		send: [
			get(
				"/ws",
				`Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: ${SMUGGLED.length}\r\n`,
			) + SMUGGLED,
		],
	},
	{
		name: "Upgrade that is refused: what is behind it is no request",
		section: "RFC 9110 7.8",
		expected: "426:unsupported end",
		send: [
			get(
				"/ws",
				"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 777\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
			) + SMUGGLED,
		],
	},
	{
		name: "a body too large to be read: what is behind its head is no request",
		section: "RFC 9110 15.5.14",
		expected: "413:too_large end",
		send: [post("Content-Length: 100000\r\n", SMUGGLED)],
	},
];

export const smuggling: Category<HttpCase> = { category: "request smuggling", cases: [...ends, ...bodies] };
