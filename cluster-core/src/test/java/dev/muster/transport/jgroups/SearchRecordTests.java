package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.discovery.PeerAddress;
import dev.muster.transport.SearchOptions;
import dev.muster.transport.SearchedAddress;
import dev.muster.transport.SearchedAddress.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SearchRecord}: what becomes of addresses, as a function of what
 * happened and of the time.
 */
class SearchRecordTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final InetSocketAddress SELF = address(0);

	private static final InetSocketAddress PEER = address(1);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final SearchView ALONE = SearchView.of(null, INTERVAL);

	private final SearchRecord record = new SearchRecord(SearchOptions.defaults(), () -> 1);

	private long now;

	@BeforeEach
	void begin() {
		this.record.begin(SELF, 0);
	}

	@Test
	void whatIsListedIsNotTriedUntilItIs() {
		list(PEER);
		assertThat(peer()).isEqualTo(new SearchedAddress("10.0.0.1:7800", List.of("shop-1:7800"), Outcome.NOT_TRIED, "",
				0, null, null, null));
		this.record.asked(PEER, at(2));
		assertThat(peer().outcome()).isEqualTo(Outcome.NOT_TRIED);
		assertThat(peer().attempts()).isEqualTo(1);
		assertThat(peer().lastAttempt()).isEqualTo(START.plusSeconds(2));
		assertThat(peer().nextAttempt()).isEqualTo(START.plusSeconds(2).plus(INTERVAL));
	}

	@Test
	void anOutcomeHasItsTimes() {
		this.record.asked(PEER, at(1));
		this.record.failed(PEER, Outcome.CONNECTION_REFUSED, "nobody listens there", at(1));
		this.record.asked(PEER, at(6));
		this.record.failed(PEER, Outcome.CONNECTION_REFUSED, "nobody listens there", at(6));
		at(7);
		assertThat(peer()).isEqualTo(new SearchedAddress("10.0.0.1:7800", List.of(), Outcome.CONNECTION_REFUSED,
				"nobody listens there", 2, START.plusSeconds(6), START.plusSeconds(1), START.plusSeconds(11)));
	}

	@Test
	void silenceIsAnOutcomeAfterAWhile() {
		this.record.asked(PEER, at(0));
		this.record.asked(PEER, at(2));
		assertThat(peer().outcome()).isEqualTo(Outcome.NOT_TRIED);
		at(4);
		assertThat(peer().outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(peer().detail()).isEqualTo("no answer for 4 s");
		assertThat(peer().since()).isEqualTo(START);
		this.record.answered(PEER, state(Standing.MEMBER), false, at(5));
		assertThat(peer().outcome()).isEqualTo(Outcome.ANSWERED);
		at(100);
		assertThat(peer().outcome()).as("was not asked again").isEqualTo(Outcome.ANSWERED);
	}

	@Test
	void whoAnsweredIsAMemberOnceItIsInTheView() {
		this.record.asked(PEER, at(0));
		this.record.answered(PEER, state(Standing.JOINING), false, at(1));
		assertThat(peer().outcome()).isEqualTo(Outcome.ANSWERED);
		assertThat(peer().detail()).isEqualTo("it is starting");
		Member member = new Member(state(Standing.MEMBER).id(), "one", "192.168.0.1", 7800, Map.of());
		SearchView view = SearchView.of(new ClusterView(1, member, List.of(member)), INTERVAL);
		SearchedAddress found = find(view);
		assertThat(found.outcome()).as("known by its id, though it is at another address").isEqualTo(Outcome.MEMBER);
		assertThat(found.nextAttempt()).isNull();
	}

	@Test
	void aMemberIsKnownByItsAddressThoughItWasNeverAsked() {
		list(PEER);
		Member member = new Member(new MemberId(5, 5), "one", "10.0.0.1", 7800, Map.of());
		assertThat(find(SearchView.of(new ClusterView(1, member, List.of(member)), INTERVAL)).outcome())
			.isEqualTo(Outcome.MEMBER);
	}

	@Test
	void thisNodeStaysItself() {
		Member self = new Member(new MemberId(1, 0), "self", "10.0.0.0", 7800, Map.of());
		SearchView view = SearchView.of(new ClusterView(1, self, List.of(self)), INTERVAL);
		assertThat(this.record.addresses(view, 0, START)).singleElement().satisfies((address) -> {
			assertThat(address.address()).isEqualTo("10.0.0.0:7800");
			assertThat(address.outcome()).isEqualTo(Outcome.SELF);
		});
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE,
			names = { "OTHER_CLUSTER", "OTHER_PROTOCOL", "GARBAGE", "UNAUTHENTICATED", "UNENCRYPTED" })
	void strangersAreSparedLongerEachTimeUpToALimit(Outcome outcome) {
		long[] seconds = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
		for (long pause : seconds) {
			assertThat(this.record.mayAsk(PEER, this.now)).isTrue();
			this.record.asked(PEER, this.now);
			this.record.failed(PEER, outcome, "", this.now);
			assertThat(this.record.mayAsk(PEER, this.now + pause * SECOND - 1)).as("in less than %d s", pause)
				.isFalse();
			this.now += pause * SECOND;
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.INCLUDE,
			names = { "CONNECTION_REFUSED", "TIMED_OUT", "UNREACHABLE", "CLOSED", "DUPLICATE_NAME" })
	void thoseThatMayBeOursAreNotSpared(Outcome outcome) {
		this.record.asked(PEER, 0);
		this.record.failed(PEER, outcome, "", 0);
		assertThat(this.record.mayAsk(PEER, 0)).isTrue();
	}

	@Test
	void anotherAddressOfThisNodeIsSparedToo() {
		this.record.asked(PEER, 0);
		this.record.answered(PEER, state(Standing.JOINING), true, 0);
		assertThat(peer().outcome()).isEqualTo(Outcome.SELF);
		assertThat(this.record.mayAsk(PEER, SECOND - 1)).isFalse();
		assertThat(peer().nextAttempt()).isEqualTo(START.plus(INTERVAL));
	}

	@Test
	void whenAStrangerBecomesAPeerOrTheNodeLooksAnewThenItIsNotSpared() {
		refuse(0);
		refuse(SECOND);
		this.record.askAnew();
		assertThat(this.record.mayAsk(PEER, SECOND)).isTrue();
		refuse(2 * SECOND);
		this.record.asked(PEER, 3 * SECOND);
		this.record.answered(PEER, state(Standing.MEMBER), false, 3 * SECOND);
		assertThat(this.record.mayAsk(PEER, 3 * SECOND)).isTrue();
	}

	@Test
	void oneOfSeveralConnectionsMayEndThoughAnotherBroughtTheAnswer() {
		this.record.asked(PEER, 0);
		this.record.answered(PEER, state(Standing.MEMBER), false, 0);
		this.record.failed(PEER, Outcome.CLOSED, "", 0);
		assertThat(peer().outcome()).isEqualTo(Outcome.ANSWERED);
		this.record.asked(PEER, SECOND);
		this.record.failed(PEER, Outcome.CLOSED, "", SECOND);
		assertThat(peer().outcome()).isEqualTo(Outcome.CLOSED);
	}

	@Test
	void aNameWithoutAddressIsThereUntilItHasOne() {
		PeerAddress name = new PeerAddress("shop-1", 7800);
		this.record.listed(new AddressResolver.Resolved(Map.of(), Set.of(name), true), 0);
		assertThat(this.record.addresses(ALONE, 0, START)).map(SearchedAddress::address, SearchedAddress::outcome)
			.contains(org.assertj.core.api.Assertions.tuple("shop-1:7800", Outcome.UNRESOLVABLE));
		list(PEER);
		assertThat(this.record.addresses(ALONE, 0, START)).map(SearchedAddress::address)
			.containsExactly("10.0.0.0:7800", "10.0.0.1:7800");
		assertThat(peer().names()).containsExactly("shop-1:7800");
	}

	@Test
	void theLongestUnusedIsForgottenAndCounted() {
		SearchRecord small = new SearchRecord(SearchOptions.defaults().withMaxAddresses(3), () -> 1);
		small.begin(SELF, 0);
		for (int i = 1; i <= 5; i++) {
			small.asked(address(i), i);
			small.asked(address(1), i);
		}
		assertThat(small.addresses(ALONE, 5, START)).map(SearchedAddress::address)
			.containsExactly("10.0.0.1:7800", "10.0.0.4:7800", "10.0.0.5:7800");
		assertThat(small.forgotten()).isEqualTo(3);
	}

	@Test
	void whenTheNodeStartsAgainThenNothingIsLeft() {
		refuse(0);
		this.record.begin(address(9), SECOND);
		assertThat(this.record.addresses(ALONE, SECOND, START)).map(SearchedAddress::address)
			.containsExactly("10.0.0.9:7800");
		assertThat(this.record.mayAsk(PEER, SECOND)).isTrue();
	}

	private void refuse(long at) {
		this.record.asked(PEER, at);
		this.record.failed(PEER, Outcome.OTHER_CLUSTER, "", at);
		assertThat(this.record.mayAsk(PEER, at)).isFalse();
	}

	private void list(InetSocketAddress address) {
		Map<InetSocketAddress, Set<String>> listedAs = new LinkedHashMap<>();
		listedAs.put(address, new LinkedHashSet<>(List.of("shop-1:7800", "10.0.0.1:7800")));
		this.record.listed(new AddressResolver.Resolved(listedAs, Set.of(), true), this.now);
	}

	private SearchedAddress peer() {
		return find(ALONE);
	}

	private SearchedAddress find(SearchView view) {
		return this.record.addresses(view, this.now, START.plusNanos(this.now))
			.stream()
			.filter((address) -> address.address().equals("10.0.0.1:7800"))
			.findFirst()
			.orElseThrow();
	}

	private long at(long seconds) {
		this.now = seconds * SECOND;
		return this.now;
	}

	private static PeerState state(Standing standing) {
		MemberId id = new MemberId(7, 7);
		return new PeerState(id, PEER, standing, true, PEER, id, 1, 1);
	}

	private static InetSocketAddress address(int number) {
		return new InetSocketAddress("10.0.0." + number, 7800);
	}

}
