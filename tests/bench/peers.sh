#!/usr/bin/env bash
# Fan-out through Redis beside other servers, in turns: Confab (which also stores each message), Nchan in Redis mode, `ws` with ioredis,
# socket.io with its Redis adapter. Each has a Redis of its own on a Unix socket (Nchan knows TCP only); the same generator, load and
# counting for all.
#   tests/bench/peers.sh [rounds]             5 rounds; figures are medians, [lowest-highest]
#   MEMBERS=1000 SECONDS_EACH=2 WINDOWS="1 16 64" BUILD=build/bench NODE=node  change the size and the place
set -euo pipefail

# shellcheck source=tests/bench/common.sh
source "$(dirname "$0")/common.sh"
rounds=${1:-5}
members=${MEMBERS:-1000}
seconds=${SECONDS_EACH:-2}
peers=$top/tests/bench/peers
read -r -a windows <<<"${WINDOWS-1 16 64}"
module=/usr/lib/nginx/modules/ngx_nchan_module.so

# name | what it is | goal at w=1 | at w=16: Confab's deliveries per CPU-second over its own
rows=(
	"confab|Confab, one worker||"
	"nchan|Nchan, Redis mode, one worker|1.4|5"
	"ws|ws + ioredis, frame built once||"
	"socketio|socket.io + redis-adapter, two processes|2.5|10"
)
declare -A port_of=() publisher_of=() pids_of=()

# start_redis NAME [PORT]: a Redis on $work/NAME.sock that keeps nothing, as Confab's own.
start_redis() {
	start "redis-$1" bash -c "exec -a redis-server /usr/bin/redis-check-rdb --bind 127.0.0.1 --port ${2:-0} --unixsocket '$work/$1.sock' --dir '$work' \
		--save '' --appendonly no --set-proc-title no --client-output-buffer-limit 'pubsub 32mb 8mb 30'"
	wait_for "redis-$1" test -S "$work/$1.sock"
}

start_confab() {
	start_confabd
	port_of[confab]=$port
	pids_of[confab]=$server,$worker,$redis,$database
}

start_nchan() {
	local nginx redis_port
	redis_port=$(free_port)
	[ -e "$module" ] || die "Nchan is missing: apt-get install libnginx-mod-nchan"
	start_redis nchan "$redis_port"
	pids_of[nchan]=$last
	port_of[nchan]=$(free_port)
	sed -e "s|@MODULE@|$module|; s|@WORK@|$work|; s|@REDIS@|redis://127.0.0.1:$redis_port|; s|@PORT@|${port_of[nchan]}|" \
		"$peers/nginx.conf" >"$work/nginx.conf"
	start nchan nginx -p "$work" -c "$work/nginx.conf"
	nginx=$last
	wait_for nchan answers "${port_of[nchan]}"
	pids_of[nchan]+=,$nginx,$(pgrep -P "$nginx" | paste -sd,)
}

# start_node NAME FILE: on a free port with the Redis of NAME; its port is `node_port`.
start_node() {
	node_port=$(free_port)
	start "$1" "${NODE:-node}" "$peers/$2" "$node_port" "$work/$1.sock"
	wait_for "$1" answers "$node_port"
	pids_of[$1]+=,$last
}

start_ws() {
	start_redis ws
	pids_of[ws]=$last
	start_node ws ws.mjs
	port_of[ws]=$node_port
}

# The sender is at a process of its own: at the same one its messages would not go through Redis.
start_socketio() {
	start_redis socketio
	pids_of[socketio]=$last
	start_node socketio socketio.mjs
	port_of[socketio]=$node_port
	start_node socketio socketio.mjs
	publisher_of[socketio]=$node_port
}

start_all() {
	local row
	[ -d "$peers/node_modules" ] || die "the peers' packages are missing: ./download_content.sh bench installs them"
	for row in "${rows[@]}"; do
		"start_${row%%|*}"
	done
}

measure() {
	local round window row name
	for round in $(seq 1 "$rounds"); do
		for window in "${windows[@]}"; do
			say "round $round of $rounds, w=$window"
			for row in "${rows[@]}"; do
				name=${row%%|*}
				generate "$name.$window.txt" --dialect "$name" --port "${port_of[$name]}" \
					--publisher-port "${publisher_of[$name]:-${port_of[$name]}}" --pids "${pids_of[$name]}" \
					--members "$members" --window "$window" --seconds "$seconds" --settle-ms 200 ||
					say "$name lost something: $(tail -n 1 "$work/$name.$window.txt")"
			done
		done
	done
}

# ratios NAME WINDOW: Confab's figure over that of NAME, a round a line.
ratios() {
	paste <(values "confab.$2.txt" "$per_cpu") <(values "$1.$2.txt" "$per_cpu") | awk '$2 > 0 { print $1 / $2 }'
}

# goal RATIO WANTED
verdict() {
	[ -n "$2" ] || return 0
	awk -v ratio="${1%% *}" -v goal="$2" 'BEGIN { printf "≥ %s: %s", goal, (ratio + 0 >= goal + 0) ? "met" : "missed" }'
}

row() { printf '| %-5s | %-42s | %-22s | %-18s | %-14s | %-18s |\n' "$@"; }

report() {
	local window row name label ratio goals
	header "$members" "$rounds" "$seconds"
	row w server "deliveries/CPU-s" "Confab ÷ it" goal "latency p50, ms"
	row --- --- --- --- --- ---
	for window in "${windows[@]}"; do
		for row in "${rows[@]}"; do
			IFS='|' read -r name label goals <<<"$row"
			ratio=$(ratios "$name" "$window" | median)
			declare -A goal=([1]=${goals%|*} [16]=${goals#*|})
			row "$window" "$label" "$(spread "$name.$window.txt" "$per_cpu")" "$ratio" \
				"$(verdict "$ratio" "${goal[$window]:-}")" "$(spread "$name.$window.txt" 'f["latency_ms_p50"]')"
		done
		row "$window" "  Confab, with MariaDB's CPU" "$(spread "confab.$window.txt" 'f["deliveries_per_cpu_s"]')" "" "" ""
	done
	printf '\nlost, out of order, unanswered, closed:\n'
	for row in "${rows[@]}"; do
		printf '  %-10s %s\n' "${row%%|*}" "$(faults "${row%%|*}.*.txt")"
	done
}

per_cpu='f["deliveries_per_s"] / f["servers"]'
build_release
start_all
measure
mkdir -p "$top/build/tables"
report | tee "$top/build/tables/peers.md"
