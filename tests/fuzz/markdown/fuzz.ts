/*
 * The reader of messages against texts of chance, guided by what runs: node fuzz.cjs SECONDS BROKEN FOUND CORPUS…
 * Texts that reach something new are kept in FOUND, and the next ones are made of them; one that breaks something is made short, kept in BROKEN
 * and named, and the process ends with 1.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { checkMessage } from "./check";
import { blocksReached, hasNews } from "./coverage";
import { Inputs } from "./inputs";
import { Watchdog } from "./watchdog";

const SECONDS_MAX = 30;

const [seconds = "", broken = "", found = "", ...corpora] = process.argv.slice(2);
if (found === "") throw new Error("fuzz SECONDS BROKEN FOUND CORPUS…");
const folders = [found, ...corpora];

const watchdog = new Watchdog(join(broken, "slow"), SECONDS_MAX);
const known: string[] = [];
let tried = 0;

const nameOf = (content: string): string => createHash("sha1").update(content).digest("hex");

function failure(content: string): unknown {
	try {
		watchdog.during(content, () => checkMessage(content));
		return null;
	} catch (error) {
		return error;
	}
}

/** Without every piece that is not needed for failing. */
function shortened(content: string): string {
	let short = content;
	for (let size = Math.ceil(short.length / 2); size >= 1; size = Math.floor(size / 2)) {
		for (let at = 0; at < short.length;) {
			const without = short.slice(0, at) + short.slice(at + size);
			if (failure(without) === null) at += size;
			else short = without;
		}
	}
	return short;
}

function end(content: string, error: unknown): never {
	const short = shortened(content);
	const file = join(broken, nameOf(short));
	writeFileSync(file, short);
	console.error(`FAIL: ${JSON.stringify(short)}, see ${file}`);
	console.error(failure(short) ?? error);
	process.exit(1);
}

function attempt(content: string): boolean {
	tried++;
	const error = failure(content);
	if (error !== null) end(content, error);
	return hasNews();
}

for (const folder of folders)
	for (const file of readdirSync(folder)) {
		const content = readFileSync(join(folder, file), "utf8");
		if (attempt(content)) known.push(content);
	}

const seed = Date.now() | 0;
const inputs = new Inputs(seed);
const until = performance.now() + Number(seconds) * 1_000;
const first = known.length;
while (performance.now() < until) {
	const content = inputs.next(known);
	if (!attempt(content)) continue;
	known.push(content);
	writeFileSync(join(found, nameOf(content)), content);
}
console.log(`seed ${seed}, ${first} texts at first, ${known.length} in the end, ${blocksReached()}`);
console.log(`stat::number_of_executed_units: ${tried}`);
process.exit(0);
