#!/usr/bin/env bash
# Measures. Without arguments: all of it, a few minutes.
#   tests/bench/run.sh [fanout|archive] [rounds]
# BUILD is where the release is built (build/bench).
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export BUILD=${BUILD:-$top/build/bench}
rounds=${2:-3}

build() {
	mkdir -p "$BUILD"
	if ! cmake -S "$top" -B "$BUILD" -G Ninja -DCMAKE_BUILD_TYPE=Release >"$BUILD/bench.log" 2>&1 ||
		! cmake --build "$BUILD" --target confabd bench_fanout_bench bench_archive_bench >>"$BUILD/bench.log" 2>&1; then
		tail -20 "$BUILD/bench.log" >&2
		exit 1
	fi
}

fanout() {
	"$BUILD/bench/fanout_bench" --self-test | grep -v '^mode='
	"$top/tests/bench/fanout.sh" "$rounds"
}

archive() {
	"$BUILD/bench/archive_bench" 3 "$rounds"
}

all() {
	fanout
	echo
	archive
}

case "${1:-all}" in
all | fanout | archive)
	build
	"${1:-all}"
	;;
*)
	sed -n '2,4s/^# *//p' "${BASH_SOURCE[0]}"
	exit 64
	;;
esac
