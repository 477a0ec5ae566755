/* The table that a run leaves in build/tables: a summary by action and route, then a row a case. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Case } from "./case";

const folder = fileURLToPath(new URL("../../../build/tables/", import.meta.url));

export interface Result {
	one: Case;
	seen: string;
}

export const isAsExpected = ({ one, seen }: Result): boolean => one.expected.includes(seen);

const cell = (text: string): string =>
	text.replaceAll("|", "\\|").replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/g, " ") || "–";
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
const head = (cells: readonly string[]): string[] => [line(cells), `|${cells.map(() => "---|").join("")}`];

/** Colons tell an error's field from its code. */
function codesOf(results: readonly Result[]): string {
	const counts = new Map<string, number>();
	for (const { seen } of results) {
		const code = seen.split(/[:,]/)[0] ?? "";
		counts.set(code, (counts.get(code) ?? 0) + 1);
	}
	return [...counts].map(([code, count]) => `${code} ${count}`).join(", ");
}

function summary(results: readonly Result[]): string[] {
	const doors = new Map<string, Result[]>();
	for (const result of results) doors.set(result.one.door, [...(doors.get(result.one.door) ?? []), result]);
	return [...doors].map(([door, own]) => {
		const good = own.filter(isAsExpected).length;
		const fields = new Set(own.map(({ one }) => one.field).filter((field) => field !== ""));
		const counts = [fields.size, own.length, good, own.length - good].map(String);
		return line([door, ...counts, codesOf(own)]);
	});
}

function rowOf(result: Result): string {
	const { one, seen } = result;
	const verdict = isAsExpected(result) ? "ok" : "**differs**";
	return line([one.door, one.field, one.label, one.expected.join(" or "), seen, verdict]);
}

export function writeReport(results: readonly Result[]): void {
	const good = results.filter(isAsExpected).length;
	const text = [
		"# Hostile requests",
		"",
		`${results.length} cases, ${good} as expected, ${results.length - good} not. An error is its code, with the field that its text names;`,
		"`answered`: a whole reply; `closed N`: the socket was closed with that code. What changed in the archive, and events that anybody heard,",
		"would stand behind it: but for requests `as` somebody who may, nothing may.",
		"",
		...head(["action or route", "fields", "cases", "as expected", "not", "seen"]),
		...summary(results),
		"",
		...head(["action or route", "field", "case", "expected", "seen", "result"]),
		...results.map(rowOf),
		"",
	];
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${folder}hostile.md`, text.join("\n"));
}
