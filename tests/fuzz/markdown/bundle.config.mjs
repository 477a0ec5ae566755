// The fuzzer as one file, and in it the reader of messages, each block of which counts how often it runs; run in frontend/ by ../run.sh.
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Whose blocks are counted. */
const counted = /\/frontend\/(src|node_modules\/marked)\//;
const BLOCKS_MAX = 8192;
let blocks = 0;

/** The texts to insert, in the order in which the walk comes by. */
function countersOf(program) {
	const inserted = [];
	const add = (at, text, closes) => inserted.push({ at, text, closes, order: inserted.length });
	const wrap = (node) => {
		add(node.start, `(globalThis.hits[${blocks++}]++, `, false);
		add(node.end, ")", true);
	};
	const counters = {
		BlockStatement: (node) => add(node.start + 1, `globalThis.hits[${blocks++}]++;`, false),
		ConditionalExpression: (node) => [node.consequent, node.alternate].forEach(wrap),
		LogicalExpression: (node) => wrap(node.right),
		ArrowFunctionExpression: (node) => node.body.type !== "BlockStatement" && wrap(node.body),
	};
	const walk = (node) => {
		counters[node.type]?.(node);
		for (const value of Object.values(node))
			for (const child of Array.isArray(value) ? value : [value])
				if (typeof child?.type === "string") walk(child);
	};
	walk(program);
	if (blocks > BLOCKS_MAX) throw new Error("more blocks than are counted");
	return inserted;
}

/** At one place, what closes comes before what opens, and of what closes the inner first. */
function rank(a, b) {
	if (a.at !== b.at) return a.at - b.at;
	if (a.closes !== b.closes) return a.closes ? -1 : 1;
	return a.closes ? b.order - a.order : a.order - b.order;
}

function counting(code, program) {
	let at = 0;
	let out = "";
	for (const { at: next, text } of countersOf(program).sort(rank)) {
		out += code.slice(at, next) + text;
		at = next;
	}
	return out + code.slice(at);
}

export default {
	root: here("."),
	resolve: { alias: { "@": here("../../../frontend/src") } },
	ssr: { noExternal: true },
	logLevel: "warn",
	plugins: [
		{
			name: "counting",
			enforce: "post",
			transform(code, id) {
				return counted.test(id) ? { code: counting(code, this.parse(code)), map: null } : null;
			},
		},
	],
	build: {
		ssr: here("fuzz.ts"),
		minify: false,
		emptyOutDir: true,
		rollupOptions: {
			output: {
				format: "cjs",
				entryFileNames: "fuzz.cjs",
				banner: `globalThis.hits = new Uint32Array(${BLOCKS_MAX});`,
			},
		},
	},
};
