/* The search for secrets itself: it finds what stands in each of the places it looks at. */
import { describe, expect, it } from "vitest";

import { Person } from "./harness/person";
import { leaks, noteSecret, noteSecrets } from "./harness/secrets";
import { startServer } from "./harness/server";
import { worldOf } from "./harness/world";

describe("a server that ends", () => {
	it("is searched: its output, its databases' logs, command lines and environments", async () => {
		const server = await startServer({
			workers: 1,
			config: { server_name: "a secret of the environment" },
		});
		const { port, origin, setup } = server.address;
		const person = await new Person(worldOf(origin), "root").register({ setup });
		await person.connect();
		noteSecret(port, "output", `http://localhost:${port}`);
		noteSecret(port, "mariadb", "ready for connections");
		noteSecret(port, "redis", "User requested shutdown");
		noteSecret(port, "command line", "--defaults-file");
		noteSecret(port, "environment", "a secret of the environment");
		const said = await server.remove().then(
			() => "nothing",
			(error: Error) => error.message,
		);
		const lines = said.split("\n").slice(1);
		const kinds = ["output", "mariadb", "redis", "command line", "environment"];
		for (const kind of kinds) expect(said).toContain(`has a ${kind} of`);
		expect(said).toMatch(/\/proc\/\d+\/environ has a environment/);
		expect(said).toMatch(/mariadb\.log has a mariadb/);
		expect(said).toMatch(/redis\.log has a redis/);
		// And nothing that is one: neither the password nor the session of whoever came.
		for (const line of lines) expect(kinds.some((kind) => line.includes(`has a ${kind} of`))).toBe(true);
	});

	it("is searched for all that is secret in what was sent and came", () => {
		const port = 1;
		const token = "T".repeat(43);
		noteSecrets(port, { username: "somebody-known", password: "a password it is", list: [{ token }] });
		noteSecrets(port, { url: `http://localhost/reset/${"R".repeat(43)}`, content: 'a "text" of\nlines' });
		const log = [
			"info auth user=somebody-known",
			"password=a password it is",
			`GET /invite/${token}`,
			"R".repeat(43),
			'{"content":"a \\"text\\" of\\nlines"}',
		].join("\n");
		const found = leaks(port, [["log", log]]);
		expect(found).toHaveLength(4);
		expect(found.join()).not.toContain(token);
		expect(leaks(port, [["log", log]])).toEqual([]);
	});
});
