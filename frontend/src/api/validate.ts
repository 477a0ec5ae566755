// Compares frames with the schema's tables, for tests: every frame of the server must be exactly what the reference
// says. The application does not import this file, so neither it nor the tables are part of the bundle.

import {
	errorTable,
	schemaEvents,
	schemaReplies,
	schemaRequests,
	schemaRoutes,
	schemaTypes,
	type FieldSchema,
	type FieldSchemas,
} from "./protocol.gen";

export type FrameKind = "event" | "reply" | "request" | "routeInput" | "routeReply" | "httpError";

type Members = Record<string, unknown>;

/** Where the check is and what it found. `fromClient`: optional fields may be null, unknown ones are ignored. */
interface Check {
	problems: string[];
	fromClient: boolean;
}

const largest = Number.MAX_SAFE_INTEGER;
const encoder = new TextEncoder();

function isMembers(value: unknown): value is Members {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, min = 1, max = largest): boolean {
	return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}

function textProblem(value: unknown, field: FieldSchema): string | null {
	if (typeof value !== "string") return "must be a text";
	const bytes = encoder.encode(value).length;
	const size = field.type === "bytes" ? bytes : [...value].length;
	if (!isWhole(size, field.min, field.max)) return `has ${size}, allowed are ${field.min} to ${field.max}`;
	if (field.maxBytes !== undefined && bytes > field.maxBytes)
		return `has more than ${field.maxBytes} bytes`;
	return null;
}

function arrayProblem(value: unknown, field: FieldSchema): string | null {
	if (!Array.isArray(value)) return "must be an array";
	return value.length > (field.max ?? largest) ? `has more than ${field.max} entries` : null;
}

function idsProblem(value: unknown, field: FieldSchema): string | null {
	const problem = arrayProblem(value, field);
	if (problem !== null) return problem;
	return (value as unknown[]).every((id) => isWhole(id)) ? null : "must hold ids only";
}

const scalars: Record<string, (value: unknown, field: FieldSchema) => string | null> = {
	id: (value) => (isWhole(value) ? null : "must be an id"),
	int: (value, field) =>
		isWhole(value, field.min, field.max)
			? null
			: `must be a whole number from ${field.min} to ${field.max}`,
	bool: (value) => (typeof value === "boolean" ? null : "must be true or false"),
	text: textProblem,
	bytes: textProblem,
	word: (value, field) =>
		field.values?.includes(value as string) ? null : `must be one of ${field.values?.join(", ")}`,
	ids: idsProblem,
};

function checkList(value: unknown, field: FieldSchema, place: string, check: Check): void {
	const problem = arrayProblem(value, field);
	if (problem !== null) {
		check.problems.push(`${place}: ${problem}`);
		return;
	}
	(value as unknown[]).forEach((entry, i) => checkObject(entry, field.of, `${place}[${i}]`, check));
}

function checkObject(value: unknown, type: string | undefined, place: string, check: Check): void {
	if (!isMembers(value)) {
		check.problems.push(`${place}: must be an object`);
		return;
	}
	checkFields(value, schemaTypes[type ?? ""] ?? {}, `${place}.`, check);
}

function isReaction(value: unknown): boolean {
	if (!isMembers(value) || Object.keys(value).join() !== "emoji,count,users") return false;
	const { emoji, count, users } = value;
	return typeof emoji === "string" && isWhole(count) && Array.isArray(users) && users.every((id) => isWhole(id));
}

function checkRaw(value: unknown, field: FieldSchema, place: string, check: Check): void {
	if (field.of === "events") {
		if (!Array.isArray(value)) check.problems.push(`${place}: must be an array`);
		else value.forEach((event, i) => checkEvent(event, `${place}[${i}]`, check));
	}
	if (field.of === "reactions" && !(Array.isArray(value) && value.every(isReaction))) {
		check.problems.push(`${place}: must be an array of reactions`);
	}
	if (field.of === "idMap" && !(isMembers(value) && Object.values(value).every((id) => isWhole(id, -1)))) {
		check.problems.push(`${place}: must be an object of whole numbers`);
	}
}

function checkIdMap(value: unknown, field: FieldSchema, place: string, check: Check): void {
	const values = isMembers(value) ? Object.values(value) : null;
	if (!values || values.length > (field.max ?? largest) || !values.every((id) => isWhole(id, field.min)))
		check.problems.push(`${place}: must be an object of whole numbers`);
}

const containers: Record<string, (value: unknown, field: FieldSchema, place: string, check: Check) => void> =
	{
		list: checkList,
		object: (value, field, place, check) => checkObject(value, field.of, place, check),
		raw: checkRaw,
		idMap: checkIdMap,
	};

function checkField(value: unknown, field: FieldSchema, place: string, check: Check): void {
	if (value === undefined) {
		if (!field.optional) check.problems.push(`${place}: is missing`);
		return;
	}
	if (value === null) {
		if (!field.nullable && !(check.fromClient && field.optional))
			check.problems.push(`${place}: must not be null`);
		return;
	}
	const nested = containers[field.type];
	if (nested) {
		nested(value, field, place, check);
		return;
	}
	const problem = scalars[field.type]?.(value, field);
	if (problem) check.problems.push(`${place}: ${problem}`);
}

function checkFields(members: Members, fields: FieldSchemas, place: string, check: Check): void {
	for (const [name, field] of Object.entries(fields)) checkField(members[name], field, place + name, check);
	if (check.fromClient) return;
	for (const name of Object.keys(members)) {
		if (!Object.hasOwn(fields, name)) check.problems.push(`${place}${name}: is not in the schema`);
	}
}

function lookUp<T>(table: Readonly<Record<string, T>>, name: unknown): T | undefined {
	return typeof name === "string" && Object.hasOwn(table, name) ? table[name] : undefined;
}

function expectMember(members: Members, name: string, expected: unknown, place: string, check: Check): void {
	if (members[name] !== expected) {
		check.problems.push(
			`${place}${name}: is ${JSON.stringify(members[name])}, not ${JSON.stringify(expected)}`,
		);
	}
}

function checkEvent(frame: unknown, place: string, check: Check): void {
	if (!isMembers(frame)) {
		check.problems.push(`${place}: must be an object`);
		return;
	}
	const { action, handler, ...members } = frame;
	const schema = lookUp(schemaEvents, action);
	if (!schema) {
		check.problems.push(
			`${place === "" ? "action" : place}: no event is called ${JSON.stringify(action)}`,
		);
		return;
	}
	const prefix = place === "" ? "" : `${place}.`;
	expectMember({ handler }, "handler", schema.handler, prefix, check);
	checkFields(members, schema.fields, prefix, check);
}

function checkReply(name: string, frame: Members, check: Check): void {
	const schema = lookUp(schemaReplies, name);
	if (!schema) {
		check.problems.push(`${name}: this action has no answer`);
		return;
	}
	const { action, handler, cbId, ...members } = frame;
	expectMember({ handler }, "handler", "void", "", check);
	expectMember({ action }, "action", schema.action ?? undefined, "", check);
	if (cbId !== undefined && !isWhole(cbId, -largest)) check.problems.push("cbId: must be a whole number");
	checkFields(members, schema.fields, "", check);
}

function checkRequest(name: string, frame: Members, check: Check): void {
	const fields = lookUp(schemaRequests, name);
	if (!fields) {
		check.problems.push(`${name}: there is no such action`);
		return;
	}
	const { action, cbId, ...members } = frame;
	expectMember({ action }, "action", name, "", check);
	if (cbId !== undefined && !isWhole(cbId, -largest)) check.problems.push("cbId: must be a whole number");
	checkFields(members, fields, "", { ...check, fromClient: true });
}

function checkRoute(name: string, part: "input" | "reply", frame: Members, check: Check): void {
	const schema = lookUp(schemaRoutes, name);
	if (!schema) check.problems.push(`${name}: there is no such path`);
	else checkFields(frame, schema[part], "", { ...check, fromClient: part === "input" });
}

function checkHttpError(frame: Members, check: Check): void {
	const fields: FieldSchemas = {
		error: { type: "word", values: Object.keys(errorTable) },
		message: { type: "text", min: 1, max: 500 },
		retryAfterMs: { type: "int", min: 0, max: largest, optional: true },
	};
	checkFields(frame, fields, "", check);
}

const checkers: Record<FrameKind, (name: string, frame: Members, check: Check) => void> = {
	event: (name, frame, check) => {
		expectMember(frame, "action", name, "", check);
		checkEvent(frame, "", check);
	},
	reply: checkReply,
	request: checkRequest,
	routeInput: (name, frame, check) => checkRoute(name, "input", frame, check),
	routeReply: (name, frame, check) => checkRoute(name, "reply", frame, check),
	httpError: (_name, frame, check) => checkHttpError(frame, check),
};

/**
 * What is wrong with a frame, one line each; empty: nothing. `name` is the action of a request, an answer or an
 * event, or a route's path (an HTTP error needs none). Frames of the server may have no field that is not in the schema.
 */
export function validate(kind: FrameKind, name: string, frame: unknown): string[] {
	const check: Check = { problems: [], fromClient: false };
	if (!isMembers(frame)) return ["must be an object"];
	checkers[kind](name, frame, check);
	return check.problems;
}
