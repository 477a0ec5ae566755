/* A server of a file's own that serves the set's files: there before its tests; when they are over it ends well, and has said nothing that it must not. */
import { afterAll, beforeAll, expect, inject } from "vitest";

import type { Person } from "../../contract/harness/person";
import { metricsOf, startServer, type Server, type ServerAddress } from "../../contract/harness/server";
import { until } from "../../contract/harness/wait";
import { visitor } from "../../contract/harness/world";

type Config = Record<string, string | number | boolean>;

/** Deadlines are looked at twice a second; the rest is for a busy machine. */
export const LATE_MS = 5_000;

export class OwnServer {
	#server: Server | null = null;

	/** Called outside of tests. */
	constructor(config: Config) {
		beforeAll(async () => {
			this.#server = await startServer({ config: { static_dir: inject("site"), ...config } });
		}, 120_000);
		afterAll(async () => {
			expect(await this.#server?.remove()).toBe(0);
			expect(this.#server?.alarms).toEqual([]);
		}, 60_000);
	}

	get address(): ServerAddress {
		if (!this.#server) throw new Error("there is no server outside of tests");
		return this.#server.address;
	}

	get port(): number {
		return this.address.port;
	}

	async newcomer(): Promise<Person> {
		return await visitor(this.address.origin).register();
	}

	async get(path: string): Promise<Response> {
		return await fetch(`${this.address.origin}${path}`);
	}

	async metrics(names: readonly string[]): Promise<number[]> {
		const metrics = await metricsOf(this.address.origin);
		return names.map((name) => metrics.get(name) ?? Number.NaN);
	}

	async metric(name: string): Promise<number> {
		return (await this.metrics([name]))[0] ?? Number.NaN;
	}

	/** Gauges are as `before`, or lower. */
	async settled(names: readonly string[], before: readonly number[], withinMs: number): Promise<void> {
		const low = async (): Promise<boolean> =>
			(await this.metrics(names)).every((value, i) => value <= (before[i] ?? 0));
		await until(`${names.join(", ")} at most ${before.join(", ")}`, low, withinMs);
	}
}
