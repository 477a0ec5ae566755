# shellcheck shell=bash
# What fanout.sh and peers.sh share: private servers in a temporary folder, the generator, medians. Sourced; `work` is made here and
# removed at the end, with all that was started.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${BUILD:-$top/build/bench}
work=$(mktemp -d /tmp/confab-bench.XXXXXX)
chmod 755 "$work"
started=()

say() { printf '%s\n' "$*" >&2; }

die() {
	say "$*"
	exit 1
}

# end PID: SIGTERM, 20 s, SIGKILL.
end() {
	kill -TERM "$1" 2>/dev/null || return 0
	for _ in $(seq 1 200); do
		kill -0 "$1" 2>/dev/null || return 0
		sleep 0.1
	done
	kill -KILL "$1" 2>/dev/null || true
}

stop() {
	local i
	for ((i = ${#started[@]} - 1; i >= 0; i--)); do
		end "${started[i]}"
	done
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

# With two cores the servers have one and the generator the other, so that neither takes the other's time.
on_first=()
on_last=()
if [ "$(nproc)" -gt 1 ]; then
	on_first=(taskset -c 0)
	on_last=(taskset -c "$(($(nproc) - 1))")
fi

# start NAME COMMAND…: in the background on the first core, its output in NAME.log; its pid is `last`.
start() {
	local name=$1
	shift
	"${on_first[@]}" "$@" >"$work/$name.log" 2>&1 &
	last=$!
	started+=("$last")
}

# wait_for NAME COMMAND…: until the command succeeds, 30 s at most, while the process that was started last lives.
wait_for() {
	local name=$1
	shift
	for _ in $(seq 1 300); do
		"$@" >/dev/null 2>&1 && return
		kill -0 "$last" 2>/dev/null || break
		sleep 0.1
	done
	cat "$work/$name.log" >&2
	die "$name did not start"
}

answers() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
	local port
	for _ in $(seq 1 50); do
		port=$(shuf -i 20000-30000 -n 1)
		answers "$port" || { echo "$port"; return; }
	done
	die "no free port found"
}

build_release() {
	say "building a release in $build"
	if ! cmake -S "$top" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release >"$work/cmake.log" 2>&1 ||
		! cmake --build "$build" --target confabd bench_fanout_bench >>"$work/cmake.log" 2>&1; then
		tail -20 "$work/cmake.log" >&2
		exit 1
	fi
}

# Limits that protect people would measure themselves here.
raise_limits() {
	export CONFAB_RATE_MESSAGES_PER_S=1000000 CONFAB_RATE_MESSAGES_BURST=1000000
	export CONFAB_RATE_REQUESTS_PER_S=1000000 CONFAB_RATE_REQUESTS_BURST=1000000
	export CONFAB_RATE_HANDSHAKES_PER_S=1000000 CONFAB_RATE_HANDSHAKES_BURST=1000000
	export CONFAB_RATE_REGISTRATIONS_PER_HOUR=1000000 CONFAB_REQUESTS_PER_SESSION_MAX=10000
	export CONFAB_SOCKETS_PER_USER_MAX=100000 CONFAB_SOCKETS_PER_ADDRESS_MAX=1000000
	export CONFAB_LOG_LEVEL=warn CONFAB_MIGRATIONS_DIR="$top/migrations"
}

# One worker with private databases: port, server, worker, redis, database.
# shellcheck disable=SC2034 # whoever sources this uses them
start_confabd() {
	port=$(free_port)
	raise_limits
	start confabd "$build/confabd" run --open --data-dir "$work/data" --port "$port" --workers 1
	server=$last
	wait_for confabd curl -fs "http://127.0.0.1:$port/ready"
	worker=$(child 'confabd worker')
	redis=$(child redis-server)
	database=$(child mariadbd)
}

child() {
	pgrep -P "$server" -f "$1" || { cat "$work/confabd.log" >&2; die "no process $1 under confabd"; }
}

# generate FILE OPTION…: one run, its line appended to FILE.
generate() {
	local out=$1
	shift
	"${on_last[@]}" timeout 180 "$build/bench/fanout_bench" "$@" >>"$work/$out"
}

# values FILE FORMULA: a formula of each line's fields, e.g. 'f["a"] / f["b"]', a value a line. The processor shares are there as
# worker (confabd), redis, database and servers (all but a database).
values() {
	awk -v OFMT=%.6g '{
		delete f
		for (i = 1; i <= NF; i++) {
			split($i, pair, "=")
			if (pair[1] ~ /^cpu\.confabd/) f["worker"] += pair[2]
			else if (pair[1] ~ /^cpu\.redis/) f["redis"] += pair[2]
			else if (pair[1] ~ /^cpu\.mariadbd/) f["database"] += pair[2]
			else f[pair[1]] = pair[2]
			if (pair[1] ~ /^cpu\./ && pair[1] !~ /^cpu\.(generator|mariadbd)/) f["servers"] += pair[2]
		}
		print '"$2"' }' "$work/$1"
}

# median: of the values on the standard input, `median [lowest-highest]`.
median() {
	sort -g | awk '
		function short(x) {
			return x >= 1e6 ? sprintf("%.2fM", x / 1e6) : x >= 1e4 ? sprintf("%.0fk", x / 1e3) : x >= 100 ? sprintf("%.0f", x) : sprintf("%.2f", x)
		}
		{ value[NR] = $1 }
		END { printf "%s [%s-%s]", short(value[int((NR + 1) / 2)]), short(value[1]), short(value[NR]) }'
}

# spread FILE FORMULA: the median of a formula over the lines of FILE.
spread() { values "$1" "$2" | median; }

# The lines of the files of that pattern, summed up: "lost=0 out_of_order=0 …".
faults() {
	find "$work" -maxdepth 1 -name "$1" -exec cat {} + | grep -o -E '(lost|out_of_order|unanswered|closed)=[0-9]+' |
		awk -F= '{ n[$1] += $2 } END { for (k in n) printf "%s=%d ", k, n[k]; print "" }'
}

# header MEMBERS ROUNDS SECONDS
header() {
	printf '%s, %s cores, %s; N=%s, %s rounds of %s s, load %s\n\n' "$(uname -sr)" "$(nproc)" \
		"$(git -C "$top" log -1 --format=%h)" "$@" "$(cut -d' ' -f1-3 /proc/loadavg)"
}
