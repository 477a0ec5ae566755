#!/usr/bin/env bash
# Measures. Without arguments all of it: beside the peers, one worker, the archive; about five minutes.
#   tests/bench/run.sh [peers|fanout|archive] [rounds]
#   tests/bench/run.sh crowd      ten thousand sockets; three minutes more
# BUILD is where the release is built (build/bench).
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export BUILD=${BUILD:-$top/build/bench}
rounds=${2:-}

# The Node that the client pins.
for NODE in "$top"/frontend/node_modules/node-linux-*/bin/node; do
	[ ! -x "$NODE" ] || break
done
export NODE

build() {
	mkdir -p "$BUILD"
	if ! cmake -S "$top" -B "$BUILD" -G Ninja -DCMAKE_BUILD_TYPE=Release >"$BUILD/bench.log" 2>&1 ||
		! cmake --build "$BUILD" --target confabd bench_fanout_bench bench_archive_bench >>"$BUILD/bench.log" 2>&1; then
		tail -20 "$BUILD/bench.log" >&2
		exit 1
	fi
}

self_test() { "$BUILD/bench/fanout_bench" --self-test | grep -v '^mode='; }

peers() { "$top/tests/bench/peers.sh" "${rounds:-5}"; }

fanout() { "$top/tests/bench/fanout.sh" "${rounds:-3}"; }

archive() { MIGRATIONS=$top/migrations "$BUILD/bench/archive_bench" 1.5 "${rounds:-5}"; }

crowd() { CONFABD=$BUILD/confabd "$NODE" "$top/tests/bench/crowd.mjs"; }

# The windows are measured beside the peers already.
all() {
	self_test
	echo
	peers
	echo
	WINDOWS='' fanout
	echo
	archive
}

case "${1:-all}" in
all)
	build
	all
	;;
peers | fanout | archive | crowd)
	build
	"$1"
	;;
*)
	sed -n '2,5s/^# *//p' "${BASH_SOURCE[0]}"
	exit 64
	;;
esac
