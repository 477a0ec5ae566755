/* RFC 6455 by hand: each case on a connection of its own, with the exact words that the server must say. */
import { beforeAll } from "vitest";

import { newcomer, server } from "../contract/harness/world";
import { legend, runSocketCase, type Server } from "./harness/socket_case";
import { runTable } from "./harness/suite";
import { closing } from "./websocket/closing";
import { compression } from "./websocket/compression";
import { control } from "./websocket/control";
import { fragmenting } from "./websocket/fragmenting";
import { framing } from "./websocket/framing";
import { handshakes } from "./websocket/handshakes";
import { masking, opcodes, reserved } from "./websocket/headers";
import { unicode } from "./websocket/unicode";

let target: Server;

beforeAll(async () => {
	const { cookie } = await newcomer();
	target = { port: server.port, host: `localhost:${server.port}`, cookie };
});

const table = { name: "rfc6455", title: "RFC 6455", legend, least: 300 };
const categories = [
	handshakes,
	framing,
	control,
	reserved,
	opcodes,
	masking,
	fragmenting,
	unicode,
	closing,
	compression,
];

runTable(table, categories, (one) => runSocketCase(one, target));
