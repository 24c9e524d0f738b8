package dev.muster.transport.jgroups.netty;

import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Follows each buffer, and fails the tests when one is not given back, or a thread of the
 * connections outlives them.
 */
final class BufferLeaks implements BeforeAllCallback, AfterAllCallback {

	private static final int ROUNDS = 20;

	private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

	private final Logger detector = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		this.reports.start();
		this.detector.addAppender(this.reports);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		Node.await("no thread is left").until(() -> threads().isEmpty());
		for (int i = 0; i < ROUNDS; i++) {
			System.gc();
			ByteBufAllocator.DEFAULT.directBuffer().release(); // looks what was collected
		}
		this.detector.detachAppender(this.reports);
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
		assertThat(this.reports.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("muster-io-"))
			.toList();
	}

}
