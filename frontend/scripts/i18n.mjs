/* Vite plugin for the texts of src/i18n: compiles them to message trees at build, so that the browser gets no compiler, and fails the build when a language
 * lacks a key, has other placeholders than English, or too few plural forms. A key that nobody uses fails only the tests (unusedKeys). */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { baseCompile } from "@intlify/message-compiler";

const sources = fileURLToPath(new URL("../src", import.meta.url));
const folder = join(sources, "i18n");
const quiet = { jit: true, location: false };

/** How many forms a text with a number may have, between its bars: "one | other", "none | one | other", or all six of Arabic. */
const pluralForms = { en: [2, 3], de: [2, 3], ar: [6] };
const nodePlural = 1;
const nodeNamed = 4;

function compileText(text) {
	const errors = [];
	const { ast } = baseCompile(text, { ...quiet, onError: (error) => errors.push(error.message) });
	return { ast, errors };
}

function compileTree(node) {
	if (typeof node === "string") return baseCompile(node, { ...quiet, minify: true }).ast;
	return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, compileTree(value)]));
}

function leaves(node, prefix = "") {
	if (typeof node === "string") return [[prefix, node]];
	return Object.entries(node).flatMap(([key, value]) => leaves(value, prefix ? `${prefix}.${key}` : key));
}

/** The texts of a language by their keys, and what is wrong with its files. */
function readLanguage(language) {
	const texts = new Map();
	const problems = [];
	const areas = readdirSync(join(folder, language)).filter((name) => name.endsWith(".json"));
	for (const area of areas) {
		const tree = JSON.parse(readFileSync(join(folder, language, area), "utf8"));
		for (const [key, text] of leaves(tree)) {
			if (texts.has(key)) problems.push(`${language}/${area} repeats ${key}`);
			if (text.trim() === "") problems.push(`${language}/${area} has no text for ${key}`);
			texts.set(key, text);
		}
	}
	return { texts, problems };
}

function placeholders(node, found = new Set()) {
	if (typeof node !== "object" || node === null) return found;
	if (node.type === nodeNamed) found.add(node.key);
	Object.values(node).forEach((child) => placeholders(child, found));
	return found;
}

function shapeOf(text) {
	const { ast, errors } = compileText(text);
	const forms = ast.body.type === nodePlural ? ast.body.cases.length : 1;
	// The number itself may be left out of a text that says it in words.
	const names = [...placeholders(ast)].filter((name) => name !== "count" || forms === 1);
	return { names: names.sort().join(", "), forms, errors };
}

/** What is wrong with one text: `text` in `language`, beside the English one. */
function compareText(key, language, text, english) {
	const own = shapeOf(text);
	const other = shapeOf(english);
	const where = `${language}: ${key}`;
	const problems = own.errors.map((error) => `${where}: ${error}`);
	if (own.names !== other.names) {
		problems.push(`${where} has the placeholders {${own.names}}, English {${other.names}}`);
	}
	const counts = own.forms > 1 || other.forms > 1;
	if (counts && !pluralForms[language].includes(own.forms)) {
		problems.push(`${where} has ${own.forms} plural forms, not ${pluralForms[language].join(" or ")}`);
	}
	return problems;
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
		for (const match of text.matchAll(/\b(?:keypath=|\w*[kK]ey:\s*)["'`]([\w]+\.[\w.]+)["'`]/g))
			full.add(match[1]);
		for (const match of text.matchAll(/[`]([\w]+\.(?:[\w]+\.)*)\$\{/g)) begun.add(match[1]);
	}
	return { full, begun };
}

const languages = Object.keys(pluralForms);

/** What must not be shipped: one line for each problem. */
export function checkMessages() {
	const read = Object.fromEntries(languages.map((language) => [language, readLanguage(language)]));
	const { texts: english } = read.en;
	const problems = [...usedKeys(sourceTexts()).full]
		.filter((key) => !english.has(key))
		.map((key) => `en lacks ${key}, which is used`);
	for (const language of languages) {
		const { texts, problems: own } = read[language];
		problems.push(...own);
		for (const [key, text] of english) {
			if (texts.has(key)) problems.push(...compareText(key, language, texts.get(key), text));
			else problems.push(`${language} lacks ${key}`);
		}
		const extra = [...texts.keys()].filter((key) => !english.has(key));
		problems.push(...extra.map((key) => `${language} has ${key}, en has not`));
	}
	return problems;
}

/** Keys that no source names, in full or by their beginning. */
export function unusedKeys() {
	const { full, begun } = usedKeys(sourceTexts());
	const starts = [...begun];
	const used = (key) => full.has(key) || starts.some((start) => key.startsWith(start));
	return [...readLanguage("en").texts.keys()].filter((key) => !used(key));
}

/** In another mode than production, what is wrong is only said: work that is half done must be seen, too. */
export function confabMessages() {
	let strict = true;
	return {
		name: "confab-messages",
		enforce: "pre",
		config(_options, { mode }) {
			strict = mode === "production";
			return { define: { __INTLIFY_DROP_MESSAGE_COMPILER__: true } };
		},
		buildStart() {
			const problems = checkMessages();
			if (problems.length === 0) return;
			const text = `texts: ${problems.join("; ")}`;
			if (strict) this.error(text);
			else this.warn(text);
		},
		transform: {
			filter: { id: /src\/i18n\/\w+\/[\w-]+\.json(\?.*)?$/ },
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
