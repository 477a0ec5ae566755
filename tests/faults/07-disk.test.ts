/* The disk of the private MariaDB is full: a file system of our own, in memory, which something else fills. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, expect, it } from "vitest";

import type { ApiError } from "../../frontend/src/api/errors";
import { startServer, temporaryFolder } from "../contract/harness/server";
import { sleep, until } from "../contract/harness/wait";
import { Load, ROOM } from "./load";

const SIZE_MB = 480;
const mounted: string[] = [];

afterEach(() => {
	for (const folder of mounted.splice(0)) {
		execFileSync("umount", ["--lazy", folder]);
		rmSync(folder, { recursive: true, force: true });
	}
});

function smallDisk(): string {
	const folder = temporaryFolder();
	const disk = join(folder, "disk");
	mkdirSync(disk);
	execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE_MB}m,mode=755`, "tmpfs", disk]);
	chmodSync(disk, 0o755);
	mounted.push(disk);
	return disk;
}

function freeBytes(disk: string): number {
	const { bavail, bsize } = statfsSync(disk);
	return bavail * bsize;
}

/** Leaves nothing. */
function fill(disk: string, filler: string): void {
	execFileSync("sh", ["-c", `cat /dev/zero >>"$0" 2>/dev/null || true`, filler]);
	expect(freeBytes(disk)).toBeLessThan(64 * 1024);
}

it("a full disk is a database that is away: nothing acknowledged is lost, and it goes on when there is room", async () => {
	const disk = smallDisk();
	const dataDir = join(disk, "server", "data");
	mkdirSync(join(disk, "server"));
	const load = new Load(await startServer({ dataDir }));
	await load.join(4);
	load.talk(100);
	await sleep(2_000);
	const filler = join(disk, "filler");
	writeFileSync(filler, "");
	fill(disk, filler);
	// Long messages use up what the database has left.
	const errors: ApiError[] = [];
	const { client } = load.connections[0] ?? {};
	if (client === undefined) throw new Error("nobody");
	let said = 0;
	const shout = async (): Promise<void> => {
		const clientId = `shout-${said++}`;
		const content = "x".repeat(18_000);
		await client
			.request("printMessage", { roomId: ROOM, clientId, content })
			.then(() => acknowledged.push(clientId))
			.catch((error: unknown) => errors.push(error as ApiError));
	};
	const acknowledged: string[] = [];
	await until(
		"messages are refused",
		async () => {
			await Promise.all(Array.from({ length: 20 }, shout));
			return errors.length > 0;
		},
		120_000,
	);
	console.log(`${acknowledged.length} long messages until the disk was full; then ${errors[0]?.code}`);
	for (const error of errors) expect(error).toMatchObject({ retryable: true });
	expect(
		errors.map(({ code }) => code).every((code) => ["unavailable", "timeout", "busy"].includes(code)),
	).toBe(true);
	await sleep(5_000);
	expect((await fetch(`${load.server.address.origin}/health`)).status).toBe(200);
	// There is room again.
	truncateSync(filler, 0);
	rmSync(filler);
	await load.quiet(90_000);
	const stored = new Set(load.archive().map(({ clientId }) => clientId));
	for (const clientId of acknowledged) expect(stored.has(clientId), clientId).toBe(true);
	const rows = load.archive();
	expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i + 1));
	for (const { clientId, acknowledged: answer } of load.spoken.values()) {
		expect(answer, clientId).not.toBeNull();
		expect(stored.has(clientId), clientId).toBe(true);
	}
	await load.end();
}, 300_000);
