/* A session that was ended is over, although what says so is lost on the way to the workers: its sockets live at most until the next check. */
import { afterEach, beforeEach, expect, it } from "vitest";

import { PASSWORD, Person } from "../contract/harness/person";
import { startServer, type Server } from "../contract/harness/server";
import { until } from "../contract/harness/wait";
import { Load } from "./load";
import { Proxy } from "./proxy";
import { losingPublished, startRedis, type Redis } from "./redis";

const SESSION_CHECK_MS = 2_000;
/** A shared machine, sanitizers. */
const SLACK_MS = 2_500;

let redis: Redis;
let proxy: Proxy;
let server: Server;
let load: Load;
let losing = false;
let lost = 0;

beforeEach(async () => {
	[losing, lost] = [false, 0];
	redis = await startRedis();
	const filter = losingPublished(() => {
		lost += losing ? 1 : 0;
		return losing;
	});
	proxy = new Proxy({ to: { port: redis.port }, filter });
	const redis_url = `redis://127.0.0.1:${await proxy.listen()}/0`;
	// The heads are not what ends it here.
	server = await startServer({
		config: { redis_url, session_check_ms: SESSION_CHECK_MS, head_check_ms: 60_000 },
	});
	load = new Load(server);
}, 60_000);

afterEach(async () => {
	try {
		await load.end();
	} finally {
		proxy.close();
		redis.stop();
	}
}, 60_000);

const ends: Record<string, (ann: Person, phone: Person) => Promise<unknown>> = {
	"signed out": (_ann, phone) => phone.http("/api/logout", {}),
	"a new password": (ann) =>
		ann.http("/api/change_password", { oldPassword: PASSWORD, password: "quite another one" }),
	disabled: async (ann) => {
		const root = await new Person(load.world, "root").register({ setup: server.address.setup });
		const { client } = await root.connect();
		await client.request("setAccountState", { userId: ann.userId, state: "disabled" });
	},
};

it.each(Object.entries(ends))("%s, and nobody heard it", async (_name, end) => {
	const ann = await new Person(load.world).register();
	const phone = await ann.another();
	const sockets = await Promise.all(Array.from({ length: 6 }, () => phone.connect()));
	losing = true;
	const since = Date.now();
	await end(ann, phone);
	for (const socket of sockets) {
		const close = await until("the close", () => socket.closes[0], SESSION_CHECK_MS + 2 * SLACK_MS);
		expect(close.code).toBe(1008);
		expect(close.at - since).toBeLessThan(SESSION_CHECK_MS + SLACK_MS);
	}
	expect(lost).toBeGreaterThan(0);
	expect((await phone.http("/api/status", {})).userId).toBeNull();
});
