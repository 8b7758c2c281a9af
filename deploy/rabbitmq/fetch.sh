#!/bin/sh
# Unpacks Debian's RabbitMQ, and the Erlang that it runs on, into a folder: fetch.sh FOLDER
# Installs and starts nothing, and needs no root. For tests; in production, install the package.
set -eu

folder=$1
if command -v rabbitmq-server >/dev/null || [ -x /usr/sbin/rabbitmq-server ]; then
	echo "RabbitMQ is installed on this machine already"
	exit 0
fi
if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
	echo "no apt here: install RabbitMQ for the tests that need it" >&2
	exit 1
fi

work=$folder.making
rm -rf "$work"
mkdir -p "$work/packages" "$work/lists/partial" "$work/cache/archives/partial" "$work/root"
work=$(cd "$work" && pwd)
trap 'rm -rf "$work"' EXIT

# The machine's own lists of packages first, then fresh ones beside them.
own() { "$@"; }
fresh() {
	command=$1
	shift
	"$command" -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" \
		-o APT::Sandbox::User="$(id -un)" "$@"
}
needed() {
	"$1" apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts \
		--no-breaks --no-replaces --no-enhances rabbitmq-server 2>/dev/null |
		grep -E '^(erlang-|rabbitmq-server$)' | grep -v -E '^erlang-(abi|base-hipe)' | sort -u
}
download() {
	packages=$(needed "$1") && [ -n "$packages" ] || return 1
	# shellcheck disable=SC2086  # names, one argument each
	(cd "$work/packages" && "$1" apt-get download -q $packages >"$work/log" 2>&1)
}
if ! download own; then
	rm -f "$work/packages"/*
	fresh apt-get update -q >"$work/log" 2>&1 && download fresh || {
		cat "$work/log" >&2
		echo "cannot fetch RabbitMQ: install Debian's rabbitmq-server for the tests that need it" >&2
		exit 1
	}
fi

for package in "$work/packages"/*.deb; do
	dpkg -x "$package" "$work/root"
done
# Erlang's start script knows one place only.
for script in erl start; do
	# shellcheck disable=SC2016  # is for that script to expand
	sed -i 's|ROOTDIR=/usr/lib/erlang|ROOTDIR="$(cd "$(dirname "$(readlink -f "$0")")/.." \&\& pwd)"|' \
		"$work/root/usr/lib/erlang/bin/$script"
done
rm -rf "$folder"
mv "$work/root" "$folder"
echo "RabbitMQ is in $folder"
