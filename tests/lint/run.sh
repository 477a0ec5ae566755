#!/usr/bin/env bash
# Everything of the style that a machine can judge. One check is one count; the last line is `N passed, N failed`.
#   tests/lint/run.sh            all checks
#   tests/lint/run.sh NAME…      only these
#   tests/lint/run.sh --list     their names
#   tests/lint/run.sh --fix      let clang-format rewrite what differs, then stop
# CONFAB_BUILD_DIR is where CMake configures (build/lint). A comment `lint: NAME: why` allows one line what NAME refuses.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${CONFAB_BUILD_DIR:-$root/build/lint}
cd "$root"
export PYTHONDONTWRITEBYTECODE=1

# Tracked files and those that would be added, NUL-separated, as far as they exist.
files() {
	git ls-files -z --cached --others --exclude-standard -- "$@" |
		while IFS= read -r -d '' name; do
			[ ! -f "$name" ] || printf '%s\0' "$name"
		done
}

c_files() {
	files '*.c' '*.h' | grep -zv '\.gen\.'
}

check_format() {
	c_files | xargs -0 clang-format --dry-run -Werror 2>&1 | grep -E '(error|warning):' | cut -d: -f1 | sort | uniq -c |
		sed -E 's/^ *([0-9]+) (.*)/\2: \1 places differ from .clang-format (tests\/lint\/run.sh --fix)/' >"$work/format"
	cat "$work/format"
	[ ! -s "$work/format" ]
}

check_tidy() {
	cmake -S "$root" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DFUZZ=ON >"$work/configure" 2>&1 ||
		{ cat "$work/configure"; return 1; }
	python3 "$here/tidy.py" "$build"
}

check_shell() {
	files '*.sh' '.ci/*' download_content.sh | xargs -0 -r shellcheck -x
}

# The Node that the client pins, else the one of the machine.
find_node() {
	local candidate
	for candidate in frontend/node_modules/node-linux-*/bin/node frontend/node_modules/node/bin/node; do
		[ -x "$candidate" ] && { echo "$candidate"; return; }
	done
	command -v node
}

check_generated() {
	[ -f server/protocol/generate.mjs ] || return 0
	local node
	node=$(find_node) || { echo "no node: run npm ci in frontend"; return 1; }
	"$node" server/protocol/generate.mjs --check
}

check_self() {
	python3 "$here/self.py"
}

mapfile -t source_checks < <(python3 "$here/check.py" --list)
checks=("${source_checks[@]}" format shell generated self tidy)

run_check() {
	case " ${source_checks[*]} " in
	*" $1 "*) python3 "$here/check.py" "$1" ;;
	*) "check_$1" ;;
	esac
}

case "${1:-}" in
--list)
	printf '%s\n' "${checks[@]}"
	exit
	;;
--fix)
	c_files | xargs -0 clang-format -i
	exit
	;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
[ $# -eq 0 ] || checks=("$@")
for check in "${checks[@]}"; do
	if run_check "$check" >"$work/output" 2>&1; then
		echo "ok $check"
		passed=$((passed + 1))
	else
		echo "FAIL $check"
		sed 's/^/\t/' "$work/output"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
