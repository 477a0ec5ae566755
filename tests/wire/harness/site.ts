/* The files that this set's servers serve: small ones whose every byte is known, and one that no kernel buffer holds. */
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryFolder } from "../../contract/harness/server";

export const PAGE = "<!doctype html><title>wire</title>";
export const SCRIPT = "export const wire = 1;\n".repeat(10);
export const SCRIPT_PATH = "/assets/app-0123abcd.js";
/** More than the kernel takes for a connection whose other end does not read. */
export const LARGE_BYTES = 15_000_000;

/** As the server makes them: a part of the hash of the bytes. */
export const etagOf = (content: string | Uint8Array): string =>
	`"${createHash("sha1").update(content).digest("hex").slice(0, 32)}"`;

export function makeSite(): string {
	const folder = temporaryFolder();
	mkdirSync(join(folder, "assets"), { mode: 0o755 });
	chmodSync(join(folder, "assets"), 0o755);
	writeFileSync(join(folder, "index.html"), PAGE);
	writeFileSync(join(folder, SCRIPT_PATH), SCRIPT);
	writeFileSync(join(folder, `${SCRIPT_PATH}.br`), "as if it were brotli");
	writeFileSync(join(folder, `${SCRIPT_PATH}.gz`), "as if it were gzip");
	writeFileSync(join(folder, "large.bin"), Buffer.alloc(LARGE_BYTES, "l"));
	writeFileSync(join(folder, ".secret"), "no");
	return folder;
}
