// inputs.gen.h and outputs.gen.h: the structs that handlers read and fill, and the constants of their words.

import { banner, comment } from './text.mjs';
import { upper } from './schema.mjs';

const plainTypes = {
  id: () => 'int64_t ',
  int: () => 'int64_t ',
  bool: () => 'bool ',
  text: () => 'struct slice ',
  bytes: () => 'struct slice ',
  raw: () => 'struct slice ',
  word: () => 'int ',
  ids: () => 'const int64_t *',
  idMap: () => 'const struct id_entry *',
  list: (field) => `const struct ${field.of} *`,
  object: (field) => `const struct ${field.of} *`,
};

function members(field) {
  const lines = [];
  if (field.hasFlag) lines.push(`bool has_${field.c};`);
  lines.push(`${plainTypes[field.type](field)}${field.c};`);
  if (['ids', 'idMap', 'list'].includes(field.type)) lines.push(`size_t ${field.c}_count;`);
  return lines;
}

function fieldLines(field) {
  const notes = [];
  if (field.type === 'word') notes.push(`${constantPrefix(field)}…`);
  if (field.type === 'object' && field.optional) notes.push('NULL: absent.');
  if (field.type === 'object' && field.nullable) notes.push('NULL: null.');
  if (field.type === 'raw') notes.push('Finished JSON.');
  if (field.doc) notes.push(field.doc);
  const lines = members(field).map((line) => `\t${line}`);
  if (notes.length === 0) return lines;
  const last = `${lines.at(-1)} /* ${notes.join(' ')} */`;
  if (last.length <= 92) return [...lines.slice(0, -1), last];
  return [comment(notes.join(' '), '\t', 90), ...lines];
}

function struct(name, doc, fields) {
  const body = fields.length > 0 ? fields.flatMap(fieldLines) : ['\tchar nothing; /* no fields */'];
  return [comment(doc), `struct ${name} {`, ...body, '};', ''].join('\n');
}

function constantPrefix(field) {
  return `${upper(field.owner)}_${upper(field.c)}_`;
}

function constants(fields) {
  return fields
    .filter((field) => field.type === 'word' && !field.spliced)
    .map((field) => {
      const names = field.values.map((value, i) => `\t${constantPrefix(field)}${upper(value)} = ${i},`);
      return ['enum {', ...names, '};', ''].join('\n');
    });
}

/** Every word constant with the words behind it, so that two fields of one name cannot disagree. */
export function checkConstants(model) {
  const seen = new Map();
  const problems = [];
  const all = [...model.types.values(), ...model.events].flatMap((entry) => entry.fields);
  const asked = [...model.actions, ...model.routes].flatMap((entry) => [...entry.input, ...(entry.reply ?? [])]);
  for (const field of [...all, ...asked].filter((f) => f.type === 'word' && !f.spliced)) {
    field.values.forEach((value, i) => {
      const name = `${constantPrefix(field)}${upper(value)}`;
      if (seen.has(name) && seen.get(name) !== `${value}=${i}`) problems.push(`${field.place}: ${name} would have two meanings`);
      seen.set(name, `${value}=${i}`);
    });
  }
  return problems;
}

// A word of one name in input and reply of the same entry has one set of constants, the input's.
function replyConstants(entry) {
  const known = new Set(entry.input.filter((f) => f.type === 'word').map((f) => f.c));
  return constants(entry.reply.filter((field) => !known.has(field.c)));
}

function header(about, includes, parts) {
  const lines = ['#pragma once', '', `/* ${banner}`, ` * ${about} */`, '', ...includes, ''];
  return `${lines.join('\n')}\n${parts.join('\n')}`;
}

const standard = ['#include <stdbool.h>', '#include <stddef.h>', '#include <stdint.h>', '', '#include "base/slice.h"'];

// What is no object is handed over as it came.
function inputMembers(entry) {
  if ((entry.body ?? 'json') === 'json') return entry.input;
  return [{ type: 'bytes', c: 'body', doc: `The ${entry.body}'s bytes.` }];
}

export function inputsHeader(model) {
  const types = [...model.types.values()].filter((type) => model.inputTypes.has(type.c));
  const entries = [...model.actions, ...model.routes];
  return header('What a request brings: one struct for each action and route, filled by document_decode.', standard, [
    ...types.flatMap((type) => [...constants(type.fields), struct(type.c, type.doc, type.fields)]),
    ...entries.flatMap((entry) => [
      ...constants(entry.input),
      struct(`${entry.c}_input`, `${entry.name ?? entry.path}: ${entry.doc}`, inputMembers(entry)),
    ]),
  ]);
}

export function outputsHeader(model) {
  const types = [...model.types.values()].filter((type) => model.outputTypes.has(type.c) && !model.inputTypes.has(type.c));
  const shared = [...model.outputTypes].some((name) => model.inputTypes.has(name));
  const answered = [...model.actions, ...model.routes].filter((entry) => entry.reply);
  const wordsOfInputs = answered.some((entry) => entry.reply.some((f) => f.type === 'word'));
  const includes = shared || wordsOfInputs ? [...standard, '#include "protocol/inputs.gen.h"'] : standard;
  return header('What the server sends: views, answers and events, written by encode.gen.h.', includes, [
    ...types.flatMap((type) => [...constants(type.fields), struct(type.c, type.doc, type.fields)]),
    ...answered.flatMap((entry) => [
      ...replyConstants(entry),
      struct(`${entry.c}_reply`, `The answer to ${entry.name ?? entry.path}.`, entry.reply),
    ]),
    ...model.events.flatMap((event) => [
      ...constants(event.fields),
      struct(`${event.c}_event`, `${event.name}: ${event.doc}`, event.fields),
    ]),
  ]);
}
