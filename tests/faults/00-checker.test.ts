/* The checker itself: it must see what is wrong. */
import { afterAll, beforeAll, expect, it } from "vitest";

import { queryArchive, startServer } from "../contract/harness/server";
import { sleep } from "../contract/harness/wait";
import { Load, ROOM } from "./load";

let load: Load;

beforeAll(async () => {
	load = new Load(await startServer());
	await load.join(3);
	load.talk(20);
	await sleep(1_000);
	await load.quiet();
}, 60_000);

afterAll(async () => {
	await load.end();
});

const sql = (text: string): string[][] => queryArchive(load.server.address.dataDir, text);

it("finds nothing wrong when nothing is", () => {
	expect(load.spoken.size).toBeGreaterThan(20);
	load.check();
});

it("sees an acknowledged message that is not there", () => {
	const [clientId] = [...load.spoken.keys()];
	const where = `room_id = ${ROOM} AND client_id = '${clientId}'`;
	const [row] = sql(`SELECT seq, number, id, sender_id, time_ms, content FROM message WHERE ${where}`);
	sql(`DELETE FROM message WHERE ${where}`);
	expect(() => load.check()).toThrow();
	const [seq, number, id, sender, time, content] = row ?? [];
	sql(
		`INSERT INTO message (room_id, seq, number, id, sender_id, time_ms, client_id, content)
		VALUES (${ROOM}, ${seq}, ${number}, ${id}, ${sender}, ${time}, '${clientId}', '${content}')`,
	);
	load.check();
});

it("sees a message that is there twice", () => {
	const [head] = sql(`SELECT MAX(seq) FROM message WHERE room_id = ${ROOM}`);
	const next = Number(head?.[0]) + 1;
	sql(
		`INSERT INTO message (room_id, seq, number, id, sender_id, time_ms, client_id, content)
		SELECT room_id, ${next}, number, id + 1000000, sender_id, time_ms, client_id, content FROM message
		WHERE room_id = ${ROOM} AND seq = ${next - 1}`,
	);
	expect(() => load.check()).toThrow();
	sql(`DELETE FROM message WHERE room_id = ${ROOM} AND seq = ${next}`);
	load.check();
});

it("sees a view that misses something, has it twice or in another order", () => {
	const applied = load.connections[0]?.applied ?? [];
	const whole = [...applied];
	const messages = whole.filter(({ action }) => action === "printMessage");
	const [first, second] = [whole.indexOf(messages[3] ?? {}), whole.indexOf(messages[4] ?? {})];
	const broken = [
		whole.toSpliced(first, 1),
		whole.toSpliced(first, 0, whole[first] ?? {}),
		whole.with(first, whole[second] ?? {}).with(second, whole[first] ?? {}),
	];
	for (const view of broken) {
		applied.splice(0, applied.length, ...view);
		expect(() => load.check()).toThrow();
	}
	applied.splice(0, applied.length, ...whole);
	load.check();
});

it("sees a bug that a client told of", () => {
	load.connections[0]?.bugs.push("stream 1: 5 came after 3");
	expect(() => load.check()).toThrow();
	load.connections[0]?.bugs.pop();
});
