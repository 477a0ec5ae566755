/* §4: which handshakes open a socket, and what the others are answered. */
import type { SocketCase } from "../harness/socket_case";
import type { Category } from "../harness/suite";

type Change = Readonly<Record<string, string | readonly string[] | null>>;

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

/** name | section | lines that are not as usual | what is seen */
const changes: readonly (readonly [string, string, Change, string])[] = [
	["as a browser sends it", "4.1", {}, "101 open"],
	["the RFC's own key", "1.3", { "Sec-WebSocket-Key": KEY }, "101 open"],
	["Upgrade in capitals", "4.2.1 (3)", { Upgrade: "WebSocket" }, "101 open"],
	["Upgrade among others", "4.2.1 (3)", { Upgrade: "h2c, websocket" }, "101 open"],
	["Connection among others", "4.2.1 (4)", { Connection: "keep-alive, Upgrade" }, "101 open"],
	["Connection in lower case", "4.2.1 (4)", { Connection: "upgrade" }, "101 open"],
	["Connection in two lines", "4.2.1 (4)", { Connection: ["keep-alive", "Upgrade"] }, "101 open"],
	["spaces around a value", "4.2.1", { "Sec-WebSocket-Version": " \t13 \t" }, "101 open"],
	["an extension that nobody knows", "9.1", { "Sec-WebSocket-Extensions": "x-none; a=1" }, "101 open"],
	[
		"permessage-deflate is not taken up",
		"9.1, RFC 7692 5.1",
		{ "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits" },
		"101 open",
	],
	["a broken list of extensions", "9.1", { "Sec-WebSocket-Extensions": ";;,=," }, "101 open"],
	[
		"subprotocols are not taken up",
		"4.2.2 (5)",
		{ "Sec-WebSocket-Protocol": "chat, superchat" },
		"101 open",
	],
	["Content-Length 0", "4.2.1", { "Content-Length": "0" }, "101 open"],
	["no Upgrade", "4.2.1 (3)", { Upgrade: null }, "426 end"],
	["another Upgrade", "4.2.1 (3)", { Upgrade: "h2c" }, "426 end"],
	["Upgrade with a version", "4.2.1 (3)", { Upgrade: "websocket/13" }, "426 end"],
	["no Connection", "4.2.1 (4)", { Connection: null }, "400 end"],
	["Connection without upgrade", "4.2.1 (4)", { Connection: "keep-alive" }, "400 end"],
	["Connection with half a word", "4.2.1 (4)", { Connection: "Upgraded" }, "400 end"],
	["no key", "4.2.1 (5)", { "Sec-WebSocket-Key": null }, "400 end"],
	["an empty key", "4.2.1 (5)", { "Sec-WebSocket-Key": "" }, "400 end"],
	["two keys", "11.3.1", { "Sec-WebSocket-Key": [KEY, KEY] }, "400 end"],
	["a key of 15 bytes", "4.2.1 (5)", { "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25j" }, "400 end"],
	["a key of 17 bytes", "4.2.1 (5)", { "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZSE=" }, "400 end"],
	[
		"a key with another alphabet",
		"4.2.1 (5)",
		{ "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub2-_ZQ==" },
		"400 end",
	],
	["a key that is too long", "4.2.1 (5)", { "Sec-WebSocket-Key": `${KEY}${KEY}` }, "400 end"],
	["no version", "4.2.1 (6)", { "Sec-WebSocket-Version": null }, "400 end"],
	["two versions", "11.3.5", { "Sec-WebSocket-Version": ["13", "13"] }, "400 end"],
	["version 0", "4.4", { "Sec-WebSocket-Version": "0" }, "426 end"],
	["version 8", "4.4", { "Sec-WebSocket-Version": "8" }, "426 end"],
	["version 14", "4.4", { "Sec-WebSocket-Version": "14" }, "426 end"],
	["version 013", "4.4", { "Sec-WebSocket-Version": "013" }, "426 end"],
	["versions as a list", "4.4", { "Sec-WebSocket-Version": "13, 8" }, "426 end"],
	["no Host", "4.2.1 (2)", { Host: null }, "400 end"],
	["a foreign Host", "4.2.1 (2)", { Host: "evil.example" }, "421 end"],
	["a foreign Origin", "10.2", { Origin: "http://evil.example" }, "403 end"],
	["Origin null", "10.2", { Origin: "null" }, "403 end"],
	["a body", "4.1", { "Content-Length": "2" }, "400 end"],
	["chunked", "4.1", { "Transfer-Encoding": "chunked" }, "400 end"],
	["no session", "10.5", { Cookie: null }, "101 close:1008 end"],
	["somebody else's session", "10.5", { Cookie: `confab=${"B".repeat(43)}` }, "101 close:1008 end"],
];

/** The same with another first line. */
const requestLines: readonly (readonly [string, string, string, string])[] = [
	["HTTP/1.0", "4.2.1 (1)", "GET /ws HTTP/1.0", "400 end"],
	["HTTP/2.0 in words", "4.2.1 (1)", "GET /ws HTTP/2.0", "505 end"],
	["POST", "4.2.1 (1)", "POST /ws HTTP/1.1", "411 end"],
	["OPTIONS", "4.2.1 (1)", "OPTIONS /ws HTTP/1.1", "405 end"],
	["another resource", "4.2.1 (1)", "GET /chat HTTP/1.1", "400 end"],
	["a query", "4.2.1 (1)", "GET /ws?id=1:abcd HTTP/1.1", "101 open"],
	["an encoded name", "4.2.1 (1)", "GET /%77s HTTP/1.1", "101 open"],
];

const segments = [1, 2, 7, 64];

const cases: SocketCase[] = [
	...changes.map(([name, section, change, expected]) => ({
		name,
		section,
		expected,
		send: [],
		opening: { change },
	})),
	...requestLines.map(([name, section, requestLine, expected]) => ({
		name,
		section,
		expected,
		send: [],
		opening: { requestLine },
	})),
	...segments.map((segment) => ({
		name: `in segments of ${segment}`,
		section: "4.1",
		expected: "101 open",
		send: [],
		segment,
		opening: {},
	})),
];

export const handshakes: Category<SocketCase> = { category: "handshake", cases };
