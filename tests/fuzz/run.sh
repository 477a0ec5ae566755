#!/usr/bin/env bash
# Feeds hostile input to each target of tests/fuzz for a minute, two at a time, starting from the committed corpus.
#   tests/fuzz/run.sh            all targets
#   tests/fuzz/run.sh NAME…      only these (config, decode, …)
# CONFAB_FUZZ_SECONDS is the time of one target (60), CONFAB_BUILD_DIR where it builds (build/fuzz). An input that breaks
# something is kept in the build directory and printed. One target is one count; the last line is `N passed, N failed`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${CONFAB_BUILD_DIR:-$root/build/fuzz}
seconds=${CONFAB_FUZZ_SECONDS:-60}
# The options of one run: memory and time of an input are bounded, so that a blow-up is a finding as well.
options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 -verbosity=0)

mkdir -p "$build"
build_targets() {
	cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DFUZZ=ON >"$build/configure.log" 2>&1 ||
		{ cat "$build/configure.log"; return 1; }
	cmake --build "$build" --target fuzzers -j "$(nproc)" >"$build/build.log" 2>&1 ||
		{ grep -v '^\[' "$build/build.log"; return 1; }
}

# fuzz NAME: the inputs found on the way stay in the build directory and are used by the next run.
fuzz() {
	local found=$build/found/$1
	mkdir -p "$found" "$build/broken/$1"
	"$build/fuzz/${1}_fuzz" "${options[@]}" -artifact_prefix="$build/broken/$1/" "$found" "$here/corpus/$1" \
		>"$build/$1.log" 2>&1
}

report() {
	local runs
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$1.log")
	if [ "$2" -eq 0 ] && [ "${runs:-0}" -gt 0 ]; then
		echo "ok $1 ($runs inputs in $seconds s)"
		passed=$((passed + 1))
	else
		echo "FAIL $1"
		tail -n 40 "$build/$1.log" | sed 's/^/\t/'
		failed=$((failed + 1))
	fi
}

if [ $# -eq 0 ]; then
	for file in "$here"/*_fuzz.c; do
		name=$(basename "$file" _fuzz.c)
		set -- "$@" "$name"
	done
fi

if ! build_targets; then
	echo "fuzz: the build failed"
	echo "0 passed, 1 failed"
	exit 1
fi

passed=0
failed=0
while [ $# -gt 0 ]; do
	pair=("${@:1:2}")
	shift ${#pair[@]}
	pids=()
	for name in "${pair[@]}"; do
		fuzz "$name" &
		pids+=($!)
	done
	for i in "${!pair[@]}"; do
		status=0
		wait "${pids[$i]}" || status=$?
		report "${pair[$i]}" "$status"
	done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
