#!/usr/bin/env node
// Makes everything that follows from server/protocol/schema: `node server/protocol/generate.mjs [--check]`.
// --check writes nothing, names the committed files that differ, and exits with 1 if there are any.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeHeader, encodeSource } from './generator/encoders.mjs';
import { parseErrors } from './generator/errors.mjs';
import { markdown } from './generator/markdown.mjs';
import { actionsHeader, actionsSource, dispatchHeader, dispatchSource, handlersHeader } from './generator/rows.mjs';
import { parseSchema, readSchemaFiles, SchemaError } from './generator/schema.mjs';
import { checkConstants, inputsHeader, outputsHeader } from './generator/structs.mjs';
import { typescript } from './generator/typescript.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Path → text of every generated file. */
export function generate(schemaFiles, errorsText) {
  const errors = parseErrors(errorsText);
  const model = parseSchema(schemaFiles);
  const problems = checkConstants(model);
  if (problems.length > 0) throw new SchemaError(problems);
  return new Map([
    ['server/protocol/inputs.gen.h', inputsHeader(model)],
    ['server/protocol/outputs.gen.h', outputsHeader(model)],
    ['server/protocol/encode.gen.h', encodeHeader(model)],
    ['server/protocol/encode.gen.c', encodeSource(model)],
    ['server/protocol/actions.gen.h', actionsHeader(model)],
    ['server/protocol/actions.gen.c', actionsSource(model)],
    ['server/protocol/handlers.gen.h', handlersHeader(model)],
    ['server/gateway/dispatch.gen.h', dispatchHeader(model)],
    ['server/gateway/dispatch.gen.c', dispatchSource(model)],
    ['frontend/src/api/protocol.gen.ts', typescript(model, errors)],
    ['server/protocol/PROTOCOL.md', markdown(model, errors)],
  ]);
}

function current(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function write(outputs) {
  for (const [path, text] of outputs) {
    const target = join(root, path);
    if (current(target) === text) continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    console.log(`wrote ${path}`);
  }
}

function check(outputs) {
  const different = [...outputs].filter(([path, text]) => current(join(root, path)) !== text).map(([path]) => path);
  for (const path of different) console.error(`differs from the schema: ${path} (run node server/protocol/generate.mjs)`);
  return different.length === 0 ? 0 : 1;
}

function main(options) {
  const unknown = options.find((option) => option !== '--check');
  if (unknown) {
    console.error(`unknown option ${unknown}; usage: node server/protocol/generate.mjs [--check]`);
    return 2;
  }
  try {
    const errorsText = readFileSync(join(root, 'server/base/errors.def'), 'utf8');
    const outputs = generate(readSchemaFiles(join(root, 'server/protocol/schema')), errorsText);
    if (options.includes('--check')) return check(outputs);
    write(outputs);
    return 0;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    console.error(error.message);
    return 1;
  }
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
