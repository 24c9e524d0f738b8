package dev.muster.autoconfigure.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.TopologyStatus;
import dev.muster.transport.Refusal;
import dev.muster.transport.SearchedAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The discovery, as the endpoint tells of it. Times are as in
 * {@code 2026-01-01T00:00:00Z}.
 *
 * @param clusterName name of the cluster
 * @param members number of members, or {@code null} when this node does not run
 * @param summary at which addresses no member is, and why, in a line
 * @param topologies what each topology answered last
 * @param addresses what became of each address
 * @param forgotten how many addresses were forgotten to make room for others
 * @param refusals nodes that were refused, or refused this one
 */
public record ClusterDiscoveryDescriptor(String clusterName, @Nullable Integer members, String summary,
		List<Source> topologies, List<Address> addresses, long forgotten,
		List<Refused> refusals) implements OperationResponseBody {

	private static @Nullable String text(@Nullable Instant instant) {
		return (instant != null) ? instant.toString() : null;
	}

	/**
	 * A topology.
	 *
	 * @param name the user's name for it
	 * @param strategy the strategy's name
	 * @param answer the kind of its last answer: {@code PENDING}, {@code UNKNOWN},
	 * {@code NONE}, {@code NONE_READY} or {@code FOUND}
	 * @param description the same for people
	 * @param polls how often it was asked
	 * @param failures how often it could not tell
	 * @param lastSuccess when it last answered, or {@code null} if never
	 * @param lastError why it could not tell when last asked, or {@code null} if it could
	 * @param addresses its last good answer
	 * @param refused how many addresses of that answer were too many and are not used
	 * @param counters what the strategy itself counts, by name
	 */
	public record Source(String name, String strategy, TopologyStatus.Answer answer, String description, long polls,
			long failures, @Nullable String lastSuccess, @Nullable String lastError, List<String> addresses,
			int refused, Map<String, Long> counters) {

		static Source of(TopologyStatus status) {
			return new Source(status.topology(), status.strategy(), status.answer(), status.describe(), status.polls(),
					status.failures(), text(status.lastSuccess()), status.lastError(),
					status.addresses().stream().map(PeerAddress::toString).sorted().toList(), status.refused(),
					new TreeMap<>(status.counters()));
		}

	}

	/**
	 * An address.
	 *
	 * @param address host and port
	 * @param names listed addresses that stand for it, where they are written otherwise
	 * @param topologies names of the topologies that list it; none if it is known from
	 * elsewhere, as a member that was, or from other nodes
	 * @param outcome what became of it last
	 * @param detail the same for people, with what is known beyond it
	 * @param attempts how often it was asked
	 * @param lastAttempt when it was asked last, or {@code null} if never
	 * @param since since when the outcome is this one, or {@code null} if it was never
	 * asked
	 * @param nextAttempt until when it is asked again, about, or {@code null} if that is
	 * not necessary
	 */
	public record Address(String address, List<String> names, List<String> topologies, SearchedAddress.Outcome outcome,
			String detail, long attempts, @Nullable String lastAttempt, @Nullable String since,
			@Nullable String nextAttempt) {

		static Address of(SearchedAddress searched, List<TopologyStatus> topologies) {
			List<String> listing = topologies.stream()
				.filter((topology) -> topology.addresses()
					.stream()
					.map(PeerAddress::toString)
					.anyMatch((listed) -> listed.equals(searched.address()) || searched.names().contains(listed)))
				.map(TopologyStatus::topology)
				.toList();
			return new Address(searched.address(), searched.names(), listing, searched.outcome(), searched.detail(),
					searched.attempts(), text(searched.lastAttempt()), text(searched.since()),
					text(searched.nextAttempt()));
		}

	}

	/**
	 * A refusal.
	 *
	 * @param address who, without a port where it connected to this node
	 * @param reason why
	 * @param byUs whether this node refused it, and not it this node
	 * @param count how often
	 * @param lastAt when last
	 */
	public record Refused(String address, Refusal.Reason reason, boolean byUs, long count, @Nullable String lastAt) {

		static Refused of(Refusal refusal) {
			return new Refused(refusal.address(), refusal.reason(), refusal.byUs(), refusal.count(),
					text(refusal.lastAt()));
		}

	}

}
