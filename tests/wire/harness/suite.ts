/* Runs a table of cases as tests, some at a time, and writes what was seen into build/tables. */
import { afterAll, describe, expect, it } from "vitest";

import { writeTable, type Row } from "./table";

export interface Case {
	name: string;
	section: string;
	expected: string;
}

export interface Category<C extends Case> {
	category: string;
	cases: readonly C[];
}

export interface Table {
	/** File name in build/tables. */
	name: string;
	title: string;
	/** How expected and seen are to be read. */
	legend: string;
	/** Fewer cases than this is a failure. */
	least: number;
}

export function runTable<C extends Case>(
	table: Table,
	categories: readonly Category<C>[],
	run: (one: C) => Promise<string>,
): void {
	const rows: (Row & { at: number })[] = [];
	let at = 0;
	for (const { category, cases } of categories) {
		describe.concurrent(category, () => {
			for (const one of cases) {
				const place = at++;
				it(one.name, async () => {
					const seen = await run(one);
					const { name, section, expected } = one;
					rows.push({ at: place, category, name, section, expected, seen });
					expect(seen, `${category}: ${name}`).toBe(expected);
				});
			}
		});
	}
	it(`has at least ${table.least} cases, no two of one name in a category`, () => {
		const names = categories.flatMap(({ category, cases }) =>
			cases.map(({ name }) => `${category}: ${name}`),
		);
		expect(names.length).toBeGreaterThanOrEqual(table.least);
		expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
	});
	afterAll(() => {
		const inOrder = rows.sort((a, b) => a.at - b.at);
		writeTable(table.name, table.title, table.legend, inOrder);
	});
}
