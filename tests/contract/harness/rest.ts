/* What must hold of a server after all its tests: nothing is left on its way, and what the archive holds is whole. */
import assert from "node:assert";

import { metricsOf, queryArchive, type ServerAddress } from "./server";
import { until } from "./wait";

export async function checkRest(server: ServerAddress): Promise<void> {
	await until("rest", async () => (await metricsOf(server.origin)).get("confab_sessions") === 0);
	const metrics = await metricsOf(server.origin);
	// The one that asks for the metrics is no request of the API.
	assert.equal(metrics.get("confab_requests_in_flight"), 0, "requests on their way");
	assert.equal(metrics.get("confab_archive_queue"), 0, "writes on their way");
	assert.equal(metrics.get("confab_sockets"), 0, "open sockets");
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
