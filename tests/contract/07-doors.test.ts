/* Who gets in at all: hosts, origins, methods, bodies; and the operator's addresses. */
import { request as httpRequest } from "node:http";

import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";

import { validate } from "../../frontend/src/api/validate";
import { PASSWORD } from "./harness/person";
import { metricsOf } from "./harness/server";
import { newcomer, server } from "./harness/world";

interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/** A request with exactly these headers, as no browser would send it. */
function ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const options = {
			host: "127.0.0.1",
			port: server.port,
			method,
			path,
			headers,
			agent: false,
			setHost: !("host" in headers),
		};
		const request = httpRequest(options, (response) => {
			const parts: Buffer[] = [];
			response.on("data", (part: Buffer) => parts.push(part));
			response.on("end", () => {
				const text = Buffer.concat(parts).toString();
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
			});
		});
		request.on("error", reject);
		request.end(body);
	});
}

const json = { "content-type": "application/json" };
const signIn = JSON.stringify({ username: "root", password: PASSWORD });

function errorOf(answer: Answer): string {
	const body = JSON.parse(answer.body) as Record<string, unknown>;
	expect(validate("httpError", "", body)).toEqual([]);
	return String(body["error"]);
}

describe("Origin", () => {
	it("must be this site's for what changes something", async () => {
		for (const origin of [
			"http://evil.example",
			"null",
			`https://localhost:${server.port}`,
			"http://localhost:1",
			"x",
		]) {
			const answer = await ask("POST", "/api/auth", { ...json, origin }, signIn);
			expect([origin, answer.status, errorOf(answer)]).toEqual([origin, 403, "bad_origin"]);
			expect(answer.headers["set-cookie"]).toBeUndefined();
		}
		const host = `localhost:${server.port}`;
		const good = await ask("POST", "/api/auth", { ...json, host, origin: server.origin }, signIn);
		expect(good.status).toBe(200);
	});

	it("may be absent for programs, but not when the browser says cross-site", async () => {
		expect((await ask("POST", "/api/auth", json, signIn)).status).toBe(200);
		const forged = await ask("POST", "/api/auth", { ...json, "sec-fetch-site": "cross-site" }, signIn);
		expect(errorOf(forged)).toBe("bad_origin");
	});

	it("must be this site's for a socket", async () => {
		const ann = await newcomer();
		for (const origin of ["http://evil.example", "null", "https://localhost"]) {
			expect(await handshake({ Cookie: ann.cookie, Origin: origin })).toBe(403);
		}
		expect(await handshake({ Cookie: ann.cookie, Origin: server.origin })).toBe(101);
	});
});

/** Status of the answer to a WebSocket handshake. */
function handshake(headers: Record<string, string>): Promise<number> {
	return new Promise((resolve) => {
		const socket = new WebSocket(`${server.origin.replace("http", "ws")}/ws`, { headers });
		socket.on("error", () => undefined);
		socket.on("unexpected-response", (_request, response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
		socket.on("open", () => {
			socket.terminate();
			resolve(101);
		});
	});
}

describe("Host", () => {
	it("must be one of ours", async () => {
		for (const host of [
			"evil.example",
			`evil.example:${server.port}`,
			"localhost.evil.example",
			"127.0.0.1.nip.io",
		]) {
			const answer = await ask("GET", "/api/status", { host });
			expect([host, answer.status]).toEqual([host, 421]);
			expect(errorOf(answer)).toBe("bad_host");
		}
		for (const host of [
			"localhost",
			`localhost:${server.port}`,
			`127.0.0.1:${server.port}`,
			`[::1]:${server.port}`,
		]) {
			expect([host, (await ask("GET", "/api/status", { host })).status]).toEqual([host, 200]);
		}
	});

	it("must be one of ours for a socket", async () => {
		const ann = await newcomer();
		expect(await handshake({ Cookie: ann.cookie, Host: "evil.example" })).toBe(421);
	});
});

describe("a socket", () => {
	it("without a good session is closed with 1008 and gets nothing", async () => {
		for (const Cookie of ["", `confab=${"B".repeat(43)}`]) {
			const socket = new WebSocket(`${server.origin.replace("http", "ws")}/ws`, {
				headers: { Origin: server.origin, ...(Cookie ? { Cookie } : {}) },
			});
			const frames: string[] = [];
			socket.on("message", (data) => frames.push(String(data)));
			const outcome = await new Promise<number>((resolve) => {
				socket.on("error", () => undefined);
				socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
				socket.on("close", (code) => resolve(code));
			});
			expect([401, 1008]).toContain(outcome);
			expect(frames).toEqual([]);
		}
	});
});

describe("the API", () => {
	it("takes JSON objects only, and says what is wrong", async () => {
		const cases: [string, Record<string, string>, string, number][] = [
			["text/plain", { "content-type": "text/plain" }, signIn, 415],
			["a form", { "content-type": "application/x-www-form-urlencoded" }, "username=root", 415],
			["no type", {}, signIn, 415],
			["broken JSON", json, '{"username":', 400],
			["an array", json, "[]", 400],
			["a duplicate key", json, '{"username":"a","username":"b","password":"x"}', 400],
			["a NUL", json, '{"username":"a\\u0000","password":"xxxxxxxx"}', 400],
			["a lone surrogate", json, '{"username":"\\ud800","password":"xxxxxxxx"}', 400],
			["two objects", json, "{}{}", 400],
			["depth", json, `{"username":${"[".repeat(20)}${"]".repeat(20)}}`, 400],
			["nothing", json, "", 400],
			["a missing field", json, '{"username":"root"}', 400],
			["a wrong type", json, '{"username":7,"password":"x"}', 400],
		];
		for (const [what, headers, body, status] of cases) {
			const answer = await ask("POST", "/api/auth", headers, body);
			expect([what, answer.status]).toEqual([what, status]);
			errorOf(answer);
		}
	});

	it("takes the type with a charset", async () => {
		const headers = { "content-type": "application/json; charset=utf-8" };
		expect((await ask("POST", "/api/auth", headers, signIn)).status).toBe(200);
	});

	it("does not take bytes that are no UTF-8", async () => {
		const body = Buffer.from([
			...Buffer.from('{"username":"'),
			0xff,
			0xfe,
			...Buffer.from('","password":"x"}'),
		]);
		const answer = await ask("POST", "/api/auth", json, body as unknown as string);
		expect(answer.status).toBe(400);
	});

	it("refuses bodies that are too large", async () => {
		const body = JSON.stringify({ username: "root", password: "x".repeat(70_000) });
		const answer = await ask("POST", "/api/auth", json, body);
		expect(answer.status).toBe(413);
		expect(errorOf(answer)).toBe("too_large");
	});

	it("knows its methods and its addresses", async () => {
		const wrong = await ask("GET", "/api/auth", {});
		expect([wrong.status, errorOf(wrong)]).toEqual([405, "method_not_allowed"]);
		for (const method of ["POST", "PUT", "DELETE"]) {
			const answer = await ask(method, "/api/status", json, "{}");
			expect([method, answer.status]).toEqual([method, 405]);
		}
		for (const path of ["/api/", "/api/nothing", "/api/authx", "/api/auth/"]) {
			const answer = await ask("POST", path, json, "{}");
			expect([path, answer.status, errorOf(answer)]).toEqual([path, 404, "not_found"]);
		}
	});

	it("is not kept by caches", async () => {
		const answer = await ask("GET", "/api/status", {});
		expect(answer.headers["cache-control"]).toMatch(/no-store/);
		expect(answer.headers["content-type"]).toMatch(/^application\/json/);
		expect(answer.headers["x-content-type-options"]).toBe("nosniff");
	});

	it("gives no other site leave to read", async () => {
		const answer = await ask("GET", "/api/status", { origin: "http://evil.example" });
		expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
	});
});

describe("the operator's addresses", () => {
	it("say that the server lives and is ready", async () => {
		expect(await ask("GET", "/health", {})).toMatchObject({ status: 200, body: "ok\n" });
		const ready = await ask("GET", "/ready", {});
		expect(ready.status).toBe(200);
		expect(JSON.parse(ready.body)).toEqual({ ready: true, archive: true, bus: true, draining: false });
	});

	it("count over both workers", async () => {
		const { client } = await (await newcomer()).connect();
		await client.request("printMessage", { roomId: 1, clientId: "counted", content: "one" });
		const metrics = await metricsOf(server.origin);
		expect(metrics.get("confab_archive_up")).toBe(2);
		expect(metrics.get("confab_bus_up")).toBe(2);
		expect(metrics.get("confab_messages_stored_total")).toBeGreaterThan(0);
		expect([...metrics.values()].every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
	});
});
