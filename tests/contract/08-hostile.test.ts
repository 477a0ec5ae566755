/* What no client of ours sends: it is refused, typed, and hurts nobody else. */
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";

import { schemaRequests } from "../../frontend/src/api/protocol.gen";
import type { JsonRecord } from "../../frontend/src/utils/record";
import type { Connection } from "./harness/person";
import { sleep, until } from "./harness/wait";
import { newcomer } from "./harness/world";

/** The error that this text brings; the socket must live on. */
async function errorOf(connection: Connection, text: string): Promise<JsonRecord> {
	const before = connection.frames.length;
	connection.raw(text);
	const error = await until(`an error for ${text.slice(0, 80)}`, () =>
		connection.frames.slice(before).find(({ action }) => action === "growlError"),
	);
	expect(connection.client.state.kind).toBe("open");
	return error;
}

describe("a frame", () => {
	it("that is no JSON object of ours gets a typed error", async () => {
		const texts: [string, RegExp][] = [
			["", /malformed/],
			["x", /malformed/],
			["{", /malformed/],
			["[]", /malformed|invalid/],
			['"ping"', /malformed|invalid/],
			["null", /malformed|invalid/],
			["{}{}", /malformed/],
			['{"action":"ping","action":"pong"}', /malformed/],
			['{"action":"pi\\u0000ng"}', /malformed/],
			['{"action":"ping","x":"\\ud800"}', /malformed/],
			["{'action':'ping'}", /malformed/],
			['{"action":"ping",}', /malformed/],
			['{"action":NaN}', /malformed/],
			[`{"action":"ping","x":${"[".repeat(17)}${"]".repeat(17)}}`, /malformed/],
		];
		const ann = await (await newcomer()).connect();
		for (const [text, code] of texts) expect((await errorOf(ann, text))["error"], text).toMatch(code);
		await ann.client.request("ping", {});
	});

	it("with an unknown action gets a typed error that carries its cbId", async () => {
		const ann = await (await newcomer()).connect();
		for (const action of ["nothing", "", "PING", "ping ", "constructor", "printmessage", 7, null, {}]) {
			const error = await errorOf(ann, JSON.stringify({ action, cbId: 77 }));
			expect(error, JSON.stringify(action)).toMatchObject({
				error: "unknown_action",
				retryable: false,
				cbId: 77,
			});
		}
		expect(await errorOf(ann, '{"cbId":5}')).toMatchObject({ cbId: 5 });
	});

	it("with a cbId that is no number gets an error without one", async () => {
		const ann = await (await newcomer()).connect();
		for (const cbId of ['"1"', "1.5", "null", "[1]", "1e300"]) {
			const error = await errorOf(ann, `{"action":"joinRoom","cbId":${cbId}}`);
			expect(error["cbId"], cbId).toBeNull();
		}
	});

	it("may have unknown fields", async () => {
		const ann = await (await newcomer()).connect();
		const reply = await ann.rawRequest({
			action: "listSessions",
			colour: "blue",
			nested: { deep: [1, { x: null }] },
		});
		expect(reply["sessions"]).toHaveLength(1);
	});

	it("that is too large closes the socket with 1009", async () => {
		const ann = await (await newcomer()).connect();
		ann.raw(JSON.stringify({ action: "ping", x: "x".repeat(70_000) }));
		expect((await until("the close", () => ann.closes[0])).code).toBe(1009);
	});

	it("with bytes is refused and closes nothing but this socket", async () => {
		const [ann, bo] = [await newcomer(), await (await newcomer()).connect()];
		const socket = ann.openSocket();
		const closed = new Promise<number>((resolve) => socket.once("close", resolve));
		await new Promise((resolve) => socket.once("message", resolve));
		socket.send(Buffer.from([1, 2, 3]));
		const outcome = await Promise.race([closed, sleep(1_000).then(() => 0)]);
		expect([0, 1003, 1007, 1008]).toContain(outcome);
		socket.terminate();
		await bo.client.request("ping", {});
	});
});

describe("every action", () => {
	it("refuses wrong types in every field, typed", async () => {
		let ann = await (await newcomer()).connect();
		let strikes = 0;
		for (const [action, fields] of Object.entries(schemaRequests)) {
			if (action === "pong") continue;
			for (const name of Object.keys(fields)) {
				for (const wrong of [{}, [[]], -(2 ** 60), "\u0007".repeat(70_000 / 70)]) {
					if (++strikes % 15 === 0) ann = await (await newcomer()).connect();
					const answer = await ann.rawRequest({ action, [name]: wrong });
					const what = `${action}.${name}`;
					const code = String(answer["error"]);
					expect(answer["action"], what).toBe("growlError");
					expect(code, what).toMatch(
						/^(invalid|forbidden|too_large|password_weak|name_taken|not_found)$/,
					);
				}
			}
		}
	}, 60_000);
});

describe("somebody who goes on and on", () => {
	it("is closed with 1008 after some tens of malformed requests", async () => {
		const [ann, bo] = [await newcomer(), await (await newcomer()).connect()];
		const connection = await ann.connect();
		for (let i = 0; i < 60; i++) connection.raw("{");
		expect((await until("the close", () => connection.closes[0])).code).toBe(1008);
		await bo.client.request("ping", {});
	});

	it("may leave in the middle of anything", async () => {
		const bo = await (await newcomer()).connect();
		for (let i = 0; i < 20; i++) {
			const connection = await (await newcomer()).connect();
			for (let j = 0; j < 10; j++) {
				connection.raw(
					JSON.stringify({
						action: "printMessage",
						roomId: 1,
						clientId: `leave-${i}-${j}`,
						content: "bye",
					}),
				);
				connection.raw(
					JSON.stringify({ action: "getChanges", streams: [{ roomId: 1, after: 0 }], cbId: j }),
				);
			}
			connection.client.stop();
		}
		await bo.client.request("ping", {});
	});

	it("may open and leave at once", async () => {
		const ann = await newcomer();
		for (let i = 0; i < 50; i++) {
			const socket = ann.openSocket();
			socket.on("error", () => undefined);
			if (i % 2 === 0) socket.once("open", () => socket.terminate());
			else setTimeout(() => socket.terminate(), i / 5);
		}
		await sleep(500);
		const { client } = await ann.connect();
		expect(client.state.kind).toBe("open");
		expect(WebSocket.OPEN).toBe(1);
	});
});
