// JSON.parse keeps the last of two equal keys without a word; the schema must not.

/** The keys that occur twice in one object of valid JSON. */
export function repeatedKeys(text) {
  const repeated = [];
  const stack = [];
  const tokens = text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g);
  for (const [token, colon] of tokens) {
    if (token === '{') stack.push(new Set());
    else if (token === '[') stack.push(null);
    else if (token === '}' || token === ']') stack.pop();
    else if (colon) noteKey(stack.at(-1), JSON.parse(token.slice(0, -colon.length)), repeated);
  }
  return repeated;
}

function noteKey(keys, key, repeated) {
  if (keys.has(key)) repeated.push(key);
  keys.add(key);
}
