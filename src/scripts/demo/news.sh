# What the nodes' logs say about the cluster, as it happens.

if [ -t 1 ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
	bold='' plain=''
fi

# follow N: reads node N's log from now on; descriptor 10 + N stays open at the place reached
follow() {
	eval "exec $((10 + $1))<\"\$state/node-$1/log\""
	eval "partial_$1="
}

colour_of() {
	[ -n "$plain" ] && printf '\033[3%sm' $((1 + $1 % 6))
}

say() {
	printf '%snode-%s%s %s\n' "$(colour_of "$1")" "$1" "$plain" "$2"
}

# Prints the joins and leaves that were logged since the last call
show_news() {
	local n line partial
	for n in $(node_numbers); do
		eval "partial=\${partial_$n-unopened}"
		[ "$partial" = unopened ] && continue
		while IFS= read -r line <&$((10 + n)); do
			line=$partial$line
			partial=
			case $line in
				*" : Cluster '"*) say "$n" "${line#* : }" ;;
			esac
		done
		eval "partial_$n=\$partial\$line" # a line that is not yet complete
	done
}
