# HTTP on this machine with nothing but bash.

# port_taken PORT: whether something listens there
port_taken() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# http METHOD PORT PATH [JSON]: prints the answer with its headers; fails if there is none
http() {
	(
		exec 3<>"/dev/tcp/127.0.0.1/$2" || exit 1
		body=${4-}
		printf '%s %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' \
			"$1" "$3" "$(printf '%s' "$body" | wc -c | tr -d ' ')" "$body" >&3
		line=
		while IFS= read -r -t 10 line <&3 || [ -n "$line" ]; do
			printf '%s\n' "$line"
			line=
		done
	) 2>/dev/null
}

# open_stream PORT PATH: opens a stream of events on descriptor 4
open_stream() {
	exec 4<>"/dev/tcp/127.0.0.1/$1" &&
		printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n' "$2" >&4
}

# stream_has TEXT SECONDS: reads on until a line has the text
stream_has() {
	local line end=$((SECONDS + $2))
	while [ $SECONDS -lt $end ]; do
		IFS= read -r -t 5 line <&4 || continue
		case $line in *"$1"*) return 0 ;; esac
	done
	return 1
}
