package dev.muster.discovery.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.netty.handler.codec.dns.DnsRecordType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Resolver}, without a network and in no time.
 */
class ResolverTests {

	private static final InetSocketAddress ONE = server(1);

	private static final InetSocketAddress TWO = server(2);

	private static final InetSocketAddress THREE = server(3);

	private static final Question QUESTION = new Question("shop.test.", DnsRecordType.A);

	private static final Duration TOTAL = Duration.ofSeconds(2);

	private final Map<InetSocketAddress, Supplier<CompletableFuture<Reply>>> servers = new HashMap<>();

	private final List<Integer> asked = new ArrayList<>();

	private final List<Duration> timeouts = new ArrayList<>();

	private final DnsEvent.Counts counts = new DnsEvent.Counts();

	private long now = 100;

	private final Resolver resolver = new Resolver(this::ask, this.counts, () -> this.now);

	private static InetSocketAddress server(int last) {
		return new InetSocketAddress("10.0.0." + last, 53);
	}

	private CompletableFuture<Reply> ask(InetSocketAddress server, Question question, Duration timeout) {
		this.asked.add(server.getAddress().getAddress()[3] & 0xff);
		this.timeouts.add(timeout);
		return this.servers.getOrDefault(server, () -> silent(timeout)).get();
	}

	private CompletableFuture<Reply> silent(Duration timeout) {
		this.now += timeout.toNanos();
		return CompletableFuture.failedFuture(ExchangeException.silent("did not answer"));
	}

	private static CompletableFuture<Reply> code(int code) {
		return CompletableFuture.completedFuture(reply(code, Set.of()));
	}

	private static CompletableFuture<Reply> found() {
		return CompletableFuture.completedFuture(reply(0, Set.of(InetAddress.getLoopbackAddress())));
	}

	private static Reply reply(int code, Set<InetAddress> addresses) {
		return new Reply(code, false, true, "shop.test.", addresses, List.of(), Map.of());
	}

	private Outcome resolve(InetSocketAddress... all) {
		return this.resolver.resolve(QUESTION, List.of(all), Resolver.Budget.of(this.now, TOTAL, all.length)).join();
	}

	@Test
	void whenAServerIsSilentThenTheOthersAreAskedAndItOnceMore() {
		assertThat(resolve(ONE, TWO)).isInstanceOfSatisfying(Outcome.Unknown.class, (unknown) -> {
			assertThat(unknown.silent()).isTrue();
			assertThat(unknown.why()).isEqualTo("name server 10.0.0.1:53 did not answer, asked for 'shop.test' A; "
					+ "name server 10.0.0.2:53 did not answer, asked for 'shop.test' A");
		});
		assertThat(this.asked).containsExactly(1, 2, 1, 2);
		assertThat(this.now - 100).as("took").isEqualTo(TOTAL.toNanos());
	}

	@Test
	void whenThereIsNoTimeLeftThenNobodyIsAsked() {
		Resolver.Budget budget = Resolver.Budget.of(this.now, TOTAL, 1);
		this.now += TOTAL.toNanos();
		assertThat(this.resolver.resolve(QUESTION, List.of(ONE), budget).join()).isInstanceOf(Outcome.Unknown.class);
		assertThat(this.asked).isEmpty();
	}

	@Test
	void whenLittleTimeIsLeftThenTheAttemptIsShorter() {
		Resolver.Budget budget = Resolver.Budget.of(this.now, TOTAL, 1);
		this.now += TOTAL.minusMillis(300).toNanos();
		this.resolver.resolve(QUESTION, List.of(ONE), budget).join();
		assertThat(this.timeouts).containsExactly(Duration.ofMillis(300));
	}

	@Test
	void whenAServerFailsThenTheNextOneIsAskedAndItNotAgain() {
		this.servers.put(ONE, () -> code(2));
		this.servers.put(TWO, () -> code(5));
		assertThat(resolve(ONE, TWO)).isInstanceOfSatisfying(Outcome.Unknown.class, (unknown) -> {
			assertThat(unknown.silent()).isFalse();
			assertThat(unknown.why()).contains("10.0.0.1:53 answered SERVFAIL", "10.0.0.2:53 answered REFUSED");
		});
		assertThat(this.asked).containsExactly(1, 2);
		assertThat(this.counts.get(DnsEvent.ERROR_CODES)).isEqualTo(2);
		this.servers.put(THREE, ResolverTests::found);
		assertThat(resolve(ONE, TWO, THREE)).isInstanceOf(Outcome.Found.class);
	}

	@Test
	void whenAServerHasAnsweredThenItIsAskedFirst() {
		this.servers.put(TWO, ResolverTests::found);
		resolve(ONE, TWO, THREE);
		resolve(ONE, TWO, THREE);
		assertThat(this.asked).containsExactly(1, 2, 2);
	}

	@Test
	void whenTheNameDoesNotExistThenNobodyElseIsAsked() {
		this.servers.put(ONE, () -> code(3));
		assertThat(resolve(ONE, TWO)).isInstanceOf(Outcome.NoSuchName.class);
		assertThat(this.asked).containsExactly(1);
	}

	@Test
	void whenThereAreNoSuchRecordsThenNobodyElseIsAsked() {
		this.servers.put(ONE, () -> code(0));
		assertThat(resolve(ONE, TWO)).isInstanceOf(Outcome.NoData.class);
		assertThat(this.asked).containsExactly(1);
	}

	@Test
	void whenAnExchangeFailsInAnUnforeseenWayThenTheNextOneIsAsked() {
		this.servers.put(ONE, () -> CompletableFuture.failedFuture(new IllegalStateException("odd")));
		this.servers.put(TWO, ResolverTests::found);
		assertThat(resolve(ONE, TWO)).isInstanceOf(Outcome.Found.class);
	}

}
