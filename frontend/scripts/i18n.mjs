/* Vite plugins for the texts of src/i18n: parsed at build, so that the browser gets plain lines, and the build fails when a language lacks a key, has other
 * placeholders than English, or too few plural forms. A key that nobody uses fails only the tests (unusedKeys). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { baseCompile } from "@intlify/message-compiler";

const sources = fileURLToPath(new URL("../src", import.meta.url));
const folder = join(sources, "i18n");
const quiet = { jit: true, location: false };

/** How many forms a text with a number may have, between its bars: "one | other", "none | one | other", or all six of Arabic. */
const pluralForms = { en: [2, 3], de: [2, 3], ar: [6] };
const nodePlural = 1;
const nodeText = 3;
const nodeNamed = 4;
const nodeLiteral = 9;

function compileText(text) {
	const errors = [];
	const { ast } = baseCompile(text, { ...quiet, onError: (error) => errors.push(error.message) });
	return { ast, errors };
}

/** A line with its placeholders as {name}; anything else of the format is not used here. */
function lineOf({ items, static: fixed }) {
	if (fixed !== undefined) return fixed;
	const parts = { [nodeText]: ({ value }) => value, [nodeLiteral]: ({ value }) => value };
	parts[nodeNamed] = ({ key }) => `{${key}}`;
	return items.map((item) => parts[item.type](item)).join("");
}

/** One line, or the forms between the bars. */
function compiled(text) {
	const { body } = compileText(text).ast;
	return body.type === nodePlural ? body.cases.map(lineOf) : lineOf(body);
}

function leaves(node, prefix = "") {
	if (typeof node === "string") return [[prefix, node]];
	return Object.entries(node).flatMap(([key, value]) => leaves(value, prefix ? `${prefix}.${key}` : key));
}

/** The texts of a language: one tree of all its areas, and the keys that stand in two of them. */
function readLanguage(language) {
	const texts = new Map();
	const repeated = [];
	for (const area of readdirSync(join(folder, language)).filter((name) => name.endsWith(".json"))) {
		const tree = JSON.parse(readFileSync(join(folder, language, area), "utf8"));
		for (const [key, text] of leaves(tree)) {
			if (texts.has(key)) repeated.push(`${language}/${area} repeats ${key}`);
			texts.set(key, text);
		}
	}
	return { texts, repeated };
}

function placeholders(node, found = new Set()) {
	if (typeof node !== "object" || node === null) return found;
	if (node.type === nodeNamed) found.add(node.key);
	Object.values(node).forEach((child) => placeholders(child, found));
	return found;
}

/** Links to other texts, lists and modifiers are not used; braces in the text would be taken for placeholders. */
function isStrange(body) {
	const lines = body.type === nodePlural ? body.cases : [body];
	const known = new Set([nodeText, nodeNamed, nodeLiteral]);
	const words = (line) =>
		line.static ?? line.items.map(({ type, value }) => (type === nodeNamed ? "" : value)).join("");
	return lines.some((line) => /[{}]/.test(words(line)) || line.items.some(({ type }) => !known.has(type)));
}

function shapeOf(text) {
	const { ast, errors } = compileText(text);
	const forms = ast.body.type === nodePlural ? ast.body.cases.length : 1;
	// The number itself may be left out of a text that says it in words.
	const names = [...placeholders(ast)].filter((name) => name !== "count" || forms === 1);
	return { names: names.sort().join(", "), forms, errors, strange: isStrange(ast.body) };
}

/** What is wrong with one text: `text` in `language`, beside the English one. */
function compareText(key, language, text, english) {
	const own = shapeOf(text);
	const other = shapeOf(english);
	const where = `${language}: ${key}`;
	const problems = own.errors.map((error) => `${where}: ${error}`);
	if (own.strange) problems.push(`${where} has something else than placeholders and plural forms`);
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

/** What is wrong with a language beside English, both as Maps. */
function compareLanguage(language, texts, english) {
	const problems = [...texts]
		.filter(([, text]) => text.trim() === "")
		.map(([key]) => `${language} has no text for ${key}`);
	for (const [key, text] of english) {
		if (!texts.has(key)) problems.push(`${language} lacks ${key}`);
		else if (texts.get(key).trim()) problems.push(...compareText(key, language, texts.get(key), text));
	}
	const extra = [...texts.keys()].filter((key) => !english.has(key));
	return [...problems, ...extra.map((key) => `${language} has ${key}, en has not`)];
}

/** The same for trees by language, `en` among them. */
export function checkTexts(trees) {
	const maps = Object.entries(trees).map(([language, tree]) => [language, new Map(leaves(tree))]);
	const english = new Map(leaves(trees.en));
	return maps.flatMap(([language, texts]) => compareLanguage(language, texts, english));
}

/** What must not be shipped: one line for each problem. */
export function checkMessages() {
	const english = readLanguage("en").texts;
	const missing = [...usedKeys(sourceTexts()).full].filter((key) => !english.has(key));
	const problems = missing.map((key) => `en lacks ${key}, which is used`);
	for (const language of languages) {
		const { texts, repeated } = readLanguage(language);
		problems.push(...repeated, ...compareLanguage(language, texts, english));
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

/** Texts as the page has them: by whole key. */
export function compiledTexts() {
	return {
		name: "confab-texts",
		enforce: "pre",
		transform: {
			filter: { id: /src\/i18n\/\w+\/[\w-]+\.json(\?.*)?$/ },
			handler(code) {
				const texts = leaves(JSON.parse(code)).map(([key, text]) => [key, compiled(text)]);
				return {
					code: `export default ${JSON.stringify(Object.fromEntries(texts))};`,
					moduleType: "js",
					map: null,
				};
			},
		},
	};
}

/** In another mode than production, what is wrong is only said: work that is half done must be seen, too. */
export function checkedTexts() {
	let strict = true;
	return {
		name: "confab-checked-texts",
		configResolved: ({ mode }) => void (strict = mode === "production"),
		buildStart() {
			const problems = checkMessages();
			if (problems.length === 0) return;
			const text = `texts: ${problems.join("; ")}`;
			if (strict) this.error(text);
			else this.warn(text);
		},
	};
}
