/* Everything that is wrong for a field of a type, made from its description. */
import { fieldsOf, isRequired, type Field } from "./schema";
import { sampleOf } from "./samples";

/** JSON, well-formed or not; undefined: the field is left out. */
export type Raw = string | undefined;

export interface Wrong {
	/** Within the field, e.g. "[1].after". */
	path: string;
	label: string;
	raw: Raw;
	/** The bytes are sent as they are: no JSON text can hold them. */
	bytes?: boolean;
	/** The reader of JSON refuses it, whatever field it stands in. */
	code: "invalid" | "malformed" | "too_large";
}

const BEYOND = "9007199254740992"; // 2^53
const text = (value: string): string => JSON.stringify(value);
const wrong = (label: string, raw: Raw, path = ""): Wrong => ({
	path,
	label,
	raw,
	code: "invalid",
});
const malformed = (label: string, raw: string): Wrong => ({
	path: "",
	label,
	raw,
	code: "malformed",
});

/** A value of each JSON type. */
const ofType = {
	boolean: "true",
	number: "7",
	text: '"x"',
	array: "[]",
	object: "{}",
} as const;

const own: Record<Field["type"], readonly (keyof typeof ofType)[]> = {
	id: ["number"],
	int: ["number"],
	bool: ["boolean"],
	text: ["text"],
	bytes: ["text"],
	word: ["text"],
	ids: ["array"],
	idMap: ["object"],
	list: ["array"],
	object: ["object"],
};

function otherTypes({ type }: Field): Wrong[] {
	return Object.entries(ofType)
		.filter(([name]) => !own[type].includes(name as keyof typeof ofType))
		.map(([name, raw]) => wrong(`is of type ${name}`, raw));
}

function absent(field: Field): Wrong[] {
	return isRequired(field) ? [wrong("missing", undefined), wrong("null", "null")] : [];
}

/** Numbers that no whole number's field takes. */
const noWholeNumbers: readonly Wrong[] = [
	wrong("2^53", BEYOND),
	wrong("−2^53", `-${BEYOND}`),
	wrong("1e300", "1e300"),
	wrong("1e400", "1e400"),
	wrong("−1e400", "-1e400"),
	wrong("20 digits", "99999999999999999999"),
	wrong("not whole", "1.5"),
	wrong("hardly not whole", "1.0000000000000002"),
	wrong("the smallest fraction", "5e-324"),
	wrong('"NaN"', '"NaN"'),
	wrong("a number as a text", '"1"'),
	malformed("NaN", "NaN"),
	malformed("Infinity", "-Infinity"),
	malformed("hexadecimal", "0x1"),
	malformed("a leading zero", "01"),
	malformed("a plus sign", "+1"),
	malformed("no digit behind the point", "1."),
	malformed("no digit before the point", ".5"),
	malformed("64 digits", "1".repeat(64)),
];

function wholeNumbers(min: number, max: number): Wrong[] {
	const bounds = [
		wrong("one under", String(min - 1)),
		wrong("negative", "-1000000"),
		wrong("one over", max === Number.MAX_SAFE_INTEGER ? BEYOND : String(max + 1)),
		wrong("far over", "1e18"),
	];
	return [...bounds.filter(({ raw }) => !(Number(raw) >= min && Number(raw) <= max)), ...noWholeNumbers];
}

/** What no text of ours may hold. */
const noTexts: readonly Wrong[] = [
	malformed("NUL", '"a\\u0000b"'),
	malformed("a raw NUL", '"a\u0000b"'),
	malformed("a raw control character", '"a\u0001b"'),
	malformed("a raw line end", '"a\nb"'),
	malformed("half a surrogate pair, the first", '"a\\ud83d"'),
	malformed("half a surrogate pair, the second", '"\\ude00a"'),
	malformed("a surrogate pair the wrong way round", '"\\ude00\\ud83d"'),
	malformed("an unknown escape", '"\\x41"'),
	malformed("an escape that ends", '"\\u00"'),
	malformed("a text that does not end", '"abc'),
	malformed("quoted otherwise", "'abc'"),
	{
		path: "",
		label: "bytes that are no UTF-8",
		raw: '"a\u00ff\u00feb"',
		bytes: true,
		code: "malformed",
	},
	{
		path: "",
		label: "an overlong NUL",
		raw: '"a\u00c0\u0080b"',
		bytes: true,
		code: "malformed",
	},
	{
		path: "",
		label: "a surrogate in UTF-8",
		raw: '"\u00ed\u00a0\u0080"',
		bytes: true,
		code: "malformed",
	},
];

const controls = ["\u0001", "\u0007", "\t", "\n", "\u001b", "\u007f", "\u0085", "\u202e"];

function plainTexts({ plain }: Field): Wrong[] {
	if (!plain) return [];
	return controls.map((control) => {
		const name = control.codePointAt(0)?.toString(16).padStart(4, "0") ?? "";
		return wrong(`the control character U+${name.toUpperCase()}`, text(`a${control}b`));
	});
}

/** Characters that draw nothing: a name of them is none. */
const invisible = ["\u200b", "\u200d\u2060", "\u00ad", "\u3164", "\u2800 \u115f", "\u{e0001}", "\ufe0f"];

function unseen({ plain, min = 0 }: Field): Wrong[] {
	if (!plain || min === 0) return [];
	return invisible.map((characters) => {
		const names = [...characters].map((each) => each.codePointAt(0)?.toString(16).toUpperCase());
		return wrong(`nothing to be seen: U+${names.join(" U+")}`, text(characters));
	});
}

/** Too short and too long, in what the field counts: characters or bytes. */
function sizes(field: Field): Wrong[] {
	const { type, min = 0, max = 0, maxBytes = max, trim } = field;
	const short = min > 0 ? [wrong("empty", '""')] : [];
	const blank = min > 0 && trim ? [wrong("only blanks", text(" \t\u00a0\u2003 "))] : [];
	const wide = type === "bytes" ? Math.floor(max / 4) + 1 : max + 1;
	const narrow = Math.floor(maxBytes / 4) + 1;
	const dense =
		narrow <= max ? [wrong("more bytes than characters allow for", text("𝒳".repeat(narrow)))] : [];
	return [
		...short,
		...blank,
		...dense,
		wrong("one over", text("x".repeat(max + 1))),
		wrong("one over, of 4-byte characters", text("𝒳".repeat(wide))),
		wrong("twice as long", text("x".repeat(2 * max))),
		wrong("far over", text("x".repeat(Math.max(20_000, 4 * maxBytes)))),
	];
}

function words({ values = [] }: Field): Wrong[] {
	const [first = "x"] = values;
	const near = [
		`${first} `,
		` ${first}`,
		first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase(),
		first.slice(0, -1),
		`${first}${first}`,
	];
	return [
		wrong("an unknown word", '"nothing of the kind"'),
		wrong("empty", '""'),
		...near
			.filter((word) => !values.includes(word))
			.map((word) => wrong(`nearly a word: ${text(word)}`, text(word))),
		wrong("the word's number", "0"),
		wrong("a list of a word", JSON.stringify([first])),
		wrong("a long word", text(first.repeat(2_000))),
	];
}

/** Entries that are no ids, each behind one that is. */
const noIds: readonly (readonly [string, string])[] = [
	["0", "0"],
	["negative", "-1"],
	["2^53", BEYOND],
	["not whole", "1.5"],
	["1e400", "1e400"],
	["a text", '"1"'],
	["null", "null"],
	["a boolean", "true"],
	["a list", "[1]"],
	["an object", "{}"],
];

const ascending = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, i) => i + 1));

function lists({ max = 0 }: Field): Wrong[] {
	return [
		wrong("one entry too many", ascending(max + 1)),
		wrong("far too many entries", ascending(10 * max + 1)),
		wrong("far too many of the same", `[${"1,".repeat(5_000)}1]`),
		{
			path: "",
			label: "more values than are read",
			raw: `[${"1,".repeat(20_000)}1]`,
			code: "too_large",
		},
		...noIds.map(([label, raw]) => wrong(`an entry that is ${label}`, `[1,${raw}]`, "[1]")),
		malformed("a list that does not end", "[1"),
		malformed("a comma too many", "[1,]"),
	];
}

function idMaps({ min = 1, max = 0 }: Field): Wrong[] {
	const entries = (count: number): string =>
		`{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(",")}}`;
	const bad = noIds.filter(
		([, raw]) => !(Number(raw) >= min) || raw.includes("[") || /[^-\d]/.test(raw) || raw === BEYOND,
	);
	return [
		wrong("one entry too many", entries(max + 1)),
		wrong("far too many entries", entries(10 * max)),
		wrong("a name that is empty", '{"":1}', "[0]"),
		wrong("a name of 17 bytes", `{"${"n".repeat(17)}":1}`, "[0]"),
		wrong("one under", `{"k":${min - 1}}`, "[0]"),
		...bad.map(([label, raw]) => wrong(`a value that is ${label}`, `{"k":1,"l":${raw}}`, "[1]")),
		malformed("a name twice", '{"k":1,"k":1}'),
		malformed("a name twice, in two spellings", '{"k":1,"\\u006b":1}'),
	];
}

/** Each wrong thing of each field of the entries, in the second of two. */
function nested(field: Field, samples: Readonly<Record<string, unknown>>): Wrong[] {
	const fields = fieldsOf(field.of);
	const sample = Object.fromEntries(
		Object.entries(fields).map(([name, each]) => [name, JSON.stringify(samples[name] ?? sampleOf(each))]),
	);
	const entry = (changed: Readonly<Record<string, Raw>>): string => {
		const members = Object.entries({ ...sample, ...changed }).filter(([, raw]) => raw !== undefined);
		return `{${members.map(([name, raw]) => `"${name}":${String(raw)}`).join(",")}}`;
	};
	const put = (raw: string): string => (field.type === "list" ? `[${entry({})},${raw}]` : raw);
	const place = field.type === "list" ? "[1]" : "";
	return Object.entries(fields).flatMap(([name, each]) =>
		wrongsOf(each, {}, 3).map((inner) => ({
			...inner,
			path: `${place}.${name}${inner.path}`,
			label: `${name}: ${inner.label}`,
			raw: put(entry({ [name]: inner.raw })),
		})),
	);
}

function objects(field: Field, samples: Readonly<Record<string, unknown>>): Wrong[] {
	const entries = field.type === "list" ? ["7", '"x"', "null", "[]", "true"] : [];
	const many = `[${Array.from({ length: (field.max ?? 0) + 1 }, () => "{}").join(",")}]`;
	return [
		...entries.map((raw) => wrong(`an entry that is ${raw}`, `[${raw}]`, "[0]")),
		...(field.type === "list" ? [wrong("one entry too many", many)] : []),
		...nested(field, samples),
	];
}

const ofTypes: Record<Field["type"], (field: Field, samples: Readonly<Record<string, unknown>>) => Wrong[]> =
	{
		id: () => wholeNumbers(1, Number.MAX_SAFE_INTEGER),
		int: ({ min = 0, max = 0 }) => wholeNumbers(min, max),
		bool: () => [wrong("0", "0"), wrong("1", "1"), wrong('"true"', '"true"'), malformed("True", "True")],
		text: (field) => [...sizes(field), ...plainTexts(field), ...unseen(field), ...noTexts],
		bytes: (field) => [...sizes(field), ...noTexts],
		word: words,
		ids: lists,
		idMap: idMaps,
		list: objects,
		object: objects,
	};

/** So many levels are read of a request. */
const LEVELS = 16;

/** Deeper than anything of ours, and deeper than is read; the field stands `depth` levels deep. */
function nestings({ type }: Field, depth: number): Wrong[] {
	// The first entry of a list is already what is wrong with it.
	const inner = type === "ids" || type === "list" ? "[0]" : "";
	const levels = (count: number): string => `${"[".repeat(count)}${"]".repeat(count)}`;
	return [
		wrong("nested, as deep as is read", levels(LEVELS - depth), inner),
		malformed("nested deeper than is read", levels(LEVELS - depth + 1)),
		malformed("nested ten thousand deep", "[".repeat(10_000)),
		malformed("nothing", ""),
	];
}

function distinct(wrongs: readonly Wrong[]): Wrong[] {
	return wrongs.filter((each, i) => wrongs.findIndex((one) => one.raw === each.raw) === i);
}

/** `samples`: values of fields by name that the entries of a list may have; `depth`: levels of JSON around the field. */
export function wrongsOf(field: Field, samples: Readonly<Record<string, unknown>>, depth = 1): Wrong[] {
	return distinct([
		...absent(field),
		...otherTypes(field),
		...ofTypes[field.type](field, samples),
		...nestings(field, depth),
	]);
}

type Bound = readonly [label: string, raw: string];

const extremes: Partial<Record<Field["type"], (field: Field) => Bound[]>> = {
	id: () => [
		["the smallest", "1"],
		["the largest", String(Number.MAX_SAFE_INTEGER)],
	],
	int: ({ min = 0, max = 0 }) => [
		["the smallest", String(min)],
		["the largest", String(max)],
	],
	text: ({ min = 0, max = 0, maxBytes = 0 }) => [
		["the shortest", text("x".repeat(min))],
		["the longest", text("x".repeat(max))],
		["the longest, of 4-byte characters", text("𝒳".repeat(Math.min(max, Math.floor(maxBytes / 4))))],
	],
	bytes: ({ min = 0, max = 0 }) => [
		["the shortest", text("x".repeat(min))],
		["the longest", text("x".repeat(max))],
	],
	word: ({ values = [] }) => values.map((word) => [text(word), text(word)] as const),
	ids: ({ max = 0 }) => [
		["no entry", "[]"],
		["the most entries", ascending(max)],
	],
	bool: () => [
		["true", "true"],
		["false", "false"],
	],
};

/** A request with more is not read, whatever stands in it. */
const READ_MAX = 60_000;

/** The largest and the smallest that a field takes. */
export function boundsOf(field: Field): Bound[] {
	return (extremes[field.type]?.(field) ?? []).filter(([, raw]) => raw.length < READ_MAX);
}
