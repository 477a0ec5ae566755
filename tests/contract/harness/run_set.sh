# Runs one Vitest set against a server and ends with its counts. Sourced by run.sh of the sets, which set
# root, set_name and least (fewer tests than this passing is a failure, unless files were named); files_at_once is 1 unless it is set.
# shellcheck shell=bash disable=SC2154
source "$root/tests/contract/harness/build.sh"
results=$(mktemp)
trap 'rm -f "$results"' EXIT
cd "$root/frontend" || exit 1
status=0
"$node" node_modules/vitest/vitest.mjs run --project "$set_name" \
	--reporter=default --reporter=json --outputFile.json="$results" --maxWorkers="${files_at_once:-1}" "$@" || status=$?
python3 "$root/tests/bounds/table.py" --results "$set_name" "$results" || status=1
(($#)) && least=0
"$node" "$root/tests/contract/harness/counts.mjs" "$least" "$results" || status=1
exit "$status"
