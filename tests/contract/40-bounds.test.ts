/* Where each field of the schema ends, and a frame: what lies on the bound is taken, what lies beyond is refused and named. */
import { describe, expect, it } from "vitest";

import {
	schemaRequests,
	schemaRoutes,
	schemaTypes,
	type FieldSchema,
	type FieldSchemas,
} from "../../frontend/src/api/protocol.gen";
import type { JsonRecord } from "../../frontend/src/utils/record";
import type { Connection, Person } from "./harness/person";
import { until } from "./harness/wait";
import { administrator, newcomer } from "./harness/world";

const NOBODY = Number.MAX_SAFE_INTEGER;
const FRAME_BYTES = 65_536;
/** So many refusals a socket may have before it is closed. */
const STRIKES = 15;

/** The least that a field takes; ids that nobody has, so that nothing is changed. */
const least: Record<FieldSchema["type"], (field: FieldSchema) => unknown> = {
	id: () => NOBODY,
	int: ({ min }) => min ?? 0,
	bool: () => false,
	text: ({ min }) => "x".repeat(min ?? 0),
	bytes: ({ min }) => "x".repeat(min ?? 0),
	word: ({ values }) => values?.[0],
	ids: () => [],
	idMap: () => ({}),
	list: () => [],
	object: ({ of }) => leastOf(schemaTypes[of ?? ""] ?? {}),
	raw: () => null,
};

function leastOf(fields: FieldSchemas): JsonRecord {
	const needed = Object.entries(fields).filter(([, field]) => field.optional !== true);
	return Object.fromEntries(needed.map(([name, field]) => [name, least[field.type](field)]));
}

function entries(field: FieldSchema, count: number): unknown {
	const numbers = Array.from({ length: count }, (_, i) => i + 1);
	if (field.type === "ids") return numbers;
	if (field.type === "idMap") return Object.fromEntries(numbers.map((i) => [`k${i}`, i]));
	return numbers.map(() => leastOf(schemaTypes[field.of ?? ""] ?? {}));
}

interface Probe {
	value: unknown;
	/** Beyond the bound. */
	beyond: boolean;
}

const on = (value: unknown): Probe => ({ value, beyond: false });
const beyond = (value: unknown): Probe => ({ value, beyond: true });

function sized(field: FieldSchema, make: (size: number) => unknown): Probe[] {
	const [min, max] = [field.min ?? 0, field.max ?? 0];
	const under = min > 0 ? [on(make(min)), beyond(make(min - 1))] : [];
	return [...under, on(make(max)), beyond(make(max + 1))];
}

const whole = (min: number, max: number): Probe[] =>
	[on(min), on(max), beyond(min - 1), beyond(max + 1), beyond(Math.max(min, -1e6) + 0.5)].filter(
		({ value }) => Math.abs(Number(value)) <= NOBODY + 1,
	);

const probes: Record<FieldSchema["type"], (field: FieldSchema) => Probe[]> = {
	id: () => whole(1, NOBODY),
	int: ({ min, max }) => whole(min ?? 0, max ?? 0),
	bool: () => [on(true), beyond("true"), beyond(1)],
	text: (field) => [
		...sized(field, (size) => "x".repeat(size)),
		...sized(field, (size) => "\u{1F600}".repeat(size)).filter(
			({ value }) => Buffer.byteLength(String(value)) <= (field.maxBytes ?? 0),
		),
	],
	bytes: (field) => [
		...sized(field, (size) => "x".repeat(size)),
		beyond("é".repeat(Math.ceil(((field.max ?? 0) + 1) / 2))),
	],
	word: ({ values }) => [...(values ?? []).map(on), beyond("nothing of this"), beyond("")],
	ids: (field) => [
		on([]),
		on(entries(field, field.max ?? 0)),
		beyond(entries(field, (field.max ?? 0) + 1)),
	],
	idMap: (field) => [
		on({}),
		on(entries(field, field.max ?? 0)),
		beyond(entries(field, (field.max ?? 0) + 1)),
	],
	list: (field) => [
		on([]),
		on(entries(field, field.max ?? 0)),
		beyond(entries(field, (field.max ?? 0) + 1)),
	],
	object: () => [],
	raw: () => [],
};

/** What fits into a frame at all: longer texts are bounded by that. */
const fits = ({ value }: Probe): boolean => JSON.stringify(value).length < FRAME_BYTES - 1_000;

/** How the decoder says that a field is beyond its bound. */
const refusal = (name: string): RegExp =>
	new RegExp(
		`^${name}(\\[\\d+\\])?: must (have |be (an array|an object) of at most|be a whole number|be true or false|be one of)`,
	);

function judge(what: string, name: string, probe: Probe, answer: { error?: unknown; text?: unknown }): void {
	const said = `${what}.${name} ${JSON.stringify(probe.value).slice(0, 80)}: ${JSON.stringify(answer).slice(0, 200)}`;
	const refused = answer.error === "invalid" && refusal(name).test(String(answer.text));
	expect(refused, said).toBe(probe.beyond);
}

class Asker {
	readonly #person: Person;
	#connection: Connection | null = null;
	#asked = 0;

	constructor(person: Person) {
		this.#person = person;
	}

	async ask(frame: JsonRecord): Promise<JsonRecord> {
		if (this.#asked++ % STRIKES === 0) {
			this.#connection?.stop();
			this.#connection = await this.#person.connect();
		}
		if (this.#connection === null) throw new Error("no connection");
		const answer = await this.#connection.rawRequest(frame);
		return answer["action"] === "growlError" ? { error: answer["error"], text: answer["content"] } : {};
	}
}

describe("every field of an action", () => {
	it("is taken at its bound and refused beyond it, by name", async () => {
		const asker = new Asker(await administrator());
		let count = 0;
		for (const [action, fields] of Object.entries(schemaRequests)) {
			if (action === "pong") continue;
			for (const [name, field] of Object.entries(fields)) {
				for (const probe of probes[field.type](field).filter(fits)) {
					const frame = { ...leastOf(fields), [name]: probe.value, action };
					judge(action, name, probe, await asker.ask(frame));
					count++;
				}
			}
		}
		expect(count).toBeGreaterThan(300);
	}, 120_000);
});

describe("every field of a route", () => {
	it("is taken at its bound and refused beyond it, and named", async () => {
		const ann = await newcomer();
		let count = 0;
		for (const [path, { method, body, input }] of Object.entries(schemaRoutes)) {
			if (method !== "POST" || body !== "json") continue;
			for (const [name, field] of Object.entries(input)) {
				for (const probe of probes[field.type](field)) {
					const answer = await fetch(`${ann.world.origin}${path}`, {
						method,
						headers: { ...ann.headers(), "Content-Type": "application/json" },
						body: JSON.stringify({ ...leastOf(input), [name]: probe.value }),
					});
					const { error, message } = (await answer.json()) as JsonRecord;
					judge(path, name, probe, { error, text: message });
					count++;
				}
			}
		}
		expect(count).toBeGreaterThan(60);
	}, 120_000);
});

describe("a frame", () => {
	const ping = (x: string): string => `{"action":"ping","cbId":1000001,"x":${x}}`;

	async function answerTo(connection: Connection, text: string): Promise<JsonRecord> {
		const before = connection.frames.length;
		connection.raw(text);
		return await until("the answer", () =>
			connection.frames
				.slice(before)
				.find(({ cbId, action }) => cbId === 1_000_001 || action === "growlError"),
		);
	}

	it("of exactly frame_bytes_max is read, and one byte more closes with 1009", async () => {
		const ann = await (await newcomer()).connect();
		const padded = (size: number): string => ping(JSON.stringify("x".repeat(size - ping('""').length)));
		expect(padded(FRAME_BYTES)).toHaveLength(FRAME_BYTES);
		expect((await answerTo(ann, padded(FRAME_BYTES)))["action"]).toBe("pong");
		ann.raw(padded(FRAME_BYTES + 1));
		expect((await until("the close", () => ann.closes[0])).code).toBe(1009);
	});

	it("nests 16 deep and no deeper", async () => {
		const ann = await (await newcomer()).connect();
		const nested = (depth: number): string => ping("[".repeat(depth) + "]".repeat(depth));
		expect((await answerTo(ann, nested(15)))["action"]).toBe("pong");
		expect(await answerTo(ann, nested(16))).toMatchObject({ action: "growlError", error: "malformed" });
	});

	it("has 20,000 values and no more", async () => {
		const ann = await (await newcomer()).connect();
		// The object, its action, its cbId and the array are four.
		const many = (count: number): string =>
			ping(
				`[${Array(count - 4)
					.fill("1")
					.join(",")}]`,
			);
		expect((await answerTo(ann, many(20_000)))["action"]).toBe("pong");
		expect(await answerTo(ann, many(20_001))).toMatchObject({
			action: "growlError",
			error: "too_large",
		});
	});
});
