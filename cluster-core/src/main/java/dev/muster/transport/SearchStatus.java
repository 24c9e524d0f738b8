package dev.muster.transport;

import java.util.List;
import java.util.stream.Collectors;

import dev.muster.transport.SearchedAddress.Outcome;

/**
 * What became of the search for peers.
 *
 * @param addresses the addresses that were looked at since the node was started, in the
 * order of their names
 * @param forgotten how many addresses were forgotten to make room for others, since the
 * transport was created
 */
public record SearchStatus(List<SearchedAddress> addresses, long forgotten) {

	/** Nothing is known. */
	public static final SearchStatus NONE = new SearchStatus(List.of(), 0);

	private static final int MAX_NAMED = 10;

	public SearchStatus {
		addresses = List.copyOf(addresses);
	}

	/**
	 * Return the addresses at which neither a member nor this node is.
	 * @return those addresses
	 */
	public List<SearchedAddress> missing() {
		return this.addresses.stream()
			.filter((address) -> address.outcome() != Outcome.MEMBER && address.outcome() != Outcome.SELF)
			.toList();
	}

	/**
	 * Say in a line at which addresses no member is, and why.
	 * @return the line, which names some of them if there are many
	 */
	public String describeMissing() {
		List<SearchedAddress> missing = missing();
		if (missing.isEmpty()) {
			return "no address without a member";
		}
		String named = missing.stream().limit(MAX_NAMED).map(SearchStatus::describe).collect(Collectors.joining(", "));
		int more = missing.size() - MAX_NAMED;
		return "no member at " + named + ((more > 0) ? " and " + more + " more" : "");
	}

	private static String describe(SearchedAddress address) {
		String names = address.names().isEmpty() ? "" : " [" + String.join(", ", address.names()) + "]";
		String detail = address.detail().isEmpty() ? "" : ": " + address.detail();
		return address.address() + names + " (" + address.outcome().label() + detail + ")";
	}

}
