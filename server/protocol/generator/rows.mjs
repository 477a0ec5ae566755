// actions.gen.{h,c}: the tables of actions and routes with their inputs; handlers.gen.h and the gateway's dispatch tables.

import { banner, comment, quoted } from './text.mjs';
import { accesses, bodies, limits, upper } from './schema.mjs';

function enumList(name, prefix, values, last) {
  return [`enum ${name} {`, ...values.map((v) => `\t${prefix}${v},`), ...(last ? [`\t${last}`] : []), '};', ''].join('\n');
}

export function actionsHeader(model) {
  return [
    '#pragma once',
    '',
    `/* ${banner}`,
    ' * One row an action and one a route: its name on the wire, who may ask, what it spends, what it brings. */',
    '',
    '#include <stddef.h>',
    '',
    '#include "base/slice.h"',
    '#include "protocol/decode.h"',
    '',
    '/* Who may ask: everybody, any signed-in session, not guests, administrators only. */',
    enumList('access', 'ACCESS_', accesses.map(upper)),
    '/* The rate limit that is spent besides the session\'s own. */',
    enumList('limit', 'LIMIT_', limits.map(upper)),
    '/* What the body of a route is. For anything but JSON the input is one slice, the body itself. */',
    enumList('body', 'BODY_', bodies.map(upper)),
    enumList('action', 'ACTION_', model.actions.map((a) => upper(a.c)), 'ACTION_COUNT'),
    enumList('route', 'ROUTE_', model.routes.map((r) => upper(r.c)), 'ROUTE_COUNT'),
    `struct action_row {
	const char *name;
	const char *c_name;
	enum access access;
	enum limit limit;
	const struct input_table *input;
	size_t input_size; /* of the struct that document_decode fills */
	enum action action; /* its own index */
};

struct route_row {
	const char *path;
	const char *method;
	const char *c_name;
	enum access access;
	enum limit limit;
	const struct input_table *input;
	size_t input_size;
	enum route route;
	enum body body;
};

extern const struct action_row action_rows[ACTION_COUNT];
extern const struct route_row route_rows[ROUTE_COUNT];

/* NULL if there is no such action. Names are compared exactly. */
const struct action_row *action_find(struct slice name);
/* NULL if there is no such path; the caller checks the method. */
const struct route_row *route_find(struct slice path);
`,
  ].join('\n');
}

const kinds = { id: 'ID', int: 'INT', bool: 'BOOL', text: 'TEXT', bytes: 'BYTES', word: 'WORD', ids: 'IDS', idMap: 'ID_MAP', list: 'LIST', object: 'OBJECT' };

const defaultMembers = {
  id: (v) => `.default_int = ${number(v)}`,
  int: (v) => `.default_int = ${number(v)}`,
  bool: (v) => `.default_int = ${v ? 1 : 0}`,
  word: (v, field) => `.default_int = ${field.values.indexOf(v)}`,
  text: (v) => `.default_text = ${quoted(v)}`,
  bytes: (v) => `.default_text = ${quoted(v)}`,
};

function number(value) {
  return Math.abs(value) > 2 ** 31 - 1 ? `INT64_C(${value})` : String(value);
}

function boundsOf(field) {
  if (field.type === 'id') return { min: 1, max: Number.MAX_SAFE_INTEGER };
  return { min: field.min, max: field.max };
}

function fieldRow(field, structName) {
  const bounds = boundsOf(field);
  const parts = [
    `.name = ${quoted(field.wire)}`,
    `.type = FIELD_${kinds[field.type]}`,
    `.presence = FIELD_${field.optional ? 'OPTIONAL' : field.hasDefault ? 'DEFAULT' : 'REQUIRED'}`,
    `.offset = offsetof(struct ${structName}, ${field.c})`,
  ];
  if (field.hasFlag) parts.push(`.has_offset = offsetof(struct ${structName}, has_${field.c})`);
  if (['ids', 'idMap', 'list'].includes(field.type)) parts.push(`.count_offset = offsetof(struct ${structName}, ${field.c}_count)`);
  if (bounds.min !== undefined) parts.push(`.min = ${number(bounds.min)}`);
  if (bounds.max !== undefined) parts.push(`.max = ${number(bounds.max)}`);
  if (field.maxBytes !== undefined) parts.push(`.bytes_max = ${field.maxBytes}`);
  if (field.trim) parts.push('.trim = true');
  if (field.plain) parts.push('.plain = true');
  if (field.values) parts.push(`.words = words_${field.owner}_${field.c}`, `.max = ${field.values.length}`);
  if (field.of) parts.push(`.of = &table_${field.of}`);
  if (field.hasDefault && defaultMembers[field.type]) parts.push(defaultMembers[field.type](field.default, field));
  return `\t{ ${fold(parts)} },`;
}

function fold(parts) {
  const lines = [''];
  for (const part of parts) {
    const line = lines.at(-1);
    if (line === '') lines[lines.length - 1] = part;
    else if (line.length + part.length + 12 <= 90) lines[lines.length - 1] = `${line}, ${part}`;
    else lines.push(part);
  }
  return lines.join(',\n\t  ');
}

function inputTable(name, structName, fields) {
  const table = `static const struct input_table table_${name} = {`;
  if (fields.length === 0) return `${table} .size = sizeof(struct ${structName}) };\n`;
  return [
    ...wordArrays(fields),
    `static const struct input_field fields_${name}[] = {`,
    ...fields.map((field) => fieldRow(field, structName)),
    '};',
    table,
    `\t.fields = fields_${name},`,
    `\t.count = ${fields.length},`,
    `\t.size = sizeof(struct ${structName}),`,
    '};',
    '',
  ].join('\n');
}

function wordArrays(fields) {
  return fields
    .filter((field) => field.values)
    .map((field) => {
      const words = field.values.map(quoted).join(', ');
      return `static const char *const words_${field.owner}_${field.c}[] = { ${words} };`;
    });
}

// A table before those that hold it.
function typesInnerFirst(model) {
  const ordered = new Map();
  const visit = (name) => {
    if (ordered.has(name)) return;
    const type = model.types.get(name);
    for (const field of type.fields) if (model.types.has(field.of)) visit(field.of);
    ordered.set(name, type);
  };
  for (const name of model.inputTypes) visit(name);
  return [...ordered.values()];
}

function row(entry, index, names) {
  const body = entry.body ? `, BODY_${upper(entry.body)}` : '';
  return `\t[${index}] = { ${names.map(quoted).join(', ')}, ACCESS_${upper(entry.access)}, LIMIT_${upper(entry.limit)},
\t\t&table_${entry.c}, sizeof(struct ${entry.c}_input), ${index}${body} },`;
}

function nameIndex(name, entries, keyOf, prefix) {
  const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(keyOf(a)), Buffer.from(keyOf(b))));
  return [`static const int ${name}[] = {`, ...sorted.map((e) => `\t${prefix}${upper(e.c)},`), '};', ''].join('\n');
}

const finders = `/* As memcmp, the shorter one first where one begins the other. */
static int compare_name(struct slice a, const char *name)
{
	const size_t size = strlen(name);
	const int order = memcmp(a.data, name, a.size < size ? a.size : size);

	if (order != 0)
		return order;
	return (a.size > size) - (a.size < size);
}

const struct action_row *action_find(struct slice name)
{
	size_t low = 0;
	size_t high = name.data ? ACTION_COUNT : 0;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct action_row *row = &action_rows[actions_by_name[middle]];
		const int order = compare_name(name, row->name);
		if (order == 0)
			return row;
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct route_row *route_find(struct slice path)
{
	size_t low = 0;
	size_t high = path.data ? ROUTE_COUNT : 0;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const struct route_row *row = &route_rows[routes_by_path[middle]];
		const int order = compare_name(path, row->path);
		if (order == 0)
			return row;
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
`;

export function actionsSource(model) {
  return [
    '#include "protocol/actions.gen.h"\n',
    `${comment(banner)}\n`,
    '#include <stdint.h>\n#include <string.h>\n',
    '#include "protocol/fields.h"\n#include "protocol/inputs.gen.h"\n',
    ...typesInnerFirst(model).map((type) => inputTable(type.c, type.c, type.fields)),
    ...[...model.actions, ...model.routes].map((entry) => inputTable(entry.c, `${entry.c}_input`, entry.input)),
    'const struct action_row action_rows[ACTION_COUNT] = {',
    ...model.actions.map((a) => row(a, `ACTION_${upper(a.c)}`, [a.name, a.c])),
    '};\n',
    'const struct route_row route_rows[ROUTE_COUNT] = {',
    ...model.routes.map((r) => row(r, `ROUTE_${upper(r.c)}`, [r.path, r.method, r.c])),
    '};\n',
    '/* Sorted by bytes, for the binary search. */',
    nameIndex('actions_by_name', model.actions, (a) => a.name, 'ACTION_'),
    nameIndex('routes_by_path', model.routes, (r) => r.path, 'ROUTE_'),
    finders,
  ].join('\n');
}

export function handlersHeader(model) {
  const prototype = (entry) => [
    comment(`${entry.name ?? `${entry.method} ${entry.path}`}: ${entry.doc}`),
    `void ${entry.c}(struct request *r, const struct ${entry.c}_input *in);`,
  ];
  return [
    '#pragma once',
    '',
    `/* ${banner}`,
    ' * What chat/ and gateway/ implement, one function each. It ends the request exactly once, now or later; `in` lives',
    ' * as long as the request. */',
    '',
    '#include "protocol/inputs.gen.h"',
    '#include "protocol/request.h"',
    '',
    ...[...model.actions, ...model.routes].flatMap(prototype),
    '',
  ].join('\n');
}

export function dispatchHeader() {
  return `#pragma once

/* ${banner}
 * Which function runs an action or a route; \`input\` is the struct that the row's table describes. */

#include "protocol/actions.gen.h"
#include "protocol/request.h"

typedef void handler_function(struct request *r, const void *input);

extern handler_function *const action_handlers[ACTION_COUNT];
extern handler_function *const route_handlers[ROUTE_COUNT];
`;
}

export function dispatchSource(model) {
  const entries = [...model.actions, ...model.routes];
  const thunk = (entry) => `static void run_${entry.c}(struct request *r, const void *input)
{
	${entry.c}(r, input);
}
`;
  const slot = (prefix) => (entry) => `\t[${prefix}${upper(entry.c)}] = run_${entry.c},`;
  return [
    '#include "gateway/dispatch.gen.h"\n',
    `${comment(banner)}\n`,
    '#include "protocol/handlers.gen.h"\n',
    ...entries.map(thunk),
    'handler_function *const action_handlers[ACTION_COUNT] = {',
    ...model.actions.map(slot('ACTION_')),
    '};\n',
    'handler_function *const route_handlers[ROUTE_COUNT] = {',
    ...model.routes.map(slot('ROUTE_')),
    '};\n',
  ].join('\n');
}
