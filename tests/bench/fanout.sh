#!/usr/bin/env bash
# Fan-out, acknowledgements, idle sockets and system calls of one worker, with private databases, beside what the technique is expected to
# give. Builds a release, starts its own server on a free port of the loopback, and stops by pid all that it started.
#   tests/bench/fanout.sh [rounds]            3 rounds; figures are medians, [lowest-highest]
#   MEMBERS=1000 SECONDS_EACH=2 SOCKETS=10000 BUILD=build/bench  change the size and the place
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$top/build/bench}
rounds=${1:-3}
members=${MEMBERS:-1000}
seconds=${SECONDS_EACH:-2}
sockets=${SOCKETS:-10000}
work=$(mktemp -d /tmp/confab-bench.XXXXXX)
chmod 755 "$work"
server=
strace_pid=

say() { printf '%s\n' "$*" >&2; }

stop() {
	[ -z "$strace_pid" ] || kill -INT "$strace_pid" 2>/dev/null || true
	if [ -n "$server" ] && kill -TERM "$server" 2>/dev/null; then
		for _ in $(seq 1 200); do
			kill -0 "$server" 2>/dev/null || break
			sleep 0.1
		done
		kill -KILL "$server" 2>/dev/null || true
	fi
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Limits that protect people would measure themselves here.
raise_limits() {
	export CONFAB_RATE_MESSAGES_PER_S=1000000 CONFAB_RATE_MESSAGES_BURST=1000000
	export CONFAB_RATE_REQUESTS_PER_S=1000000 CONFAB_RATE_REQUESTS_BURST=1000000
	export CONFAB_RATE_HANDSHAKES_PER_S=1000000 CONFAB_RATE_HANDSHAKES_BURST=1000000
	export CONFAB_RATE_REGISTRATIONS_PER_HOUR=1000000 CONFAB_REQUESTS_PER_SESSION_MAX=10000
	export CONFAB_SOCKETS_PER_USER_MAX=100000 CONFAB_SOCKETS_PER_ADDRESS_MAX=1000000
	export CONFAB_LOG_LEVEL=warn CONFAB_MIGRATIONS_DIR="$top/migrations"
}

# With two cores the server has one and the generator the other, so that neither takes the other's time.
on_first=()
on_last=()
if [ "$(nproc)" -gt 1 ]; then
	on_first=(taskset -c 0)
	on_last=(taskset -c "$(($(nproc) - 1))")
fi

free_port() {
	local port
	for _ in $(seq 1 50); do
		port=$(shuf -i 20000-30000 -n 1)
		(: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
	done
	say "no free port found"
	exit 1
}

build_release() {
	say "building a release in $build"
	if ! cmake -S "$top" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release >"$work/cmake.log" 2>&1 ||
		! cmake --build "$build" --target confabd bench_fanout_bench >>"$work/cmake.log" 2>&1; then
		tail -20 "$work/cmake.log" >&2
		exit 1
	fi
}

start_server() {
	port=$(free_port)
	raise_limits
	"${on_first[@]}" "$build/confabd" run --open --data-dir "$work/data" --port "$port" --workers 1 >"$work/server.log" 2>&1 &
	server=$!
	for _ in $(seq 1 300); do
		if curl -fs -o /dev/null "http://127.0.0.1:$port/ready" 2>/dev/null; then
			break
		fi
		kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
		sleep 0.1
	done
	worker=$(child 'confabd worker')
	redis=$(child redis-server)
	database=$(child mariadbd)
}

child() {
	pgrep -P "$server" -f "$1" || { say "no process $1 under confabd"; cat "$work/server.log" >&2; exit 1; }
}

# generate FILE OPTION…: one run, its line appended to FILE.
generate() {
	local out=$1
	shift
	"${on_last[@]}" timeout 180 "$build/bench/fanout_bench" --port "$port" \
		--pids "$worker,$redis,$database" "$@" >>"$work/$out"
}

# spread FILE FORMULA: median [lowest-highest] of a formula of the lines' fields, e.g. 'f["a"] / f["b"]'.
# The processor shares are there as worker, redis and database.
spread() {
	awk -v OFMT=%.6g '{
		delete f
		for (i = 1; i <= NF; i++) { split($i, pair, "="); f[pair[1]] = pair[2] }
		for (name in f) {
			if (name ~ /^cpu\.confabd/) f["worker"] = f[name]
			if (name ~ /^cpu\.redis/) f["redis"] = f[name]
			if (name ~ /^cpu\.mariadbd/) f["database"] = f[name]
		}
		print '"$2"' }' "$work/$1" | sort -g | awk '
		function short(x) {
			return x >= 1e6 ? sprintf("%.2fM", x / 1e6) : x >= 1e4 ? sprintf("%.0fk", x / 1e3) : x >= 100 ? sprintf("%.0f", x) : sprintf("%.2f", x)
		}
		{ value[NR] = $1 }
		END { printf "%s [%s-%s]", short(value[int((NR + 1) / 2)]), short(value[1]), short(value[NR]) }'
}

row() { printf '| %-44s | %-22s | %s |\n' "$@"; }

# The deliveries that the server counts.
metric() { curl -fs "http://127.0.0.1:$port/metrics" | awk -v name="$1" '$1 == name { print $2 }'; }

# System calls of the worker a delivery, one message at a time, 3 s.
count_calls() {
	local before after
	if ! command -v strace >/dev/null; then
		row "system calls a delivery, w=1" "strace is missing" ""
		return
	fi
	generate traced.txt --members "$members" --window 1 --seconds 6 --warm-up-ms 1000 &
	local generator=$!
	sleep 3
	before=$(metric confab_deliveries_total)
	strace -c -f -o "$work/strace.txt" -p "$worker" 2>/dev/null &
	strace_pid=$!
	sleep 3
	kill -INT "$strace_pid"
	wait "$strace_pid" || true
	strace_pid=
	after=$(metric confab_deliveries_total)
	wait "$generator" || say "the run under strace was not clean: $(cat "$work/traced.txt")"
	awk -v deliveries="$((after - before))" '$NF ~ /^[a-z_0-9]+$/ && $4 + 0 > 0 && $NF != "total" {
		printf "%s%s %.3f", n++ ? ", " : "", $NF, $4 / deliveries; if (n == 5) exit }' "$work/strace.txt" >"$work/calls.txt"
	row "system calls a delivery, w=1 (5 most costly)" "see right" "$(cat "$work/calls.txt")"
}

measure() {
	local round window
	# First, as later runs leave free memory in the worker that sockets would use again.
	generate idle.txt --mode idle --members "$sockets" --seconds 2
	for round in $(seq 1 "$rounds"); do
		say "round $round of $rounds"
		for window in 1 16 64; do
			generate "fanout$window.txt" --mode fanout --members "$members" --window "$window" --seconds "$seconds"
		done
		generate ack.txt --mode ack --senders 16 --window 64 --members 0 --seconds "$seconds"
		generate lone.txt --mode ack --senders 1 --window 1 --members 0 --seconds "$seconds"
	done
}

report() {
	local expected=(
		[1]="prototype through Redis 208–218k; uWebSockets alone 228–278k"
		[16]="prototype through Redis 1.73–1.81M; uWebSockets alone 1.3–3.9M"
		[64]="prototype alone 4.6–5.1M; uWebSockets alone 0.5–7.3M"
	)
	local window per_cpu='f["deliveries_per_s"] / (f["worker"] + f["redis"])'
	printf '%s, %s cores, %s; N=%s, %s rounds of %s s, load %s\n\n' "$(uname -sr)" "$(nproc)" \
		"$(git -C "$top" log -1 --format=%h)" "$members" "$rounds" "$seconds" "$(cut -d' ' -f1-3 /proc/loadavg)"
	row "" "measured" "expected"
	row "---" "---" "---"
	for window in 1 16 64; do
		row "deliveries/CPU-s, w=$window (worker + redis)" "$(spread "fanout$window.txt" "$per_cpu")" "${expected[$window]}"
		row "  the same with MariaDB's CPU" "$(spread "fanout$window.txt" 'f["deliveries_per_cpu_s"]')" "it stores each message; the peers do not"
		row "  deliveries/s" "$(spread "fanout$window.txt" 'f["deliveries_per_s"]')" ""
		row "  latency p50, ms" "$(spread "fanout$window.txt" 'f["latency_ms_p50"]')" "$([ "$window" = 1 ] && echo "the sends alone take N × 4–5 µs")"
	done
	row "acknowledged/s, 16 senders, w=64" "$(spread ack.txt 'f["acknowledged_per_s"]')" "archive alone 46–56k rows/s in one room; at least half of it"
	row "  p50, ms" "$(spread ack.txt 'f["stored_ms_p50"]')" ""
	row "a lone message acknowledged, p50, ms" "$(spread lone.txt 'f["stored_ms_p50"]')" "transaction 0.18–0.21 ms; at most 1.5 × (that + an echo)"
	row "accepts/worker CPU-s, signed in, $sockets" "$(spread idle.txt 'f["accepts_per_s"] / f["worker"]')" "upgrade alone 44–51k; here with reading session and rooms"
	row "bytes of a worker a signed-in idle socket" "$(spread idle.txt 'f["bytes_per_socket.confabd"]')" "at most 3,000; bare libwebsockets 2,450"
	count_calls
	printf '\nlost, out of order, unanswered, closed: '
	cat "$work"/{fanout*,ack,lone,idle}.txt | grep -o -E '(lost|out_of_order|unanswered|closed)=[0-9]+' |
		awk -F= '{ n[$1] += $2 } END { for (k in n) printf "%s=%d ", k, n[k]; print "" }'
}

build_release
start_server
measure
report
