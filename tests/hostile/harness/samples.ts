/* Values that a field takes, for requests that the table of who may do what says nothing of. */
import { fieldsOf, isRequired, type Field } from "./schema";

const ofTypes: Record<Field["type"], (field: Field) => unknown> = {
	id: () => 1,
	int: ({ min = 0, max = 0 }) => Math.min(Math.max(min, 1), max),
	bool: () => true,
	text: ({ min = 0 }) => "x".repeat(min),
	bytes: ({ min = 0 }) => "x".repeat(min),
	word: ({ values = [] }) => values[0],
	ids: () => [],
	idMap: () => ({}),
	list: () => [],
	object: ({ of }) => sampleOfAll(fieldsOf(of)),
};

export function sampleOf(field: Field): unknown {
	return ofTypes[field.type](field);
}

/** A request that has all it must have. */
export function sampleOfAll(fields: Readonly<Record<string, Field>>): Record<string, unknown> {
	const required = Object.entries(fields).filter(([, field]) => isRequired(field));
	return Object.fromEntries(required.map(([name, field]) => [name, sampleOf(field)]));
}
