// What the fuzzers begin with, made from server/protocol/schema so that they never lag behind it:
//   node tests/fuzz/seeds.mjs FOLDER
// FOLDER/config: each option of server/base/config.def with its default, at its bounds and beyond.
// FOLDER/decode: of each action and route the smallest and the fullest request, and each field at its edges and a step beyond.
// FOLDER/connection: each route as an HTTP request, and what else begins a conversation. FOLDER/<target>.dict: words of the wire.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSchema, readSchemaFiles } from "../../server/protocol/generator/schema.mjs";

const largest = Number.MAX_SAFE_INTEGER;
/** Longer texts and lists say nothing that these do not. */
const LENGTH_MAX = 300;
const schema = fileURLToPath(new URL("../../server/protocol/schema", import.meta.url));
const model = parseSchema(readSchemaFiles(schema));

const within = (count) => Math.min(count, LENGTH_MAX);
const letters = (count, letter = "a") => letter.repeat(within(count));
const several = (count, value) => Array.from({ length: within(count) }, () => value);
const entries = (count, value) => Object.fromEntries(several(count, value).map((v, i) => [`\u3501${i}`, v]));
const fieldsOf = (type) => model.types.get(type).fields;

/** By type: values of the field, the smallest first, the largest second; then some that are none. */
const values = {
	id: () => [1, largest, 0, -1, 1.5, "1"],
	int: ({ min, max }) => [min, max, min - 1, max + 1, min + 0.5],
	bool: () => [false, true, 0, "true"],
	text: ({ min, max }) => [letters(min), letters(max, "é"), letters(max + 1), " \u3000", "\u202e", 1],
	bytes: ({ min, max }) => [letters(min), letters(max), letters(max + 1), []],
	word: ({ values: words }) => [words[0], words.at(-1), words[0].toUpperCase(), 0],
	ids: ({ max }) => [[], several(max, largest), several(max + 1, 1), [0], [[]]],
	idMap: ({ min, max }) => [{}, entries(max, min), entries(max + 1, 1), { "": 1 }, { a: min - 1 }, []],
	list: ({ of, max }) => [
		[],
		several(Math.min(max, 3), object(fieldsOf(of), 1)),
		several(max + 1, {}),
		[1],
	],
	object: ({ of }) => [object(fieldsOf(of), 0), object(fieldsOf(of), 1), [], { a: { b: {} } }],
};

/** edge 0: only what must be there, at its least; 1: everything, at its most. */
function object(fields, edge) {
	const given = fields.filter((field) => edge === 1 || !(field.optional || "default" in field));
	return Object.fromEntries(given.map((field) => [field.wire, values[field.type](field)[edge]]));
}

/** The requests with these fields. */
function requests(fields) {
	const least = object(fields, 0);
	const edges = fields.flatMap((field) =>
		[null, ...values[field.type](field)].map((value) => ({ ...least, [field.wire]: value })),
	);
	const missing = Object.keys(least).map((name) => ({ ...least, [name]: undefined }));
	return [least, object(fields, 1), ...edges, ...missing];
}

const decode = [
	...model.actions.flatMap(({ name, input }) =>
		requests(input).map((r) => ({ action: name, cbId: 1, ...r })),
	),
	...model.routes.flatMap(({ input }) => requests(input)),
].map((request) => JSON.stringify(request));

// ---- HTTP ----

const host = "Host: example.org\r\n";
const handshake =
	`GET /ws HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
	"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

/** A masked frame; a mask of zeros leaves the payload to be read. */
function frame(first, payload, mask = "\0\0\0\0") {
	const size = payload.length;
	const head = size < 126 ? [first, 0x80 | size] : [first, 0x80 | 126, size >> 8, size & 255];
	const masked = [...Buffer.from(payload, "latin1")].map((byte, at) => byte ^ mask.charCodeAt(at % 4));
	return String.fromCharCode(...head) + mask + String.fromCharCode(...masked);
}

function request({ path, method, body, input }) {
	if (method === "GET") return `GET ${path}?a=%41 HTTP/1.1\r\n${host}\r\n`;
	const form = '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nGIF\r\n--b--';
	const text = body === "picture" ? form : JSON.stringify(object(input, 0));
	const type = body === "picture" ? "multipart/form-data; boundary=b" : "application/json";
	return `POST ${path} HTTP/1.1\r\n${host}Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

const headers = [
	"Range: bytes=0-3",
	"Range: bytes=-1,5-",
	'If-None-Match: "x", W/"y", *',
	"If-None-Match: *",
	"Accept-Encoding: br;q=0, gzip",
	"Accept-Encoding: gzip, br",
	"Origin: https://example.org",
	"Origin: null",
	'Cookie: a=1; confab="t"; confab=2',
	"X-Forwarded-For: 10.0.0.1, 127.0.0.1",
	"X-Forwarded-Proto: https",
	"Sec-Fetch-Site: cross-site",
	"Expect: 100-continue",
	"Transfer-Encoding: chunked",
	"Content-Length: 0",
	"Connection: close",
	"Host: evil.example",
];
const talk = [
	frame(0x81, "hello", "\x01\x80\xfeM") +
		frame(0x89, "ping", "abcd") +
		frame(0x88, "\x03\xe8bye", "\xff\x01\x02\x03"),
	frame(0x81, "hi") +
		frame(0x89, "p") +
		frame(0x01, "h\xc3") +
		frame(0x80, "\xa9") +
		frame(0x88, "\x03\xe8"),
	frame(0x81, "bye") + frame(0x81, "more"),
	frame(0x82, "x"),
	frame(0x81, "x".repeat(300)),
	frame(0x81, "\xff"),
	frame(0x88, ""),
	frame(0x01, "x".repeat(600)) + frame(0x80, "x".repeat(600)),
];
const conversations = [
	...model.routes.map(request),
	...model.routes.map((route) => request(route).repeat(2)),
	...headers.map((line) => `GET /a.js HTTP/1.1\r\n${host}${line}\r\n\r\n`),
	...headers.map(
		(line) =>
			`POST /late HTTP/1.1\r\n${host}${line}\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n${host}\r\n`,
	),
	...talk.map((frames) => handshake + frames),
	`\r\nHEAD /room/1 HTTP/1.0\r\n${host}\r\n`,
	`GET /../%2e/%2f HTTP/1.1\r\n${host}\r\n`,
	`OPTIONS * HTTP/1.1\r\n${host}\r\n`,
	`GET http://example.org/x HTTP/1.1\r\n${host}\r\n`,
	`POST /big HTTP/1.1\r\n${host}Content-Length: 1500\r\n\r\n${"x".repeat(1500)}`,
	`POST /late HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 1500\r\n\r\n${"x".repeat(1500)}`,
	`POST /api/upload_profile_image HTTP/1.1\r\n${host}Content-Type: image/png\r\nContent-Length: 1500\r\n\r\n${"x".repeat(1500)}`,
	"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03",
];
const connection = conversations.flatMap((text, at) =>
	[
		[0, 2],
		[at % 16 === 5 ? 20 : at % 16, at],
	].map((start) => Buffer.from(String.fromCharCode(...start) + text, "latin1")),
);

// ---- options ----

const definitions = readFileSync(
	fileURLToPath(new URL("../../server/base/config.def", import.meta.url)),
	"utf8",
);
const options = [...definitions.matchAll(/^CONFIG_(\w+)\((\w+), ([^,]*), ?(-?\d*)(?:, ?(\d*))?/gm)];
const settings = {
	TEXT: ([, , , fallback]) => [
		fallback,
		'"a, 10.0.0.0/8, [::1]"',
		"/tmp",
		'"redis://a:b@h:1/2"',
		'"mysql://u:p@h/d"',
		'"https://a.b"',
	],
	INT: ([, , , fallback, min, max]) => [fallback, min, max, `${Number(min) - 1}`, `${max}0`, "1k"],
	BOOL: () => ["true", "false", "yes", "off", "1", "maybe"],
	CHOICE: () => ["info", "debug", "json", "none", "no such choice"],
};
const config = options.flatMap((row) => settings[row[1]](row).map((value) => `${row[2]} = ${value}\n`));
for (const edge of [0, 1, 2]) {
	const whole = options
		.filter(([, type]) => type === "INT")
		.map((row) => `${row[2]} = ${settings.INT(row)[edge]}\n`);
	config.push(whole.join(""));
}

// ---- words ----

const fieldNames = (fields) => fields.flatMap((field) => [field.wire, ...(field.values ?? [])]);
const words = new Set([
	...model.actions.flatMap(({ name, input }) => [name, ...fieldNames(input)]),
	...model.routes.flatMap(({ input }) => fieldNames(input)),
	...[...model.types.values()].flatMap((type) => fieldNames(type.fields)),
]);
const json = [
	'{"',
	'":',
	',"',
	"[{",
	"}]",
	"null",
	"true",
	"\\u0000",
	"\\ud800",
	"1e400",
	String(largest),
	"-0",
	'"action":"',
];
const http = [
	...model.routes.map(({ path }) => path),
	...headers.flatMap((line) => [line, `${line.split(":")[0]}: `]),
	"GET ",
	"HEAD ",
	"POST ",
	"/late",
	"/ws",
	" HTTP/1.1\r\n",
	" HTTP/1.0\r\n",
	"\r\n\r\n",
	"Upgrade: websocket\r\n",
	"Content-Length: ",
	"%00",
	"%2f",
	"../",
	handshake,
	host,
	"boundary=",
	"--b\r\n",
	'name="file"',
	"\x81\x80\0\0\0\0",
	"\x88\x80\0\0\0\0",
	"\x89\x80\0\0\0\0",
	"\x80\x80\0\0\0\0",
];
const quote = (word) =>
	`"${[...Buffer.from(word, "latin1")].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}"\n`;

function write(folder, name, inputs) {
	mkdirSync(join(folder, name), { recursive: true });
	inputs.forEach((input, at) => writeFileSync(join(folder, name, String(at)), input));
}

const folder = process.argv[2];
if (!folder) throw new Error("usage: seeds.mjs FOLDER");
write(folder, "decode", decode);
write(folder, "connection", connection);
write(folder, "config", config);
writeFileSync(join(folder, "config.dict"), options.map(([, , name]) => quote(`\n${name} = `)).join(""));
writeFileSync(
	join(folder, "decode.dict"),
	[...[...words].map((word) => `"${word}"`), ...json].map(quote).join(""),
);
writeFileSync(join(folder, "connection.dict"), http.map(quote).join(""));
writeFileSync(join(folder, "http_head.dict"), http.map(quote).join(""));
