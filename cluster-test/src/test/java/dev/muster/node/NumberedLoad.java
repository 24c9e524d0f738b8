package dev.muster.node;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.muster.ClusterNode;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

/**
 * Publishes numbered messages at a steady rate, and says what is wrong with those that
 * come from the others: numbers that are missing or come again, and long silences.
 */
final class NumberedLoad implements AutoCloseable {

	private static final String TOPIC = "load.numbered";

	static final long SILENCE_MILLIS = 300;

	private final ClusterNode node;

	private final Consumer<String> say;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "load");
		thread.setDaemon(true);
		return thread;
	});

	private final Map<MemberId, Stream> streams = new ConcurrentHashMap<>();

	private @Nullable ScheduledFuture<?> running;

	private long published;

	private long slowestNanos;

	private long failed;

	NumberedLoad(ClusterNode node, Consumer<String> say) {
		this.node = node;
		this.say = say;
		node.pubSub().subscribe("load.*", byte[].class, this::heard);
	}

	/**
	 * Begin to publish.
	 * @param intervalMicros the time from message to message
	 * @param size the size of a message, in bytes
	 */
	void start(long intervalMicros, int size) {
		this.running = this.timer.scheduleAtFixedRate(() -> publish(size), 0, intervalMicros, TimeUnit.MICROSECONDS);
	}

	private void publish(int size) {
		byte[] payload = new byte[size];
		ByteBuffer.wrap(payload).putLong(++this.published);
		long before = System.nanoTime();
		try {
			this.node.pubSub().publish(TOPIC, payload);
		}
		catch (RuntimeException ex) {
			this.failed++;
			this.say.accept("refused " + this.published + " " + ex);
		}
		this.slowestNanos = Math.max(this.slowestNanos, System.nanoTime() - before);
	}

	/** Stop to publish, and tell how it went. */
	void stop() {
		ScheduledFuture<?> load = this.running;
		if (load != null) {
			load.cancel(false);
		}
		this.timer.execute(() -> this.say
			.accept("published " + this.published + " " + this.slowestNanos / 1_000_000 + " " + this.failed));
	}

	private void heard(Message<byte[]> message) {
		Member sender = message.sender();
		long number = ByteBuffer.wrap(message.payload()).getLong();
		if (!sender.equals(this.node.cluster().self())) {
			this.streams.computeIfAbsent(sender.id(), (id) -> new Stream(sender.name())).next(number);
		}
	}

	/** Tell how far each sender's messages have come. */
	void report() {
		Map<String, String> newest = new TreeMap<>();
		for (Member member : this.node.cluster().view().members()) {
			Stream stream = this.streams.get(member.id());
			if (stream != null) {
				newest.put(member.name(), member.name() + "=" + stream.last);
			}
		}
		this.say.accept("heard " + String.join(" ", newest.values()));
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

	/** What comes from one member. Its messages are handled one after the other. */
	private final class Stream {

		private final String name;

		private volatile long last;

		private long lastAt;

		Stream(String name) {
			this.name = name;
		}

		void next(long number) {
			long now = System.nanoTime();
			if (this.last == 0) {
				NumberedLoad.this.say.accept("hears " + this.name + " " + number);
			}
			else {
				if (number <= this.last) {
					NumberedLoad.this.say.accept("again " + this.name + " " + number);
				}
				else if (number > this.last + 1) {
					NumberedLoad.this.say.accept("lost " + this.name + " " + (this.last + 1) + " to " + (number - 1));
				}
				long silence = (now - this.lastAt) / 1_000_000;
				if (silence > SILENCE_MILLIS) {
					NumberedLoad.this.say.accept("silence " + this.name + " " + silence);
				}
			}
			this.last = Math.max(this.last, number);
			this.lastAt = now;
		}

	}

}
