# Runs one Vitest set against a server and ends with its counts. Sourced by run.sh of the sets, which set
# root, set_name and least (fewer tests than this passing is a failure, unless files were named).
# shellcheck shell=bash disable=SC2154
node="$root/frontend/node_modules/.bin/node"

build_server() {
	[[ -n ${CONFABD:-} ]] && return
	cmake -S "$root" -B "$root/build/sanitize" -G Ninja -DSANITIZE=ON >/dev/null
	cmake --build "$root/build/sanitize" --target confabd
}

if [[ ! -x $node ]]; then
	echo "the client's packages are missing: npm ci --ignore-scripts in frontend/" >&2
	exit 1
fi
build_server
results=$(mktemp)
trap 'rm -f "$results"' EXIT
cd "$root/frontend" || exit 1
status=0
"$node" node_modules/vitest/vitest.mjs run --project "$set_name" \
	--reporter=default --reporter=json --outputFile.json="$results" "$@" || status=$?
(($#)) && least=0
"$node" "$root/tests/contract/harness/counts.mjs" "$results" "$least" || status=1
exit "$status"
