/* Three sets: unit (beside the sources), and contract and faults (tests/, against real servers, started by their run.sh). */
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

import { confabEmoji } from "./scripts/emoji.mjs";
import { compiledTexts } from "./scripts/i18n.mjs";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const alias = { "@": here("./src") };

/** tests/ has no node_modules of its own: its bare imports are found as if they stood in a file of this folder. */
function packagesOfTheClient(): Plugin {
	return {
		name: "packages-of-the-client",
		enforce: "pre",
		resolveId(id, importer) {
			const bare =
				!id.startsWith(".") && !id.startsWith("/") && !id.startsWith("\0") && !id.startsWith("node:");
			const outside = importer !== undefined && importer.startsWith(here("../tests/"));
			return bare && outside ? this.resolve(id, here("./package.json"), { skipSelf: true }) : null;
		},
	};
}

/** The last file of a set looks at what the others did. */
class ByName extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		return [...files].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
	}

	/** Parts that take about as long as each other: the longest file first, to whom has least. */
	override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
		const { index = 1, count = 1 } = this.ctx.config.shard ?? {};
		const weighed = files.map((file) => ({ file, weight: statSync(file.moduleId).size }));
		weighed.sort((a, b) => b.weight - a.weight || (a.file.moduleId < b.file.moduleId ? -1 : 1));
		const parts = Array.from({ length: count }, () => ({ total: 0, files: [] as TestSpecification[] }));
		for (const { file, weight } of weighed) {
			const least = parts.reduce((a, b) => (b.total < a.total ? b : a));
			least.total += weight;
			least.files.push(file);
		}
		return parts[index - 1]?.files ?? [];
	}
}

/** A set that talks to a real server; where its files share one, they run one after the other. */
function serverSet(name: string, timeoutMs: number, fileParallelism = false) {
	return {
		plugins: [packagesOfTheClient()],
		resolve: { alias },
		test: {
			name,
			root: here(`../tests/${name}`),
			include: ["**/*.test.ts"],
			environment: "node",
			fileParallelism,
			testTimeout: timeoutMs,
			hookTimeout: timeoutMs,
			setupFiles: [here("../tests/contract/harness/cleanup.ts")],
			globalSetup: [here(`../tests/${name}/setup.ts`)],
		},
	};
}

export default defineConfig({
	test: {
		sequence: { sequencer: ByName },
		projects: [
			{
				plugins: [compiledTexts(), confabEmoji(), vue({ features: { optionsAPI: false } })],
				resolve: { alias },
				test: {
					name: "unit",
					root: here("."),
					include: ["src/**/*.test.ts"],
					environment: "happy-dom",
					restoreMocks: true,
				},
			},
			serverSet("contract", 30_000),
			serverSet("wire", 60_000),
			serverSet("hostile", 60_000),
			serverSet("faults", 180_000, true),
		],
	},
});
