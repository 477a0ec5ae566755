/* One long conversation of many people in the API and a few in Debian's Chromium. */
import { fileURLToPath } from "node:url";

import { defineConfig } from "@playwright/test";

const build = fileURLToPath(new URL("../../build/soak/", import.meta.url));

export default defineConfig({
	testDir: fileURLToPath(new URL(".", import.meta.url)),
	testMatch: "*.soak.ts",
	outputDir: `${build}results`,
	workers: 1,
	retries: 0,
	timeout: 900_000,
	expect: { timeout: 30_000 },
	forbidOnly: true,
	reporter: [["list"], ["json", { outputFile: `${build}results.json` }]],
	use: {
		browserName: "chromium",
		launchOptions: {
			executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
			args: ["--no-sandbox"],
		},
		viewport: { width: 1280, height: 800 },
		actionTimeout: 30_000,
		locale: "en-GB",
	},
});
