/* Journeys in Debian's Chromium, three files at a time: they mostly wait. */
import { fileURLToPath } from "node:url";

import { defineConfig } from "@playwright/test";

const here = fileURLToPath(new URL(".", import.meta.url));
/** E2E_RESULTS: another folder, so that two runs at once are not in each other's way. */
const build = process.env["E2E_RESULTS"] ?? fileURLToPath(new URL("../../build/e2e/", import.meta.url));

export default defineConfig({
	testDir: here,
	outputDir: `${build}results`,
	workers: 3,
	fullyParallel: false,
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	forbidOnly: true,
	reporter: [["list"], ["json", { outputFile: `${build}results.json` }]],
	use: {
		browserName: "chromium",
		launchOptions: {
			executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
			args: ["--no-sandbox"],
		},
		viewport: { width: 1280, height: 800 },
		actionTimeout: 15_000,
		locale: "en-GB",
		colorScheme: "light",
		trace: "retain-on-failure",
	},
	projects: [
		{ name: "journeys", testMatch: "*.spec.ts" },
		// No tests: on a busy machine they wait.
		{ name: "screenshots", testMatch: "*.shots.ts", timeout: 600_000, expect: { timeout: 60_000 } },
	],
});
