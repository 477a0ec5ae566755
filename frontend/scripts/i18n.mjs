/* Vite plugin for the texts of src/i18n: compiles them to message trees at build, so that the browser gets no compiler, and fails the build on a key that
 * is used but missing from en.json, that nobody uses, or that another language has and en.json has not. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { baseCompile } from "@intlify/message-compiler";

const sources = fileURLToPath(new URL("../src", import.meta.url));
const languages = join(sources, "i18n");
const quiet = { jit: true, location: false, minify: true };

function compileTree(node) {
	if (typeof node === "string") return baseCompile(node, quiet).ast;
	return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, compileTree(value)]));
}

function leaves(node, prefix = "") {
	if (typeof node === "string") return [prefix];
	return Object.entries(node).flatMap(([key, value]) => leaves(value, prefix ? `${prefix}.${key}` : key));
}

function sourceTexts() {
	return readdirSync(sources, { recursive: true })
		.filter((name) => /\.(vue|ts)$/.test(name) && !/\.(test|gen)\.ts$/.test(name))
		.map((name) => readFileSync(join(sources, name), "utf8"));
}

/** Keys named in full (t("a.b"), keypath="a.b", key: "a.b"), and the beginnings of those put together at run time (t(`a.b.${…}`)). */
function usedKeys(texts) {
	const full = new Set();
	const begun = new Set();
	for (const text of texts) {
		for (const match of text.matchAll(/\b(?:t|te)\(\s*["'`]([\w.]+)["'`]/g)) full.add(match[1]);
		for (const match of text.matchAll(/\b(?:keypath=|[kK]ey:\s*)["'`]([\w]+\.[\w.]+)["'`]/g))
			full.add(match[1]);
		for (const match of text.matchAll(/[`]([\w]+\.(?:[\w]+\.)*)\$\{/g)) begun.add(match[1]);
	}
	return { full, begun };
}

export function checkMessages() {
	const read = (name) => JSON.parse(readFileSync(join(languages, name), "utf8"));
	const known = new Set(leaves(read("en.json")));
	const { full, begun } = usedKeys(sourceTexts());
	const starts = [...begun];
	const problems = [...full].filter((key) => !known.has(key)).map((key) => `en.json lacks ${key}`);
	for (const key of known) {
		const used = full.has(key) || starts.some((start) => key.startsWith(start));
		if (!used) problems.push(`nobody uses ${key}`);
	}
	for (const name of readdirSync(languages).filter(
		(file) => file.endsWith(".json") && file !== "en.json",
	)) {
		problems.push(
			...leaves(read(name))
				.filter((key) => !known.has(key))
				.map((key) => `${name} has ${key}, en.json has not`),
		);
	}
	return problems;
}

export function confabMessages() {
	return {
		name: "confab-messages",
		enforce: "pre",
		config: () => ({ define: { __INTLIFY_DROP_MESSAGE_COMPILER__: true } }),
		buildStart() {
			const problems = checkMessages();
			if (problems.length > 0) this.error(`texts: ${problems.join("; ")}`);
		},
		transform: {
			filter: { id: /src\/i18n\/[\w-]+\.json$/ },
			handler(code, id) {
				const tree = compileTree(JSON.parse(code));
				this.addWatchFile(id);
				return {
					code: `export default ${JSON.stringify(tree)};`,
					moduleType: "js",
					map: null,
					meta: { name: basename(id) },
				};
			},
		},
	};
}
