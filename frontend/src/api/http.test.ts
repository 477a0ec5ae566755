import { describe, expect, it } from "vitest";

import { createHttp } from "./http";

describe("createHttp", () => {
	function answering(body: string, status = 200) {
		const calls: { url: string; init: RequestInit }[] = [];
		const http = createHttp({
			base: "http://x",
			headers: () => ({ Cookie: "confab=1" }),
			fetch: (url, init) => {
				calls.push({ url: String(url), init: init ?? {} });
				return Promise.resolve(new Response(body, { status }));
			},
		});
		return { http, calls };
	}

	it("posts JSON and reads JSON", async () => {
		const { http, calls } = answering('{"ok":true}');
		expect(await http("/api/validate_user", { username: "ann" })).toEqual({ ok: true });
		const [call] = calls;
		expect(call?.url).toBe("http://x/api/validate_user");
		expect(call?.init).toMatchObject({
			method: "POST",
			body: '{"username":"ann"}',
			credentials: "same-origin",
		});
		expect(call?.init.headers).toEqual({ "Content-Type": "application/json", Cookie: "confab=1" });
	});

	it("posts a picture as it is", async () => {
		const { http, calls } = answering('{"userImage":"/photo/a.jpeg","thumbnail":"/photo/b.jpeg"}');
		const picture = new Blob(["bytes"], { type: "image/webp" });
		expect(await http("/api/upload_profile_image", picture)).toMatchObject({
			userImage: "/photo/a.jpeg",
		});
		expect(calls[0]?.init.body).toBe(picture);
		expect(calls[0]?.init.headers).toEqual({ "Content-Type": "image/webp", Cookie: "confab=1" });
	});

	it("gets what is only asked for", async () => {
		const { http, calls } = answering("{}");
		await http("/api/status", {});
		expect(calls[0]?.init.method).toBe("GET");
		expect(calls[0]?.init.body).toBeUndefined();
	});

	it("throws the server's errors with their code and how long to wait", async () => {
		const { http } = answering('{"error":"rate_limited","message":"slow","retryAfterMs":900}', 429);
		await expect(http("/api/auth", { username: "a", password: "b" })).rejects.toMatchObject({
			code: "rate_limited",
			message: "slow",
			status: 429,
			retryable: true,
			retryAfterMs: 900,
		});
	});

	it("throws for answers that are no JSON, whatever their status", async () => {
		for (const status of [200, 500]) {
			const { http } = answering("<html>", status);
			await expect(http("/api/logout", {})).rejects.toMatchObject({ code: "internal", status });
		}
	});

	it("knows what a proxy before the server means", async () => {
		const meant = { 413: "too_large", 429: "rate_limited", 502: "network", 503: "busy", 504: "timeout" };
		for (const [status, code] of Object.entries(meant)) {
			const { http } = answering("<html>", Number(status));
			const retryable = status !== "413";
			await expect(http("/api/logout", {})).rejects.toMatchObject({ code, retryable });
		}
	});

	it("says when the network is not there", async () => {
		const http = createHttp({ fetch: () => Promise.reject(new TypeError("failed")) });
		await expect(http("/api/logout", {})).rejects.toMatchObject({ code: "network", retryable: true });
	});

	it("says when the server takes too long", async () => {
		const fetching: typeof fetch = (_url, init) =>
			new Promise((_resolve, reject) =>
				init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)),
			);
		const http = createHttp({ fetch: fetching, timeoutMs: 5 });
		await expect(http("/api/logout", {})).rejects.toMatchObject({ code: "timeout" });
	});
});
