#!/usr/bin/env bash
# Feeds hostile input to each target of tests/fuzz for a minute, four at a time, starting from the committed corpus and from what
# seeds.mjs makes of the schema. `markdown` is the client's reader of messages, in Node; the others are libFuzzer's.
#   tests/fuzz/run.sh            all targets
#   tests/fuzz/run.sh NAME…      only these (config, decode, …)
# CONFAB_FUZZ_SECONDS is the time of one target (60), CONFAB_BUILD_DIR where it builds (build/fuzz). An input that breaks
# something is kept in the build directory and printed. One target is one count; the last line is `N passed, N failed`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${CONFAB_BUILD_DIR:-$root/build/fuzz}
seconds=${CONFAB_FUZZ_SECONDS:-60}
node="$root/frontend/node_modules/.bin/node"
# The options of one run: memory and time of an input are bounded, so that a blow-up is a finding as well.
options=(-max_total_time="$seconds" -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0)
# Longer inputs say nothing new to most; requests and pictures may be long.
declare -A length_max=([decode]=65536 [picture]=65536 [multipart]=65536 [connection]=6000)

mkdir -p "$build"
build_targets() {
	cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DFUZZ=ON >"$build/configure.log" 2>&1 ||
		{ cat "$build/configure.log"; return 1; }
	cmake --build "$build" --target fuzzers -j "$(nproc)" >"$build/build.log" 2>&1 ||
		{ grep -v '^\[' "$build/build.log"; return 1; }
	rm -rf "$build/seeds"
	"$node" "$here/seeds.mjs" "$build/seeds"
	(cd "$root/frontend" && "$node" node_modules/vite/bin/vite.js build --config "$here/markdown/bundle.config.mjs" \
		--outDir "$build/markdown") >"$build/bundle.log" 2>&1 || { cat "$build/bundle.log"; return 1; }
}

fuzz_c() {
	local name=$1 more=(-max_len="${length_max[$1]:-4096}")
	shift
	[ ! -f "$build/seeds/$name.dict" ] || more+=(-dict="$build/seeds/$name.dict")
	"$build/fuzz/${name}_fuzz" "${options[@]}" "${more[@]}" -artifact_prefix="$build/broken/$name/" "$@"
}

fuzz_markdown() {
	shift
	"$node" "$build/markdown/fuzz.cjs" "$seconds" "$build/broken/markdown" "$@"
}

# fuzz NAME: the inputs found on the way stay in the build directory and are used by the next run.
fuzz() {
	local found=$build/found/$1 folders=("$here/corpus/$1") with=fuzz_c
	mkdir -p "$found" "$build/broken/$1"
	[ ! -d "$build/seeds/$1" ] || folders+=("$build/seeds/$1")
	[ "$1" != markdown ] || with=fuzz_markdown
	"$with" "$1" "$found" "${folders[@]}" >"$build/$1.log" 2>&1
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

# Fewer targets than this are a failure, unless some were named.
least=0
if [ $# -eq 0 ]; then
	least=15
	for file in "$here"/*_fuzz.c; do
		name=$(basename "$file" _fuzz.c)
		set -- "$@" "$name"
	done
	set -- "$@" markdown
fi

if ! build_targets; then
	echo "fuzz: the build failed"
	echo "0 passed, 1 failed"
	exit 1
fi

passed=0
failed=0
if [ $# -lt "$least" ]; then
	echo "FAIL: $# targets, there should be $least"
	failed=1
fi
while [ $# -gt 0 ]; do
	some=("${@:1:4}")
	shift ${#some[@]}
	pids=()
	for name in "${some[@]}"; do
		fuzz "$name" &
		pids+=($!)
	done
	for i in "${!some[@]}"; do
		status=0
		wait "${pids[$i]}" || status=$?
		report "${some[$i]}" "$status"
	done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
