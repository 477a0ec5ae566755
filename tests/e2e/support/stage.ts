/* A server with its people: some come through the page, others (to fill rooms) through the client's own API. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Coverage } from "../../contract/harness/coverage";
import { Complaints, Person, PASSWORD, type Connection, type World } from "../../contract/harness/person";
import { queryArchive, startServer, type Server } from "../../contract/harness/server";
import { noteSecret } from "../../contract/harness/secrets";
import { Gate, type Way } from "./gate";

export const password = PASSWORD;
export type Config = Record<string, string | number | boolean>;

const released = fileURLToPath(new URL("../../../build/release/confabd", import.meta.url));
const binary = process.env["CONFABD"] ?? released;

const firstRoomId = 5001;

export class Stage {
	readonly server: Server;
	readonly world: World;
	readonly #gates: Gate[] = [];

	private constructor(server: Server) {
		const folder = mkdtempSync(join(tmpdir(), "confab-e2e-"));
		this.server = server;
		this.world = {
			origin: server.address.origin,
			coverage: new Coverage(join(folder, "met")),
			complaints: new Complaints(),
			connections: [],
		};
	}

	static async open(config: Config): Promise<Stage> {
		return new Stage(await startServer({ binary, config: { registration: "invite", ...config } }));
	}

	get origin(): string {
		return this.server.address.origin;
	}

	/** Makes the first account without the page. */
	async administrator(name = "ada", displayName = "Ada Lovelace"): Promise<Person> {
		return await new Person(this.world, name).register({ setup: this.server.address.setup, displayName });
	}

	/** An account made by an invitation of `host`, without the page. */
	async guestOf(host: Connection, name: string, displayName: string): Promise<Person> {
		const { token } = await host.client.request("createInvitation", { maxUses: 1 });
		return await new Person(this.world, name).register({ invitation: token, displayName });
	}

	/** What an operator prints for somebody on the command line: the path of a page that signs them in, once. */
	signInLink(name: string): string {
		const { dataDir, port } = this.server.address;
		const own = Object.entries(process.env).filter(([key]) => !key.startsWith("CONFAB"));
		const printed = execFileSync(binary, ["user", "sign-in-link", name], {
			encoding: "utf8",
			env: { ...Object.fromEntries(own), CONFAB_DATA_DIR: dataDir },
			stdio: ["ignore", "pipe", "pipe"],
		});
		const { pathname } = new URL(printed.trim());
		noteSecret(port, "link", pathname.split("/").at(-1) ?? "");
		return pathname;
	}

	/** Rooms that anybody may join; no action makes rooms yet. */
	addRooms(names: readonly string[]): void {
		names.forEach((name, at) => {
			const id = firstRoomId + at;
			const columns = "(id, group_id, name, is_main, is_open, is_visible)";
			queryArchive(
				this.server.address.dataDir,
				`INSERT INTO room ${columns} VALUES (${id}, 1, '${name}', 0, 1, 1)`,
			);
			queryArchive(this.server.address.dataDir, `INSERT INTO stream_head VALUES (${id}, 0, 0, 0, 1)`);
		});
	}

	/** A way of one's own to the server. */
	async gate(way: Way = {}): Promise<Gate> {
		const gate = await Gate.open(this.server.address, way);
		this.#gates.push(gate);
		return gate;
	}

	async close(): Promise<void> {
		this.world.connections.forEach((connection) => connection.stop());
		this.#gates.forEach((gate) => gate.close());
		await this.server.remove();
		const problems = [...this.world.complaints.lines, ...this.server.alarms];
		if (problems.length > 0) throw new Error(`the server broke its contract:\n${problems.join("\n")}`);
	}
}
