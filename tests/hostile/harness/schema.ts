/* The schema itself: actions and routes with their fields, as the generator reads them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../server/protocol/schema/", import.meta.url));

export interface Field {
	type: "id" | "int" | "bool" | "text" | "bytes" | "word" | "ids" | "idMap" | "list" | "object";
	min?: number;
	max?: number;
	maxBytes?: number;
	trim?: boolean;
	plain?: boolean;
	values?: readonly string[];
	of?: string;
	optional?: boolean;
	default?: unknown;
}

export type Fields = Readonly<Record<string, Field>>;

/** An action of the socket or a route of the API. */
export interface Door {
	name: string;
	kind: "action" | "route";
	method: "GET" | "POST";
	access: "anyone" | "guest" | "member" | "administrator";
	body: "json" | "picture";
	fields: Fields;
}

interface Entry {
	name?: string;
	path?: string;
	method?: "GET" | "POST";
	access: Door["access"];
	body?: Door["body"];
	input: Fields;
}

interface Noun {
	types: Record<string, { fields: Fields }>;
	actions: Entry[];
	http: Entry[];
}

const nouns = readdirSync(folder)
	.filter((name) => name.endsWith(".json"))
	.map((name) => JSON.parse(readFileSync(folder + name, "utf8")) as Noun);

const types = Object.assign({}, ...nouns.map((noun) => noun.types)) as Noun["types"];

export function fieldsOf(type: string | undefined): Fields {
	const found = types[type ?? ""];
	if (!found) throw new Error(`the schema has no type ${String(type)}`);
	return found.fields;
}

function doorOf(entry: Entry): Door {
	const { name, path, method, access, body, input } = entry;
	const kind = path === undefined ? "action" : "route";
	return {
		name: name ?? path ?? "",
		kind,
		method: method ?? "POST",
		access,
		body: body ?? "json",
		fields: input,
	};
}

export const doors: readonly Door[] = nouns.flatMap(({ actions, http }) => [...actions, ...http].map(doorOf));

export const isRequired = (field: Field): boolean => !field.optional && field.default === undefined;
