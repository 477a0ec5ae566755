/* Runs last: everything of the schema was met, by whichever part of the set. */
import { describe, expect, it } from "vitest";

import {
	schemaEvents,
	schemaReplies,
	schemaRequests,
	schemaRoutes,
} from "../../frontend/src/api/protocol.gen";
import { coverage } from "./harness/world";

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
});
