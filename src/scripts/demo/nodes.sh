# Nodes: processes that this script started, each with a folder $state/node-N of its own.

pid_of() {
	cat "$state/node-$1/pid" 2>/dev/null
}

port_of() {
	cat "$state/node-$1/port" 2>/dev/null
}

command_of() {
	if [ -r "/proc/$1/cmdline" ]; then
		tr '\0' ' ' <"/proc/$1/cmdline"
	else
		ps -o command= -p "$1"
	fi 2>/dev/null
}

# is_running N: never mistakes another process that got the same number later
is_running() {
	local pid
	pid=$(pid_of "$1")
	[ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || return 1
	case $(command_of "$pid") in *"-Dmuster.demo=$state/node-$1 "*) return 0 ;; esac
	return 1
}

node_numbers() {
	local folder
	for folder in "$state"/node-*; do
		[ -d "$folder" ] && echo "${folder##*-}"
	done
}

# A port for a node's page: 808N if it is free, so that it is the same the next time
free_port() {
	local port=$((8080 + $1)) attempt
	for attempt in 1 2 3 4 5 6 7 8 9 10; do
		port_taken "$port" || break
		port=$((20000 + RANDOM % 10000))
	done
	echo "$port"
}

start_node() {
	local folder=$state/node-$1 port
	mkdir -p "$folder"
	port=$(port_of "$1")
	if [ -z "$port" ] || port_taken "$port"; then
		port=$(free_port "$1")
		echo "$port" >"$folder/port"
	fi
	: >"$folder/log"
	# Small and quick to start. Ctrl-C does not reach it, so that we end the nodes in order.
	"$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -Xshare:auto "-Dmuster.demo=$folder" \
		-jar "$jar" --server.port="$port" --server.address=127.0.0.1 \
		--muster.node-name="node-$1" --muster.cluster-name="$cluster" \
		</dev/null >"$folder/log" 2>&1 &
	echo $! >"$folder/pid"
	disown # or bash would report its end in words of its own
	rm -f "$folder/ended" "$folder/asked"
	follow "$1"
}

# port_was_lost N: whether another process was quicker to take its port
port_was_lost() {
	grep -q "Port $(port_of "$1") was already in use" "$state/node-$1/log"
}

# members_seen_by N: how many; nothing if it does not answer
members_seen_by() {
	http GET "$(port_of "$1")" /api/cluster | sed -n 's/.*"size":\([0-9]*\).*/\1/p'
}

# all_see COUNT: whether every running node has that many members in its view
all_see() {
	local n
	for n in $(node_numbers); do
		if is_running "$n" && [ "$(members_seen_by "$n")" != "$1" ]; then
			return 1
		fi
	done
}

# await_end N SECONDS
await_end() {
	local end=$((SECONDS + $2))
	while is_running "$1"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.1
	done
}

kill_node() {
	is_running "$1" || return 1
	echo "was killed" >"$state/node-$1/asked"
	kill -9 "$(pid_of "$1")" 2>/dev/null
}

stop_node() {
	is_running "$1" || return 1
	echo "has stopped" >"$state/node-$1/asked"
	kill "$(pid_of "$1")" 2>/dev/null
}

# was_asked_to_end N: prints how it ended, if we made it end
was_asked_to_end() {
	cat "$state/node-$1/asked" 2>/dev/null
}

# Ends all nodes: asks first, insists after a while
end_all() {
	local n
	for n in $(node_numbers); do
		stop_node "$n"
	done
	for n in $(node_numbers); do
		await_end "$n" 20 || kill_node "$n"
		await_end "$n" 5
		show_news
	done
}

kill_all() {
	local n
	for n in $(node_numbers); do
		kill_node "$n"
	done
}

show_end_of_log() {
	echo "The end of $state/node-$1/log:" >&2
	tail -n "${2:-25}" "$state/node-$1/log" >&2
}
