#!/usr/bin/env bash
# What a delivery and an archived message cost a worker: instructions (valgrind's callgrind), system calls (strace), allocations. None of it
# depends on how busy the machine is. Instructions stay within 5 % of figures.txt, up and down; the others below bounds
# (guard.py).
#   tests/guard/run.sh            measures and compares; the last line is `N passed, N failed`
#   tests/guard/run.sh --write    writes figures.txt anew
# CONFABD is the program, of a build without sanitizers in whose folder the generator is built, too (build/release/confabd).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export CONFABD=${CONFABD:-$root/build/release/confabd}
build=$(dirname "$CONFABD")
export GENERATOR=$build/bench/fanout_bench
export PYTHONDONTWRITEBYTECODE=1

fail() {
	echo "guard: $1"
	echo "0 passed, 1 failed"
	exit 1
}

if [ ! -f "$build/build.ninja" ]; then
	cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBUILD_TESTING=OFF >/dev/null
fi
grep -qx 'CMAKE_BUILD_TYPE:[A-Z]*=RelWithDebInfo' "$build/CMakeCache.txt" || fail "$build is no RelWithDebInfo build"
! grep -qxE '(SANITIZE|FUZZ):BOOL=ON' "$build/CMakeCache.txt" || fail "$build has sanitizers"
cmake --build "$build" --target confabd bench_fanout_bench >/dev/null
for name in $(compgen -e CONFAB_ || true); do
	unset "$name"
done
exec python3 "$here/guard.py" "$@"
