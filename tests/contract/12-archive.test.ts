/* The archive holds what was acknowledged: many senders on both workers, and bad messages in the middle of a batch. */
import { describe, expect, it } from "vitest";

import type { MessageSendReply } from "../../frontend/src/api/protocol.gen";
import type { Connection } from "./harness/person";
import { holderOf } from "./harness/processes";
import { queryArchive, workersOf } from "./harness/server";
import { administrator, newcomer, server } from "./harness/world";

const SENDERS = 10;
const EACH = 100;

function send(connection: Connection, content: string, clientId: string): Promise<MessageSendReply> {
	return connection.client.request("printMessage", { roomId: 1, clientId, content });
}

interface Row {
	seq: number;
	number: number;
	id: number;
	sender: number;
	clientId: string;
	content: string;
}

function stored(prefix: string): Row[] {
	const rows = queryArchive(
		server.dataDir,
		`SELECT seq, number, id, sender_id, client_id, content FROM message
		WHERE room_id = 1 AND client_id LIKE '${prefix}%' ORDER BY seq`,
	);
	return rows.map(([seq, number, id, sender, clientId, content]) => ({
		seq: Number(seq),
		number: Number(number),
		id: Number(id),
		sender: Number(sender),
		clientId: clientId ?? "",
		content: content ?? "",
	}));
}

/** Senders on both workers. */
async function senders(): Promise<Connection[]> {
	const connections = await Promise.all(
		Array.from({ length: SENDERS }, async () => (await newcomer()).connect()),
	);
	const workers = workersOf(server.pid);
	const perWorker = (): number[] => {
		const holders = connections.map(({ localPort }) => holderOf(workers, server.port, localPort)?.pid);
		return workers.map(({ pid }) => holders.filter((holder) => holder === pid).length);
	};
	while (Math.min(...perWorker()) < 2) {
		const worst = connections.shift();
		worst?.stop();
		connections.push(await (await newcomer()).connect());
	}
	return connections;
}

describe("1,000 messages of 10 senders on 2 workers", () => {
	it("are all there: dense, each sender's in order, as acknowledged, and the same for every reader", async () => {
		const prefix = `k${Date.now()}-`;
		const connections = await senders();
		const acknowledged = await Promise.all(
			connections.map(async (connection, who) => {
				const replies: MessageSendReply[] = [];
				for (let i = 0; i < EACH; i += 20) {
					const some = Array.from({ length: 20 }, (_, j) =>
						send(connection, `${who}/${i + j}`, `${prefix}${who}-${i + j}`),
					);
					replies.push(...(await Promise.all(some)));
				}
				return replies;
			}),
		);
		const rows = stored(prefix);
		expect(rows).toHaveLength(SENDERS * EACH);
		const bySeq = new Map(rows.map((row) => [row.seq, row]));
		for (const reply of acknowledged.flat())
			expect(bySeq.get(reply.seq)).toMatchObject({ id: reply.id, clientId: reply.clientId });
		for (const [who, connection] of connections.entries()) {
			const own = rows
				.filter((row) => row.sender === connection.person.userId)
				.map(({ content }) => content);
			expect(own).toEqual(Array.from({ length: EACH }, (_, i) => `${who}/${i}`));
		}
		expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => (rows[0]?.number ?? 0) + i));
		expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);

		const last = rows.at(-1)?.seq;
		for (const connection of connections) {
			await connection.event({ action: "printMessage", seq: last });
			const seen = connection.messages(1).filter(({ clientId }) => String(clientId).startsWith(prefix));
			expect(seen.map(({ seq, id, content }) => [seq, id, content])).toEqual(
				rows.map(({ seq, id, content }) => [seq, id, content]),
			);
		}
	}, 60_000);
});

describe("a batch", () => {
	it("is neither failed nor reordered by a duplicate, an over-long and a refused message in it", async () => {
		const prefix = `b${Date.now()}-`;
		const [ann, bo] = [await (await newcomer()).connect(), await (await newcomer()).connect()];
		const first = await send(ann, "known", `${prefix}known`);
		const wishes: [string, string, number?][] = [];
		for (let i = 0; i < 60; i++) {
			wishes.push([`good ${i}`, `${prefix}good-${String(i).padStart(2, "0")}`]);
			if (i === 20) wishes.push(["known", `${prefix}known`]);
			if (i === 30) wishes.push(["x".repeat(20_001), `${prefix}long`]);
			if (i === 40) wishes.push(["refused", `${prefix}refused`, 999_999]);
		}
		const results = await Promise.allSettled(
			wishes.map(([content, clientId, roomId]) =>
				ann.client.request("printMessage", { roomId: roomId ?? 1, clientId, content }),
			),
		);
		const outcome = (clientId: string) =>
			results[wishes.findIndex(([, id]) => id === `${prefix}${clientId}`)];
		expect(outcome("known")).toMatchObject({
			status: "fulfilled",
			value: { seq: first.seq, id: first.id },
		});
		expect(outcome("long")).toMatchObject({ status: "rejected", reason: { code: "too_large" } });
		expect(outcome("refused")).toMatchObject({ status: "rejected", reason: { code: "not_member" } });
		const rows = stored(prefix);
		const texts = ["known", ...Array.from({ length: 60 }, (_, i) => `good ${i}`)];
		expect(rows.map(({ content }) => content)).toEqual(texts);
		await bo.event({ action: "printMessage", content: "good 59" });
		expect(
			bo
				.messages(1)
				.filter(({ clientId }) => String(clientId).startsWith(prefix))
				.map(({ content }) => content),
		).toEqual(texts);
	});

	it("of many rooms' worth of joins and messages keeps every stream dense", async () => {
		const people = await Promise.all(
			Array.from({ length: 12 }, async () => (await newcomer()).connect()),
		);
		const root = await (await administrator()).connect();
		const open = async (name: string): Promise<number> => {
			const input = { name: `${name} ${Date.now()}`, channelId: 1, users: [], isOpen: true };
			return (await root.client.request("addRoom", input)).roomId;
		};
		const joins = [await open("mixed"), await open("mingled")].flatMap((roomId) =>
			people.map(({ client }) => client.request("joinRoom", { roomId })),
		);
		const messages = people.flatMap((connection, i) =>
			Array.from({ length: 10 }, (_, j) =>
				send(connection, `mix ${i} ${j}`, `mix-${Date.now()}-${i}-${j}`),
			),
		);
		const results = await Promise.allSettled([...joins, ...messages]);
		expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
	});
});
