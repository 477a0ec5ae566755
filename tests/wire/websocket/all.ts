/* All cases of RFC 6455, in the order of their table. */
import type { SocketCase } from "../harness/socket_case";
import type { Category } from "../harness/suite";
import { closing } from "./closing";
import { compression } from "./compression";
import { control } from "./control";
import { fragmenting } from "./fragmenting";
import { framing } from "./framing";
import { handshakes } from "./handshakes";
import { masking, opcodes, reserved } from "./headers";
import { unicode } from "./unicode";

export const sockets: readonly Category<SocketCase>[] = [
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
