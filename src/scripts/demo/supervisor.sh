# ./demo itself, which starts the nodes and stays; and what a second terminal may ask of it.

formation_seconds=${DEMO_TIMEOUT:-120}

supervisor() {
	cat "$state/supervisor" 2>/dev/null
}

supervisor_runs() {
	local pid
	pid=$(supervisor)
	[ -n "$pid" ] && [ "$pid" != $$ ] && kill -0 "$pid" 2>/dev/null || return 1
	case $(command_of "$pid") in *demo*) return 0 ;; esac
	return 1
}

need_supervisor() {
	supervisor_runs || fail "No demo runs here: start it with ./demo"
}

# Takes the state folder over, also from a demo that was killed and left nodes behind
take_over() {
	local n
	supervisor_runs && fail "A demo runs here already, with process id $(supervisor) (./demo status)"
	for n in $(node_numbers); do
		if kill_node "$n"; then
			echo "Killed node $n, which an earlier demo left behind"
			await_end "$n" 5
		fi
	done
	rm -rf "$state"
	mkdir -p "$state"
	echo $$ >"$state/supervisor"
}

# From here on: the first signal ends the nodes gracefully, the second kills them
guard() {
	trap 'ending' INT TERM HUP PIPE
	trap 'kill_all; rm -f "$state/supervisor"' EXIT
}

ending() {
	trap 'echo; echo "Killing all nodes"; kill_all; exit 130' INT TERM HUP PIPE
	echo
	echo "Stopping all nodes (Ctrl-C again kills them)"
	end_all
	exit 0
}

# start_and_form COUNT: starts nodes 1 to COUNT at once and waits for one cluster of all
start_and_form() {
	local n
	for ((n = 1; n <= $1; n++)); do
		start_node "$n"
	done
	await_cluster "$1"
}

# await_cluster COUNT: all running nodes see that many; fails with the reason
await_cluster() {
	local end=$((SECONDS + formation_seconds)) n
	until all_see "$1"; do
		show_news
		for n in $(node_numbers); do
			is_running "$n" || ended_early "$n" || return 1
		done
		if [ $SECONDS -ge $end ]; then
			echo "No cluster of $1 after $formation_seconds s (DEMO_TIMEOUT sets another limit)" >&2
			for n in $(node_numbers); do
				show_end_of_log "$n" 10
			done
			return 1
		fi
		sleep 0.3
	done
	show_news
}

# A node that ended while it should start: tries another port if that was the reason
ended_early() {
	was_asked_to_end "$1" >/dev/null && return 0
	if port_was_lost "$1"; then
		start_node "$1"
		return 0
	fi
	echo "Node $1 ended while it started" >&2
	show_end_of_log "$1"
	return 1
}

welcome() {
	local n first last
	first=$(port_of 1)
	last=$(port_of "$nodes")
	echo
	echo "${bold}The cluster is formed. Open its pages side by side:${plain}"
	for n in $(node_numbers); do
		echo "  $(say "$n" "http://localhost:$(port_of "$n")")"
	done
	cat <<WELCOME

${bold}Talk to one node and listen on another:${plain}
  curl -N 'http://localhost:$last/api/rooms/lobby/events?name=ada'
  curl -H 'Content-Type: application/json' -d '{"author":"bob","text":"Hello, everybody"}' http://localhost:$first/api/rooms/lobby/messages
  curl http://localhost:$first/api/cluster
  curl http://localhost:$first/actuator/health

${bold}Watch a failure, from a second terminal:${plain}
  ./demo kill $nodes     then look at the pages, and ./demo start $nodes
  ./demo stop $nodes     the same with a goodbye
  ./demo status

Logs are in .demo/node-N/log. Joins and leaves follow here. ${bold}Ctrl-C ends all.${plain}

WELCOME
}

run() {
	build
	take_over
	guard
	echo "Starting $nodes node(s)"
	start_and_form "$nodes" || exit 1
	welcome
	while true; do
		show_news
		notice_ends
		serve_requests
		sleep 0.3
	done
}

notice_ends() {
	local n how
	for n in $(node_numbers); do
		if is_running "$n" || [ -e "$state/node-$n/ended" ]; then
			continue
		fi
		if port_was_lost "$n"; then
			start_node "$n"
			continue
		fi
		touch "$state/node-$n/ended"
		if how=$(was_asked_to_end "$n"); then
			say "$n" "$how (./demo start $n starts it again)"
		else
			say "$n" "has ended by itself (./demo start $n starts it again)"
			show_end_of_log "$n" 10
		fi
	done
}

serve_requests() {
	local n
	for n in $(node_numbers); do
		if [ -e "$state/node-$n/start" ]; then
			rm -f "$state/node-$n/start"
			is_running "$n" || start_node "$n"
		fi
	done
}

request_kill() {
	kill_node "$1" || fail "Node $1 does not run"
	await_end "$1" 5 && echo "Killed node $1"
}

request_stop() {
	stop_node "$1" || fail "Node $1 does not run"
	await_end "$1" 30 && echo "Stopped node $1"
}

request_start() {
	local end=$((SECONDS + formation_seconds))
	is_running "$1" && fail "Node $1 runs already"
	touch "$state/node-$1/start"
	until [ -n "$(members_seen_by "$1")" ]; do
		[ $SECONDS -lt $end ] || fail "Node $1 does not answer: see .demo/node-$1/log"
		supervisor_runs || fail "The demo has ended"
		sleep 0.3
	done
	echo "Node $1 is back, and sees $(members_seen_by "$1") member(s)"
}

status() {
	local n
	for n in $(node_numbers); do
		if is_running "$n"; then
			seen=$(members_seen_by "$n")
			say "$n" "http://localhost:$(port_of "$n")  process $(pid_of "$n")  ${seen:+sees $seen member(s)}"
		else
			say "$n" "down"
		fi
	done
}
