/* Writes a .br and a .gz beside every text file of dist/, where that is smaller; the server sends them as they are. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const textual = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest", ".txt", ".xml"]);
const smallestBytes = 512;

const brotli = (bytes) =>
	brotliCompressSync(bytes, {
		params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
	});
const encoders = [
	[".br", brotli],
	[".gz", (bytes) => gzipSync(bytes, { level: 9 })],
];

function compress(path) {
	const bytes = readFileSync(path);
	if (bytes.length < smallestBytes) return 0;
	let written = 0;
	for (const [suffix, encode] of encoders) {
		const packed = encode(bytes);
		if (packed.length >= bytes.length) continue;
		writeFileSync(path + suffix, packed);
		written++;
	}
	return written;
}

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && textual.has(extname(entry.name)))
	.map((entry) => join(entry.parentPath, entry.name));
const written = files.reduce((sum, path) => sum + compress(path), 0);
console.log(`precompressed ${files.length} files (${written} written)`);
