package dev.muster.transport.jgroups.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Connector}; what it connects is tested by those of {@link Links}.
 */
class ConnectorTests {

	@ParameterizedTest
	@ValueSource(longs = { 0, 1000 })
	void whenTheThreadsAreGoneThenToConnectIsNoError(long delay) {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger netty = (Logger) LoggerFactory.getLogger("io.netty");
		log.start();
		netty.addAppender(log);
		Node listener = Node.bind();
		try (listener.links) {
			LinkContext context = new LinkContext(Node.settings(), new LinkSecurity.Plain(), listener,
					(attempt, address, later) -> {
					});
			Connector connector = new Connector(context);
			connector.close(Duration.ZERO);
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
			connector.dial(new Connection(context, null), address, delay);
		}
		finally {
			netty.detachAppender(log);
		}
		assertThat(log.list).filteredOn((event) -> event.getLevel().isGreaterOrEqual(Level.WARN)).isEmpty();
	}

}
