/* The headers of every kind of answer, all of them and no others: what a browser may do with it. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, describe, expect, it } from "vitest";

import { PASSWORD } from "./harness/person";
import { startServer, temporaryFolder, type Server } from "./harness/server";
import { newcomer, server } from "./harness/world";

interface Answer {
	status: number;
	/** In the order they came; one that came twice is here twice. */
	headers: [name: string, value: string][];
}

/** Sends it as it is; the answer's head. */
function exchange(request: string, port = server.port): Promise<Answer> {
	return new Promise((done, failed) => {
		let text = "";
		const socket = connect(port, "127.0.0.1", () => socket.write(request));
		socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${request}`)));
		socket.on("error", failed);
		socket.on("data", (part: Buffer) => {
			text += part.toString("latin1");
			const end = text.indexOf("\r\n\r\n");
			if (end < 0) return;
			socket.destroy();
			const [first = "", ...lines] = text.slice(0, end).split("\r\n");
			const headers = lines.map((line): [string, string] => {
				const colon = line.indexOf(":");
				return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
			});
			done({ status: Number(first.split(" ")[1]), headers });
		});
	});
}

function ask(target: string, more: string[] = [], method = "GET", body = ""): Promise<Answer> {
	const own = more.some((line) => /^host:/i.test(line)) ? [] : [`Host: localhost:${server.port}`];
	const length = body === "" ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
	const lines = [`${method} ${target} HTTP/1.1`, ...own, ...more, ...length];
	return exchange(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

const rest = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const nothing = `default-src 'none'; ${rest}`;
const script = `default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; ${rest}`;
const page = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types confab; ${rest}`;
const permissions =
	"accelerometer browsing-topics camera display-capture encrypted-media geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment publickey-credentials-get screen-wake-lock serial usb xr-spatial-tracking";

/** On every answer. */
const always = {
	date: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
	"x-content-type-options": "nosniff",
	"x-frame-options": "DENY",
	"referrer-policy": "no-referrer",
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-resource-policy": "same-origin",
};
/** Over plain HTTP that is not to stay: browsers ignore it there, and say so. */
const { "cross-origin-opener-policy": _opener, ...alwaysPlain } = always;
const length = { "content-length": expect.stringMatching(/^\d+$/) };
const unkept = { ...always, ...length, "cache-control": "no-store" };
const json = {
	...unkept,
	"content-type": "application/json",
	"content-security-policy": nothing,
};
/** Of what net itself refuses: the connection ends with it. */
const refusal = { ...json, connection: "close" };
const file = {
	...always,
	...length,
	etag: expect.stringMatching(/^"[\w-]{32}"$/),
};
const document = {
	...file,
	"content-type": "text/html; charset=utf-8",
	"cache-control": "no-cache",
	"content-security-policy": page,
	"permissions-policy": permissions
		.split(" ")
		.map((name) => `${name}=()`)
		.join(", "),
};
const kept = "public, max-age=31536000, immutable";

/** What comes twice is one list. */
function fieldsOf({ headers }: Answer): Record<string, string> {
	const fields: Record<string, string> = {};
	for (const [name, value] of headers) fields[name] = name in fields ? `${fields[name]}, ${value}` : value;
	return fields;
}

function expectExactly(answer: Answer, status: number, headers: Record<string, unknown>): void {
	expect(answer.status).toBe(status);
	const { vary = "Accept-Encoding", ...found } = fieldsOf(answer);
	// Only of what is there compressed, too.
	expect(vary).toBe("Accept-Encoding");
	expect(found).toEqual(headers);
}

const client = resolve(
	fileURLToPath(new URL("../..", import.meta.url)),
	process.env["CLIENT_DIST"] ?? "frontend/dist",
);
const asset = (ending: string): string => {
	const name = readdirSync(join(client, "assets")).find((each) => each.endsWith(ending));
	if (name === undefined) throw new Error(`the client has no asset *${ending}`);
	return `/assets/${name}`;
};

describe("a page", () => {
	it.each(["/", "/index.html", "/room/1", "/settings/profile", "/invite/abc", "/nothing/here?a=<b>"])(
		"%s: nothing inline, Trusted Types, not framed, no device",
		async (path) => expectExactly(await ask(path), 200, document),
	);

	it("to HEAD the same", async () => expectExactly(await ask("/", [], "HEAD"), 200, document));

	it("that one has already keeps the policy it came with", async () => {
		const first = await ask("/");
		const etag = first.headers.find(([name]) => name === "etag")?.[1] ?? "";
		const { "cache-control": caching } = document;
		expectExactly(await ask("/", [`If-None-Match: ${etag}`]), 304, {
			...always,
			etag,
			"cache-control": caching,
		});
	});
});

describe("a file of the client", () => {
	it("that is a script carries the policy of a worker", async () => {
		for (const [path, caching] of [
			["/sw.js", "no-cache"],
			["/theme.js", "no-cache"],
			[asset(".js"), kept],
		] as const) {
			expectExactly(await ask(path), 200, {
				...file,
				"content-type": "text/javascript; charset=utf-8",
				"cache-control": caching,
				"content-security-policy": script,
			});
		}
	});

	it("that is none may do nothing", async () => {
		for (const [path, type, caching] of [
			[asset(".css"), "text/css; charset=utf-8", kept],
			["/icon.svg", "image/svg+xml", "no-cache"],
			["/icon-192.png", "image/png", "no-cache"],
			["/manifest.webmanifest", "application/manifest+json", "no-cache"],
		] as const) {
			expectExactly(await ask(path), 200, {
				...file,
				"content-type": type,
				"cache-control": caching,
				"content-security-policy": nothing,
			});
		}
	});
});

const jsonBody = ["Content-Type: application/json"];

describe("the API", () => {
	it("answers", async () => expectExactly(await ask("/api/status"), 200, json));

	it("answers with a cookie when one signs in, and says nothing else", async () => {
		const ann = await newcomer();
		const body = JSON.stringify({ username: ann.name, password: PASSWORD });
		expectExactly(await ask("/api/auth", jsonBody, "POST", body), 200, {
			...json,
			"set-cookie": expect.stringMatching(
				/^confab=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000$/,
			),
		});
	});

	it.each([
		["a wrong password", "/api/auth", 401, '{"username":"root","password":"not this one"}'],
		["what is no JSON", "/api/auth", 400, "{"],
		["what does not exist", "/api/nothing", 404, "{}"],
		["without a session", "/api/change_password", 401, '{"oldPassword":"x","password":"y"}'],
	])("refuses %s", async (_what, path, status, body) => {
		expectExactly(await ask(path, jsonBody, "POST", body), status, json);
	});

	it("refuses another origin and another type", async () => {
		const foreign = await ask("/api/auth", [...jsonBody, "Origin: http://evil.example"], "POST", "{}");
		expectExactly(foreign, 403, json);
		expectExactly(await ask("/api/auth", ["Content-Type: text/plain"], "POST", "{}"), 415, json);
	});

	it("refuses another method", async () => {
		const answer = await ask("/api/status", [], "DELETE");
		expectExactly(answer, 405, {
			...json,
			allow: expect.stringMatching(/^[A-Z, ]+$/),
		});
	});
});

describe("the operator's addresses", () => {
	it.each([
		["/health", "text/plain"],
		["/ready", "application/json"],
		["/metrics", "text/plain; version=0.0.4"],
	])("%s", async (path, type) =>
		expectExactly(await ask(path), 200, {
			...json,
			"content-type": expect.stringContaining(type),
		}),
	);
});

describe("a picture", () => {
	const quads = fileURLToPath(new URL("../unit/picture/fixtures/quads.png", import.meta.url));

	it("that is there, and one that is not", async () => {
		const ann = await newcomer();
		const form = new FormData();
		form.append("file", new Blob([readFileSync(quads)], { type: "image/png" }), "a<b>.png");
		const sent = await fetch(`${server.origin}/api/upload_profile_image`, {
			method: "POST",
			headers: ann.headers(),
			body: form,
		});
		const { userImage } = (await sent.json()) as { userImage: string };
		expectExactly(await ask(userImage), 200, {
			...always,
			...length,
			"content-type": "image/jpeg",
			"cache-control": "private, max-age=31536000, immutable",
			"content-security-policy": nothing,
		});
		expectExactly(await ask("/photo/nothing.jpeg"), 404, json);
	});
});

describe("a socket", () => {
	const upgrade = [
		"Connection: Upgrade",
		"Upgrade: websocket",
		"Sec-WebSocket-Version: 13",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
	];

	it("that opens", async () => {
		const ann = await newcomer();
		const answer = await ask("/ws", [...upgrade, `Cookie: ${ann.cookie}`, `Origin: ${server.origin}`]);
		expectExactly(answer, 101, {
			...always,
			connection: "Upgrade",
			upgrade: "websocket",
			"sec-websocket-accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
		});
	});

	it("that does not", async () => {
		const ann = await newcomer();
		const foreign = [...upgrade, `Cookie: ${ann.cookie}`, "Origin: http://evil.example"];
		expectExactly(await ask("/ws", foreign), 403, refusal);
		expectExactly(await ask("/ws"), 426, {
			...refusal,
			connection: "close, Upgrade",
			upgrade: "websocket",
			"sec-websocket-version": "13",
		});
		expectExactly(await ask("/ws", upgrade, "DELETE"), 405, {
			...refusal,
			allow: "GET",
		});
	});
});

describe("what is no request", () => {
	it.each([
		["another host", 421, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"],
		["no host", 400, "GET / HTTP/1.1\r\n\r\n"],
		["nonsense", 400, "<script>alert(1)</script>\r\n\r\n"],
		["too large a head", 431, `GET / HTTP/1.1\r\nHost: localhost\r\nA: ${"a".repeat(20_000)}\r\n\r\n`],
		["too long a target", 414, `GET /${"a".repeat(9_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
		["another version", 505, "GET / HTTP/3.0\r\nHost: localhost\r\n\r\n"],
	])("%s", async (_what, status, request) => expectExactly(await exchange(request), status, refusal));
});

describe("with a certificate", () => {
	const servers: Server[] = [];
	afterAll(async () => {
		for (const each of servers) await each.remove();
	});

	async function start(config: Record<string, string | boolean>): Promise<Server> {
		const started = await startServer({ workers: 1, config });
		servers.push(started);
		return started;
	}

	it("of one's own, plain requests are led to https and get nothing else", async () => {
		const folder = temporaryFolder();
		const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
		const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
		const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
		const files = ["-keyout", key, "-out", certificate];
		execFileSync("openssl", ["req", "-x509", ...kind, ...subject, ...files], {
			stdio: "ignore",
		});
		execFileSync("chmod", ["755", folder]);
		execFileSync("chmod", ["644", key]);
		const { address } = await start({
			tls_certificate: certificate,
			tls_key: key,
		});
		const head = `HTTP/1.1\r\nHost: localhost:${address.port}\r\n`;
		const moved = await exchange(`GET /room/1?a=b ${head}\r\n`, address.port);
		expect(moved.status).toBe(308);
		const found = fieldsOf(moved);
		expect(found["location"]).toBe(`https://localhost:${address.port}/room/1?a=b`);
		expect(found).toMatchObject({
			...alwaysPlain,
			"content-security-policy": nothing,
		});
		expect(found["set-cookie"]).toBeUndefined();
		expect(found["cross-origin-opener-policy"]).toBeUndefined();
		const refused = await exchange(`POST /api/auth ${head}Content-Length: 0\r\n\r\n`, address.port);
		expect(refused.status).toBe(426);
		expect(fieldsOf(refused)).toMatchObject(alwaysPlain);
	});

	it("of a local authority, its page and files carry the same", async () => {
		const { address } = await start({ lan: true });
		const get = async (path: string, method = "GET") => {
			const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
			const answer = await exchange(head, address.port);
			return { status: answer.status, ...fieldsOf(answer) };
		};
		expect(await get("/ca")).toMatchObject({
			status: 200,
			...always,
			"content-security-policy": page,
			"permissions-policy": document["permissions-policy"],
		});
		for (const path of ["/ca.css", "/ca.crt", "/ca.pem", "/ca.mobileconfig"])
			expect(await get(path)).toMatchObject({
				status: 200,
				...always,
				"content-security-policy": nothing,
			});
		expect(await get("/ca", "DELETE")).toMatchObject({ status: 405, ...always, allow: "GET, HEAD" });
	});

	it("signs in over https with a cookie of this host alone", async () => {
		const lan = servers.at(-1);
		if (lan === undefined) throw new Error("the local authority's server was not started");
		const ca = readFileSync(join(lan.address.dataDir, "authority", "ca.crt"));
		const token = lan.address.setup;
		const body = JSON.stringify({
			username: "root",
			password: PASSWORD,
			setup: token,
		});
		const cookie = await new Promise<string[]>((done, failed) => {
			const options = {
				method: "POST",
				ca,
				headers: { "content-type": "application/json" },
			};
			const sent = httpsRequest(
				`https://localhost:${lan.address.port}/api/register`,
				options,
				(answer) => {
					answer.resume();
					done(answer.headers["set-cookie"] ?? []);
				},
			);
			sent.on("error", failed);
			sent.end(body);
		});
		expect(cookie).toEqual([
			expect.stringMatching(
				/^__Host-confab=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000; Secure$/,
			),
		]);
	});
});
