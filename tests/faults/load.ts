/* People who talk while something is broken, and the checker that afterwards compares what they were told with what the archive holds. */
import { join } from "node:path";

import { expect } from "vitest";

import { Coverage } from "../contract/harness/coverage";
import { Complaints, Person, type Connection, type World } from "../contract/harness/person";
import { queryArchive, type Server } from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";

export const ROOM = 1;

interface Spoken {
	clientId: string;
	at: number;
	/** When the first other person had it. */
	heardAt: number | null;
	/** Of the acknowledgement; null: its event was the first word of it. */
	acknowledged: { id: number; seq: number } | "event" | null;
}

export class Load {
	readonly server: Server;
	readonly world: World;
	readonly connections: Connection[] = [];
	/** Everything said, by clientId. */
	readonly spoken = new Map<string, Spoken>();
	readonly resets: string[] = [];
	#talking: Promise<void> | null = null;
	#stop = false;

	constructor(server: Server) {
		this.server = server;
		const coverage = new Coverage(join(server.address.dataDir, "../met"));
		this.world = {
			origin: server.address.origin,
			coverage,
			complaints: new Complaints(),
			connections: this.connections,
		};
	}

	/** `count` new people, connected. */
	async join(count: number): Promise<void> {
		for (let i = 0; i < count; i++) {
			const person = await new Person(this.world).register();
			// However long somebody was away: everything is to be caught up with, not left out.
			const connection = await person.connect({
				requestTimeoutMs: 15_000,
				furthestBehind: Infinity,
			});
			this.#listen(connection);
		}
	}

	#listen(connection: Connection): void {
		const { client, person } = connection;
		client.on("outboxStored", ({ entry, reply }) => {
			const spoken = this.spoken.get(entry.clientId);
			if (spoken !== undefined)
				spoken.acknowledged = reply ? { id: reply.id, seq: reply.seq } : "event";
		});
		client.on("printMessage", (event) => {
			const spoken = this.spoken.get(event.clientId);
			if (spoken !== undefined && event.userId !== person.userId) spoken.heardAt ??= Date.now();
		});
		client.on("streamReset", ({ streamId }) => this.resets.push(`${person.name} ${streamId}`));
	}

	/** Everybody says something every `everyMs`, until `quiet`. */
	talk(everyMs: number): void {
		this.#stop = false;
		this.#talking = (async () => {
			for (let i = 0; !this.#stop; i++) {
				this.say(this.connections[i % this.connections.length] as Connection, `word ${i}`);
				await sleep(everyMs / this.connections.length);
			}
		})();
	}

	say(connection: Connection, text: string): void {
		const { clientId } = connection.client.outbox.add(ROOM, text);
		this.spoken.set(clientId, { clientId, at: Date.now(), heardAt: null, acknowledged: null });
	}

	/** Nobody says anything more; resolves when all that was said is acknowledged and everybody has everything. */
	async quiet(withinMs = 45_000): Promise<void> {
		this.#stop = true;
		await this.#talking;
		const waiting = () =>
			this.connections.reduce((sum, { client }) => sum + client.outbox.entries.length, 0);
		await until("everything said is acknowledged", () => waiting() === 0, withinMs);
		const head = this.archive().at(-1)?.seq ?? 0;
		const positions = () => this.connections.map(({ client }) => client.position(ROOM)?.seq);
		await until(
			`everybody is at ${head}`,
			() => positions().every((seq) => seq !== undefined && seq >= head),
			withinMs,
		);
	}

	/** When a word said after `since` was acknowledged for the first time. */
	firstHeardAfter(since: number, withinMs = 30_000): Promise<number> {
		return until(
			"a word gets through",
			() =>
				[...this.spoken.values()].find(({ at, heardAt }) => at >= since && heardAt !== null)?.heardAt,
			withinMs,
		);
	}

	/** Milliseconds from saying to hearing, of what was said in that time, ascending. */
	delays(from: number, to: number): number[] {
		const said = [...this.spoken.values()].filter(({ at }) => at >= from && at < to);
		return said.map(({ at, heardAt }) => (heardAt ?? Infinity) - at).sort((a, b) => a - b);
	}

	/** The room's stream as the archive has it. */
	archive(): { seq: number; clientId: string; id: number; sender: number }[] {
		const rows = queryArchive(
			this.server.address.dataDir,
			`SELECT seq, client_id, id, sender_id FROM message WHERE room_id = ${ROOM}
			UNION ALL SELECT seq, '', 0, subject_id FROM change_log WHERE stream_id = ${ROOM} ORDER BY 1`,
		);
		return rows.map(([seq, clientId, id, sender]) => ({
			seq: Number(seq),
			clientId: clientId ?? "",
			id: Number(id),
			sender: Number(sender),
		}));
	}

	/** Acknowledged ⊆ archive, everything said once, numbers dense, everybody's view the archive's. */
	check(): void {
		const rows = this.archive();
		expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i + 1));
		const messages = rows.filter(({ clientId }) => clientId !== "");
		const byClientId = new Map(messages.map((row) => [row.clientId, row]));
		expect(byClientId.size).toBe(messages.length);
		for (const { clientId, acknowledged } of this.spoken.values()) {
			expect(acknowledged, clientId).not.toBeNull();
			const row = byClientId.get(clientId);
			expect(row, `${clientId} was acknowledged`).toBeDefined();
			if (typeof acknowledged === "object") expect(row).toMatchObject(acknowledged ?? {});
		}
		expect(messages.length).toBe(this.spoken.size);
		for (const connection of this.connections) this.#checkView(connection, rows.length);
		this.#checkOrder(messages);
		expect(this.connections.flatMap(({ bugs }) => bugs)).toEqual([]);
		expect(this.world.complaints.lines).toEqual([]);
	}

	/** From where it began to the end, each once and in order. */
	#checkView(connection: Connection, head: number): void {
		const seqs = connection.applied.filter(
			({ roomId, seq }) => roomId === ROOM && typeof seq === "number",
		);
		const own = seqs.filter(({ action }) => action === "printMessage" || action === "joinUser");
		const first = Number(own[0]?.["seq"]);
		const expected = Array.from({ length: head - first + 1 }, (_, i) => first + i);
		expect(
			own.map(({ seq }) => seq),
			connection.person.name,
		).toEqual(expected);
	}

	/** What one person said stands in the order it was said. */
	#checkOrder(messages: readonly { clientId: string; sender: number }[]): void {
		const said = [...this.spoken.keys()];
		const place = new Map(said.map((clientId, i) => [clientId, i]));
		const last = new Map<number, number>();
		for (const { clientId, sender } of messages) {
			const at = place.get(clientId) ?? -1;
			expect(at, "order of one sender").toBeGreaterThan(last.get(sender) ?? -1);
			last.set(sender, at);
		}
	}

	/** Ends everything, and the server as Ctrl-C would. */
	async end(): Promise<void> {
		this.#stop = true;
		this.connections.forEach((connection) => connection.stop());
		const code = await this.server.remove();
		expect(this.server.alarms).toEqual([]);
		expect(code).toBe(0);
	}
}
