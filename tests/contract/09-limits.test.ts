/* Rate limits and bounds, on a server with small ones: the error says when to come back, and then it works. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ApiError } from "../../frontend/src/api/errors";
import { freshName, PASSWORD, Person } from "./harness/person";
import { startServer, type Server } from "./harness/server";
import { sleep, until } from "./harness/wait";
import { visitor, worldOf } from "./harness/world";

let own: Server;

beforeAll(async () => {
	const limits = {
		rate_messages_per_s: 5,
		rate_messages_burst: 10,
		rate_requests_per_s: 20,
		rate_requests_burst: 60,
	};
	const rare = {
		rate_joins_per_min: 3,
		rate_logins_per_min: 4,
		rate_registrations_per_hour: 12,
		rate_invitations_per_hour: 2,
	};
	const bounds = { sockets_per_user_max: 3, rate_handshakes_per_s: 5, rate_handshakes_burst: 60 };
	own = await startServer({ config: { ...limits, ...rare, ...bounds } });
}, 60_000);

afterAll(async () => {
	expect(await own.remove()).toBe(0);
	expect(own.alarms).toEqual([]);
});

const guest = (): Person => visitor(own.address.origin);

async function refusal(promise: Promise<unknown>): Promise<ApiError> {
	return (await promise.then(
		() => {
			throw new Error("it was not refused");
		},
		(error: unknown) => error,
	)) as ApiError;
}

describe("messages", () => {
	it("are limited per person; retryAfterMs is true", async () => {
		const ann = await guest().register();
		const connection = await ann.connect();
		const send = (i: number) =>
			connection.client.request("printMessage", {
				roomId: 1,
				clientId: `limit-${i}`,
				content: String(i),
			});
		const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => send(i)));
		const refused = results
			.filter((result) => result.status === "rejected")
			.map((result) => result.reason as ApiError);
		expect(results.length - refused.length).toBeGreaterThanOrEqual(10);
		expect(refused.length).toBeGreaterThanOrEqual(8);
		for (const error of refused) {
			expect(error).toMatchObject({ code: "rate_limited", retryable: true });
			expect(error.retryAfterMs).toBeGreaterThan(0);
			expect(error.retryAfterMs).toBeLessThanOrEqual(2_100);
		}
		const error = await refusal(Promise.all([send(100), send(101)]));
		await sleep(error.retryAfterMs ?? 0);
		expect((await send(102)).seq).toBeGreaterThan(0);
	});

	it("of the outbox all arrive, in order, in spite of the limit", async () => {
		const bo = await guest().register();
		const connection = await bo.connect();
		for (let i = 0; i < 18; i++) connection.client.outbox.add(1, `patient ${i}`);
		await until("all is sent", () => connection.client.outbox.entries.length === 0, 20_000);
		await connection.event({ action: "printMessage", content: "patient 17" });
		const seen = connection.messages(1).map(({ content }) => String(content));
		expect(seen.filter((text) => text.startsWith("patient "))).toEqual(
			Array.from({ length: 18 }, (_, i) => `patient ${i}`),
		);
	}, 40_000);
});

describe("requests", () => {
	it("are limited per socket", async () => {
		const connection = await (await guest().register()).connect();
		const all = await Promise.allSettled(
			Array.from({ length: 64 }, () => connection.client.request("ping", {})),
		);
		const more = await Promise.allSettled(
			Array.from({ length: 30 }, () => connection.client.request("ping", {})),
		);
		const refused = [...all, ...more].filter((result) => result.status === "rejected");
		expect(refused.length).toBeGreaterThan(10);
		for (const { reason } of refused) expect(reason).toMatchObject({ code: "rate_limited" });
		expect((refused[0]?.reason as ApiError).retryAfterMs).toBeGreaterThan(0);
	});
});

describe("sign-in", () => {
	it("is limited by failures, for the name too; the right password does not help then", async () => {
		const ann = await guest().register();
		const wrong = () => guest().http("/api/auth", { username: ann.name, password: "wrong password" });
		const codes: string[] = [];
		for (let i = 0; i < 8; i++) codes.push((await refusal(wrong())).code);
		expect(codes[0]).toBe("bad_credentials");
		expect(codes.at(-1)).toBe("rate_limited");
		const error = await refusal(new Person(worldOf(own.address.origin), ann.name).signIn());
		expect(error).toMatchObject({ code: "rate_limited", status: 429 });
		expect(error.retryAfterMs).toBeGreaterThan(0);
	});
});

describe("invitations", () => {
	it("are limited per person", async () => {
		const { client } = await (await guest().register()).connect();
		for (let i = 0; i < 2; i++) await client.request("createInvitation", {});
		expect(await refusal(client.request("createInvitation", {}))).toMatchObject({
			code: "rate_limited",
			retryable: true,
		});
	});
});

describe("joining", () => {
	it("is limited per person", async () => {
		const { client } = await (await guest().register()).connect();
		const codes: string[] = [];
		for (let i = 0; i < 8; i++)
			codes.push(
				await client.request("joinRoom", { roomId: 1 }).then(
					() => "ok",
					(e: ApiError) => e.code,
				),
			);
		expect(codes.slice(0, 3)).toEqual(["ok", "ok", "ok"]);
		expect(codes.at(-1)).toBe("rate_limited");
	});
});

describe("sockets", () => {
	it("of one person are bounded in each worker", async () => {
		const ann = await guest().register();
		const sockets = Array.from({ length: 8 }, () => ann.openSocket());
		const outcomes = await Promise.all(
			sockets.map(
				(socket) =>
					new Promise<string>((resolve) => {
						socket.on("error", () => undefined);
						socket.once("message", () => resolve("open"));
						socket.once("close", (code) => resolve(String(code)));
					}),
			),
		);
		sockets.forEach((socket) => socket.terminate());
		expect(outcomes.filter((outcome) => outcome === "open").length).toBeLessThanOrEqual(6);
		expect(new Set(outcomes)).toEqual(new Set(["open", "1008"]));
	});
});

describe("registration", () => {
	it("is limited by address, with the time to wait", async () => {
		const errors: ApiError[] = [];
		for (let i = 0; i < 15 && errors.length === 0; i++) {
			await guest()
				.http("/api/register", { username: freshName(), password: PASSWORD })
				.catch((error: unknown) => errors.push(error as ApiError));
		}
		expect(errors[0]).toMatchObject({ code: "rate_limited", status: 429 });
		expect(errors[0]?.retryAfterMs).toBeGreaterThan(1_000);
	});

	it("is open to ten times as many who are invited: an office has one address", async () => {
		const other = await startServer({ config: { rate_registrations_per_hour: 2 } });
		const anybody = (): Person => visitor(other.address.origin);
		const { client } = await (await anybody().register()).connect();
		const { token } = await client.request("createInvitation", {});
		await anybody().register();
		expect(await refusal(anybody().register())).toMatchObject({ code: "rate_limited" });
		const unknown = anybody().register({ invitation: "nobody made it" });
		expect(await refusal(unknown)).toMatchObject({ code: "link_invalid" });
		for (let i = 0; i < 20; i++) await anybody().register({ invitation: token });
		const last = await refusal(anybody().register({ invitation: token }));
		expect(last).toMatchObject({ code: "rate_limited", status: 429 });
		expect(await other.remove()).toBe(0);
		expect(other.alarms).toEqual([]);
	}, 60_000);
});

describe("handshakes", () => {
	it("are limited by address", async () => {
		const nobody = guest();
		const sockets = Array.from({ length: 200 }, () => nobody.openSocket());
		const outcomes = await Promise.all(
			sockets.map(
				(socket) =>
					new Promise<string>((resolve) => {
						socket.on("error", () => undefined);
						socket.once("unexpected-response", (_request, response) => {
							response.resume();
							resolve(String(response.statusCode));
						});
						socket.once("close", (code) => resolve(String(code)));
					}),
			),
		);
		expect(outcomes.filter((outcome) => outcome === "429").length).toBeGreaterThan(0);
	});
});
