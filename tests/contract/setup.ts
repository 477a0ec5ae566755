/* One server for the whole set; its administrator is made with the set-up link. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { Coverage } from "./harness/coverage";
import { Complaints, Person } from "./harness/person";
import { checkRest } from "./harness/rest";
import { startServer } from "./harness/server";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const server = await startServer();
	const folder = mkdtempSync(join(tmpdir(), "confab-coverage-"));
	// Parts of the set that run side by side add to one file.
	const coveragePath = process.env["COVERAGE"] ?? join(folder, "met");
	project.provide("server", server.address);
	project.provide("coveragePath", coveragePath);
	await makeAdministrator(server.address.origin, server.address.setup, coveragePath);
	return async () => {
		const rest = await checkRest(server.address).catch((reason: unknown) => reason);
		const code = await server.remove();
		rmSync(folder, { recursive: true, force: true });
		if (server.alarms.length > 0)
			throw new Error(`the server's output has:\n${server.output.slice(-6000)}`);
		if (code !== 0) throw new Error(`the server ended with ${code}:\n${server.output.slice(-3000)}`);
		if (rest !== undefined) throw rest;
	};
}

async function makeAdministrator(origin: string, setup: string, coveragePath: string): Promise<void> {
	const complaints = new Complaints();
	const world = { origin, coverage: new Coverage(coveragePath), complaints, connections: [] };
	await new Person(world, "root").register({ setup });
	if (complaints.lines.length > 0) throw new Error(complaints.lines.join("\n"));
}
