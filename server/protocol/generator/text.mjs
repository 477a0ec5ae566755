// Small helpers that all emitters share.

export const banner = 'Made by server/protocol/generate.mjs from server/protocol/schema; do not edit.';

/** A C or TypeScript comment of whole lines, wrapped at `width` columns. */
export function comment(text, indent = '', width = 96) {
  const lines = wrap(text, width - indent.length - 6);
  if (lines.length === 1) return `${indent}/* ${lines[0]} */`;
  return lines.map((line, i) => `${indent}${i === 0 ? '/* ' : ' * '}${line}${i === lines.length - 1 ? ' */' : ''}`).join('\n');
}

function wrap(text, width) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A C string literal of valid UTF-8 text. */
export function quoted(text) {
  return `"${text.replace(/[\\"]/g, (c) => `\\${c}`)}"`;
}
