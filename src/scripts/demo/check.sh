# ./demo --check: the whole story without a human. Ends with 0 only if all of it worked.

check() {
	build
	state=$root/.demo/check
	cluster=board-check-$$
	nodes=3
	take_over
	guard
	began=$SECONDS
	start_and_form 3 || give_up "three nodes do not form a cluster"
	passed "three nodes formed a cluster"

	listen_on 3
	post_on 1 "hello from node 1"
	expect_on 3 "hello from node 1"

	kill_node 2
	await_end 2 10 || give_up "node 2 survives kill -9"
	await_cluster 2 || give_up "nodes 1 and 3 do not see that node 2 is gone"
	passed "nodes 1 and 3 saw that node 2 was killed"
	post_on 1 "still here"
	expect_on 3 "still here"

	start_node 2
	await_cluster 3 || give_up "node 2 does not come back"
	passed "node 2 came back"
	post_on 2 "back again"
	expect_on 3 "back again"
	expect_history 2 "hello from node 1"

	end_all
	[ -z "$(for n in 1 2 3; do is_running "$n" && echo "$n"; done)" ] || give_up "a node does not stop"
	passed "all nodes stopped"
	rm -rf "$state"
	trap - EXIT
	exit 0
}

passed() {
	echo "ok: $1 ($((SECONDS - began)) s)"
}

give_up() {
	show_news
	echo "FAILED: $1. Logs are in $state" >&2
	exit 1
}

listen_on() {
	open_stream "$(port_of "$1")" "/api/rooms/check/events?name=ada" || give_up "no stream of events from node $1"
	stream_has 'event:presence-state' 30 || give_up "node $1 sends no events"
}

post_on() {
	case $(http POST "$(port_of "$1")" /api/rooms/check/messages "{\"author\":\"check\",\"text\":\"$2\"}") in
		"HTTP/1."?" 201"*) ;;
		*) give_up "node $1 does not take a message" ;;
	esac
}

expect_on() {
	stream_has "$2" 30 || give_up "'$2' does not arrive in the events of node $1"
	expect_history "$1" "$2"
	passed "'$2' arrived at node $1"
}

expect_history() {
	local end=$((SECONDS + 30))
	until http GET "$(port_of "$1")" /api/rooms/check | grep -q "$2"; do
		[ $SECONDS -lt $end ] || give_up "node $1 does not know '$2'"
		sleep 0.3
	done
}
