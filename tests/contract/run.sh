#!/usr/bin/env bash
# The contract set: every action, event and route against two real workers under the sanitizers.
# Usage: run.sh [test files]. CONFABD names another build to test. Without files, three parts run side by side, each with a server of
# its own: they mostly wait. The last file looks at what all of them met.
set -euo pipefail
set_name=contract
least=360
parts=3
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
if (($#)); then
	source "$root/tests/contract/harness/run_set.sh"
fi

source "$root/tests/contract/harness/build.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export COVERAGE="$work/met"
cd "$root/frontend"
run_part() {
	local name=$1
	shift
	"$node" node_modules/vitest/vitest.mjs run --project "$set_name" --reporter=default --reporter=json \
		--outputFile.json="$work/$name.json" "$@" >"$work/$name.log" 2>&1
}
status=0
running=()
for ((part = 1; part <= parts; part++)); do
	run_part "$part" --shard="$part/$parts" --exclude '**/zz-*' &
	running+=($!)
done
for pid in "${running[@]}"; do
	wait "$pid" || status=$?
done
run_part last zz-coverage || status=$?
cat "$work"/*.log
python3 "$root/tests/bounds/table.py" --results "$set_name" "$work"/*.json || status=1
"$node" "$root/tests/contract/harness/counts.mjs" "$least" "$work"/*.json || status=1
exit "$status"
