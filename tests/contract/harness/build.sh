# The client's Node and a server built with sanitizers. Sourced by the sets that talk to a server, which set root.
# shellcheck shell=bash disable=SC2154
node="$root/frontend/node_modules/.bin/node"

build_server() {
	[[ -n ${CONFABD:-} ]] && return
	cmake -S "$root" -B "$root/build/sanitize" -G Ninja -DSANITIZE=ON -DSTRICT=ON >/dev/null
	cmake --build "$root/build/sanitize" --target confabd
}

if [[ ! -x $node ]]; then
	echo "the client's packages are missing: npm ci --ignore-scripts in frontend/" >&2
	exit 1
fi
build_server
