// frontend/src/api/protocol.gen.ts: the types of the wire for the client, and the same as tables for tests. The layout is
// the one the client's formatter settles on (tabs, double quotes, 110 columns).

import { banner } from './text.mjs';
import { pascal } from './schema.mjs';

const width = 110;
const tabWidth = 4;

const scalarTypes = {
  id: () => 'number',
  int: () => 'number',
  bool: () => 'boolean',
  text: () => 'string',
  bytes: () => 'string',
  word: (field) => field.values.map((value) => JSON.stringify(value)).join(' | '),
  ids: () => 'number[]',
  idMap: () => 'Record<string, number>',
  list: (field) => `${pascal(field.of)}[]`,
  object: (field) => pascal(field.of),
  raw: (field) => ({ events: 'ServerEvent[]', idMap: 'Record<string, number>', reactions: 'Reaction[]' })[field.of] ?? 'unknown',
};

function columns(line) {
  return [...line].reduce((sum, c) => sum + (c === '\t' ? tabWidth : 1), 0);
}

// A union that does not fit its line stands one member a line.
function declaration(head, union, indent) {
  const line = `${indent}${head} ${union};`;
  if (columns(line) <= width) return line;
  const members = union.split(' | ').map((member) => `${indent}\t| ${member}`);
  return `${indent}${head}\n${members.join('\n')};`;
}

function doc(text, indent) {
  if (!text) return [];
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== '' && columns(indent) + line.length + word.length + 8 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  if (lines.length === 1) return [`${indent}/** ${lines[0]} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`];
}

function member(field, fromClient) {
  const mayBeNull = field.nullable || (fromClient && field.absentable);
  const union = `${scalarTypes[field.type](field)}${mayBeNull ? ' | null' : ''}`;
  return [...doc(field.doc, '\t'), declaration(`${field.wire}${field.absentable ? '?' : ''}:`, union, '\t')];
}

function interfaceOf(name, about, fields, { fromClient = false, head = [], bases = [] } = {}) {
  const own = fields.filter((field) => !field.spliced);
  if (own.length + head.length + bases.length === 0) {
    return [...doc(about, ''), `export type ${name} = Record<never, never>;`, ''].join('\n');
  }
  const heir = bases.length > 0 ? ` extends ${bases.join(', ')}` : '';
  const body = [...head.map((line) => `\t${line}`), ...own.flatMap((field) => member(field, fromClient))];
  return [...doc(about, ''), `export interface ${name}${heir} {`, ...body, '}', ''].join('\n');
}

function splicedTypes(fields) {
  return [...new Set(fields.filter((field) => field.spliced).map((field) => pascal(field.spliced)))];
}

function eventInterface(event) {
  return interfaceOf(`${pascal(event.c)}Event`, event.doc, event.fields, {
    head: [`action: ${JSON.stringify(event.name)};`, `handler: ${JSON.stringify(event.handler)};`],
    bases: splicedTypes(event.fields),
  });
}

// What is no object is sent as it is.
function inputOf(entry, name, about) {
  if (entry.body && entry.body !== 'json') return [...doc(about, ''), `export type ${name} = Blob;`, ''].join('\n');
  return interfaceOf(name, about, entry.input, { fromClient: true, bases: splicedTypes(entry.input) });
}

function requestInterfaces(entry) {
  const name = pascal(entry.c);
  const what = entry.name ?? `${entry.method} ${entry.path}`;
  const parts = [inputOf(entry, `${name}Input`, `${what}: ${entry.doc}`)];
  if (entry.reply) parts.push(interfaceOf(`${name}Reply`, '', entry.reply, { bases: splicedTypes(entry.reply) }));
  return parts;
}

function key(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function requestMap(model) {
  const rows = model.actions.map((action) => {
    const reply = action.reply ? `${pascal(action.c)}Reply` : 'null';
    return `\t${action.name}: { input: ${pascal(action.c)}Input; reply: ${reply} };`;
  });
  return ['/** What each action brings and gets back; null: it is not answered. */', 'export interface Requests {', ...rows, '}', ''].join('\n');
}

function routeMap(model) {
  const rows = model.routes.flatMap((route) => {
    const name = pascal(route.c);
    const line = `\t"${route.path}": { method: "${route.method}"; input: ${name}Input; reply: ${name}Reply };`;
    if (columns(line) <= width) return [line];
    const members = [`method: "${route.method}";`, `input: ${name}Input;`, `reply: ${name}Reply;`];
    return [`\t"${route.path}": {`, ...members.map((m) => `\t\t${m}`), '\t};'];
  });
  return ['export interface HttpRoutes {', ...rows, '}', ''].join('\n');
}

const envelopes = `/** Who reacted with what; users holds at most 1,000. */
export interface Reaction {
	emoji: string;
	count: number;
	users: number[];
}

export type ActionName = keyof Requests;
export type RoutePath = keyof HttpRoutes;

/** A request as it goes over the socket. */
export type RequestFrame<A extends ActionName> = Requests[A]["input"] & { action: A; cbId?: number };
/** Its answer; \`action\` only where the reference names one. */
export type ReplyFrame<A extends ActionName> = Requests[A]["reply"] & {
	handler: "void";
	cbId?: number;
	action?: string;
};

/** The body of every HTTP answer that is not 200. */
export interface HttpError {
	error: ErrorCode;
	message: string;
	retryAfterMs?: number;
}
`;

function union(name, about, members) {
  const text = members.join(' | ');
  const line = `export type ${name} = ${text};`;
  if (columns(line) <= width) return `${doc(about, '').join('\n')}\n${line}\n`;
  return `${doc(about, '').join('\n')}\nexport type ${name} =\n${members.map((m) => `\t| ${m}`).join('\n')};\n`;
}

function errorTable(errors) {
  const rows = errors.map((e) => `\t${e.code}: { status: ${e.status}, retryable: ${e.retryable} },`);
  return [
    '/** `retryable`: the same request may succeed later unchanged. */',
    'export const errorTable: Readonly<Record<ErrorCode, { status: number; retryable: boolean }>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

const schemaKeys = ['type', 'min', 'max', 'maxBytes', 'values', 'of', 'optional', 'nullable'];

function literal(value) {
  if (Array.isArray(value)) return `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]`;
  return JSON.stringify(value);
}

// `optional` in the tables: may be absent; in a request also null.
function schemaRow(field, indent) {
  const spec = { ...field, optional: field.absentable || undefined };
  const pairs = schemaKeys.filter((k) => spec[k] !== undefined).map((k) => `${k}: ${literal(spec[k])}`);
  const line = `${indent}${field.wire}: { ${pairs.join(', ')} },`;
  if (columns(line) <= width) return [line];
  return [`${indent}${field.wire}: {`, ...pairs.map((pair) => `${indent}\t${pair},`), `${indent}},`];
}

function schemaFields(name, fields, indent) {
  if (fields.length === 0) return [`${indent}${name}: {},`];
  return [`${indent}${name}: {`, ...fields.flatMap((field) => schemaRow(field, `${indent}\t`)), `${indent}},`];
}

function schemaTable(name, type, entries) {
  return [`export const ${name}: Readonly<Record<string, ${type}>> = {`, ...entries, '};', ''].join('\n');
}

function schemaTables(model) {
  const wrap = ({ name, lines }) => [`\t${key(name)}: {`, ...lines, '\t},'];
  const events = model.events.map((event) => ({
    name: event.name,
    lines: [`\t\thandler: ${JSON.stringify(event.handler)},`, ...schemaFields('fields', event.fields, '\t\t')],
  }));
  const replies = model.actions
    .filter((action) => action.reply)
    .map((action) => ({
      name: action.name,
      lines: [`\t\taction: ${JSON.stringify(action.replyAction ?? null)},`, ...schemaFields('fields', action.reply, '\t\t')],
    }));
  const routes = model.routes.map((route) => ({
    name: route.path,
    lines: [
      `\t\tmethod: "${route.method}",`,
      `\t\tbody: "${route.body}",`,
      ...schemaFields('input', route.input, '\t\t'),
      ...schemaFields('reply', route.reply, '\t\t'),
    ],
  }));
  return [
    schemaTable('schemaTypes', 'FieldSchemas', [...model.types.values()].flatMap((t) => schemaFields(t.c, t.fields, '\t'))),
    schemaTable('schemaRequests', 'FieldSchemas', model.actions.flatMap((a) => schemaFields(a.name, a.input, '\t'))),
    schemaTable('schemaReplies', 'ReplySchema', replies.flatMap(wrap)),
    schemaTable('schemaEvents', 'EventSchema', events.flatMap(wrap)),
    schemaTable('schemaRoutes', 'RouteSchema', routes.flatMap(wrap)),
  ];
}

const schemaTypes = `/** One field of the tables below; \`of\` names an entry of schemaTypes, or the shape of a raw field. */
export interface FieldSchema {
	type: "id" | "int" | "bool" | "text" | "bytes" | "word" | "ids" | "idMap" | "list" | "object" | "raw";
	min?: number;
	max?: number;
	/** Bytes of UTF-8; min and max count code points for text, bytes for bytes, entries for ids and list, of idMap the least value and the most entries. */
	maxBytes?: number;
	values?: readonly string[];
	of?: string;
	optional?: boolean;
	nullable?: boolean;
}
export type FieldSchemas = Readonly<Record<string, FieldSchema>>;

/** \`action\`: what the answer carries as action; null: none. */
export interface ReplySchema {
	action: string | null;
	fields: FieldSchemas;
}

export interface EventSchema {
	handler: string;
	fields: FieldSchemas;
}

/** \`body\`: what is sent; \`input\` holds the fields of a JSON one. */
export interface RouteSchema {
	method: string;
	body: "json" | "picture";
	input: FieldSchemas;
	reply: FieldSchemas;
}
`;

export function typescript(model, errors) {
  const types = [...model.types.values()].map((type) =>
    interfaceOf(pascal(type.c), type.doc, type.fields, {
      fromClient: model.inputTypes.has(type.c),
      bases: splicedTypes(type.fields),
    }),
  );
  const parts = [
    `// ${banner}\n`,
    ...types,
    ...[...model.actions, ...model.routes].flatMap(requestInterfaces),
    ...model.events.map(eventInterface),
    union('ServerEvent', 'Every frame of the server that is no answer, told apart by `action`.', model.events.map((e) => `${pascal(e.c)}Event`)),
    requestMap(model),
    routeMap(model),
    union('ErrorCode', 'The codes of growlError and of HTTP errors.', errors.map((e) => JSON.stringify(e.code))),
    envelopes,
    errorTable(errors),
    schemaTypes,
    ...schemaTables(model),
  ];
  return parts.join('\n');
}
