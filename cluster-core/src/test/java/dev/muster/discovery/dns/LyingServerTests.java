package dev.muster.discovery.dns;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.muster.discovery.DiscoveryContext;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link DnsDiscoveryStrategy} with servers that are broken or hostile.
 */
@Timeout(60)
class LyingServerTests {

	private static final int EMPTY_AND_INCOMPETENT = 0x8100;

	private static final Duration PATIENT = Duration.ofSeconds(6);

	/** For what has to be waited for. */
	private static final Duration IMPATIENT = Duration.ofSeconds(1);

	private static final int LARGEST = 65535;

	private final LyingServer server = new LyingServer();

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

	private DnsDiscoveryStrategy strategy = start(DnsRecords.A, PATIENT);

	private DnsDiscoveryStrategy start(DnsRecords records, Duration timeout) {
		DnsDiscoveryStrategy started = new DnsDiscoveryStrategy(DnsSettings.of("shop.test.", records, 7800)
			.withServers(List.of(this.server.address()))
			.withLimits(timeout, DnsSettings.DEFAULT_MAX_RECORDS));
		started.start(new DiscoveryContext("shop", new PeerAddress("10.0.0.1", 7800), InstantSource.system(),
				this.scheduler, PATIENT.multipliedBy(2), () -> {
				}));
		return started;
	}

	@AfterEach
	void close() {
		this.strategy.close();
		this.scheduler.shutdownNow();
		this.server.close();
	}

	private void answer(Function<byte[], Message> answer) {
		this.server.datagrams = (query) -> List.of(answer.apply(query).bytes());
	}

	private void answerByTcp(Function<byte[], Message> answer) {
		answer((query) -> new Message(query, Message.TRUNCATED));
		this.server.stream = (query) -> List.of(answer.apply(query).bytes());
	}

	private void services(DnsRecords records, Function<byte[], Message> answer) {
		restart(records, PATIENT);
		answer(answer);
	}

	private void restart(DnsRecords records, Duration timeout) {
		this.strategy.close();
		this.strategy = start(records, timeout);
	}

	private static PeerAddress peer(String host) {
		return new PeerAddress(host, 7800);
	}

	/** Assert that what came is named, when the server has had its time to do better. */
	private void assertNoAnswer(String text) {
		restart(DnsRecords.A, IMPATIENT);
		assertUnknown("sent what is no answer: ", text);
		assertThat(this.strategy.counters().get("malformed")).isPositive();
	}

	private void assertUnknown(String... texts) {
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this.strategy::discover).satisfies((ex) -> {
			assertThat(ex.getMessage()).contains(texts).contains(this.server.address()).contains("'shop.test' A");
		});
	}

	@ParameterizedTest
	@CsvSource({ "1, FORMERR", "2, SERVFAIL", "4, NOTIMP", "5, REFUSED" })
	void whenTheServerAnswersWithACodeThenItIsNamed(int code, String name) {
		answer((query) -> new Message(query, Message.NO_ERROR | code));
		assertUnknown("answered " + name);
		assertThat(this.strategy.counters()).containsEntry("error-codes", 1L);
	}

	@Test
	void whenTheServerDoesNotKnowEdnsThenItIsAskedWithout() {
		answer((query) -> Message.hasEdns(query) ? new Message(query, Message.NO_ERROR | 1)
				: new Message(query, Message.NO_ERROR).address("10.0.0.1"));
		assertThat(this.strategy.discover()).containsExactly(peer("10.0.0.1"));
	}

	@Test
	void whenTheServerWantsAnotherEdnsThenItIsAskedWithout() {
		answer((query) -> Message.hasEdns(query) ? new Message(query, Message.NO_ERROR).extendedCode(1)
				: new Message(query, Message.NO_ERROR).address("10.0.0.1"));
		assertThat(this.strategy.discover()).containsExactly(peer("10.0.0.1"));
	}

	@Test
	void whenTheServerNeitherKnowsNorAsksOthersThenAnEmptyAnswerMeansNothing() {
		answer((query) -> new Message(query, EMPTY_AND_INCOMPETENT));
		assertUnknown("neither knows that name nor asks other servers");
	}

	@Test
	void whenGarbageComesThenItIsNamedAndCounted() {
		long seed = System.nanoTime();
		System.out.println("Seed " + seed);
		Random random = new Random(seed);
		byte[] garbage = new byte[200];
		random.nextBytes(garbage);
		this.server.datagrams = (query) -> List.of(garbage);
		assertNoAnswer("");
	}

	@Test
	void whenAFewBytesComeThenTheyAreNoMessage() {
		this.server.datagrams = (query) -> List.of(new byte[5]);
		assertNoAnswer("it has 5 bytes");
	}

	@Test
	void whenAnotherQueryOrAnotherQuestionIsAnsweredThenItIsNoAnswer() {
		answerAltered((bytes) -> {
			bytes[0] ^= 1;
			return bytes;
		});
		assertNoAnswer("answers another query");
		answerAltered((bytes) -> {
			bytes[13] ^= 1;
			return bytes;
		});
		assertNoAnswer("answers another question");
	}

	@Test
	void whenTheQuestionComesBackThenItIsNoAnswer() {
		this.server.datagrams = List::of;
		assertNoAnswer("not a response");
	}

	private void answerAltered(UnaryOperator<byte[]> change) {
		this.server.datagrams = (query) -> List
			.of(change.apply(new Message(query, Message.NO_ERROR).address("10.0.0.1").bytes()));
	}

	@Test
	void whenGarbageComesFirstThenTheAnswerCountsAllTheSame() {
		this.server.datagrams = (query) -> List.of(new byte[5], new byte[100],
				new Message(query, Message.NO_ERROR).address("10.0.0.1").bytes());
		assertThat(this.strategy.discover()).containsExactly(peer("10.0.0.1"));
		assertThat(this.strategy.counters()).containsEntry("malformed", 2L);
	}

	@Test
	void whenAnAnswerEndsTooEarlyThenItIsNotTakenForAll() {
		answer((query) -> new Message(query, Message.NO_ERROR).address("10.0.0.1").address("10.0.0.2").count(1, 60));
		assertNoAnswer("it is cut off: of 60 records in the section ANSWER there are 2");
		answerAltered((bytes) -> Arrays.copyOf(bytes, bytes.length - 1));
		assertNoAnswer("it is cut off: of 1 records in the section ANSWER there are 0");
	}

	@Test
	void whenAnAddressIsOfAWrongLengthThenItIsNoAnswer() {
		answer((query) -> new Message(query, Message.NO_ERROR).address("fd00::1"));
		assertThat(this.strategy.discover()).as("another type").isEmpty();
		answerAltered((bytes) -> {
			bytes[bytes.length - 5] = 3;
			return Arrays.copyOf(bytes, bytes.length - 1);
		});
		assertNoAnswer("an address in it is of a wrong length");
	}

	@Test
	void whenItDoesNotFitAndThereIsNoTcpThenItSaysSo() {
		answer((query) -> new Message(query, Message.TRUNCATED).address("10.0.0.1"));
		this.server.refuseConnections();
		assertUnknown("does not fit a datagram, and by TCP it cannot be reached");
	}

	@Test
	void whenTheConnectionBreaksOrIsSilentThenItSaysSo() {
		answer((query) -> new Message(query, Message.TRUNCATED));
		assertUnknown("by TCP it closed the connection without an answer");
		this.server.stream = (query) -> List.of(new byte[20]);
		assertUnknown("by TCP it sent what is no answer");
		answerByTcp((query) -> new Message(query, Message.TRUNCATED));
		assertUnknown("by TCP it sends one that is cut off, too");
	}

	@Test
	void whenItComesByTcpThenAllIsTaken() {
		answerByTcp((query) -> new Message(query, Message.NO_ERROR).address("10.0.0.1").address("10.0.0.2"));
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(peer("10.0.0.1"), peer("10.0.0.2"));
		assertThat(this.server.questions()).contains("shop.test. A by TCP");
	}

	@Test
	void whenThereAreAsManyRecordsAsFitThenALimitHolds() {
		answerByTcp((query) -> {
			Message message = new Message(query, Message.NO_ERROR);
			for (int i = 0; i < 4000; i++) {
				message.address("10." + i / 250 + "." + i % 250 + ".1");
			}
			assertThat(message.bytes()).hasSizeBetween(64_000, LARGEST);
			return message;
		});
		assertThat(this.strategy.discover()).hasSize(DnsSettings.DEFAULT_MAX_RECORDS);
		assertThat(this.strategy.counters()).containsEntry("over-limit", 4000L - DnsSettings.DEFAULT_MAX_RECORDS);
	}

	@Test
	void when65000RecordsAreClaimedThenNoneIsTaken() {
		Function<byte[], Message> claim = (query) -> new Message(query, Message.NO_ERROR).address("10.0.0.1")
			.count(1, 65_000);
		answer(claim);
		assertNoAnswer("65000");
		restart(DnsRecords.A, PATIENT);
		answerByTcp(claim);
		assertUnknown("65000");
		answerByTcp((query) -> {
			Message message = new Message(query, Message.NO_ERROR);
			for (int i = 0; i < 4090; i++) {
				message.address("10.0.0.1");
			}
			return message.count(1, 65_000).count(2, 65_000).count(3, 65_000);
		});
		assertUnknown("65000");
	}

	@Test
	void whenMembersAreNobodysAddressesThenTheyAreCounted() {
		answer((query) -> new Message(query, Message.NO_ERROR).address("0.0.0.0")
			.address("230.1.1.1")
			.address("10.0.0.1"));
		assertThat(this.strategy.discover()).containsExactly(peer("10.0.0.1"));
		assertThat(this.strategy.counters()).containsEntry("unusable", 2L);
	}

	@Test
	void whenAnAliasComesWithAddressesThenTheyCountAndThoseOfOthersDoNot() {
		answer((query) -> new Message(query, Message.NO_ERROR).alias("other.test")
			.addressOf("other.test", "10.0.0.1")
			.addressOf("third.test", "10.0.0.2"));
		assertThat(this.strategy.discover()).containsExactly(peer("10.0.0.1"));
	}

	@Test
	void whenAnAliasComesAloneThenItIsFollowed() {
		answer((query) -> {
			Message message = new Message(query, Message.NO_ERROR);
			return Message.question(query).startsWith("shop") ? message.alias("other.test")
					: message.address("10.0.0.1");
		});
		assertThat(this.strategy.discover()).containsExactly(peer("10.0.0.1"));
		assertThat(this.server.questions()).containsSubsequence("shop.test. A", "other.test. A");
	}

	@Test
	void whenAliasesLeadBackOrNowhereThenItEnds() {
		answer((query) -> new Message(query, Message.NO_ERROR)
			.alias(Message.question(query).startsWith("shop") ? "other.test" : "shop.test"));
		assertThat(this.strategy.discover()).isEmpty();
		answer((query) -> new Message(query, Message.NO_ERROR).alias("x" + Message.question(query).split("\\. ")[0]));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this.strategy::discover)
			.withMessageContaining("more than 8 others");
		answer((query) -> new Message(query, Message.NO_ERROR).alias("a b.test"));
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this.strategy::discover)
			.withMessageContaining("a name that cannot be");
	}

	@Test
	void whenAddressesOfHostsComeAlongThenTheyAreNotAskedFor() {
		services(DnsRecords.SRV,
				(query) -> new Message(query, Message.NO_ERROR).service("a.test", 7801)
					.service("B.test", 7802)
					.additional("A.test", "10.0.0.1")
					.additional("a.test", "fd00::1")
					.additional("b.test", "10.0.0.2"));
		int before = this.server.questions().size();
		assertThat(this.strategy.discover()).containsExactlyInAnyOrder(new PeerAddress("10.0.0.1", 7801),
				new PeerAddress("fd00:0:0:0:0:0:0:1", 7801), new PeerAddress("10.0.0.2", 7802));
		assertThat(this.server.questions()).hasSize(before + 1);
	}

	@Test
	void whenServicesAreNowhereThenTheyAreNobodys() {
		services(DnsRecords.SRV,
				(query) -> new Message(query, Message.NO_ERROR).service("a.test", 0)
					.service("a b.test", 1)
					.additional("a.test", "10.0.0.1"));
		assertThat(this.strategy.discover()).isEmpty();
		assertThat(this.strategy.counters()).containsEntry("unusable", 2L);
	}

	@Test
	void whenTheHostsOfServicesAreUnknownThenItIsNotTakenForNobody() {
		services(DnsRecords.SRV, (query) -> {
			String question = Message.question(query);
			if (question.endsWith("SRV")) {
				return new Message(query, Message.NO_ERROR).service("a.test", 7801).service("b.test", 7802);
			}
			return new Message(query, Message.NO_ERROR | 2);
		});
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this.strategy::discover)
			.withMessageContaining("no host of the services has an address")
			.withMessageContaining("answered SERVFAIL, asked for 'a.test' A");
		services(DnsRecords.SRV, (query) -> {
			String question = Message.question(query);
			if (question.endsWith("SRV")) {
				return new Message(query, Message.NO_ERROR).service("a.test", 7801).service("b.test", 7802);
			}
			return question.equals("b.test. A") ? new Message(query, Message.NO_ERROR).address("10.0.0.2")
					: new Message(query, Message.NO_ERROR | 2);
		});
		assertThat(this.strategy.discover()).containsExactly(new PeerAddress("10.0.0.2", 7802));
		assertThat(this.strategy.counters()).containsEntry("unresolved-hosts", 1L);
	}

	@Test
	void whenOneKindOfAddressesIsUnknownThenTheOtherCounts() {
		services(DnsRecords.A_AND_AAAA, (query) -> Message.question(query).endsWith("AAAA")
				? new Message(query, Message.NO_ERROR | 2) : new Message(query, Message.NO_ERROR).address("10.0.0.1"));
		assertThat(this.strategy.discover()).containsExactly(peer("10.0.0.1"));
		answer((query) -> new Message(query, Message.NO_ERROR | (Message.question(query).endsWith("AAAA") ? 2 : 0)));
		assertUnknown("SERVFAIL");
	}

	@Test
	void whenManyHostsHangThenTheLookupEndsInTime() {
		services(DnsRecords.SRV, (query) -> {
			Message message = new Message(query, Message.NO_ERROR);
			for (int i = 0; i < 20; i++) {
				message.service("host" + i + ".test", 7800);
			}
			return message;
		});
		restart(DnsRecords.SRV, IMPATIENT);
		Function<byte[], List<byte[]>> services = this.server.datagrams;
		this.server.datagrams = (query) -> Message.question(query).endsWith("SRV") ? services.apply(query)
				: new ArrayList<>();
		long begin = System.nanoTime();
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(this.strategy::discover);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IMPATIENT.plusSeconds(3));
		Set<String> asked = Set.copyOf(this.server.questions());
		assertThat(asked).contains("host0.test. A", "host0.test. AAAA");
	}

	@Test
	void whenClosedThenItsThreadEndsAndALookupThatIsOpenFails() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		this.server.datagrams = (query) -> {
			asked.countDown();
			return List.of();
		};
		CompletableFuture<Set<PeerAddress>> lookup = CompletableFuture.supplyAsync(this.strategy::discover);
		asked.await();
		this.strategy.close();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(lookup::join)
			.withCauseInstanceOf(DiscoveryException.class);
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain(NettyExchange.THREAD));
	}

	@Test
	void whenInterruptedThenTheLookupEndsAtOnce() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		this.server.datagrams = (query) -> {
			asked.countDown();
			return List.of();
		};
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				this.strategy.discover();
			}
			catch (DiscoveryException ex) {
				thrown.complete(ex);
			}
		});
		long begin = System.nanoTime();
		thread.start();
		asked.await();
		thread.interrupt();
		assertThat(thrown.get(30, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENT);
	}

}
