/* RFC 6455 by hand: each case on a connection of its own, with the exact words that the server must say. */
import { beforeAll } from "vitest";

import { newcomer, server } from "../contract/harness/world";
import { legend, runSocketCase, type Server } from "./harness/socket_case";
import { runTable } from "./harness/suite";
import { sockets } from "./websocket/all";

let target: Server;

beforeAll(async () => {
	const { cookie } = await newcomer();
	target = { port: server.port, host: `localhost:${server.port}`, cookie };
});

const table = { name: "rfc6455", title: "RFC 6455", legend, least: 650 };

runTable(table, sockets, (one) => runSocketCase(one, target));
