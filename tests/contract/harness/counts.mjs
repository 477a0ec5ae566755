/* The counts of a Vitest run: counts.mjs RESULTS.json LEAST. Fails when a test failed, when the run itself did, or when fewer than
 * LEAST passed. */
import { readFileSync } from "node:fs";

const [path, least] = process.argv.slice(2);
const text = readFileSync(path, "utf8");
const nothing = { success: false, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const result = text === "" ? nothing : JSON.parse(text);
const skipped = result.numPendingTests + result.numTodoTests;
// A run can fail without a failed test: in its set-up, or when the server left something behind.
const failed = result.numFailedTests === 0 && !result.success ? 1 : result.numFailedTests;
const few = result.numPassedTests < Number(least);
if (few) console.error(`at least ${least} were expected to pass`);
console.log(`${result.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || few ? 1 : 0;
