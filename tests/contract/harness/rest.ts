/* What must hold of a server after all its tests: nothing is left on its way, and what the archive holds is whole. */
import assert from "node:assert";

import { metricsOf, queryArchive, type ServerAddress } from "./server";
import { until } from "./wait";

export async function checkRest(server: ServerAddress): Promise<void> {
	// The one that asks for the metrics is no request of the API. When people were seen last is written after they went.
	const ended = ["confab_sessions", "confab_requests_in_flight", "confab_archive_queue", "confab_sockets"];
	for (const name of ended)
		await until(`${name} is 0`, async () => (await metricsOf(server.origin)).get(name) === 0);
	checkDense(server);
}

/** Messages and changes of every stream are 1 … head. */
function checkDense({ dataDir }: ServerAddress): void {
	const rows = queryArchive(
		dataDir,
		`SELECT h.stream_id, h.seq, h.messages,
			(SELECT COUNT(*) FROM message m WHERE m.room_id = h.stream_id),
			(SELECT COUNT(*) FROM change_log c WHERE c.stream_id = h.stream_id),
			(SELECT COUNT(DISTINCT m.number) FROM message m WHERE m.room_id = h.stream_id),
			(SELECT COALESCE(MAX(m.number), 0) FROM message m WHERE m.room_id = h.stream_id)
		FROM stream_head h`,
	);
	for (const [stream, seq, messages, stored, changes, numbers, highest] of rows) {
		assert.equal(Number(stored) + Number(changes), Number(seq), `stream ${stream} is not dense`);
		assert.deepEqual(
			[stored, numbers, highest],
			[messages, messages, messages],
			`messages of stream ${stream}`,
		);
	}
}
