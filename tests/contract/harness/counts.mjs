/* The counts of Vitest runs: counts.mjs LEAST RESULTS.json… Fails when a test failed, when a run itself did, or when fewer than LEAST
 * passed. */
import { existsSync, readFileSync } from "node:fs";

const [least, ...paths] = process.argv.slice(2);
const nothing = { success: false, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const results = paths.map((path) => {
	const text = existsSync(path) ? readFileSync(path, "utf8") : "";
	return text === "" ? nothing : JSON.parse(text);
});
const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const passed = sum((result) => result.numPassedTests);
const skipped = sum((result) => result.numPendingTests + result.numTodoTests);
// A run can fail without a failed test: in its set-up, or when the server left something behind.
const failed = sum((result) => (result.numFailedTests === 0 && !result.success ? 1 : result.numFailedTests));
const few = passed < Number(least);
if (few) console.error(`at least ${least} were expected to pass`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || few ? 1 : 0;
