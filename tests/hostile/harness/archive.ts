/* What the archive holds, in a few numbers: the same before and after means that nothing changed. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";

/** Tables that the server writes by itself: marks of its writers, leases of ids, times of pruning. */
const volatileTables = new Set(["id_lease", "installation", "schema_lock", "writer_mark"]);

/** Columns that note when somebody was here. */
const volatileColumns = new Set(["user.last_seen_ms", "session.last_seen_ms", "session.expires_ms"]);

const END = "the end of the rows";

/** One client of the private MariaDB that stays. */
export class Archive {
	readonly #child: ChildProcessWithoutNullStreams;
	#text = "";
	#wake: () => void = () => undefined;
	#sums = "";

	constructor(dataDir: string) {
		const socket = `--socket=${dataDir}/sockets/mariadb.sock`;
		const settings = [
			"--no-defaults",
			socket,
			"--user=confab",
			"--batch",
			"--unbuffered",
			"--skip-column-names",
		];
		this.#child = spawn("mariadb", [...settings, "confab"], {
			stdio: ["pipe", "pipe", "pipe"],
		});
		this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
			this.#text += text;
			this.#wake();
		});
		this.#child.once("exit", () => this.#wake());
	}

	async query(sql: string): Promise<string[][]> {
		this.#text = "";
		this.#child.stdin.write(`${sql};\nSELECT '${END}';\n`);
		while (!this.#text.endsWith(`${END}\n`)) {
			if (this.#child.exitCode !== null) throw new Error(`the archive's client ended: ${sql}`);
			await new Promise<void>((resolve) => (this.#wake = resolve));
		}
		const lines = this.#text.split("\n").slice(0, -2);
		return lines.map((line) => line.split("\t"));
	}

	/** A number for each table, by its name. */
	async sums(): Promise<ReadonlyMap<string, string>> {
		if (this.#sums === "") this.#sums = await this.#sumsQuery();
		const rows = await this.query(this.#sums);
		return new Map(rows.map(([table = "", ...numbers]) => [table, numbers.join(" ")]));
	}

	close(): void {
		this.#child.stdin.end();
	}

	async #sumsQuery(): Promise<string> {
		const rows = await this.query(
			`SELECT table_name, column_name FROM information_schema.columns
				WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
		);
		const tables = new Map<string, string[]>();
		for (const [table = "", column = ""] of rows) {
			if (volatileTables.has(table) || volatileColumns.has(`${table}.${column}`)) continue;
			tables.set(table, [...(tables.get(table) ?? []), `IFNULL(HEX(\`${column}\`), '-')`]);
		}
		return [...tables]
			.map(
				([table, columns]) =>
					`SELECT '${table}', COUNT(*), IFNULL(SUM(CRC32(CONCAT_WS(',', ${columns.join(", ")}))), 0) FROM \`${table}\``,
			)
			.join(" UNION ALL ");
	}
}

/** Names of the tables that differ. */
export function changedTables(
	before: ReadonlyMap<string, string>,
	after: ReadonlyMap<string, string>,
): string[] {
	return [...after.keys()].filter((table) => before.get(table) !== after.get(table));
}
