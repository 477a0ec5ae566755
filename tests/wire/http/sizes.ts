/* As much as is read, and one more: lines, heads, fields, bodies. */
import type { HttpCase } from "../harness/http_case";
import type { Category } from "../harness/suite";
import { get, HOST, post, SIGN_IN, SIGNED_OUT, SMUGGLED } from "./requests";

/** HTTP_TARGET_BYTES_MAX, HTTP_HEAD_BYTES_MAX and HTTP_FIELDS_MAX of net/http_head.h, body_bytes_max of config.def. */
const TARGET_MAX = 8_192;
const HEAD_MAX = 16_384;
const FIELDS_MAX = 100;
const BODY_MAX = 65_536;

const targetOf = (size: number): string => `/health?${"x".repeat(size - 8)}`;

/** A head of exactly that many bytes. */
function headOf(size: number): string {
	const bare = get("/health", "X: \r\n").length;
	return get("/health", `X: ${"x".repeat(size - bare)}\r\n`);
}

/** Host and `count − 1` others. */
const fieldsOf = (count: number): string => get("/health", "X: y\r\n".repeat(count - 1));
const bodyOf = (size: number): string =>
	post(`Content-Length: ${size}\r\n`, SIGN_IN + " ".repeat(size - SIGN_IN.length));

/** name | section | bytes | what is seen */
const rows: readonly (readonly [string, string, string, string])[] = [
	[`a target of ${TARGET_MAX}`, "9112 3", get(targetOf(TARGET_MAX)), "200 open"],
	[`a target of ${TARGET_MAX + 1}`, "9110 15.5.15", get(targetOf(TARGET_MAX + 1)), "414:too_large end"],
	["a target of 16,000", "9110 15.5.15", get(targetOf(16_000)), "414:too_large end"],
	["a target of 100,000", "9110 15.5.15", get(targetOf(100_000)), "414:too_large end"],
	["a target without end", "9110 15.5.15", `GET /${"x".repeat(200_000)}`, "414:too_large end"],
	["a method without end", "9112 3", "G".repeat(100_000), "414:too_large end"],
	[`a head of ${HEAD_MAX}`, "9110 5.4", headOf(HEAD_MAX), "200 open"],
	[`a head of ${HEAD_MAX + 1}`, "6585 5", headOf(HEAD_MAX + 1), "431:too_large end"],
	["a head of 100,000", "6585 5", headOf(100_000), "431:too_large end"],
	[
		"a value without end",
		"6585 5",
		`GET / HTTP/1.1\r\n${HOST}X: ${"x".repeat(200_000)}`,
		"431:too_large end",
	],
	["a name without end", "6585 5", `GET / HTTP/1.1\r\n${HOST}${"x".repeat(200_000)}`, "431:too_large end"],
	[
		"fields without end",
		"6585 5",
		`GET / HTTP/1.1\r\n${HOST}${"X: y\r\n".repeat(30_000)}`,
		"431:too_large end",
	],
	["a cookie of 12,000", "6585 5", get("/health", `Cookie: ${"c".repeat(12_000)}\r\n`), "200 open"],
	[`${FIELDS_MAX} fields`, "9110 5.4", fieldsOf(FIELDS_MAX), "200 open"],
	[`${FIELDS_MAX + 1} fields`, "6585 5", fieldsOf(FIELDS_MAX + 1), "431:too_large end"],
	["1,000 fields", "6585 5", fieldsOf(1_000), "431:too_large end"],
	[`a body of ${BODY_MAX}`, "9110 15.5.14", bodyOf(BODY_MAX), `${SIGNED_OUT} open`],
	[`a body of ${BODY_MAX + 1}`, "9110 15.5.14", bodyOf(BODY_MAX + 1), "413:too_large end"],
	[
		"a body of 1 GB, announced",
		"9110 15.5.14",
		post("Content-Length: 1000000000\r\n", "x".repeat(1_000)),
		"413:too_large end",
	],
	["an empty body", "9110 8.6", post("Content-Length: 0\r\n", ""), "400:malformed open"],
];

const cases: HttpCase[] = rows.map(([name, section, bytes, expected]) => ({
	name,
	section: `RFC ${section}`,
	expected,
	send: [bytes + (expected.endsWith("end") ? SMUGGLED : "")],
}));

const segments: HttpCase[] = [1, 2, 3, 17, 64].map((segment) => ({
	name: `a request with a body, in segments of ${segment}`,
	section: "RFC 9112 2.2",
	expected: `${SIGNED_OUT} open`,
	segment,
	send: [post(`Content-Length: ${SIGN_IN.length}\r\n`, SIGN_IN)],
}));

export const sizes: Category<HttpCase> = { category: "sizes", cases: [...cases, ...segments] };
