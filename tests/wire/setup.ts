/* One server for the whole set, as the contract set has it, with files of our own; afterwards nothing may be left open or on its way. */
import { rmSync } from "node:fs";

import type { TestProject } from "vitest/node";

import contractSetup from "../contract/setup";
import { makeSite } from "./harness/site";

declare module "vitest" {
	interface ProvidedContext {
		/** Folder of the files, for servers of a test's own. */
		site: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const site = makeSite();
	project.provide("site", site);
	process.env["CLIENT_DIST"] = site;
	const stop = await contractSetup(project);
	return async () => {
		await stop().finally(() => rmSync(site, { recursive: true, force: true }));
	};
}
