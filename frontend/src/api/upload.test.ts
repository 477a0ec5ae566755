import { describe, expect, it } from "vitest";

import { createUpload } from "./upload";

/** As much of an XMLHttpRequest as is used. */
class FakeRequest {
	upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
	status = 0;
	responseText = "";
	timeout = 0;
	readonly told: string[] = [];
	onerror?: () => void;
	ontimeout?: () => void;
	onabort?: () => void;
	onload?: () => void;
	onloadend?: () => void;
	open = (method: string, path: string): void => void this.told.push(`${method} ${path}`);
	setRequestHeader = (name: string, value: string): void => void this.told.push(`${name}: ${value}`);
	send = (body: Blob): void => void this.told.push(`${body.size} bytes`);
	abort = (): void => {
		this.onabort?.();
		this.onloadend?.();
	};

	answer(status: number, body: string): void {
		this.status = status;
		this.responseText = body;
		this.onload?.();
		this.onloadend?.();
	}
}

const picture = new Blob(["12345"], { type: "image/jpeg" });

function begin(options: { signal?: AbortSignal } = {}) {
	const request = new FakeRequest();
	const parts: number[] = [];
	const upload = createUpload(() => request as never);
	const done = upload("/api/upload_profile_image", picture, {
		...options,
		onProgress: (part) => parts.push(part),
	});
	return { request, parts, done };
}

describe("an upload", () => {
	it("sends the body as it is and says how far it is", async () => {
		const { request, parts, done } = begin();
		expect(request.told).toEqual([
			"POST /api/upload_profile_image",
			"Content-Type: image/jpeg",
			"5 bytes",
		]);
		request.upload.onprogress?.({ loaded: 2, total: 5 });
		request.answer(200, '{"userImage":"/photo/a.jpeg","thumbnail":"/photo/thumbnail/a.jpeg"}');
		expect(await done).toMatchObject({ userImage: "/photo/a.jpeg" });
		expect(parts).toEqual([0.4]);
	});

	it("passes the server's refusal on", async () => {
		const { request, done } = begin();
		request.answer(415, '{"error":"not_a_picture","message":"no"}');
		await expect(done).rejects.toMatchObject({ code: "not_a_picture", status: 415 });
	});

	it("fails when an answer is no JSON, when the network or the time is gone", async () => {
		const proxy = begin();
		proxy.request.answer(502, "<html>");
		await expect(proxy.done).rejects.toMatchObject({ code: "network", retryable: true });
		const broken = begin();
		broken.request.answer(500, "<html>");
		await expect(broken.done).rejects.toMatchObject({ code: "internal", retryable: true });
		const network = begin();
		network.request.onerror?.();
		await expect(network.done).rejects.toMatchObject({ code: "network" });
		const slow = begin();
		slow.request.ontimeout?.();
		await expect(slow.done).rejects.toMatchObject({ code: "timeout" });
	});

	it("is called off, before and while it runs", async () => {
		const stop = new AbortController();
		const running = begin({ signal: stop.signal });
		stop.abort();
		await expect(running.done).rejects.toMatchObject({ code: "stopped" });
		const late = begin({ signal: stop.signal });
		await expect(late.done).rejects.toMatchObject({ code: "stopped" });
		expect(late.request.told).not.toContain("5 bytes");
	});
});
