#!/usr/bin/env bash
# The client without a server: types, style, size, and the tests beside the sources. The last line is `N passed, N failed, N skipped`.
#   tests/client/run.sh [NAME…]     everything, or only these checks
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
logs=$root/build/client
# Fewer unit tests than this mean that some were not found.
least=100
checks=(typecheck lint budget unit)

export PATH="$root/frontend/node_modules/.bin:$PATH"
cd "$root/frontend"
mkdir -p "$logs"

# Prints "passed failed skipped" of the report that Vitest wrote.
count_unit() {
	node --input-type=module -e "
		import { readFileSync } from 'node:fs';
		const report = JSON.parse(readFileSync('$logs/unit.json', 'utf8'));
		const suites = report.testResults.filter((file) => file.status !== 'passed' && file.assertionResults.length === 0).length;
		console.log(report.numPassedTests, report.numFailedTests + suites, report.numPendingTests + report.numTodoTests);
	"
}

run_unit() {
	local code=0 counts
	rm -f "$logs/unit.json"
	vitest run --project unit --reporter=default --reporter=json --outputFile.json="$logs/unit.json" >"$logs/unit.log" 2>&1 || code=$?
	[ -f "$logs/unit.json" ] || return 1
	read -r -a counts < <(count_unit)
	passed=$((passed + counts[0]))
	failed=$((failed + counts[1]))
	skipped=$((skipped + counts[2]))
	echo "unit: ${counts[0]} passed, ${counts[1]} failed"
	if [ "${counts[0]}" -lt "$least" ]; then
		echo "at least $least were expected"
		return 1
	fi
	[ "$code" -eq 0 ] || [ "${counts[1]}" -gt 0 ]
}

passed=0
failed=0
skipped=0
[ $# -eq 0 ] || checks=("$@")
for check in "${checks[@]}"; do
	if [ "$check" = unit ]; then
		before=$failed
		run_unit || failed=$((failed + 1))
		[ "$failed" -eq "$before" ] || sed 's/^/	/' "$logs/unit.log"
	elif node --run "$check" >"$logs/$check.log" 2>&1; then
		echo "ok $check"
		passed=$((passed + 1))
	else
		echo "FAIL $check"
		sed 's/^/	/' "$logs/$check.log"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
