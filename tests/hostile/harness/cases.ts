/* All cases: of each field from the schema, of each role from the table of who may do what, of ids and states from theirs. */
import { framesOf } from "../frames";
import { referencesOf } from "../references";
import { rules } from "../rules";
import { rows, type Row } from "../who";
import { askerOf, bodyOf, heardBy } from "./asking";
import { roles, strangers, type Actor, type Case, type Members } from "./case";
import { sampleOf, sampleOfAll } from "./samples";
import { doors, fieldsOf, type Door, type Field } from "./schema";
import { boundsOf, wrongsOf, type Wrong } from "./wrongs";

/** The largest frame and the largest body that are read. */
const FRAME_MAX = 65_536;

const doorOf = new Map(doors.map((door) => [door.name, door]));

/** The begin of a case of a door, by who may. */
function caseOf(
	door: Door,
	more: Omit<Case, "door" | "kind" | "by" | "variant"> & {
		by?: Actor;
		variant?: string;
	},
): Case {
	return {
		door: door.name,
		kind: door.kind,
		by: askerOf(door),
		variant: "",
		...more,
	};
}

/** One byte a character, as a text that holds any bytes has it. */
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What is heard of it: what is larger than is read is not looked at, and what is no UTF-8 ends a socket. */
function expectedOf(door: Door, field: string, wrong: Wrong): string {
	const tooLarge = new TextEncoder().encode(wrong.raw ?? "").length > FRAME_MAX - 1_000;
	if (tooLarge) return door.kind === "action" ? "closed 1009" : "too_large";
	if (wrong.bytes && door.kind === "action") return "closed 1007";
	return wrong.code === "invalid" ? `invalid: ${field}${wrong.path}` : wrong.code;
}

function wrongCase(door: Door, field: string, wrong: Wrong): Case {
	return caseOf(door, {
		field,
		label: wrong.label,
		expected: [expectedOf(door, field, wrong)],
		body: (_scene, given) => {
			const text = bodyOf(door, given, { [field]: wrong.raw });
			return wrong.bytes ? bytesOf(text) : text;
		},
	});
}

/** A field twice in one object, in one spelling and in two. */
function twice(door: Door, name: string, field: Field): Case[] {
	const escaped = `\\u${(name.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}${name.slice(1)}`;
	return [name, escaped].map((second, i) =>
		caseOf(door, {
			field: name,
			label: i === 0 ? "twice" : "twice, in two spellings",
			expected: ["malformed"],
			body: (_scene, given) => {
				const value = JSON.stringify(given[name] ?? sampleOf(field));
				return `{"${second}":${value},${bodyOf(door, given, { [name]: value }).slice(1)}`;
			},
		}),
	);
}

/** The largest and smallest of a field are taken: what is refused is the last field, which is wrong. */
function bounds(door: Door, name: string, field: Field): Case[] {
	const last = Object.entries(door.fields).at(-1);
	if (!last || last[0] === name) return [];
	const [other, { type }] = last;
	const wrong = type === "bool" ? "7" : "true";
	return boundsOf(field).map(([label, raw]) =>
		caseOf(door, {
			field: name,
			label: `at its bound: ${label}`,
			expected: [`invalid: ${other}`],
			body: (_scene, given) => bodyOf(door, given, { [name]: raw, [other]: wrong }),
		}),
	);
}

/** A required name in other letters is another name. */
function otherCase(door: Door, name: string, field: Field): Case[] {
	if (field.optional || field.default !== undefined) return [];
	return [
		caseOf(door, {
			field: name,
			label: "in capitals",
			expected: [`invalid: ${name}`],
			body: (_scene, given) =>
				bodyOf(door, given, {
					[name]: undefined,
					[name.toUpperCase()]: JSON.stringify(given[name] ?? sampleOf(field)),
				}),
		}),
	];
}

function fieldCases(door: Door): Case[] {
	return Object.entries(door.fields).flatMap(([name, field]) => [
		...wrongsOf(field, {}).map((wrong) => wrongCase(door, name, wrong)),
		...twice(door, name, field),
		...otherCase(door, name, field),
		...bounds(door, name, field),
	]);
}

/** An id in the place that the field's type has for it. */
function placed(field: Field, inner: string, id: number): unknown {
	if (field.type === "ids") return [id];
	return field.type === "list" ? [{ ...sampleOfAll(fieldsOf(field.of)), [inner]: id }] : id;
}

function idFields(door: Door): { name: string; inner: string; field: Field }[] {
	return Object.entries(door.fields).flatMap(([name, field]) => {
		if (field.type === "id" || field.type === "ids") return [{ name, inner: name, field }];
		if (field.type !== "list" && field.type !== "object") return [];
		const inner = Object.entries(fieldsOf(field.of)).filter(([, each]) => each.type === "id");
		return inner.map(([each]) => ({ name, inner: each, field }));
	});
}

function referenceCases(door: Door): Case[] {
	return idFields(door).flatMap(({ name, inner, field }) =>
		referencesOf(door.name, inner).map((reference) =>
			caseOf(door, {
				field: name === inner ? name : `${name}.${inner}`,
				label: `names ${reference.name}`,
				expected: reference.expected.flatMap((code) => [code, `${code}: ${name}`]),
				body: (scene, given) =>
					bodyOf(door, given, {
						[name]: JSON.stringify(placed(field, inner, reference.id(scene))),
					}),
			}),
		),
	);
}

function roleCases(row: Row): Case[] {
	const door = doorOf.get(row.door);
	if (!door) return [];
	const body = (_scene: unknown, given: Members): string => bodyOf(door, given);
	const label = row.variant === "" ? "" : ` (${row.variant})`;
	const known = roles.map((role): Case => {
		const heard = heardBy(row, role);
		const control = heard === "done";
		const expected = [control ? "answered" : heard];
		return caseOf(door, {
			field: "",
			label: `as ${role}${label}`,
			by: role,
			variant: row.variant,
			expected,
			control,
			body,
		});
	});
	const unknown = strangers.map((stranger): Case => {
		const heard = door.kind === "action" ? "closed 1008" : (row.stranger ?? "");
		const control = heard === "done";
		const expected = [control ? "answered" : heard];
		return caseOf(door, {
			field: "",
			label: `as ${stranger}${label}`,
			by: stranger,
			variant: row.variant,
			expected,
			control,
			body,
		});
	});
	return [...known, ...unknown];
}

function ruleCases(): Case[] {
	return rules.map(({ door: name, label, by, members, expected }) => {
		const door = doorOf.get(name);
		if (!door) throw new Error(`a rule is about ${name}, which the schema does not have`);
		return caseOf(door, {
			field: "",
			label,
			by,
			expected: [expected],
			body: (scene, given) => {
				const changed = Object.entries(members(scene)).map(
					([key, value]) => [key, JSON.stringify(value)] as const,
				);
				return bodyOf(door, given, Object.fromEntries(changed));
			},
		});
	});
}

/** In the order of the schema; of an action or route: as a whole first, then field by field. */
export function allCases(): Case[] {
	const made = [
		...rows.flatMap(roleCases),
		...ruleCases(),
		...doors.flatMap((door) => [...framesOf(door), ...referenceCases(door), ...fieldCases(door)]),
	];
	const place = new Map(doors.map(({ name }, i) => [name, i]));
	return made
		.map((each, i) => ({ each, i }))
		.sort((a, b) => (place.get(a.each.door) ?? 0) - (place.get(b.each.door) ?? 0) || a.i - b.i)
		.map(({ each }) => each);
}
