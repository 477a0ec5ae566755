/* Pictures of every page and state, light and dark, desktop and phone, into build/screenshots: node tests/e2e/screenshots.mjs */
import { spawnSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
// tests/ has no packages of its own: they are the client's.
rmSync(`${root}tests/node_modules`, { force: true });
symlinkSync("../frontend/node_modules", `${root}tests/node_modules`);

const { status } = spawnSync(
	process.execPath,
	[
		`${root}frontend/node_modules/@playwright/test/cli.js`,
		"test",
		"--config",
		`${root}tests/e2e/playwright.config.ts`,
		"--project=screenshots",
		"--reporter=line",
	],
	{ stdio: "inherit" },
);
process.exitCode = status ?? 1;
