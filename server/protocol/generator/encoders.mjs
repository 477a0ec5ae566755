// encode.gen.h and .c: from struct to bytes. Fixed text between two values is one append.

import { banner, comment, quoted } from './text.mjs';

// Fixed text is collected until a value needs it, so that one append carries all of it.
class Body {
  lines = [];
  pending = '';

  constructor(indent = '\t') {
    this.indent = indent;
  }

  text(text) {
    this.pending += text;
  }

  flush() {
    if (this.pending === '') return;
    this.lines.push(`${this.indent}LITERAL(out, ${quoted(this.pending)});`);
    this.pending = '';
  }

  code(lines) {
    this.flush();
    this.lines.push(...lines.map((line) => (line === '' ? '' : this.indent + line)));
  }
}

const calls = { id: 'json_int', int: 'json_int', bool: 'json_bool', text: 'json_text', bytes: 'json_text', raw: 'json_raw' };

const values = {
  ids: (body, field, value) => body.code([`json_ints(out, ${value}, ${value}_count);`]),
  word: (body, field, value) => body.code([`json_raw(out, word(${wordsName(field)}, ${field.values.length}, ${value}));`]),
  object: (body, field, value) => body.code([`${field.of}_encode(out, ${value});`]),
  list: (body, field, value) => {
    body.text('[');
    body.code([
      `for (size_t i = 0; i < ${value}_count; i++) {`,
      '\tif (i > 0)',
      "\t\tbuffer_append_byte(out, ',');",
      `\t${field.of}_encode(out, &${value}[i]);`,
      '}',
    ]);
    body.text(']');
  },
};

function writeValue(body, field, of) {
  const value = `${of}->${field.c}`;
  if (calls[field.type]) body.code([`${calls[field.type]}(out, ${value});`]);
  else values[field.type](body, field, value);
}

function condition(field, of) {
  return field.hasFlag ? `${of}->has_${field.c}` : `${of}->${field.c}`;
}

function writeField(body, field, of) {
  if (field.optional) return writeOptional(body, field, of);
  body.text(`,"${field.wire}":`);
  if (!field.nullable) return writeValue(body, field, of);
  const inner = new Body('\t\t');
  writeValue(inner, field, of);
  inner.flush();
  const braces = inner.lines.length > 1;
  body.code([`if (${condition(field, of)})${braces ? ' {' : ''}`]);
  body.lines.push(...inner.lines);
  return body.code([braces ? '} else {' : 'else', '\tLITERAL(out, "null");', ...(braces ? ['}'] : [])]);
}

function writeOptional(body, field, of) {
  const inner = new Body('\t\t');
  inner.text(`,"${field.wire}":`);
  writeValue(inner, field, of);
  inner.flush();
  body.code([`if (${condition(field, of)}) {`]);
  body.lines.push(...inner.lines);
  body.code(['}']);
}

// `head`: fixed members before the first field. Without any, and when the first field may be left out, every
// member starts with a comma and the first of them becomes the brace afterwards.
function writeObject(body, head, fields, of, tail = '}') {
  if (head !== '' || (fields.length > 0 && !fields[0].optional)) {
    body.text(head === '' ? '' : `{${head}`);
    const start = body.pending;
    fields.forEach((field) => writeField(body, field, of));
    body.text(tail);
    if (start === '') stripFirstComma(body);
    return;
  }
  body.code(['const size_t start = out->size;', '']);
  fields.forEach((field) => writeField(body, field, of));
  body.code(['json_object_end(out, start);']);
}

function stripFirstComma(body) {
  const first = body.lines.findIndex((line) => line.includes('LITERAL(out, ",'));
  body.lines[first] = body.lines[first].replace('LITERAL(out, ",', 'LITERAL(out, "{');
}

function wordsName(field) {
  return `words_${field.owner}_${field.c}`;
}

function wordTables(model) {
  const tables = new Map();
  const outputs = [
    ...[...model.types.values()].filter((type) => model.outputTypes.has(type.c)).map((type) => type.fields),
    ...[...model.actions, ...model.routes].filter((entry) => entry.reply).map((entry) => entry.reply),
    ...model.events.map((event) => event.fields),
  ];
  for (const field of outputs.flat().filter((f) => f.type === 'word')) {
    const words = field.values.map((value) => `\tSLICE_INIT(${quoted(`"${value}"`)}),\n`).join('');
    tables.set(wordsName(field), `static const struct slice ${wordsName(field)}[] = {\n${words}};`);
  }
  return [...tables.values()];
}

function encoder(signature, body) {
  body.flush();
  return [signature, '{', ...body.lines, '}', ''].join('\n');
}

function typeEncoder(type) {
  const body = new Body();
  if (type.fields.length === 0) body.lines.push('\t(void)view;');
  writeObject(body, '', type.fields, 'view');
  return encoder(`${typeSignature(type)}`, body);
}

function typeSignature(type) {
  return `void ${type.c}_encode(struct buffer *out, const struct ${type.c} *view)`;
}

function eventEncoder(event) {
  const body = new Body();
  if (event.fields.length === 0) body.lines.push('\t(void)e;');
  writeObject(body, `"action":"${event.name}","handler":"${event.handler}"`, event.fields, 'e');
  return encoder(eventSignature(event), body);
}

function eventSignature(event) {
  return `void ${event.c}_encode(struct buffer *out, const struct ${event.c}_event *e)`;
}

function answer(entry, socket) {
  const body = new Body();
  const action = entry.replyAction ? `"action":"${entry.replyAction}",` : '';
  body.lines.push('\tstruct buffer answer = { 0 };', '\tstruct buffer *out = &answer;', '');
  if (entry.reply.length === 0) body.lines.push('\t(void)reply;');
  writeObject(body, socket ? `${action}"handler":"void"` : '', entry.reply, 'reply', socket ? '' : '}');
  body.code([`${socket ? 'answer_socket' : 'answer_route'}(r, out);`]);
  return encoder(answerSignature(entry), body);
}

function answerSignature(entry) {
  return `void ${entry.c}_answer(struct request *r, const struct ${entry.c}_reply *reply)`;
}

function outgoingTypes(model) {
  return [...model.types.values()].filter((type) => model.outputTypes.has(type.c));
}

export function encodeHeader(model) {
  const prototypes = (entries, signature) => entries.map((entry) => `${signature(entry)};`);
  return [
    '#pragma once',
    '',
    `/* ${banner}`,
    ' * Answers end their request (request.h); the others append one object to a buffer. Texts must be valid UTF-8. */',
    '',
    '#include "base/buffer.h"',
    '#include "protocol/outputs.gen.h"',
    '#include "protocol/request.h"',
    '',
    ...prototypes(model.actions.filter((a) => a.reply), answerSignature),
    ...prototypes(model.routes, answerSignature),
    '',
    ...prototypes(model.events, eventSignature),
    '',
    ...prototypes(outgoingTypes(model), typeSignature),
    '',
  ].join('\n');
}

const preamble = `#define LITERAL(out, text) buffer_append((out), (text), sizeof(text) - 1)
#define SLICE_INIT(text) { (text), sizeof(text) - 1 }
`;

const helpers = `static inline struct slice word(const struct slice *words, int count, int index)
{
	ASSERT(index >= 0 && index < count);
	return words[index];
}

static void answer_route(struct request *r, struct buffer *out)
{
	request_reply(r, buffer_slice(out));
	buffer_clear(out);
}

/* Closes the object with the number of the request that it answers. */
static void answer_socket(struct request *r, struct buffer *out)
{
	if (r->has_cb_id) {
		LITERAL(out, ",\\"cbId\\":");
		json_int(out, r->cb_id);
	}
	buffer_append_byte(out, '}');
	answer_route(r, out);
}
`;

export function encodeSource(model) {
  const parts = [
    '#include "protocol/encode.gen.h"\n',
    `${comment(banner)}\n`,
    '#include "base/check.h"\n#include "protocol/json.h"\n',
    preamble,
    `${wordTables(model).join('\n')}\n`,
    helpers,
    ...outgoingTypes(model).map(typeEncoder),
    ...model.actions.filter((action) => action.reply).map((action) => answer(action, true)),
    ...model.routes.map((route) => answer(route, false)),
    ...model.events.map(eventEncoder),
  ];
  return parts.join('\n');
}
