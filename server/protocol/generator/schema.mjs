// Reads server/protocol/schema/*.json into one checked model; everything the emitters need is resolved here.
// All complaints are collected and thrown at once as a SchemaError, one line each, with file and place.

import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkField, fieldRules } from './fields.mjs';
import { repeatedKeys } from './keys.mjs';

export class SchemaError extends Error {
  constructor(problems) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

export const accesses = ['anyone', 'guest', 'member', 'administrator'];
/** What the body of a route is: an object by its fields, or the bytes of a picture. */
export const bodies = ['json', 'picture'];
export const limits = ['none', 'message', 'join', 'invitation', 'room'];

const entryKeys = {
  file: { required: ['noun', 'types', 'actions', 'events', 'http'], optional: [] },
  type: { required: ['doc', 'fields'], optional: [] },
  action: { required: ['name', 'c', 'doc', 'access', 'limit', 'input'], optional: ['reply', 'replyAction'] },
  event: { required: ['name', 'c', 'handler', 'doc', 'fields'], optional: [] },
  route: { required: ['path', 'method', 'c', 'doc', 'access', 'input', 'reply'], optional: ['limit', 'body'] },
};

/** The files of a folder, by name: [{ file, text }]. */
export function readSchemaFiles(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));
}

/** The model of the files, or a SchemaError. */
export function parseSchema(files) {
  const problems = [];
  const parsed = files.map((entry) => parseFile(entry, problems)).filter(Boolean);
  if (problems.length > 0) throw new SchemaError(problems);
  const model = buildModel(parsed, problems);
  checkNames(model, problems);
  // What follows walks the types and needs them to be sound.
  if (problems.length === 0) checkUses(model, problems);
  if (problems.length > 0) throw new SchemaError([...new Set(problems)]);
  return model;
}

function parseFile({ file, text }, problems) {
  let content;
  try {
    content = JSON.parse(text);
  } catch (error) {
    problems.push(`${file}: ${error.message}`);
    return null;
  }
  for (const key of repeatedKeys(text)) problems.push(`${file}: duplicate name '${key}'`);
  checkKeys(content, 'file', file, problems);
  if (content.noun !== basename(file, '.json')) problems.push(`${file}: noun must be '${basename(file, '.json')}'`);
  return { file, content };
}

function checkKeys(entry, kind, place, problems) {
  const { required, optional } = entryKeys[kind];
  for (const key of required) if (!(key in entry)) problems.push(`${place}: '${key}' is missing`);
  for (const key of Object.keys(entry)) {
    if (!required.includes(key) && !optional.includes(key)) problems.push(`${place}: unknown key '${key}'`);
  }
}

function buildModel(parsed, problems) {
  const model = { types: new Map(), actions: [], events: [], routes: [], nouns: parsed.map((p) => p.content.noun) };
  for (const { file, content } of parsed) {
    for (const [name, entry] of Object.entries(content.types ?? {})) {
      const place = `${file}: type ${name}`;
      checkKeys(entry, 'type', place, problems);
      if (model.types.has(name)) problems.push(`${place}: duplicate name '${name}'`);
      model.types.set(name, { c: name, doc: entry.doc, source: entry.fields ?? {}, place, noun: content.noun });
    }
  }
  resolveTypes(model, problems);
  for (const { file, content } of parsed) {
    for (const entry of content.actions ?? []) model.actions.push(readAction(model, file, content.noun, entry, problems));
    for (const entry of content.events ?? []) model.events.push(readEvent(model, file, content.noun, entry, problems));
    for (const entry of content.http ?? []) model.routes.push(readRoute(model, file, content.noun, entry, problems));
  }
  return model;
}

function resolveTypes(model, problems) {
  for (const type of model.types.values()) {
    type.fields = readFields(model, type.source, type.c, type.place, problems, [type.c]);
  }
  for (const type of model.types.values()) {
    if (reaches(model, type.fields, type.c, new Set())) problems.push(`${type.place}: contains itself`);
  }
}

function reaches(model, fields, name, seen) {
  return fields.some((field) => {
    if (field.of === name) return true;
    const inner = model.types.get(field.of);
    if (!inner || seen.has(field.of)) return false;
    seen.add(field.of);
    return reaches(model, inner.fields, name, seen);
  });
}

// "...": "<type>" splices the fields of a type in; they keep the type's constants.
function readFields(model, source, owner, place, problems, splicing = []) {
  return Object.entries(source ?? {}).flatMap(([wire, spec]) => {
    if (wire !== '...') return [readField(model, wire, spec, owner, place, problems)];
    const type = model.types.get(spec);
    if (!type) {
      problems.push(`${place}: '...' names no type: '${spec}'`);
      return [];
    }
    if (splicing.includes(spec)) {
      problems.push(`${place}: contains itself`);
      return [];
    }
    const fields = type.fields ?? readFields(model, type.source, spec, type.place, problems, [...splicing, spec]);
    return fields.map((field) => ({ ...field, spliced: spec }));
  });
}

function readField(model, wire, spec, owner, place, problems) {
  const at = `${place}: ${wire}`;
  if (!/^[a-z][A-Za-z0-9]*$/.test(wire)) problems.push(`${at}: not a wire name (camelCase)`);
  const field = { ...spec, wire, owner, place: at, c: spec.c ?? snake(wire), hasDefault: 'default' in spec };
  checkField(field, spec, model.types, at, problems);
  field.absentable = Boolean(spec.optional) || field.hasDefault;
  field.hasFlag = Boolean(spec.optional || spec.nullable) && fieldRules[spec.type]?.flag !== false;
  return field;
}

function readAction(model, file, noun, entry, problems) {
  const place = `${file}: action ${entry.name}`;
  checkKeys(entry, 'action', place, problems);
  if (!accesses.slice(1).includes(entry.access)) problems.push(`${place}: unknown access '${entry.access}'`);
  if (!limits.includes(entry.limit)) problems.push(`${place}: unknown limit '${entry.limit}'`);
  if (entry.replyAction && !entry.reply) problems.push(`${place}: replyAction without reply`);
  return {
    ...entry,
    noun,
    place,
    input: readFields(model, entry.input, entry.c, `${place}: input`, problems),
    reply: entry.reply ? readFields(model, entry.reply, entry.c, `${place}: reply`, problems) : null,
  };
}

function readEvent(model, file, noun, entry, problems) {
  const place = `${file}: event ${entry.name}`;
  checkKeys(entry, 'event', place, problems);
  return { ...entry, noun, place, fields: readFields(model, entry.fields, entry.c, place, problems) };
}

function readRoute(model, file, noun, entry, problems) {
  const place = `${file}: route ${entry.path}`;
  checkKeys(entry, 'route', place, problems);
  const limit = entry.limit ?? 'none';
  const body = entry.body ?? 'json';
  if (!accesses.includes(entry.access)) problems.push(`${place}: unknown access '${entry.access}'`);
  if (!limits.includes(limit)) problems.push(`${place}: unknown limit '${limit}'`);
  if (!['GET', 'POST'].includes(entry.method)) problems.push(`${place}: unknown method '${entry.method}'`);
  if (entry.method === 'GET' && Object.keys(entry.input ?? {}).length > 0) problems.push(`${place}: GET takes no input`);
  if (!bodies.includes(body)) problems.push(`${place}: unknown body '${body}'`);
  if (body !== 'json' && (entry.method !== 'POST' || Object.keys(entry.input ?? {}).length > 0)) {
    problems.push(`${place}: a ${body} is posted without fields`);
  }
  if (!/^\/api\/[a-z0-9_/]+$/.test(entry.path)) problems.push(`${place}: not a path (/api/…)`);
  return {
    ...entry,
    limit,
    body,
    noun,
    place,
    input: readFields(model, entry.input, entry.c, `${place}: input`, problems),
    reply: readFields(model, entry.reply, entry.c, `${place}: reply`, problems),
  };
}

function checkNames(model, problems) {
  const entries = [...model.types.values(), ...model.actions, ...model.events, ...model.routes];
  for (const entry of entries) {
    if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(entry.c ?? '')) problems.push(`${entry.place}: not a C name: '${entry.c}'`);
  }
  checkUnique(entries, (entry) => entry.c, 'C name', problems);
  checkUnique(model.actions, (entry) => entry.name, 'name', problems);
  checkUnique(model.events, (entry) => entry.name, 'name', problems);
  checkUnique(model.routes, (entry) => entry.path, 'path', problems);
  for (const entry of [...model.actions, ...model.events]) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(entry.name ?? '')) problems.push(`${entry.place}: not a wire name (camelCase)`);
  }
}

function checkUnique(entries, keyOf, what, problems) {
  const seen = new Set();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (seen.has(key)) problems.push(`${entry.place}: duplicate ${what} '${key}'`);
    seen.add(key);
  }
}

// Inputs and outputs follow different rules, and a type follows those of every place that uses it.
function checkUses(model, problems) {
  const uses = [
    ...model.actions.map((a) => ({ fields: a.input, place: `${a.place}: input`, input: true, reserved: ['action', 'cbId'] })),
    ...model.routes.map((r) => ({ fields: r.input, place: `${r.place}: input`, input: true, reserved: [] })),
    ...model.actions
      .filter((a) => a.reply)
      .map((a) => ({ fields: a.reply, place: `${a.place}: reply`, input: false, reserved: ['action', 'handler', 'cbId'] })),
    ...model.routes.map((r) => ({ fields: r.reply, place: `${r.place}: reply`, input: false, reserved: [] })),
    ...model.events.map((e) => ({ fields: e.fields, place: e.place, input: false, reserved: ['action', 'handler'] })),
  ];
  for (const type of model.types.values()) checkMembers(type.fields, type.place, [], problems);
  for (const use of uses) {
    checkMembers(use.fields, use.place, use.reserved, problems);
    checkDirection(model, use.fields, use.input, problems);
  }
  model.inputTypes = usedTypes(model, uses.filter((use) => use.input));
  model.outputTypes = usedTypes(model, uses.filter((use) => !use.input));
  for (const type of model.types.values()) {
    const used = model.inputTypes.has(type.c) || model.outputTypes.has(type.c);
    const spliced = uses.some((use) => use.fields.some((field) => field.spliced === type.c));
    if (!used && !spliced) problems.push(`${type.place}: is used nowhere`);
    if (!used && spliced) model.outputTypes.add(type.c);
  }
}

function checkMembers(fields, place, reserved, problems) {
  const wires = new Set();
  const members = new Set();
  for (const field of fields) {
    if (wires.has(field.wire)) problems.push(`${place}: duplicate name '${field.wire}'`);
    if (reserved.includes(field.wire)) problems.push(`${place}: '${field.wire}' is the envelope's`);
    wires.add(field.wire);
    for (const member of memberNames(field)) {
      if (members.has(member)) problems.push(`${place}: duplicate C name '${member}'`);
      members.add(member);
    }
  }
}

function memberNames(field) {
  const names = [field.c];
  if (field.hasFlag) names.push(`has_${field.c}`);
  if (fieldRules[field.type]?.counted) names.push(`${field.c}_count`);
  return names;
}

function checkDirection(model, fields, input, problems) {
  const wrong = input ? ['nullable'] : ['default', 'trim', 'plain'];
  for (const field of fields) {
    if (input && field.type === 'raw') problems.push(`${field.place}: raw goes from the server to the client only`);
    if (!input && field.type === 'idMap') problems.push(`${field.place}: idMap goes from the client to the server only`);
    for (const key of wrong) {
      if (key in field) problems.push(`${field.place}: '${key}' has no meaning in ${input ? 'an input' : 'an output'}`);
    }
    if (model.types.has(field.of)) checkDirection(model, model.types.get(field.of).fields, input, problems);
  }
}

function usedTypes(model, uses) {
  const used = new Set();
  const visit = (fields) => {
    for (const field of fields) {
      if (!model.types.has(field.of) || used.has(field.of)) continue;
      used.add(field.of);
      visit(model.types.get(field.of).fields);
    }
  };
  for (const use of uses) visit(use.fields);
  return used;
}

/** "roomCreatorId" and "on_server" as C writes them: room_creator_id, on_server. */
export function snake(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

export function upper(name) {
  return snake(name).replaceAll('-', '_').toUpperCase();
}

/** "message_view" → "MessageView". */
export function pascal(name) {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
