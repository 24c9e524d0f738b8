package dev.muster.transport.jgroups;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.transport.Refusal;
import dev.muster.transport.Refusal.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefusalLog}.
 */
class RefusalLogTests {

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final RefusalLog log = new RefusalLog(() -> this.now);

	@BeforeEach
	void listen() {
		this.appender.start();
		logger().addAppender(this.appender);
	}

	@AfterEach
	void ignore() {
		logger().detachAppender(this.appender);
		logger().setLevel(null);
	}

	@Test
	void oneLineForEachPeerAndMinute() {
		for (int second = 0; second < 120; second++) {
			this.log.add("10.0.0.1:1", Reason.GARBAGE, true, "no packet");
			this.log.add("10.0.0.2:1", Reason.OTHER_CLUSTER, false, "other name");
			this.now = this.now.plusSeconds(1);
		}
		assertThat(this.appender.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Refused 10.0.0.1:1: no packet", "Refused by 10.0.0.2:1: other name",
					"Refused 10.0.0.1:1: no packet", "Refused by 10.0.0.2:1: other name");
	}

	@Test
	void allAreCountedTheNewestFirst() {
		Instant start = this.now;
		this.log.add("10.0.0.1:1", Reason.GARBAGE, true, "no packet");
		this.log.add("10.0.0.2:1", Reason.OTHER_CLUSTER, true, "other name");
		this.now = this.now.plus(Duration.ofSeconds(1));
		this.log.add("10.0.0.1:1", Reason.GARBAGE, true, "no packet");
		assertThat(this.log.refusals()).isEqualTo(List.of(new Refusal("10.0.0.1:1", Reason.GARBAGE, true, 2, this.now),
				new Refusal("10.0.0.2:1", Reason.OTHER_CLUSTER, true, 1, start)));
	}

	@Test
	void onlySoManyAreRemembered() {
		logger().setLevel(Level.OFF);
		for (int i = 0; i < RefusalLog.CAPACITY + 100; i++) {
			this.log.add("10.0.0.1:" + i, Reason.GARBAGE, true, "no packet");
		}
		assertThat(this.log.refusals()).hasSize(RefusalLog.CAPACITY)
			.first()
			.extracting(Refusal::address)
			.isEqualTo("10.0.0.1:" + (RefusalLog.CAPACITY + 99));
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(RefusalLog.class);
	}

}
