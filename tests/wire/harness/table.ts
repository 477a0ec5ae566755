/* The table that a run leaves in build/tables: a row a case, with what was expected and what was seen. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../build/tables/", import.meta.url));

export interface Row {
	category: string;
	name: string;
	/** Where it is written down what must be. */
	section: string;
	expected: string;
	seen: string;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function line({ category, name, section, expected, seen }: Row): string {
	const result = expected === seen ? "ok" : "**differs**";
	return `| ${[category, name, section, expected, seen, result].map(cell).join(" | ")} |`;
}

/** Writes build/tables/<name>.md; the rows stand in the order of the cases, whatever order they ended in. */
export function writeTable(name: string, title: string, legend: string, rows: readonly Row[]): void {
	const good = rows.filter(({ expected, seen }) => expected === seen).length;
	const head = ["category", "case", "section", "expected", "seen", "result"];
	const text = [
		`# ${title}`,
		"",
		`${rows.length} cases, ${good} as expected, ${rows.length - good} not. ${legend}`,
		"",
		`| ${head.join(" | ")} |`,
		`|${head.map(() => "---|").join("")}`,
		...rows.map(line),
		"",
	];
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${folder}${name}.md`, text.join("\n"));
}
