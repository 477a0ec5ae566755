// PROTOCOL.md: the reference page, for people who write a client.

import { banner } from './text.mjs';

const largest = Number.MAX_SAFE_INTEGER;

const boundTexts = {
  id: () => 'id',
  int: (field) => `whole number, ${range(field)}`,
  bool: () => 'true or false',
  text: (field) => `text, ${range(field)} characters, at most ${field.maxBytes} bytes${textRules(field)}`,
  bytes: (field) => `text, ${range(field)} bytes, compared as bytes`,
  word: (field) => field.values.map((value) => `\`${value}\``).join(', '),
  ids: (field) => `array of at most ${field.max} ids`,
  idMap: (field) => `object of at most ${field.max} whole numbers from ${field.min}`,
  list: (field) => `array of at most ${field.max} [${field.of}](#${field.of})`,
  object: (field) => `[${field.of}](#${field.of})`,
  raw: (field) => ({ events: 'array of events', idMap: 'object with whole numbers as values', reactions: 'array of {emoji, count, users}' })[field.of] ?? 'any JSON',
};

function range({ min, max }) {
  const from = min === -largest ? '−(2^53 − 1)' : min;
  return `${from} … ${max === largest ? '2^53 − 1' : max}`;
}

function textRules(field) {
  const rules = [field.trim && 'trimmed', field.plain && 'no control characters'].filter(Boolean);
  return rules.length > 0 ? `, ${rules.join(', ')}` : '';
}

function presence(field) {
  if (field.hasDefault) return `default \`${JSON.stringify(field.default)}\``;
  if (field.optional) return 'optional';
  return field.nullable ? 'or null' : '';
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function fieldTable(fields) {
  return table(
    ['field', 'type and bounds', '', 'meaning'],
    fields.map((f) => [`\`${f.wire}\``, boundTexts[f.type](f), presence(f), f.doc ?? '']),
  );
}

function fieldBlock(title, fields) {
  return fields.length === 0 ? `${title}: no fields.` : `${title}:\n\n${fieldTable(fields)}`;
}

const accessTexts = {
  anyone: 'anybody',
  guest: 'any signed-in session',
  member: 'members and administrators',
  administrator: 'administrators',
};

function rights(entry) {
  const limit = entry.limit === 'none' ? '' : ` Rate limit: ${entry.limit}.`;
  return `For ${accessTexts[entry.access]}.${limit}`;
}

function actionSection(action) {
  const reply = action.reply
    ? fieldBlock(action.replyAction ? `Answer, \`"action":"${action.replyAction}"\`` : 'Answer', action.reply)
    : 'Not answered.';
  return [`### ${action.name}`, '', `${action.doc} ${rights(action)}`, '', fieldBlock('Request', action.input), '', reply, ''].join('\n');
}

function eventSection(event) {
  return [`### ${event.name} (event)`, '', `${event.doc} Handler \`${event.handler}\`.`, '', fieldBlock('Fields', event.fields), ''].join('\n');
}

const bodyTexts = {
  json: (route) => fieldBlock('Body', route.input),
  picture: () =>
    'Body: the picture itself, `Content-Type: image/…`; or `multipart/form-data` with it as the part `file`. JPEG, PNG, WebP or GIF (its first frame), ' +
    'at most `picture_bytes_max` bytes and 40 megapixels.',
};

function routeSection(route) {
  return [
    `### ${route.method} ${route.path}`,
    '',
    `${route.doc} ${rights(route)}`,
    '',
    bodyTexts[route.body](route),
    '',
    fieldBlock('Answer', route.reply),
    '',
  ].join('\n');
}

function typeSection(type) {
  return [`### ${type.c}`, '', type.doc, '', fieldTable(type.fields), ''].join('\n');
}

function errorSection(errors) {
  const rows = errors.map((e) => [`\`${e.code}\``, e.status, e.retryable ? 'yes' : 'no', e.text]);
  return `${table(['code', 'HTTP', 'retryable', 'default text'], rows)}\n`;
}

const introduction = `# The protocol

<!-- ${banner} -->

JSON over one WebSocket (\`/ws\`) and a few HTTP routes (\`/api/…\`). This page is the whole of it.

## Frames

- A text frame holds one JSON object, a request of the client or a frame of the server. Binary frames are refused.
- JSON is read strictly: valid UTF-8; no NUL, also not as \`\\u0000\`; no half surrogate pairs; no name twice in one object;
  at most 16 levels and 20,000 values; numbers of at most 63 characters; nothing behind the object.
- A request has \`action\` and its fields. Unknown fields are ignored; null counts as absent where a field is optional or has a
  default. With \`cbId\` (a whole number of the client's choice) it is answered by a frame with the same \`cbId\`,
  \`"handler":"void"\` and the answer's fields, or by \`growlError\`.
- A frame of the server that is no answer is an event: \`action\`, \`handler\`, and its fields.
- Ids are whole numbers from 1 to 2^53 − 1. Times are milliseconds since 1970 UTC, of the server's clock; nothing is ordered by them.
- Clients ignore events, fields and error codes that they do not know.

## Signing in

The session is a cookie (HttpOnly, SameSite=Lax), set by \`/api/auth\` or \`/api/register\`. The socket's handshake brings it; its
\`Origin\` must be the site's own. The first frame on a socket is \`setWsId\`.

## HTTP

Bodies are JSON objects with \`Content-Type: application/json\`, unless the route says otherwise. A success is 200 with the answer's fields; anything else is
\`{"error":"<code>","message":"<text>"}\` with the status of the table below and, where it says when to come back, \`retryAfterMs\`.

## Streams

A stream is a room, or a person's private stream (invitations, revoked sessions, own read positions). Each has one dense
\`seq\`: every lasting change raises it by one.

- \`setWsId\` and \`roomLive\` give each stream's \`seq\` as S: this socket gets every change from S + 1 on, in order, none missing, none
  twice. What lies between a client's own position and S it gets with \`getChanges\`.
@STREAMS@
- \`getChanges\` answers at most 500 changes a stream; ask again while \`seq\` is smaller than \`head\`.
- \`resync\`, as an event or as \`true\` in an answer, or another \`epoch\` than before: forget the stream and load it anew.
- An acknowledgement (\`messageStored\`) means committed. It does not move the client's position; the room's event does, and
  comes to the sender too. Whichever comes first replaces the waiting message, by its \`clientId\`.
- A message without an acknowledgement is sent again with the same \`clientId\`; the answer is that of the first, however often. The server
  remembers client ids for 14 days.

## Liveness

The server sends the event \`ping\` every \`pingIntervalMs\` (25,000 unless configured otherwise); the client answers with \`pong\` and the same
\`time\`. Two missed in a row close the socket. A client may send \`ping\` itself at any time and gets \`pong\`.

## Close codes

| code | why | what to do |
| --- | --- | --- |
| 1001 | The worker is going away. The reason is a number: milliseconds to wait. | Come back after that time. |
| 1002 | Not the WebSocket protocol. | A bug of the client. |
| 1003 | A binary frame. | A bug of the client. |
| 1007 | A text that is not UTF-8. | A bug of the client. |
| 1008 | The session was ended, the account disabled, or the socket abused. | Ask \`/api/status\` whether one is still signed in. |
| 1009 | A message above the limit. | Do not send it again. |
| 1013 | The client read too slowly. | Come back and catch up. |

## Errors

On the socket as \`growlError\`, over HTTP as the body. \`retryable\`: the same request may succeed later unchanged.

`;

// A change carries a seq of its own (an id, never 0); frames that only say where a stream stands carry an int.
function streamSection(model) {
  const changes = model.events.filter((e) => e.fields.some((f) => f.wire === 'seq' && f.type === 'id'));
  const names = (entries) => entries.map((e) => `\`${e.name}\``).join(', ') || 'none';
  const isPrivate = (e) => e.doc.startsWith('Private stream');
  return [
    `- The changes of a room's stream are ${names(changes.filter((e) => !isPrivate(e)))}; those of the private stream`,
    `  ${names(changes.filter(isPrivate))}. All other events are passing ones.`,
    '',
  ].join('\n');
}

export function markdown(model, errors) {
  return [
    introduction.replace('@STREAMS@\n', streamSection(model)),
    errorSection(errors),
    '\n## Actions\n\n',
    model.actions.map(actionSection).join('\n'),
    '\n## Events\n\n',
    model.events.map(eventSection).join('\n'),
    '\n## HTTP routes\n\n',
    model.routes.map(routeSection).join('\n'),
    '\n## Types\n\n',
    [...model.types.values()].map(typeSection).join('\n'),
  ].join('');
}
