package dev.muster.discovery.consul;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.discovery.DiscoveryException;
import dev.muster.discovery.PeerAddress;
import dev.muster.discovery.consul.ConsulGateway.Instances;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link EcwidConsulGateway}, with agents that do not behave: none holds us up,
 * fills our memory or learns the token, and each has a text of its own.
 */
@Timeout(60)
class EcwidConsulGatewayIT {

	private static final String TOKEN = "70ken-0f-the-t35t";

	private static final String INDEX = "X-Consul-Index: 7";

	/** Of a call. */
	private static final Duration DEADLINE = Duration.ofSeconds(1);

	/** More than a call may take on a machine that is not the slowest. */
	private static final Duration BOUND = Duration.ofSeconds(8);

	private static EcwidConsulGateway gateway(ConsulSettings settings) {
		return new EcwidConsulGateway(settings, DEADLINE, Duration.ofSeconds(20));
	}

	private static String failureOf(ConsulSettings settings) {
		try (EcwidConsulGateway gateway = gateway(settings)) {
			long begun = System.nanoTime();
			DiscoveryException failure = catchThrowableOfType(DiscoveryException.class,
					() -> gateway.instances("shop", 0, Duration.ZERO));
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
			assertThat(failure).isNotNull();
			String message = String.valueOf(failure.getMessage());
			assertThat(message).doesNotContain(TOKEN).hasSizeLessThan(500);
			System.out.println(message);
			return message;
		}
	}

	private static String failureOf(StubAgent agent) {
		return failureOf(agent.settings());
	}

	@Test
	void whenNothingListensThenSaysSo() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertThat(failureOf(ConsulSettings.defaults().withAgent("127.0.0.1", port)))
			.startsWith("No Consul agent at http://127.0.0.1:" + port)
			.contains("consul.host", "consul.port");
	}

	@Test
	void whenTheNameDoesNotResolveThenSaysSo() {
		assertThat(failureOf(ConsulSettings.defaults().withAgent("consul.invalid", 8500)))
			.isEqualTo("The name consul.host 'consul.invalid' does not resolve");
	}

	@Test
	void whenTheAgentIsSilentThenDoesNotWait() {
		try (StubAgent agent = new StubAgent((request, out) -> {
		})) {
			assertThat(failureOf(agent)).contains("does not answer in time");
		}
	}

	@Test
	void whenTheAgentSendsAByteNowAndThenThenDoesNotWait() {
		CountDownLatch done = new CountDownLatch(1);
		try (StubAgent agent = new StubAgent((request, out) -> {
			StubAgent.write(out, "HTTP/1.1 200 OK\r\n" + INDEX + "\r\nContent-Length: 1000000\r\n\r\n");
			while (!elapsed(done, 100)) {
				StubAgent.write(out, " ");
			}
		})) {
			assertThat(failureOf(agent)).contains("does not answer in time");
		}
		finally {
			done.countDown();
		}
	}

	private static boolean elapsed(CountDownLatch done, long millis) {
		try {
			return done.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "220 mail.example ESMTP\r\n", "\u0015\u0003\u0001\u0000\u0002\u0002F", "\r\n\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n[" })
	void whenItDoesNotSpeakHttpThenSaysSo(String garbage) {
		try (StubAgent agent = new StubAgent((request, out) -> {
			StubAgent.write(out, garbage);
			throw new IOException("and closes");
		})) {
			assertThat(failureOf(agent)).contains("does not speak HTTP", "consul.port");
		}
	}

	@Test
	void whenThePortIsForHttpsThenSaysSo() {
		try (StubAgent agent = StubAgent.answering(400, "X-A: b",
				"Client sent an HTTP request to an HTTPS server.\n")) {
			assertThat(failureOf(agent)).contains("speaks HTTPS", "consul.ssl.bundle");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html><body>It works!</body></html>", "[{\"Service\": ", "{\"a\": 1}", "null", "",
			"[{\"Service\": {\"Port\": \"http\"}}]", "[[[[[[" })
	void whenTheAnswerIsNotConsulsThenSaysSo(String body) {
		try (StubAgent agent = StubAgent.answering(200, INDEX, body)) {
			assertThat(failureOf(agent)).contains("not as a Consul agent does", "consul.port");
		}
	}

	@Test
	void whenTheAnswerHasNoIndexThenItIsNotConsuls() {
		try (StubAgent agent = StubAgent.answering(200, "Content-Type: application/json", "[]")) {
			assertThat(failureOf(agent)).contains("not as a Consul agent does");
		}
	}

	@ParameterizedTest
	@CsvSource({ "500,No cluster leader,no servers with a leader", "500,No path to datacenter,consul.datacenter 'mars'",
			"500,<html>Oops</html>,'answered with an error (500: <html>Oops</html>)'", "503,'',(503: Whatever)",
			"302,moved,(302: moved)", "429,slow down,(429: slow down)" })
	void errorsAreToldWithWhatTheAgentSays(int status, String body, String text) {
		try (StubAgent agent = StubAgent.answering(status, "Location: http://127.0.0.1:1/", body)) {
			assertThat(failureOf(agent.settings().withDatacenter("mars"))).contains(text);
		}
	}

	@Test
	void whenTheTokenIsRefusedThenSaysSoWithoutShowingIt() {
		try (StubAgent agent = StubAgent.answering(403, INDEX, "ACL not found: " + TOKEN + "\r\n\u001b[31m")) {
			assertThat(failureOf(agent.settings().withToken(TOKEN))).contains("refuses consul.token", "expired",
					"ACL not found: ***");
		}
	}

	@Test
	void whenATokenIsWantedThenSaysWhatItHasToPermit() {
		try (StubAgent agent = StubAgent.answering(403, INDEX, "Permission denied")) {
			assertThat(failureOf(agent)).contains("wants a token (403: Permission denied)", "consul.token",
					"'service:read'");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aHugeAnswerIsNotReadIntoMemory(boolean announced) {
		try (StubAgent agent = new StubAgent((request, out) -> {
			StubAgent.write(out, "HTTP/1.1 200 OK\r\n" + INDEX
					+ (announced ? "\r\nContent-Length: 104857600\r\n\r\n" : "\r\nConnection: close\r\n\r\n"));
			writeHundredMegabytes(out);
		})) {
			assertThat(failureOf(agent)).contains("more than a Consul agent would", "larger than 8 MB");
		}
	}

	private static void writeHundredMegabytes(OutputStream out) throws IOException {
		byte[] piece = new byte[1024 * 1024];
		for (int i = 0; i < 100; i++) {
			out.write(piece);
		}
	}

	@Test
	void theTokenTravelsAsAHeaderOnlyAndIsNotLogged() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		Level level = root.getLevel();
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		root.addAppender(log);
		root.setLevel(Level.TRACE);
		try (StubAgent agent = StubAgent.answering(200, INDEX, "[]");
				EcwidConsulGateway gateway = gateway(agent.settings().withToken(TOKEN).withDatacenter("mars"))) {
			gateway.register(registration());
			gateway.pass("a/b");
			gateway.instances("my shop?/é", 0, Duration.ZERO);
			gateway.instances("shop", 9, Duration.ofSeconds(20));
			gateway.deregister("a/b");
			assertThat(agent.requests()).hasSize(5).allSatisfy((request) -> {
				assertThat(request).contains("\r\nX-Consul-Token: " + TOKEN + "\r\n");
				assertThat(request.lines().findFirst().orElseThrow()).doesNotContain(TOKEN);
			});
			assertThat(agent.requests().get(2)).startsWith("GET /v1/health/service/my%20shop%3F%2F%C3%A9?dc=mars&");
			assertThat(agent.requests().get(3)).contains("wait=20s&index=9");
		}
		finally {
			root.setLevel(level);
			root.detachAppender(log);
		}
		assertThat(log.list).isNotEmpty().allSatisfy((event) -> {
			assertThat(event.getFormattedMessage()).doesNotContain(TOKEN);
		});
	}

	private static ServiceRegistration registration() {
		return new ServiceRegistration("id-1", "shop", new PeerAddress("::1", 7800), List.of("a", "b"),
				Map.of(ServiceRegistration.META_CLUSTER, "shop"), Duration.ofSeconds(15), Duration.ofMinutes(1));
	}

	@Test
	void aNodeIsRegisteredAsPassingWithACheck() {
		try (StubAgent agent = StubAgent.answering(200, INDEX, "");
				EcwidConsulGateway gateway = gateway(agent.settings())) {
			gateway.register(registration());
			assertThat(agent.requests()).singleElement()
				.asString()
				.startsWith("PUT /v1/agent/service/register HTTP/1.1")
				.contains("\"ID\":\"id-1\"", "\"Name\":\"shop\"", "\"Address\":\"::1\"", "\"Port\":7800",
						"\"Tags\":[\"a\",\"b\"]", "\"muster-cluster\":\"shop\"", "\"TTL\":\"15000ms\"",
						"\"DeregisterCriticalServiceAfter\":\"60000ms\"", "\"Status\":\"passing\"");
		}
	}

	@Test
	void redirectsAreNotFollowedSoThatNobodyElseGetsTheToken() {
		try (StubAgent other = StubAgent.answering(200, INDEX, "[]");
				StubAgent agent = StubAgent.answering(307,
						"Location: " + other.settings().url() + ":" + other.settings().port() + "/", "")) {
			assertThat(failureOf(agent.settings().withToken(TOKEN))).contains("(307");
			assertThat(other.requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "404,Unknown check ID", "500,'CheckID \"service:x\" does not have associated TTL'" })
	void whenTheAgentForgotTheNodeThenTheGatewaySaysSo(int status, String body) {
		try (StubAgent agent = StubAgent.answering(status, INDEX, body);
				EcwidConsulGateway gateway = gateway(agent.settings())) {
			assertThat(gateway.pass("x")).isFalse();
			gateway.deregister("x"); // is done already
		}
	}

	@Test
	void whenTheAgentCannotTellThenItHasNotForgottenTheNode() {
		try (StubAgent agent = StubAgent.answering(500, INDEX, "disk full");
				EcwidConsulGateway gateway = gateway(agent.settings())) {
			assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> gateway.pass("x"))
				.withMessageContaining("500: disk full");
		}
	}

	@Test
	void anythingMayBeMissingInAnAnswer() {
		try (StubAgent agent = StubAgent.answering(200, INDEX,
				"""
						[null, {}, {"Service": {}}, {"Node": {"Address": "10.0.0.1"}, "Service": {"ID": "a", "Port": 1}},
						{"Service": {"ID": "b", "Meta": {"x": null}}, "Checks": [null, {}, {"Status": "critical"}], "New": [{}]}]
						""");
				EcwidConsulGateway gateway = gateway(agent.settings())) {
			Instances instances = gateway.instances("shop", 0, Duration.ZERO);
			assertThat(instances.index()).isEqualTo(7);
			assertThat(instances.list()).hasSize(5)
				.contains(new ServiceInstance("a", null, "10.0.0.1", 1, Map.of(), false));
			assertThat(instances.list().get(4).critical()).isTrue();
		}
	}

	@Test
	void theAgentMayHaveAnIpv6Address() {
		try (StubAgent agent = new StubAgent("::1", (request, out) -> StubAgent.write(out, 200, INDEX, "[]"));
				EcwidConsulGateway gateway = gateway(agent.settings().withAgent("::1", agent.settings().port()))) {
			assertThat(gateway.instances("shop", 0, Duration.ZERO).list()).isEmpty();
		}
	}

	@Test
	void closeEndsAQueryThatWaits() {
		try (StubAgent agent = new StubAgent((request, out) -> {
		})) {
			EcwidConsulGateway gateway = gateway(agent.settings());
			CompletableFuture<Throwable> ended = new CompletableFuture<>();
			Thread thread = new Thread(() -> ended.complete(catchThrowableOfType(DiscoveryException.class,
					() -> gateway.instances("shop", 5, Duration.ofSeconds(20)))));
			thread.start();
			Awaitility.await().until(() -> !agent.requests().isEmpty());
			gateway.close();
			assertThat(ended.orTimeout(5, TimeUnit.SECONDS).join()).isNotNull();
		}
	}

}
