package dev.muster.discovery.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Lookup}: which of the names that a relative one may stand for counts.
 */
class LookupTests {

	private static final NameServers SERVERS = new NameServers(List.of(new InetSocketAddress("10.0.0.10", 53)),
			List.of("one.test", "two.test"), 1);

	private static final int NO_DATA = 0;

	private static final int SERVER_FAILURE = 2;

	private static final int NO_SUCH_NAME = 3;

	private final Map<String, Integer> codes = new HashMap<>();

	private final Set<String> found = new HashSet<>();

	private final Set<String> silent = new HashSet<>();

	private final List<String> asked = new ArrayList<>();

	private long now;

	private CompletableFuture<Reply> ask(InetSocketAddress server, Question question, Duration timeout) {
		String key = question.name() + " " + question.type().name();
		this.asked.add(key);
		if (this.silent.contains(key)) {
			this.now += timeout.toNanos();
			return CompletableFuture.failedFuture(ExchangeException.silent("did not answer"));
		}
		boolean here = this.found.contains(key);
		Set<InetAddress> addresses = here ? Set.of(InetAddress.getLoopbackAddress()) : Set.of();
		return CompletableFuture.completedFuture(new Reply(here ? 0 : this.codes.getOrDefault(key, NO_SUCH_NAME), false,
				true, question.name(), addresses, List.of(), Map.of()));
	}

	private Lookup.Result find(DnsRecords records) throws InterruptedException {
		DnsEvent.Counts counts = new DnsEvent.Counts();
		Resolver resolver = new Resolver(this::ask, counts, () -> this.now);
		return new Lookup(DnsSettings.of("shop", records, 7800), SERVERS, resolver,
				Resolver.Budget.of(this.now, Duration.ofSeconds(2), 1), counts, () -> this.now)
			.find();
	}

	@Test
	void whenNoNameExistsThenAllWereAskedForAndThereIsNobody() throws Exception {
		assertThat(find(DnsRecords.A)).isEqualTo(new Lookup.Result(Set.of(), false));
		assertThat(this.asked).containsExactly("shop.one.test. A", "shop.two.test. A", "shop. A");
	}

	@Test
	void whenAnyNameExistsThenItIsTold() throws Exception {
		this.codes.put("shop.two.test. A", NO_DATA);
		assertThat(find(DnsRecords.A)).isEqualTo(new Lookup.Result(Set.of(), true));
	}

	@Test
	void whenANameHasRecordsThenNoFurtherOneIsAskedFor() throws Exception {
		this.found.add("shop.two.test. A");
		assertThat(find(DnsRecords.A).peers()).containsExactly(new PeerAddress("127.0.0.1", 7800));
		assertThat(this.asked).containsExactly("shop.one.test. A", "shop.two.test. A");
	}

	@Test
	void whenANameIsUnknownThenAFurtherOneMayStillHaveRecords() throws Exception {
		this.codes.put("shop.one.test. A", SERVER_FAILURE);
		this.found.add("shop.two.test. A");
		assertThat(find(DnsRecords.A).peers()).hasSize(1);
	}

	@Test
	void whenANameIsUnknownAndNoFurtherOneExistsThenItIsNotTakenForNobody() {
		this.codes.put("shop.one.test. A", SERVER_FAILURE);
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> find(DnsRecords.A))
			.withMessageContaining("answered SERVFAIL, asked for 'shop.one.test' A");
	}

	@Test
	void whenAServerIsSilentThenNoFurtherNameIsAskedFor() {
		this.silent.add("shop.one.test. A");
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> find(DnsRecords.A));
		assertThat(this.asked).containsOnly("shop.one.test. A");
	}

	@Test
	void whenOneTypeSaysThatTheNameDoesNotExistThenThatHoldsForTheOther() throws Exception {
		for (String name : List.of("shop.one.test.", "shop.two.test.", "shop.")) {
			this.codes.put(name + " AAAA", SERVER_FAILURE);
		}
		assertThat(find(DnsRecords.A_AND_AAAA).peers()).isEmpty();
	}

	@Test
	void whenOneTypeHasNoRecordsThenThatSaysNothingOfTheOther() {
		this.codes.put("shop.one.test. A", NO_DATA);
		this.codes.put("shop.one.test. AAAA", SERVER_FAILURE);
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> find(DnsRecords.A_AND_AAAA))
			.withMessageContaining("'shop.one.test' AAAA");
	}

}
