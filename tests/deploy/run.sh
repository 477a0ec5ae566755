#!/usr/bin/env bash
# Checks what rootfs/ holds with the programs that will read it. One check is one count; the last line is `N passed, N failed`.
#   tests/deploy/run.sh [NAME…]     all checks, or only these
#   tests/deploy/run.sh --write     writes rootfs/etc/confab/confab.conf anew from `confabd print-config`
# CONFABD is the program (build/release/confabd). Everything happens in a temporary folder.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
rootfs=$root/rootfs
program=${CONFABD:-$root/build/release/confabd}
config=$rootfs/etc/confab/confab.conf
# systemd's own measure, 0 (closed) to 100.
exposure_max=15

for name in $(compgen -e CONFAB_ || true); do
	unset "$name"
done

# True when no line of the file matches.
has_none() {
	if grep -E -- "$1" "$2"; then
		return 1
	fi
}

# ---- units ----------------------------------------------------------------------------------------------------------

# The units as they would be installed, with a program that exists.
make_units() {
	mkdir -p "$work/units/coturn.service.d"
	sed "s|/usr/bin/confabd|$program|" "$rootfs/usr/lib/systemd/system/confabd.service" >"$work/units/confabd.service"
	cp "$rootfs/usr/lib/systemd/system/confabd.socket" /lib/systemd/system/coturn.service "$work/units/"
	cp "$rootfs/etc/systemd/system/coturn.service.d/confab.conf" "$work/units/coturn.service.d/"
}

verify_unit() {
	make_units
	SYSTEMD_UNIT_PATH="$work/units:" systemd-analyze verify --man=no "$1" >"$work/verify" 2>&1
	has_none . "$work/verify"
	SYSTEMD_UNIT_PATH="$work/units:" systemd-analyze security --offline=true --threshold="$exposure_max" "$1" >"$work/security" ||
		{ tail -n 2 "$work/security"; return 1; }
}

check_confabd_unit() {
	verify_unit confabd.service
	SYSTEMD_UNIT_PATH="$work/units:" systemd-analyze verify --man=no confabd.socket >"$work/verify" 2>&1
	has_none . "$work/verify"
	# A variable goes before what an administrator writes into confab.conf.
	has_none '^Environment=.*CONFAB_' "$work/units/confabd.service"
}

# A wrong configuration is not tried again and again: when it is mended, systemd would refuse to start.
check_wrong_configuration_ends() {
	local status wrong
	for wrong in 'port = nine' 'frob = 1' 'tls_certificate = "/nowhere"'; do
		echo "$wrong" >"$work/wrong.conf"
		status=0
		"$program" run --config "$work/wrong.conf" --data-dir "$work/data" || status=$?
		[ "$status" -ne 0 ]
		grep -q "^RestartPreventExitStatus=.*\b$status\b" "$rootfs/usr/lib/systemd/system/confabd.service" ||
			{ echo "$wrong: restarted after exit code $status"; return 1; }
	done
}

# The program in $work/usr, where whoever ${unprivileged[@]} makes of us can run it, and a folder for what they write, $work/state.
install_program() {
	cmake --install "$(dirname "$program")" --prefix "$work/usr" >"$work/install.log" || { cat "$work/install.log"; return 1; }
	mkdir "$work/state"
	chmod 777 "$work/state"
	unprivileged=(env)
	[ "$(id -u)" -ne 0 ] || unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups)
}

# Where the unit keeps the data, unless confab.conf says another place.
check_confabd_place() {
	local unit=$rootfs/usr/lib/systemd/system/confabd.service variables=()
	mapfile -t variables < <(sed -n "s|^Environment=||p" "$unit" | sed "s|/var/lib|$work/state|")
	install_program
	start "${unprivileged[@]}" env -i PATH="$PATH" HOME=/nonexistent "${variables[@]}" \
		"$work/usr/bin/confabd" run --port "$(free_port)" --workers 1 >"$work/confabd.log" 2>&1
	wait_for grep -q "Data     $work/state/confab\$" "$work/confabd.log" || { cat "$work/confabd.log"; return 1; }
	echo 'data_dir = "/srv/confab"' >"$work/own.conf"
	env -i "${variables[@]}" "$program" print-config --config "$work/own.conf" | grep -x 'data_dir = "/srv/confab"'
}

check_coturn_unit() { verify_unit coturn.service; }

check_users_and_folders() {
	mkdir -p "$work/image/etc/confab" "$work/image/usr/lib"
	cp -r "$rootfs/usr/lib/sysusers.d" "$rootfs/usr/lib/tmpfiles.d" "$work/image/usr/lib/"
	touch "$work/image/etc/confab/confab.conf"
	systemd-sysusers --root="$work/image" confab.conf
	systemd-tmpfiles --root="$work/image" --create confab.conf
	grep -q '^confab:' "$work/image/etc/passwd"
	[ "$(stat -c %a "$work/image/etc/confab")" = 750 ]
	[ "$(stat -c %a "$work/image/etc/confab/confab.conf")" = 640 ]
}

# ---- configuration --------------------------------------------------------------------------------------------------

# Every option with its default, switched off by a '#'.
print_config() {
	cat <<-'TEXT'
		# Confab's configuration: /etc/confab/confab.conf, readable by root and confab alone. What is switched off has this default.
		# After a change: systemctl reload confabd (bind, port, directories and URLs: restart).

	TEXT
	"$program" print-config | sed 's/^\([a-z_]* =\)/#\1/'
}

check_config() {
	print_config | diff -u "$config" - || { echo "write it anew: tests/deploy/run.sh --write"; return 1; }
	"$program" check-config --config "$config"
	# Each option, switched on, is taken back.
	sed 's/^#\([a-z_]* =\)/\1/' "$config" >"$work/all.conf"
	"$program" check-config --config "$work/all.conf"
	"$program" print-config --config "$work/all.conf" | diff - <("$program" print-config)
}

# ---- nginx ----------------------------------------------------------------------------------------------------------

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

make_certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=chat.example.org \
		-keyout "$work/privkey.pem" -out "$work/fullchain.pem" 2>/dev/null
}

# The site in a complete nginx.conf of ours, on ports $1 (http) and $2 (https), in front of confabd on port $3.
make_nginx() {
	make_certificate
	mkdir -p "$work/nginx"
	sed -e "s|/etc/confab/tls|$work|; s|/var/log/nginx|$work/nginx|; s|127.0.0.1:8888|127.0.0.1:$3|" \
		-e "s|listen 80;|listen 127.0.0.1:$1;|; s|listen 443 |listen 127.0.0.1:$2 |; /listen \[::\]/d" \
		"$rootfs/etc/nginx/sites-available/confab" >"$work/nginx/site"
	cat >"$work/nginx/nginx.conf" <<-TEXT
		pid $work/nginx/pid;
		error_log $work/nginx/error.log;
		worker_processes 1;
		daemon off;
		events { worker_connections 256; }
		http {
			include /etc/nginx/mime.types;
			client_body_temp_path $work/nginx/body;
			proxy_temp_path $work/nginx/proxy;
			fastcgi_temp_path $work/nginx/fastcgi;
			uwsgi_temp_path $work/nginx/uwsgi;
			scgi_temp_path $work/nginx/scgi;
			include $work/nginx/site;
		}
	TEXT
}

check_nginx_site() {
	make_nginx 8080 8443 8888
	nginx -t -p "$work/nginx" -c "$work/nginx/nginx.conf" 2>"$work/nginx.log" || { cat "$work/nginx.log"; return 1; }
	has_none 'warn|emerg' "$work/nginx.log"
}

# Waits up to 20 s for a command to succeed.
wait_for() {
	local try
	for ((try = 0; try < 200; try++)); do
		"$@" >/dev/null 2>&1 && return
		python3 -c 'import time; time.sleep(0.1)'
	done
	echo "not within 20 s: $*"
	return 1
}

through() { curl -sS -k --resolve "chat.example.org:$https:127.0.0.1" "$@"; }

start() {
	"$@" &
	started+=($!)
}

# A picture of more than body_bytes_max: what stands behind a JPEG's end does not count.
make_picture() { cat "$root/tests/unit/picture/fixtures/large.jpg" <(head -c 300000 /dev/zero) >"$work/large.jpg"; }

# register_anna SITE COMMAND…: the cookies of somebody new are in $work/cookies.
register_anna() {
	local site=$1
	shift
	"$@" -c "$work/cookies" -H "Origin: $site" -H 'Content-Type: application/json' "$site/api/register" \
		-d '{"username":"anna","password":"correct horse battery"}' >/dev/null
}

# send_picture SITE PATH COMMAND…: the answer's status, sent with the cookies of $work/cookies.
send_picture() {
	local site=$1 path=$2
	shift 2
	"$@" -o "$work/answer" -w '%{http_code}' -b "$work/cookies" -H "Origin: $site" -H 'Content-Type: image/jpeg' \
		--data-binary "@$work/large.jpg" "$site$path"
}

# A first start, somebody who registers and shows a picture, a reload and an end need no system call that the unit refuses.
check_system_calls() {
	local port site status supervisor
	port=$(free_port)
	site=http://127.0.0.1:$port
	install_program
	start "${unprivileged[@]}" strace -f -qq -o "$work/state/trace" "$work/usr/bin/confabd" run --port "$port" \
		--data-dir "$work/state/data" --workers 1 --open >"$work/confabd.log" 2>&1
	wait_for curl -sf "$site/ready"
	supervisor=$(cut -d' ' -f1 "/proc/$!/task/$!/children")
	register_anna "$site" curl -sf
	make_picture
	status=$(send_picture "$site" /api/upload_profile_image curl -s)
	[ "$status" = 200 ] || { echo "picture: $status"; cat "$work/answer" "$work/confabd.log"; return 1; }
	kill -HUP "$supervisor"
	wait_for grep -q 'worker drained' "$work/confabd.log"
	kill -TERM "$supervisor"
	wait_for grep -q 'supervisor stopped' "$work/confabd.log"
	"$here/system_calls.py" "$rootfs/usr/lib/systemd/system/confabd.service" "$work/state/trace"
}

# What CMake installs runs from there: the client aside, it finds its migrations and its helper.
check_installed() {
	local port site status
	port=$(free_port)
	site=http://127.0.0.1:$port
	cmake --install "$(dirname "$program")" --prefix "$work/usr" >"$work/install.log" || { cat "$work/install.log"; return 1; }
	start "$work/usr/bin/confabd" run --port "$port" --data-dir "$work/data" --workers 1 --open >"$work/confabd.log" 2>&1
	wait_for curl -sf "$site/ready"
	register_anna "$site" curl -sf
	make_picture
	status=$(send_picture "$site" /api/upload_profile_image curl -s)
	[ "$status" = 200 ] || { echo "picture: $status"; cat "$work/answer" "$work/confabd.log"; return 1; }
}

# A real nginx before a real confabd: pages, the socket, what must not pass, what must not be logged.
check_nginx_before_confabd() {
	local port http https site status
	port=$(free_port) http=$(free_port) https=$(free_port)
	site=https://chat.example.org:$https
	make_nginx "$http" "$https" "$port"
	start nginx -p "$work/nginx" -c "$work/nginx/nginx.conf" 2>"$work/nginx.log"
	# Without the server, and with more than is let through: nginx complains of both, and repeats no token.
	wait_for through -o /dev/null "$site/"
	for page in setup invite reset enter photo; do
		status=$(through -o /dev/null -w '%{http_code}' "$site/$page/VERYSECRETTOKEN")
		[ "$status" = 502 ] || { echo "$page without the server: $status"; return 1; }
	done
	through --parallel --parallel-immediate --parallel-max 100 -o /dev/null "$site/enter/VERYSECRETTOKEN?[1-400]" >/dev/null 2>&1 || true
	[ -s "$work/nginx/error.log" ]
	has_none SECRET "$work/nginx/error.log"
	# As the site's first lines say.
	sed -n "s|^#   \([a-z_]* = \)|\1|p" "$rootfs/etc/nginx/sites-available/confab" | sed "s|https://chat.example.org|$site|" >"$work/site.conf"
	grep -q "^public_url = \"$site\"" "$work/site.conf"
	start "$program" run --config "$work/site.conf" --port "$port" --data-dir "$work/data" --workers 1 --open >"$work/confabd.log" 2>&1
	# Monitoring asks beside nginx.
	wait_for curl -sf "http://127.0.0.1:$port/ready"
	curl -sf "http://127.0.0.1:$port/metrics" -o "$work/metrics"
	grep -q '^confab_connections' "$work/metrics"
	wait_for through -f "$site/health"

	through -D "$work/headers" -o "$work/page" "$site/"
	grep -qi '^strict-transport-security: ' "$work/headers"
	grep -qi '^content-security-policy: ' "$work/headers"
	grep -q '<html' "$work/page"
	for page in metrics ready; do
		status=$(through -o /dev/null -w '%{http_code}' "$site/$page")
		[ "$status" = 404 ] || { echo "$page: $status"; return 1; }
	done
	status=$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -H 'Host: chat.example.org' "http://127.0.0.1:$http/a")
	[ "$status" = "301 https://chat.example.org/a" ] || { echo "redirect: $status"; return 1; }

	register_anna "$site" through -f
	grep -q '__Host-confab' "$work/cookies"
	make_picture
	status=$(send_picture "$site" /api/upload_profile_image through)
	[ "$status" = 200 ] || { echo "picture: $status"; cat "$work/answer"; return 1; }
	status=$(send_picture "$site" /api/auth through)
	[ "$status" = 413 ] || { echo "large body: $status"; return 1; }
	# curl keeps the upgraded connection open until its time is up.
	through --http1.1 -m 2 -b "$work/cookies" -o "$work/socket" -D "$work/upgrade" -H "Origin: $site" -H 'Upgrade: websocket' \
		-H 'Connection: Upgrade' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \
		"$site/ws" 2>/dev/null || true
	grep -q '^HTTP/1.1 101' "$work/upgrade"
	grep -qa setWsId "$work/socket"

	through -o /dev/null "$site/invite/VERYSECRETTOKEN?also=SECRETQUERY"
	wait_for grep -q '/invite/\*' "$work/nginx/confab.log"
	has_none SECRET "$work/nginx/confab.log"
	has_none SECRET "$work/nginx/error.log"
}

# ---- coturn ---------------------------------------------------------------------------------------------------------

# A credential as the server will hand them out: it ends in an hour.
turn_password() { printf '%s' "$1" | openssl dgst -sha1 -hmac "$2" -binary | base64; }

check_coturn() {
	local port secret user
	port=$(free_port)
	secret=$(openssl rand -hex 16)
	user=$(($(date +%s) + 3600)):7
	mkdir -p "$work/coturn"
	make_certificate
	{
		grep -vE '^(syslog|listening-port|tls-listening-port)' "$rootfs/etc/turnserver.conf"
		printf '%s\n' "static-auth-secret=$secret" listening-ip=127.0.0.1 relay-ip=127.0.0.1 "listening-port=$port" no-tls no-dtls \
			log-file=stdout "pidfile=$work/coturn/pid" "userdb=$work/coturn/db"
	} >"$work/coturn/turnserver.conf"
	start turnserver -c "$work/coturn/turnserver.conf" >"$work/coturn/log" 2>&1
	wait_for grep -q 'IO method (admin thread)' "$work/coturn/log"
	has_none 'Bad configuration format|ERROR|WARNING' "$work/coturn/log"

	# Whoever has a credential may allocate, and may not reach this machine through it.
	timeout 10 turnutils_uclient -c -n 1 -e 127.0.0.1 -r 9 -p "$port" -u "$user" -w "$(turn_password "$user" "$secret")" 127.0.0.1 \
		>"$work/coturn/denied" 2>&1 || true
	grep -q '403' "$work/coturn/denied" || { cat "$work/coturn/denied"; return 1; }
	timeout 10 turnutils_uclient -c -n 1 -e 127.0.0.1 -r 9 -p "$port" -u "$user" -w wrong 127.0.0.1 >"$work/coturn/forged" 2>&1 || true
	grep -q 'Cannot complete Allocation' "$work/coturn/forged" || { cat "$work/coturn/forged"; return 1; }
}

# ---- running the checks ---------------------------------------------------------------------------------------------

# One check in a process of its own, where the first thing that fails ends it; what it started ends with it.
run_one() {
	started=()
	# shellcheck disable=SC2154 # pid is the loop's
	trap 'for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done; wait' EXIT
	"check_$1"
}

case ${1:-} in
--write)
	print_config >"$config"
	exit
	;;
--one)
	work=$3
	run_one "$2"
	exit
	;;
esac

checks=(confabd_unit confabd_place wrong_configuration_ends system_calls coturn_unit users_and_folders config installed nginx_site nginx_before_confabd coturn)
[ $# -eq 0 ] || checks=("$@")
passed=0
failed=0
for check in "${checks[@]}"; do
	work=$(mktemp -d)
	chmod 755 "$work"
	if "${BASH_SOURCE[0]}" --one "$check" "$work" >"$work/output" 2>&1; then
		echo "ok $check"
		passed=$((passed + 1))
	else
		echo "FAIL $check"
		sed 's/^/	/' "$work/output"
		failed=$((failed + 1))
	fi
	rm -rf "$work"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
