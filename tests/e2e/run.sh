#!/usr/bin/env bash
# The end-to-end set: journeys of people in a real browser, against a server of two workers.
# Usage: run.sh [spec files]. CONFABD names another build to test, CLIENT_DIST another built client, CHROMIUM another browser,
# E2E_RESULTS another folder (with a slash at its end) for what the run leaves.
set -euo pipefail
least=170
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
node="$root/frontend/node_modules/.bin/node"
export E2E_RESULTS="${E2E_RESULTS:-$root/build/e2e/}"
results="${E2E_RESULTS}results.json"

build_what_is_missing() {
	[[ -x $node ]] || (cd "$root/frontend" && npm ci --ignore-scripts --no-audit --no-fund)
	if [[ -z ${CLIENT_DIST:-} ]] && { [[ ! -f $root/frontend/dist/index.html ]] || newer_sources; }; then
		(cd "$root/frontend" && PATH="$PWD/node_modules/.bin:$PATH" "$node" --run build)
	fi
	[[ -n ${CONFABD:-} ]] && return
	cmake -S "$root" -B "$root/build/release" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo >/dev/null
	cmake --build "$root/build/release" --target confabd
}

newer_sources() {
	[[ -n $(find "$root/frontend" -path "$root/frontend/node_modules" -prune -o -path "$root/frontend/dist" -prune \
		-o -type f -newer "$root/frontend/dist/index.html" -print -quit) ]]
}

print_counts() {
	# shellcheck disable=SC2016
	"$node" -e '
		const { readFileSync } = require("node:fs");
		const { stats, errors } = JSON.parse(readFileSync(process.argv[1], "utf8"));
		const failed = stats.unexpected + stats.flaky + errors.length;
		console.log(`${stats.expected} passed, ${failed} failed, ${stats.skipped} skipped`);
		const few = process.argv[3] === "0" && stats.expected < Number(process.argv[2]);
		if (few) console.error(`at least ${process.argv[2]} were expected to pass`);
		process.exitCode = failed > 0 || few ? 1 : 0;
	' "$results" "$least" "$1"
}

build_what_is_missing
mkdir -p "$E2E_RESULTS"
rm -f "$results"
# tests/ has no packages of its own: they are the client's.
ln -sfn ../frontend/node_modules "$root/tests/node_modules"
status=0
"$node" "$root/frontend/node_modules/@playwright/test/cli.js" test \
	--config "$root/tests/e2e/playwright.config.ts" --project=journeys "$@" || status=$?
[[ -f $results ]] || { echo "the run gave no results" >&2; exit 1; }
print_counts "$#" || status=1
exit "$status"
