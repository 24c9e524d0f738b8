package dev.muster.discovery.consul;

import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.conn.HttpConnectionFactory;
import org.apache.http.conn.ManagedHttpClientConnection;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.message.BasicHeader;

/**
 * Makes HTTP clients that an agent, or what poses as one, can neither hold up nor fill
 * up, and that show the token to nobody else: it travels as a header, redirects are not
 * followed, no proxy of the environment is used, and what is sent is not logged.
 */
final class AgentConnections {

	private static final int MAX_CONNECTIONS = 4;

	private static final int BUFFER_SIZE = 8 * 1024;

	private static final MessageConstraints CONSTRAINTS = MessageConstraints.custom()
		.setMaxLineLength(16 * 1024)
		.setMaxHeaderCount(100)
		.build();

	private AgentConnections() {
	}

	/**
	 * Make a client.
	 * @param settings the settings
	 * @param connectTimeout how long a connection may take
	 * @param answerTimeout how long the agent may be silent
	 * @param limit limits answers
	 * @return a client
	 */
	static CloseableHttpClient client(ConsulSettings settings, Duration connectTimeout, Duration answerTimeout,
			AnswerLimit limit) {
		RegistryBuilder<ConnectionSocketFactory> sockets = RegistryBuilder.create();
		ConsulTls tls = settings.tls();
		if (tls != null) {
			sockets.register("https", new CurrentTlsSocketFactory(tls));
		}
		else {
			sockets.register("http", PlainConnectionSocketFactory.INSTANCE);
		}
		PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(sockets.build(), connections(),
				null);
		pool.setMaxTotal(MAX_CONNECTIONS);
		pool.setDefaultMaxPerRoute(MAX_CONNECTIONS);
		// One that the agent closed, as when it was restarted, is not used again
		pool.setValidateAfterInactivity(1);
		pool.setDefaultSocketConfig(
				SocketConfig.custom().setSoTimeout(millis(answerTimeout)).setTcpNoDelay(true).build());
		String token = settings.token();
		return HttpClients.custom()
			.setConnectionManager(pool)
			.setDefaultRequestConfig(RequestConfig.custom()
				.setConnectTimeout(millis(connectTimeout))
				.setConnectionRequestTimeout(millis(connectTimeout))
				.setSocketTimeout(millis(answerTimeout))
				.setRedirectsEnabled(false)
				.setNormalizeUri(false)
				.build())
			.setDefaultHeaders((token != null) ? List.of(new BasicHeader("X-Consul-Token", token)) : List.of())
			.addInterceptorLast(limit)
			.setConnectionTimeToLive(10, TimeUnit.MINUTES)
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableContentCompression()
			.disableCookieManagement()
			.disableAuthCaching()
			.build();
	}

	private static int millis(Duration duration) {
		return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis())); // 0
																					// would
																					// be
																					// for
																					// ever
	}

	// The default ones write each header to the log, at level DEBUG
	private static HttpConnectionFactory<HttpRoute, ManagedHttpClientConnection> connections() {
		AtomicLong numbers = new AtomicLong();
		return (HttpRoute route, ConnectionConfig config) -> new DefaultManagedHttpClientConnection(
				"consul-" + numbers.incrementAndGet(), BUFFER_SIZE, BUFFER_SIZE,
				StandardCharsets.UTF_8.newDecoder()
					.onMalformedInput(CodingErrorAction.REPLACE)
					.onUnmappableCharacter(CodingErrorAction.REPLACE),
				StandardCharsets.UTF_8.newEncoder(), CONSTRAINTS, null, null, null, null);
	}

}
