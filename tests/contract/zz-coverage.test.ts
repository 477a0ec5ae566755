/* Runs last: everything of the schema was met, nothing is left on its way, and what the archive holds is whole. */
import { describe, expect, it } from "vitest";

import {
	schemaEvents,
	schemaReplies,
	schemaRequests,
	schemaRoutes,
} from "../../frontend/src/api/protocol.gen";
import { metricsOf, queryArchive } from "./harness/server";
import { until } from "./harness/wait";
import { coverage, server } from "./harness/world";

function missing(kind: "action" | "event" | "route", names: string[]): string[] {
	const met = coverage.all(kind);
	return names.filter((name) => !met.has(name));
}

describe("the whole set", () => {
	it("exercised every action", () => {
		expect(missing("action", [...Object.keys(schemaRequests), ...Object.keys(schemaReplies)])).toEqual(
			[],
		);
	});

	it("saw every event", () => {
		expect(missing("event", Object.keys(schemaEvents))).toEqual([]);
	});

	it("called every route", () => {
		expect(missing("route", Object.keys(schemaRoutes))).toEqual([]);
	});

	it("left no request on its way, and no session", async () => {
		await until("rest", async () => (await metricsOf(server.origin)).get("confab_sessions") === 0);
		const metrics = await metricsOf(server.origin);
		// The one that asks for the metrics is no request of the API.
		expect(metrics.get("confab_requests_in_flight")).toBe(0);
		expect(metrics.get("confab_archive_queue")).toBe(0);
		expect(metrics.get("confab_sockets")).toBe(0);
	});

	it("left a dense archive: messages and changes of every stream are 1 … head", () => {
		const rows = queryArchive(
			server.dataDir,
			`SELECT h.stream_id, h.seq, h.messages,
				(SELECT COUNT(*) FROM message m WHERE m.room_id = h.stream_id),
				(SELECT COUNT(*) FROM change_log c WHERE c.stream_id = h.stream_id),
				(SELECT COUNT(DISTINCT m.number) FROM message m WHERE m.room_id = h.stream_id),
				(SELECT COALESCE(MAX(m.number), 0) FROM message m WHERE m.room_id = h.stream_id)
			FROM stream_head h`,
		);
		expect(rows.length).toBeGreaterThan(1);
		for (const [stream, seq, messages, stored, changes, numbers, highest] of rows) {
			expect(Number(stored) + Number(changes), `stream ${stream}`).toBe(Number(seq));
			expect([stored, numbers, highest], `stream ${stream}`).toEqual([messages, messages, messages]);
		}
	});
});
