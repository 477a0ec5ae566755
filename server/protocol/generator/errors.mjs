// The wire's error codes come from server/base/errors.def: ERROR(NAME, "code", status, retryable, "text").

import { SchemaError } from './schema.mjs';

/** [{ name, code, status, retryable, text }] in the order of the file. */
export function parseErrors(source) {
  const lines = source.split('\n').filter((line) => line.startsWith('ERROR('));
  const errors = lines.map((line) => {
    const match = /^ERROR\(([A-Z_]+), "([a-z_]+)", (\d{3}), (true|false), "([^"\\]*)"\)$/.exec(line.trim());
    if (!match) throw new SchemaError([`errors.def: cannot read: ${line}`]);
    const [, name, code, status, retryable, text] = match;
    return { name, code, status: Number(status), retryable: retryable === 'true', text };
  });
  if (errors.length === 0) throw new SchemaError(['errors.def: no errors in it']);
  return errors;
}
