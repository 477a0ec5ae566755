// The generator: what it refuses and how it says so, that the committed files are its own, and that what it makes of every
// kind of field compiles and writes the right bytes. Run: node --test tests/unit/protocol

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { generate } from "../../../server/protocol/generate.mjs";
import { readSchemaFiles } from "../../../server/protocol/generator/schema.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const errorsText = readFileSync(join(root, "server/base/errors.def"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "generate-test-"));

after(() => rmSync(folder, { recursive: true, force: true }));

function run(tree, ...options) {
	return spawnSync(process.execPath, [join(tree, "server/protocol/generate.mjs"), ...options], {
		encoding: "utf8",
	});
}

/** A copy of everything the generator reads and writes. */
function copyTree(name) {
	const tree = join(folder, name);
	for (const path of [
		"server/protocol",
		"server/base/errors.def",
		"server/gateway/dispatch.gen.c",
		"server/gateway/dispatch.gen.h",
		"frontend/src/api/protocol.gen.ts",
	]) {
		mkdirSync(dirname(join(tree, path)), { recursive: true });
		cpSync(join(root, path), join(tree, path), { recursive: true });
	}
	return tree;
}

test("the committed files are what the schema gives", () => {
	const result = run(root, "--check");
	assert.equal(result.stderr, "");
	assert.equal(result.status, 0);
});

test("--check names what differs and writes nothing; without it the files are written", () => {
	const tree = copyTree("differs");
	const paths = [...generate(readSchemaFiles(join(root, "server/protocol/schema")), errorsText).keys()];
	assert.equal(paths.length, 11);
	for (const path of paths) appendFileSync(join(tree, path), "\n");
	rmSync(join(tree, paths[0]));
	const different = run(tree, "--check");
	assert.equal(different.status, 1);
	for (const path of paths)
		assert.match(
			different.stderr,
			new RegExp(`differs from the schema: ${path.replaceAll(".", "\\.")} `),
		);
	assert.equal(run(tree, "--check").status, 1);
	const written = run(tree);
	assert.equal(written.status, 0);
	assert.equal(written.stdout.trim().split("\n").length, paths.length);
	assert.equal(run(tree, "--check").status, 0);
	assert.equal(run(tree).stdout, "");
});

test("wrong options and a broken schema end with a line each", () => {
	const tree = copyTree("broken");
	const option = run(tree, "--chek");
	assert.equal(option.status, 2);
	assert.match(option.stderr, /unknown option --chek/);
	writeFileSync(join(tree, "server/protocol/schema/error.json"), '{ "noun": "error", }');
	const broken = run(tree);
	assert.equal(broken.status, 1);
	assert.match(broken.stderr, /^error\.json: .*JSON/);
	assert.doesNotMatch(broken.stderr, /at .*\.mjs/);
});

// ---- what is refused -------------------------------------------------------------------------------------------------

const view = { doc: "A view.", fields: { roomId: { type: "id" } } };
const action = {
	name: "doIt",
	c: "thing_do",
	doc: "Does it.",
	access: "guest",
	limit: "none",
	input: {},
	reply: { views: { type: "list", of: "thing_view", max: 2 } },
};
const event = {
	name: "done",
	c: "thing_done",
	handler: "room",
	doc: "It was done.",
	fields: { roomId: { type: "id" } },
};
const route = {
	path: "/api/thing",
	method: "POST",
	c: "thing_get",
	doc: "Gets it.",
	access: "anyone",
	input: {},
	reply: {},
};

function schemaWith(changes = {}) {
	const base = {
		noun: "thing",
		types: { thing_view: view },
		actions: [action],
		events: [event],
		http: [route],
	};
	return [{ file: "thing.json", text: JSON.stringify({ ...base, ...changes }) }];
}

function problemsOf(files) {
	try {
		generate(files, errorsText);
	} catch (error) {
		return error.message.split("\n");
	}
	return [];
}

const withField = (spec) => schemaWith({ actions: [{ ...action, input: { it: spec } }] });
const withAnswer = (spec) => schemaWith({ actions: [{ ...action, reply: { ...action.reply, it: spec } }] });
const withAction = (changes) => schemaWith({ actions: [{ ...action, ...changes }] });
const withRoute = (changes) => schemaWith({ http: [{ ...route, ...changes }] });

const at = "thing.json: action doIt: input: it: ";
const refusals = [
	["an unknown type", withField({ type: "idd" }), `${at}unknown type 'idd'`],
	["no type", withField({}), `${at}unknown type 'undefined'`],
	["int without min", withField({ type: "int", max: 3 }), `${at}'min' is missing`],
	["int without max", withField({ type: "int", min: 3 }), `${at}'max' is missing`],
	["text without maxBytes", withField({ type: "text", min: 0, max: 3 }), `${at}'maxBytes' is missing`],
	["bytes without max", withField({ type: "bytes", min: 0 }), `${at}'max' is missing`],
	["ids without max", withField({ type: "ids" }), `${at}'max' is missing`],
	["list without of", withField({ type: "list", max: 3 }), `${at}'of' is missing`],
	["word without values", withField({ type: "word" }), `${at}'values' is missing`],
	["word of nothing", withField({ type: "word", values: [] }), `${at}values must be a list of words`],
	[
		"word of the same twice",
		withField({ type: "word", values: ["a", "a"] }),
		`${at}duplicate names in values`,
	],
	["min above max", withField({ type: "int", min: 4, max: 3 }), `${at}min is above max`],
	["a bound above 2^53", withField({ type: "int", min: 0, max: 2 ** 53 }), `${at}'max' is out of range`],
	["a bound that is no number", withField({ type: "int", min: "0", max: 9 }), `${at}'min' is out of range`],
	["a negative length", withField({ type: "bytes", min: -1, max: 9 }), `${at}'min' is out of range`],
	["an unknown key", withField({ type: "id", maximum: 3 }), `${at}unknown key 'maximum'`],
	["a bound of another type", withField({ type: "bool", max: 3 }), `${at}unknown key 'max'`],
	["a list of nothing known", withField({ type: "list", of: "nothing", max: 3 }), `${at}no type 'nothing'`],
	[
		"optional with default",
		withField({ type: "id", optional: true, default: 1 }),
		`${at}optional and default exclude each other`,
	],
	["optional: false", withField({ type: "id", optional: false }), `${at}'optional' can only be true`],
	[
		"a default out of bounds",
		withField({ type: "int", min: 1, max: 3, default: 0 }),
		`${at}the default is not a value of the field`,
	],
	[
		"a default that is no word",
		withField({ type: "word", values: ["a"], default: "b" }),
		`${at}the default is not a value of the field`,
	],
	[
		"a default list",
		withField({ type: "ids", max: 3, default: [1] }),
		`${at}the default is not a value of the field`,
	],
	["a C keyword", withField({ type: "id", c: "register" }), `${at}not a C name: 'register'`],
	["raw in an input", withField({ type: "raw" }), `${at}raw goes from the server to the client only`],
	[
		"nullable in an input",
		withField({ type: "id", nullable: true }),
		`${at}'nullable' has no meaning in an input`,
	],
	[
		"trim in an answer",
		withAnswer({ type: "text", min: 0, max: 3, maxBytes: 3, trim: true }),
		"thing.json: action doIt: reply: it: 'trim' has no meaning in an output",
	],
	[
		"an unknown raw",
		withAnswer({ type: "raw", of: "x" }),
		"thing.json: action doIt: reply: it: unknown shape 'x'",
	],
	[
		"the envelope in an input",
		withAction({ input: { cbId: { type: "id" } } }),
		"thing.json: action doIt: input: 'cbId' is the envelope's",
	],
	[
		"the envelope in an answer",
		withAnswer({ type: "id" }).map((f) => ({ ...f, text: f.text.replace('"it"', '"handler"') })),
		"thing.json: action doIt: reply: 'handler' is the envelope's",
	],
	[
		"a wire name with _",
		withAction({ input: { room_id: { type: "id" } } }),
		"thing.json: action doIt: input: room_id: not a wire name (camelCase)",
	],
	[
		"one C name twice",
		withAction({ input: { a: { type: "id" }, b: { type: "id", c: "a" } } }),
		"thing.json: action doIt: input: duplicate C name 'a'",
	],
	[
		"a flag that is a field",
		withAction({ input: { hasA: { type: "bool" }, a: { type: "id", optional: true } } }),
		"thing.json: action doIt: input: duplicate C name 'has_a'",
	],
	["unknown access", withAction({ access: "root" }), "thing.json: action doIt: unknown access 'root'"],
	[
		"an action for anyone",
		withAction({ access: "anyone" }),
		"thing.json: action doIt: unknown access 'anyone'",
	],
	["unknown limit", withAction({ limit: "none!" }), "thing.json: action doIt: unknown limit 'none!'"],
	["no doc", withAction({ doc: undefined }), "thing.json: action doIt: 'doc' is missing"],
	[
		"an unknown key of an action",
		withAction({ replies: {} }),
		"thing.json: action doIt: unknown key 'replies'",
	],
	[
		"replyAction without reply",
		schemaWith({ types: {}, actions: [{ ...action, reply: undefined, replyAction: "x" }] }),
		"thing.json: action doIt: replyAction without reply",
	],
	[
		"an action twice",
		schemaWith({ actions: [action, { ...action, c: "thing_do_again" }] }),
		"thing.json: action doIt: duplicate name 'doIt'",
	],
	[
		"a C name twice",
		schemaWith({ events: [{ ...event, c: "thing_do" }] }),
		"thing.json: event done: duplicate C name 'thing_do'",
	],
	[
		"a path twice",
		schemaWith({ http: [route, { ...route, c: "other" }] }),
		"thing.json: route /api/thing: duplicate path '/api/thing'",
	],
	["a path elsewhere", withRoute({ path: "/thing" }), "thing.json: route /thing: not a path (/api/…)"],
	["an unknown method", withRoute({ method: "PUT" }), "thing.json: route /api/thing: unknown method 'PUT'"],
	["an unknown body", withRoute({ body: "film" }), "thing.json: route /api/thing: unknown body 'film'"],
	[
		"a picture with fields",
		withRoute({ body: "picture", input: { a: { type: "id" } } }),
		"thing.json: route /api/thing: a picture is posted without fields",
	],
	[
		"a picture that is got",
		withRoute({ body: "picture", method: "GET" }),
		"thing.json: route /api/thing: a picture is posted without fields",
	],
	[
		"GET with input",
		withRoute({ method: "GET", input: { a: { type: "id" } } }),
		"thing.json: route /api/thing: GET takes no input",
	],
	["another noun", schemaWith({ noun: "think" }), "thing.json: noun must be 'thing'"],
	[
		"a type nobody uses",
		schemaWith({ types: { thing_view: view, other: view } }),
		"thing.json: type other: is used nowhere",
	],
	[
		"a type in itself",
		schemaWith({
			types: {
				thing_view: { doc: "x", fields: { a: { type: "object", of: "thing_view", nullable: true } } },
			},
		}),
		"thing.json: type thing_view: contains itself",
	],
	[
		"an unknown splice",
		schemaWith({ events: [{ ...event, fields: { "...": "nothing" } }] }),
		"thing.json: event done: '...' names no type: 'nothing'",
	],
	[
		"a splice that repeats a name",
		schemaWith({ events: [{ ...event, fields: { roomId: { type: "id" }, "...": "thing_view" } }] }),
		"thing.json: event done: duplicate name 'roomId'",
	],
	[
		"two meanings of a constant",
		withAction({
			input: { w: { type: "word", values: ["a", "b"] } },
			reply: { ...action.reply, w: { type: "word", values: ["b", "a"] } },
		}),
		"thing.json: action doIt: reply: w: THING_DO_W_B would have two meanings",
	],
];

test("a right schema is taken", () => assert.deepEqual(problemsOf(schemaWith()), []));

for (const [what, files, expected] of refusals) {
	test(`refuses ${what}`, () =>
		assert.ok(problemsOf(files).includes(expected), problemsOf(files).join("\n")));
}

test("refuses a name that one object has twice", () => {
	const [{ file, text }] = schemaWith();
	const twice = text.replace(
		'"fields":{"roomId":{"type":"id"}}',
		'"fields":{"roomId":{"type":"id"},"roomId":{"type":"bool"}}',
	);
	assert.notEqual(twice, text);
	assert.deepEqual(problemsOf([{ file, text: twice }]), ["thing.json: duplicate name 'roomId'"]);
});

test("a type may come twice in different files only once", () => {
	const [first] = schemaWith();
	const second = {
		file: "other.json",
		text: JSON.stringify({
			noun: "other",
			types: { thing_view: view },
			actions: [],
			events: [],
			http: [],
		}),
	};
	assert.ok(
		problemsOf([first, second]).includes("other.json: type thing_view: duplicate name 'thing_view'"),
	);
});

test("the body of a picture is bytes in C and a Blob in TypeScript", () => {
	const made = generate(withRoute({ body: "picture", c: "thing_draw" }), errorsText);
	assert.match(
		made.get("server/protocol/inputs.gen.h"),
		/struct thing_draw_input \{\n\tstruct slice body;/,
	);
	assert.match(made.get("server/protocol/actions.gen.c"), /ROUTE_THING_DRAW, BODY_PICTURE \}/);
	const types = made.get("frontend/src/api/protocol.gen.ts");
	assert.match(types, /export type ThingDrawInput = Blob;/);
	assert.match(types, /body: "picture",\n\t\tinput: \{\}/);
	assert.match(made.get("server/protocol/PROTOCOL.md"), /Body: the picture itself/);
	assert.match(
		generate(withRoute({}), errorsText).get("server/protocol/actions.gen.c"),
		/ROUTE_THING_GET, BODY_JSON \}/,
	);
});

test("refuses an error list it cannot read", () => {
	assert.throws(() => generate(schemaWith(), ""), /no errors/);
	assert.throws(() => generate(schemaWith(), 'ERROR(A, "a", 400, maybe, "x")'), /cannot read: ERROR\(A/);
});

// ---- every kind of field, compiled and run ---------------------------------------------------------------------------

const text = { type: "text", min: 0, max: 9, maxBytes: 36 };
const everyOutput = {
	anId: { type: "id" },
	nullId: { type: "id", nullable: true },
	leftId: { type: "id", optional: true },
	aWord: { type: "word", values: ["one-word", "twoWords"] },
	nullWord: { type: "word", values: ["a", "b"], nullable: true },
	someIds: { type: "ids", max: 9 },
	nullIds: { type: "ids", max: 9, nullable: true },
	someViews: { type: "list", of: "inner_view", max: 9 },
	nullViews: { type: "list", of: "inner_view", max: 9, nullable: true },
	leftViews: { type: "list", of: "inner_view", max: 9, optional: true },
	aView: { type: "object", of: "inner_view" },
	nullView: { type: "object", of: "inner_view", nullable: true },
	leftView: { type: "object", of: "inner_view", optional: true },
	someRaw: { type: "raw", of: "idMap" },
	leftRaw: { type: "raw", optional: true },
	nullText: { ...text, nullable: true },
	aBool: { type: "bool" },
};
const everyInput = {
	anId: { type: "id" },
	leftId: { type: "id", optional: true },
	number: { type: "int", min: -3, max: 3, default: -1 },
	flag: { type: "bool", default: true },
	label: { ...text, trim: true, plain: true, optional: true },
	greeting: { ...text, default: 'say "hi"' },
	key: { type: "bytes", min: 1, max: 4, default: "k" },
	aWord: { type: "word", values: ["x", "y"], default: "y" },
	someIds: { type: "ids", max: 3, default: [] },
	someItems: { type: "list", of: "inner_item", max: 3 },
	oneItem: { type: "object", of: "inner_item", optional: true },
};
const every = {
	noun: "every",
	types: {
		inner_view: {
			doc: "Starts with what may be left out.",
			fields: { left: { type: "id", optional: true }, alsoLeft: { type: "bool", optional: true } },
		},
		inner_item: {
			doc: "An item.",
			fields: {
				size: { type: "int", min: 0, max: 9 },
				kind: { type: "word", values: ["small", "large"], optional: true },
			},
		},
	},
	actions: [
		{ ...action, c: "every_do", name: "doEvery", input: everyInput, reply: everyOutput },
		{ ...action, c: "every_empty", name: "doNothing", reply: {}, replyAction: "nothing" },
		{ ...action, c: "every_silent", name: "staySilent", reply: undefined },
	],
	events: [
		{ ...event, c: "every_done", fields: { "...": "inner_view", more: { type: "id" } } },
		{ ...event, c: "every_plain", name: "plain", fields: {} },
	],
	http: [
		{ ...route, c: "every_get", reply: {} },
		{ ...route, c: "every_left", path: "/api/left", reply: { left: { type: "id", optional: true } } },
	],
};

const program = String.raw`
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "protocol/actions.gen.h"
#include "protocol/encode.gen.h"
#include "protocol/inputs.gen.h"
#include "gateway/dispatch.gen.h"
#include "protocol/handlers.gen.h"
static void on_reply(struct request *r, struct slice json) { (void)r; printf("%.*s\n", (int)json.size, json.data); }
static const struct request_sink sink = { .reply = on_reply };
static void show(struct buffer *b) { printf("%.*s\n", (int)b->size, b->data); buffer_reset(b); }
void every_do(struct request *r, const struct every_do_input *in) {
	static const int64_t ids[] = { 1, 2 };
	const struct inner_view views[] = { { 0 }, { .has_left = true, .left = 5 }, { .has_also_left = true } };
	struct every_do_reply reply = { .an_id = in->an_id, .a_word = EVERY_DO_A_WORD_Y, .some_ids = ids, .some_ids_count = 2,
		.some_views = views, .some_views_count = 3, .a_view = &views[1], .some_raw = SLICE("{\"a\":1}") };
	every_do_answer(r, &reply);
	r->sink = &sink;
	reply.has_null_id = reply.has_left_id = reply.has_null_word = reply.has_null_ids = reply.has_null_views = true;
	reply.has_left_views = reply.has_left_raw = reply.has_null_text = true;
	reply.null_id = reply.left_id = 7;
	reply.null_views = views; reply.null_views_count = 1; reply.left_views = views; reply.left_views_count = 2;
	reply.null_view = reply.left_view = &views[2];
	reply.left_raw = SLICE("[]"); reply.null_text = SLICE("t"); reply.a_bool = true;
	every_do_answer(r, &reply);
}
void every_empty(struct request *r, const struct every_empty_input *in) { (void)in; every_empty_answer(r, &(struct every_empty_reply){ 0 }); }
void every_silent(struct request *r, const struct every_silent_input *in) { (void)in; request_done(r); }
void every_get(struct request *r, const struct every_get_input *in) { (void)in; every_get_answer(r, &(struct every_get_reply){ 0 }); }
void every_left(struct request *r, const struct every_left_input *in) { (void)in; every_left_answer(r, &(struct every_left_reply){ 0 }); }
int main(void) {
	struct decode_problem problem;
	struct every_do_input in;
	struct arena *arena = arena_new(100000);
	struct buffer b = { 0 };
	struct document *d = document_read(SLICE("{\"anId\":3,\"label\":\" l \",\"someItems\":[{\"size\":1,\"kind\":\"large\"},{\"size\":2}],\"oneItem\":{\"size\":4}}"), 1000, &problem);
	const struct action_row *row = action_find(SLICE("doEvery"));
	struct request r = { .sink = &sink, .has_cb_id = true, .cb_id = 2 };
	if (!document_decode(d, row->input, arena, &in, &problem)) { printf("%s\n", problem.text); return 1; }
	printf("%d %d %d %.*s %s %s %d %d %d %d %d\n", (int)in.number, in.flag, in.has_left_id, (int)in.label.size, in.label.data, in.greeting.data,
		in.key.data, in.a_word == EVERY_DO_A_WORD_Y, (int)in.some_ids_count, in.some_items[0].kind == INNER_ITEM_KIND_LARGE, in.some_items[1].has_kind, (int)in.one_item->size);
	action_handlers[row->action](&r, &in);
	r = (struct request){ .sink = &sink };
	action_handlers[ACTION_EVERY_EMPTY](&r, NULL);
	r.sink = &sink;
	route_handlers[ROUTE_EVERY_GET](&r, NULL);
	r.sink = &sink;
	route_handlers[ROUTE_EVERY_LEFT](&r, NULL);
	every_done_encode(&b, &(struct every_done_event){ .more = 9 });
	show(&b);
	every_plain_encode(&b, &(struct every_plain_event){ 0 });
	show(&b);
	document_free(d);
	arena_free(arena);
	buffer_clear(&b);
	return 0;
}
`;

const warnings = [
	"-std=c17",
	"-D_GNU_SOURCE",
	"-Wall",
	"-Wextra",
	"-Wpedantic",
	"-Wconversion",
	"-Wshadow",
	"-Wmissing-prototypes",
	"-Wswitch",
	"-Wvla",
	"-Werror",
];

function build(tree) {
	const own = [
		"server/protocol/actions.gen.c",
		"server/protocol/encode.gen.c",
		"server/gateway/dispatch.gen.c",
		"main.c",
	].map((p) => join(tree, p));
	const rest = ["decode", "document", "json", "request", "scanner"].map((name) =>
		join(root, `server/protocol/${name}.c`),
	);
	const base = ["arena", "buffer", "check", "error", "memory", "text"].map((name) =>
		join(root, `server/base/${name}.c`),
	);
	const includes = [`-I${join(tree, "server")}`, `-I${join(root, "server")}`];
	execFileSync(process.env.CC ?? "cc", [
		...warnings,
		...includes,
		...own,
		...rest,
		...base,
		"-lcjson",
		"-o",
		join(tree, "program"),
	]);
	return execFileSync(join(tree, "program"), { encoding: "utf8" }).trim().split("\n");
}

test("every kind of field compiles without a warning and writes the right bytes", () => {
	const tree = join(folder, "every");
	for (const [path, content] of generate(
		[{ file: "every.json", text: JSON.stringify(every) }],
		errorsText,
	)) {
		mkdirSync(dirname(join(tree, path)), { recursive: true });
		writeFileSync(join(tree, path), content);
	}
	writeFileSync(join(tree, "main.c"), program);
	assert.deepEqual(build(tree), [
		'-1 1 0 l say "hi" k 1 0 1 0 4',
		'{"handler":"void","anId":3,"nullId":null,"aWord":"twoWords","nullWord":null,"someIds":[1,2],"nullIds":null,' +
			'"someViews":[{},{"left":5},{"alsoLeft":false}],"nullViews":null,"aView":{"left":5},"nullView":null,' +
			'"someRaw":{"a":1},"nullText":null,"aBool":false,"cbId":2}',
		'{"handler":"void","anId":3,"nullId":7,"leftId":7,"aWord":"twoWords","nullWord":"a","someIds":[1,2],"nullIds":[],' +
			'"someViews":[{},{"left":5},{"alsoLeft":false}],"nullViews":[{}],"leftViews":[{},{"left":5}],"aView":{"left":5},' +
			'"nullView":{"alsoLeft":false},"leftView":{"alsoLeft":false},"someRaw":{"a":1},"leftRaw":[],"nullText":"t","aBool":true,"cbId":2}',
		'{"action":"nothing","handler":"void"}',
		"{}",
		"{}",
		'{"action":"done","handler":"room","more":9}',
		'{"action":"plain","handler":"room"}',
	]);
});
