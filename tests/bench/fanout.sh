#!/usr/bin/env bash
# Fan-out, acknowledgements, idle sockets and system calls of one worker, with private databases, beside what the technique is expected to
# give. Builds a release, starts its own server on a free port of the loopback, and stops by pid all that it started.
#   tests/bench/fanout.sh [rounds]            3 rounds; figures are medians, [lowest-highest]
#   MEMBERS=1000 SECONDS_EACH=2 SOCKETS=10000 WINDOWS="1 16 64" BUILD=build/bench  change the size and the place
set -euo pipefail

# shellcheck source=tests/bench/common.sh
source "$(dirname "$0")/common.sh"
rounds=${1:-3}
members=${MEMBERS:-1000}
seconds=${SECONDS_EACH:-2}
sockets=${SOCKETS:-10000}
read -r -a windows <<<"${WINDOWS-1 16 64}"

# load FILE OPTION…: one run against the server.
load() {
	local out=$1
	shift
	generate "$out" --port "$port" --pids "$worker,$redis,$database" "$@"
}

row() { printf '| %-44s | %-22s | %s |\n' "$@"; }

# System calls of the worker a delivery, 50 messages one at a time.
count_calls() {
	local messages=50 tracer answer generator input
	if ! command -v strace >/dev/null; then
		row "system calls a delivery, w=1" "strace is missing" ""
		return
	fi
	coproc talk { "$build/bench/fanout_bench" --port "$port" --mode steps --members "$members"; }
	generator=$! input=${talk[1]}
	read -r -u "${talk[0]}" answer
	strace -c -f -o "$work/strace.txt" -p "$worker" 2>"$work/strace.log" &
	tracer=$!
	started+=("$tracer")
	last=$tracer
	wait_for strace grep -q attached "$work/strace.log"
	echo "$messages" >&"$input"
	read -r -u "${talk[0]}" answer
	kill -INT "$tracer"
	wait "$tracer" || true
	exec {input}>&-
	wait "$generator" || true
	[[ $answer == *"deliveries=$((messages * members)) "* ]] || say "the run under strace was not clean: $answer"
	awk -v deliveries="$((messages * members))" '$NF ~ /^[a-z_0-9]+$/ && $4 + 0 > 0 && $NF != "total" {
		printf "%s%s %.3f", n++ ? ", " : "", $NF, $4 / deliveries; if (n == 5) exit }' "$work/strace.txt" >"$work/calls.txt"
	row "system calls a delivery, w=1 (5 most costly)" "see right" "$(cat "$work/calls.txt")"
}

measure() {
	local round window
	# First, as later runs leave free memory in the worker that sockets would use again.
	load idle.txt --mode idle --members "$sockets" --seconds 2
	for round in $(seq 1 "$rounds"); do
		say "round $round of $rounds"
		for window in "${windows[@]}"; do
			load "fanout$window.txt" --mode fanout --members "$members" --window "$window" --seconds "$seconds"
		done
		load ack.txt --mode ack --senders 16 --window 64 --members 0 --seconds "$seconds"
		load lone.txt --mode ack --senders 1 --window 1 --members 0 --seconds "$seconds"
	done
}

report() {
	local expected=(
		[1]="prototype through Redis 208–218k; uWebSockets alone 228–278k"
		[16]="prototype through Redis 1.73–1.81M; uWebSockets alone 1.3–3.9M"
		[64]="prototype alone 4.6–5.1M; uWebSockets alone 0.5–7.3M"
	)
	local window per_cpu='f["deliveries_per_s"] / (f["worker"] + f["redis"])'
	header "$members" "$rounds" "$seconds"
	row "" "measured" "expected"
	row "---" "---" "---"
	for window in "${windows[@]}"; do
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
	faults '*.txt'
}

build_release
start_confabd
measure
report
