/* Each action and route with everything that is wrong, from whoever may not, of what is not theirs: refused, typed, and nothing comes of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { errorTable } from "../../frontend/src/api/protocol.gen";
import { roles } from "./harness/case";
import { allCases } from "./harness/cases";
import { isAsExpected, writeReport } from "./harness/report";
import { Runner } from "./harness/runner";
import { doors } from "./harness/schema";
import { rows } from "./who";

const cases = allCases();
const runner = new Runner();

const resultOf = (one: (typeof cases)[number]) => ({
	one,
	seen: runner.seen.get(one) ?? "not run",
});

beforeAll(async () => {
	await runner.run(cases);
}, 600_000);

afterAll(() => writeReport(cases.map(resultOf)));

describe("the table of who may do what", () => {
	it("has every action and route of the schema, and no other", () => {
		const known = new Set(doors.map(({ name }) => name));
		const listed = new Set(rows.map(({ door }) => door));
		expect([...known].filter((name) => !listed.has(name))).toEqual([]);
		expect([...listed].filter((name) => !known.has(name))).toEqual([]);
	});

	it("says of each role what it hears", () => {
		const words = new Set(["done", ...Object.keys(errorTable)]);
		for (const { door, hears } of rows) {
			expect(hears.split(" "), door).toHaveLength(roles.length);
			expect(
				hears.split(" ").filter((word) => !words.has(word)),
				door,
			).toEqual([]);
		}
	});
});

for (const { name } of doors) {
	describe(name, () => {
		for (const one of cases.filter(({ door }) => door === name)) {
			it(`${one.field === "" ? "" : `${one.field}: `}${one.label}`, () => {
				const result = resultOf(one);
				if (!isAsExpected(result)) expect(result.seen).toBe(one.expected.join(" or "));
			});
		}
	});
}

describe("the cases", () => {
	it("are a thousand at least, and no two of an action have one name", () => {
		expect(cases.length).toBeGreaterThanOrEqual(1_000);
		const names = cases.map(({ door, field, label }) => [door, field, label].join(" "));
		expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
	});
});
