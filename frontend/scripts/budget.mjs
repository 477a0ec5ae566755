/* Fails when the first load is over its budget: index.html's scripts and everything they import statically, gzipped. Also fails on
 * anything inline in index.html, which the server's content policy would refuse. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const budgetBytes = 110_000;
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const html = readFileSync(join(dist, "index.html"), "utf8");

function fail(text) {
	console.error(`budget: ${text}`);
	process.exitCode = 1;
}

/** The files that a built module names in import and export … from statements (not in import() calls). */
function staticImports(path) {
	const code = readFileSync(path, "utf8");
	const names = code.matchAll(
		/(?:^|[;\n}])\s*(?:import|export)\s*(?:[^"'()]*?from\s*)?["'](\.[^"']+)["']/g,
	);
	return [...names].map((match) => join(dirname(path), match[1]));
}

function reach(path, seen) {
	if (seen.has(path)) return;
	seen.add(path);
	staticImports(path).forEach((next) => reach(next, seen));
}

const inline = /<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|\sstyle="|\son[a-z]+="/i.exec(html);
if (inline) fail(`index.html has something inline: ${inline[0]}`);

const seen = new Set();
const tags = html.matchAll(/<(?:script|link)[^>]*\s(?:src|href)="\/?([^"]+\.js)"/g);
for (const match of tags) reach(join(dist, match[1]), seen);
const rows = [...seen].map((path) => [
	gzipSync(readFileSync(path), { level: 9 }).length,
	path.slice(dist.length + 1),
]);
rows.sort((a, b) => b[0] - a[0]);
rows.forEach(([bytes, name]) => console.log(`${String(bytes).padStart(8)}  ${name}`));
const total = rows.reduce((sum, [bytes]) => sum + bytes, 0);
console.log(`${String(total).padStart(8)}  first load, gzip, of ${budgetBytes}`);
if (seen.size === 0) fail("index.html loads no script");
if (total > budgetBytes) fail(`the first load is ${total} bytes, ${total - budgetBytes} over`);
