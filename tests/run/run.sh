#!/usr/bin/env bash
# Starts, stops, reloads and kills real servers with private databases, and looks at what is left.
#   tests/run/run.sh [NAME…]     all tests, or those whose name contains one of these
# CONFABD is the program (build/release/confabd). As root everything runs as the system user confab, else as ourselves. The last line is
# `N passed, N failed, N skipped`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export CONFABD=${CONFABD:-$root/build/release/confabd}
export PYTHONDONTWRITEBYTECODE=1

# The servers get their settings from the tests alone.
for name in $(compgen -e CONFAB_ || true); do
	unset "$name"
done

if [ ! -x "$CONFABD" ]; then
	echo "run: $CONFABD is missing (./download_content.sh build)"
	echo "0 passed, 1 failed, 0 skipped"
	exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
python3 "$here/run.py" "$@" | tee "$log" || status=$?
# Quietly: the counts are the last line.
python3 "$root/tests/bounds/table.py" --results run "$log" >/dev/null || status=1
exit "$status"
