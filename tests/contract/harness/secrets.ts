/*
 * What must never be written down: passwords, session tokens, tokens of links, texts of messages. They are noted as they are made, by the server they were
 * made at; when it ends, its output, its databases' logs, and the command lines and environments of all its processes are searched for each of them.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { childrenOf } from "./processes";

/** Shorter ones stand in any log by chance. */
const LENGTH_MIN = 12;
/** Of one process: a load says thousands of things that are all alike. */
const NOTED_MAX = 2_000;

const noted = new Set<string>();

/** One file for all test processes that talk to the server at this port. */
function fileOf(port: number): string {
	return join(tmpdir(), `confab-test-secrets-${port}`);
}

export function portOf(origin: string): number {
	return Number(new URL(origin).port);
}

export function noteSecret(port: number, kind: string, value: string): void {
	const line = `${JSON.stringify([kind, value])}\n`;
	if (value.length < LENGTH_MIN || noted.size >= NOTED_MAX || noted.has(line)) return;
	noted.add(line);
	appendFileSync(fileOf(port), line, { mode: 0o600 });
}

/** By the name of the field; of an address its last part, which is the token. */
const kinds: Readonly<Record<string, string>> = {
	password: "password",
	oldPassword: "password",
	token: "token",
	invitation: "token",
	url: "link",
	content: "text",
};

/** Whatever is secret in what is sent or comes. */
export function noteSecrets(port: number, value: unknown): void {
	if (typeof value !== "object" || value === null) return;
	for (const [name, each] of Object.entries(value)) {
		const kind = kinds[name];
		if (typeof each !== "string") noteSecrets(port, each);
		else if (kind === "link") noteSecret(port, kind, each.split("/").at(-1) ?? "");
		else if (kind !== undefined) noteSecret(port, kind, each);
	}
}

function secretsOf(port: number): [kind: string, value: string][] {
	const path = fileOf(port);
	if (!existsSync(path)) return [];
	const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
	return lines.map((line) => JSON.parse(line) as [string, string]);
}

function read(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return ""; // It has ended, or belongs to somebody else.
	}
}

/** Command lines and environments of a process and all below it. */
export function processTexts(pid: number): [place: string, text: string][] {
	const own = ["cmdline", "environ"].map((name): [string, string] => [
		`/proc/${pid}/${name}`,
		read(`/proc/${pid}/${name}`),
	]);
	return [...own, ...childrenOf(pid).flatMap((child) => processTexts(child.pid))];
}

/** Logs that the private databases wrote. */
export function logTexts(dataDir: string): [place: string, text: string][] {
	const folders = [dataDir, join(dataDir, "mariadb")].filter((folder) => existsSync(folder));
	return folders.flatMap((folder) =>
		readdirSync(folder)
			.filter((name) => /\.(log|err)(\.\d+)?$|^core/.test(name))
			.map((name): [string, string] => [join(folder, name), read(join(folder, name))]),
	);
}

/** Which secrets stand where; they themselves are not said. The notes go with it. */
export function leaks(port: number, texts: readonly [place: string, text: string][]): string[] {
	const secrets = secretsOf(port);
	rmSync(fileOf(port), { force: true });
	return texts.flatMap(([place, text]) =>
		secrets
			.filter(([, value]) => text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1)))
			.map(
				([kind, value]) =>
					`${place} has a ${kind} of ${value.length} characters: ${value.slice(0, 3)}…`,
			),
	);
}
