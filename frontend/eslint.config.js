/* Arrows point one way: utils → api, calls, cache → stores → composables → components → pages. */
import js from "@eslint/js";
import vue from "eslint-plugin-vue";
import typescript from "typescript-eslint";

const layers = [["utils"], ["api", "calls", "cache"], ["stores"], ["composables"], ["components"], ["pages"]];

/** Forbids every import of a layer above (and of the neighbours in the same row), by alias or by relative path. */
function layerRule(folder, row) {
	const above = layers.slice(row + 1).flat();
	const neighbours = layers[row].filter(
		(name) => name !== folder && !(folder === "cache" && name === "api"),
	);
	const group = [...above, ...neighbours].flatMap((name) => [`@/${name}/*`, `**/${name}/*`]);
	const paths = row < 2 ? ["vue", "pinia", "vue-router"] : [];
	return {
		files: [`src/${folder}/**/*.{ts,vue}`],
		ignores: ["**/*.test.ts"],
		rules: { "no-restricted-imports": ["error", { paths, patterns: group.length ? [{ group }] : [] }] },
	};
}

export default typescript.config(
	{ ignores: ["dist/**", "node_modules/**", "src/api/protocol.gen.ts", "src/api/validate.ts"] },
	js.configs.recommended,
	...typescript.configs.strict,
	...vue.configs["flat/essential"],
	{
		files: ["**/*.vue"],
		languageOptions: { parserOptions: { parser: typescript.parser } },
	},
	{
		files: ["**/*.{ts,vue}"],
		rules: {
			"no-undef": "off",
			"max-lines": ["error", { max: 400, skipBlankLines: true }],
			"max-lines-per-function": ["error", { max: 60, skipBlankLines: true }],
			"max-params": ["error", 5],
			"max-depth": ["error", 3],
			eqeqeq: "error",
			"no-console": "error",
			"no-eval": "error",
			"vue/no-v-html": "error",
			"vue/multi-word-component-names": "off",
			"@typescript-eslint/no-explicit-any": "error",
			"@typescript-eslint/no-unused-vars": [
				"error",
				{ argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
			],
			"@typescript-eslint/consistent-type-imports": "error",
		},
	},
	{
		// A setup store or a suite is one function that lists many small ones.
		files: ["src/stores/*.ts", "src/composables/*.ts", "**/*.test.ts"],
		rules: { "max-lines-per-function": "off" },
	},
	{
		files: ["scripts/*.mjs", "*.config.*"],
		languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
		rules: { "no-console": "off" },
	},
	...layers.flatMap((folders, row) => folders.map((folder) => layerRule(folder, row))),
);
