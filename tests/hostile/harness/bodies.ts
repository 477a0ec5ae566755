/* What a request or an answer is besides its JSON. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { parseRecord, type JsonRecord } from "../../../frontend/src/utils/record";
import { strangers, type Actor, type Stranger } from "./case";

const pictures = fileURLToPath(new URL("../../unit/picture/fixtures/", import.meta.url));

export const pictureOf = (name = "alpha.png"): Uint8Array => new Uint8Array(readFileSync(pictures + name));

export function isStranger(actor: Actor): actor is Stranger {
	return (strangers as readonly string[]).includes(actor);
}

/** The number that an answer must have; null: none can be read of the request. */
export function readableCbId(body: string | Uint8Array, answer: JsonRecord | null): number | null {
	if (answer?.["error"] === "malformed" || String(answer?.["content"]).startsWith("at byte")) return null;
	const cbId = typeof body === "string" ? parseRecord(body)?.["cbId"] : undefined;
	return Number.isSafeInteger(cbId) ? Number(cbId) : null;
}
