#!/usr/bin/env bash
# The soak: 200 people in 50 rooms, ten of them talking and editing, two of those in real browsers, on two workers.
# CONFAB_SOAK_SECONDS (60; 300 in the long run) says for how long; CONFABD, CLIENT_DIST and CHROMIUM as in tests/e2e/run.sh.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
node="$root/frontend/node_modules/.bin/node"
results="$root/build/soak/results.json"

# The released build: under sanitizers memory only grows.
if [[ -z ${CONFABD:-} ]]; then
	cmake -S "$root" -B "$root/build/release" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo >/dev/null
	cmake --build "$root/build/release" --target confabd >/dev/null
fi
mkdir -p "$root/build/soak"
rm -f "$results"
# tests/ has no packages of its own: they are the client's.
ln -sfn ../frontend/node_modules "$root/tests/node_modules"
status=0
"$node" "$root/frontend/node_modules/@playwright/test/cli.js" test --config "$root/tests/soak/playwright.config.ts" "$@" || status=$?
[[ -f $results ]] || { echo "the run gave no results" >&2; exit 1; }
# shellcheck disable=SC2016
"$node" -e '
	const { readFileSync } = require("node:fs");
	const { stats, errors } = JSON.parse(readFileSync(process.argv[1], "utf8"));
	const failed = stats.unexpected + stats.flaky + errors.length + (stats.expected === 0 ? 1 : 0);
	console.log(`${stats.expected} passed, ${failed} failed, ${stats.skipped} skipped`);
	process.exitCode = failed > 0 ? 1 : 0;
' "$results" || status=1
exit "$status"
