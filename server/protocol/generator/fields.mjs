// What each field type of the schema takes, and the check of one field.

const largest = Number.MAX_SAFE_INTEGER;
const cKeywords = new Set(
  ('auto break case char const continue default do double else enum extern float for goto if inline int long register ' +
    'restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false')
    .split(' '),
);

// required and optional keys besides the common ones; `counted`: C gets <c>_count; `flag: false`: no has_<c>.
export const fieldRules = {
  id: { required: [], optional: [] },
  int: { required: ['min', 'max'], optional: [] },
  bool: { required: [], optional: [] },
  text: { required: ['min', 'max', 'maxBytes'], optional: ['trim', 'plain'] },
  bytes: { required: ['min', 'max'], optional: [] },
  word: { required: ['values'], optional: [] },
  ids: { required: ['max'], optional: [], counted: true },
  idMap: { required: ['min', 'max'], optional: [], counted: true },
  list: { required: ['of', 'max'], optional: [], counted: true },
  object: { required: ['of'], optional: [], flag: false },
  raw: { required: [], optional: ['of'] },
};

const commonKeys = ['type', 'c', 'doc', 'optional', 'nullable', 'default'];
/** What a raw field may say it holds. */
export const rawShapes = ['events', 'idMap', 'reactions'];

const defaultChecks = {
  id: (field) => isWhole(field.default, 1, largest),
  int: (field) => isWhole(field.default, field.min, field.max),
  bool: (field) => typeof field.default === 'boolean',
  text: (field) => isTextWithin(field.default, field),
  bytes: (field) => typeof field.default === 'string' && isWhole(Buffer.byteLength(field.default), field.min, field.max),
  word: (field) => Array.isArray(field.values) && field.values.includes(field.default),
  ids: (field) => isEmptyArray(field.default),
  idMap: (field) => isEmptyObject(field.default),
  list: (field) => isEmptyArray(field.default),
  object: () => false,
  raw: () => false,
};

function isWhole(value, min, max) {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

function isTextWithin(value, { min, max, maxBytes }) {
  return typeof value === 'string' && isWhole([...value].length, min, max) && Buffer.byteLength(value) <= maxBytes;
}

function isEmptyObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function isEmptyArray(value) {
  return Array.isArray(value) && value.length === 0;
}

/** Adds a line to `problems` for everything that is wrong with one field. */
export function checkField(field, spec, types, place, problems) {
  const rules = fieldRules[spec.type];
  if (!rules) {
    problems.push(`${place}: unknown type '${spec.type}'`);
    return;
  }
  checkFieldKeys(spec, rules, place, problems);
  checkBounds(spec, place, problems);
  checkReferences(spec, types, place, problems);
  if (!/^[a-z][a-z0-9_]*$/.test(field.c) || cKeywords.has(field.c)) problems.push(`${place}: not a C name: '${field.c}'`);
  if (spec.optional && 'default' in spec) problems.push(`${place}: optional and default exclude each other`);
  if (spec.optional && spec.nullable) problems.push(`${place}: optional and nullable exclude each other`);
  if ('default' in spec && !defaultChecks[spec.type](spec)) {
    problems.push(`${place}: the default is not a value of the field`);
  }
}

function checkFieldKeys(spec, rules, place, problems) {
  for (const key of rules.required) if (!(key in spec)) problems.push(`${place}: '${key}' is missing`);
  const known = [...commonKeys, ...rules.required, ...rules.optional];
  for (const key of Object.keys(spec)) if (!known.includes(key)) problems.push(`${place}: unknown key '${key}'`);
  for (const key of ['optional', 'nullable', 'trim', 'plain']) {
    if (key in spec && spec[key] !== true) problems.push(`${place}: '${key}' can only be true`);
  }
}

function checkBounds(spec, place, problems) {
  const lowest = ['int', 'idMap'].includes(spec.type) ? -largest : 0;
  for (const key of ['min', 'max', 'maxBytes']) {
    if (key in spec && !isWhole(spec[key], lowest, largest)) problems.push(`${place}: '${key}' is out of range`);
  }
  if (spec.min > spec.max) problems.push(`${place}: min is above max`);
  if (spec.maxBytes < spec.min) problems.push(`${place}: maxBytes is below min`);
}

function checkReferences(spec, types, place, problems) {
  if (spec.type === 'raw') {
    if ('of' in spec && !rawShapes.includes(spec.of)) problems.push(`${place}: unknown shape '${spec.of}'`);
    return;
  }
  if ('of' in spec && !types.has(spec.of)) problems.push(`${place}: no type '${spec.of}'`);
  if (!('values' in spec)) return;
  const words = Array.isArray(spec.values) ? spec.values : [];
  if (words.length === 0) problems.push(`${place}: values must be a list of words`);
  if (new Set(words).size !== words.length) problems.push(`${place}: duplicate names in values`);
  for (const word of words) {
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(word)) problems.push(`${place}: not a word: '${word}'`);
  }
}
