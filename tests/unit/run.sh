#!/usr/bin/env bash
# Builds everything with sanitizers and warnings as errors, runs the unit tests and sums them up.
#   tests/unit/run.sh            run; fewer tests than minimum.txt asks for is a failure
#   tests/unit/run.sh --raise    run, and write the numbers of this run into minimum.txt
# CONFAB_BUILD_DIR is where it builds (build/sanitize, as the sets that talk to a server). The last line is `N passed, N failed`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${CONFAB_BUILD_DIR:-$root/build/sanitize}
minimum=$here/minimum.txt
jobs=$(nproc)

build_all() {
	cmake -S "$root" -B "$build" -G Ninja -DSANITIZE=ON -DSTRICT=ON >"$build/configure.log" 2>&1 ||
		{ cat "$build/configure.log"; return 1; }
	cmake --build "$build" -j "$jobs" >"$build/build.log" 2>&1 || { grep -v '^\[' "$build/build.log"; return 1; }
}

# One line a test program: file, passed, failed. One that did not end well without a failed test counts as one failure.
count_tests() {
	awk '
		/^[0-9]+\/[0-9]+ Testing: / { name = $3 ".c"; passed = 0; failed = 0 }
		/^[0-9]+ passed, [0-9]+ failed$/ { passed = $1; failed = $3 }
		/^Test (Passed|Failed|time out|timed out)/ || /^Test.*Exception/ || /^Unable to find executable/ {
			if ($0 !~ /^Test Passed/ && failed == 0)
				failed = 1
			print name, passed, failed
		}' "$1"
}

# Names of test files that ran too few tests, with the reason.
check_minimum() {
	awk '
		FNR == NR { if ($0 !~ /^#/ && NF == 2) wanted[$1] = $2; next }
		{
			ran[$1] = 1
			if (!($1 in wanted))
				print $1 " has no line in minimum.txt (tests/unit/run.sh --raise adds it)"
			else if ($2 + $3 < wanted[$1])
				print $1 " ran " $2 + $3 " tests, not " wanted[$1]
		}
		END { for (name in wanted) if (!(name in ran)) print name " did not run" }' "$minimum" "$1"
}

raise_minimum() {
	{
		grep '^#' "$minimum"
		awk '{ print $1, $2 + $3 }' "$1" | LC_ALL=C sort
	} >"$build/minimum.txt"
	cp "$build/minimum.txt" "$minimum"
}

mkdir -p "$build"
if ! build_all; then
	echo "unit: the build failed"
	echo "0 passed, 1 failed"
	exit 1
fi

# Leftovers of an earlier run would be counted again.
rm -f "$build/Testing/Temporary/LastTest.log"
ctest --test-dir "$build" -L '^unit$' -j "$jobs" --output-on-failure --no-tests=error || true
count_tests "$build/Testing/Temporary/LastTest.log" >"$build/counts.txt"
python3 "$root/tests/bounds/table.py" --results unit "$build/Testing/Temporary/LastTest.log"

# The generator's tests, with the Node that the client pins, else the machine's; they count as one more file.
generator_tests() {
	local node
	for node in "$root"/frontend/node_modules/node-linux-*/bin/node "$root"/build/tools/node_modules/node-linux-*/bin/node "$(command -v node)"; do
		[ ! -x "$node" ] || break
	done
	if [ ! -x "$node" ]; then
		echo "protocol/generate.test.mjs 0 1"
		return
	fi
	"$node" --test --test-reporter=tap "$root"/tests/unit/protocol/*.test.mjs >"$build/generator.log" 2>&1 || cat "$build/generator.log" >&2
	awk '$1 == "#" && $2 == "pass" { passed = $3 } $1 == "#" && $2 == "fail" { failed = $3 }
		END { print "protocol/generate.test.mjs", passed + 0, passed + failed == 0 ? 1 : failed + 0 }' "$build/generator.log"
}
generator_tests >>"$build/counts.txt"

if [ "${1:-}" = --raise ]; then
	raise_minimum "$build/counts.txt"
fi
check_minimum "$build/counts.txt" >"$build/missing.txt"
sed 's/^/FAIL /' "$build/missing.txt"

missing=$(wc -l <"$build/missing.txt")
passed=$(awk '{ n += $2 } END { print n + 0 }' "$build/counts.txt")
failed=$(awk '{ n += $3 } END { print n + 0 }' "$build/counts.txt")
echo "$passed passed, $((failed + missing)) failed"
[ $((failed + missing)) -eq 0 ] && [ "$passed" -gt 0 ]
