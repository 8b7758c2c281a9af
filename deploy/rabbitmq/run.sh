#!/bin/sh
# Runs the RabbitMQ that `make setup` fetched, at 127.0.0.1:5672, until Ctrl-C: run.sh FOLDER
# Its data is kept in FOLDER. For trying out: guest may do everything. Where 5672 is taken, set
# PORT, and EPMD_PORT and DIST_PORT likewise.
set -eu

mkdir -p "$1"
folder=$(cd "$1" && pwd)
fetched=$(cd "$(dirname "$0")/../.." && pwd)/.cache/rabbitmq
set -- "$fetched"/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server
if [ ! -x "$1" ]; then
	echo "run \`make setup\` first, or start the RabbitMQ that is installed here" >&2
	exit 1
fi
echo '[].' >"$folder/plugins"
export PATH="$fetched/usr/lib/erlang/bin:$PATH" HOME="$folder"
export ERL_EPMD_PORT="${EPMD_PORT:-4370}" ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_NODENAME=trial@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
export RABBITMQ_NODE_PORT="${PORT:-5672}" RABBITMQ_DIST_PORT="${DIST_PORT:-25673}"
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
export RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" RABBITMQ_LOGS=-
export RABBITMQ_PID_FILE="$folder/pid" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins"
export RABBITMQ_GENERATED_CONFIG_DIR="$folder/config" RABBITMQ_CONFIG_FILE="$folder/none"
export RABBITMQ_ADVANCED_CONFIG_FILE="$folder/none.config" RABBITMQ_CONF_ENV_FILE="$folder/none.sh"

epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 &
epmd=$!
trap 'kill "$epmd"' EXIT
trap : INT TERM
"$1" &
node=$!
wait "$node" || { kill "$node" 2>/dev/null && wait "$node"; } || true
