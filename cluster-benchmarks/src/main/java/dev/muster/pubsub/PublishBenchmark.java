package dev.muster.pubsub;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What {@code publish} costs, on one thread: with nobody to hear it, to a subscription of
 * this member, and to one of another member including all that the other does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PublishBenchmark {

	private static final String TOPIC = "orders.created";

	/** Who hears it. */
	@Param({ "nobody", "local", "remote" })
	private String subscriber = "nobody";

	/** The size of the payload, in bytes. */
	@Param({ "100", "1024" })
	private int size;

	private List<DefaultPubSub> buses = List.of();

	private byte[] payload = {};

	/**
	 * Connect.
	 * @param blackhole takes what is delivered
	 */
	@Setup(Level.Trial)
	public void connect(Blackhole blackhole) {
		List<DirectTransport> transports = this.subscriber.equals("remote") ? DirectTransport.pair()
				: List.of(DirectTransport.alone());
		this.buses = transports.stream()
			.map((transport) -> new DefaultPubSub(transport, PubSubSettings.defaults(), Runnable::run))
			.toList();
		if (!this.subscriber.equals("nobody")) {
			this.buses.get(this.buses.size() - 1)
				.subscribe(TOPIC, byte[].class, (message) -> blackhole.consume(message.payload()));
		}
		transports.forEach(DirectTransport::start);
		this.payload = new byte[this.size];
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (this.buses.get(0).subscribers(TOPIC).isEmpty() != this.subscriber.equals("nobody")) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("Interest did not arrive");
			}
			Thread.onSpinWait();
		}
	}

	/**
	 * Publish.
	 */
	@Benchmark
	public void publish() {
		this.buses.get(0).publish(TOPIC, this.payload);
	}

	/**
	 * Check that all arrived.
	 */
	@TearDown(Level.Trial)
	public void close() {
		long published = this.buses.get(0).statistics().published();
		long delivered = this.buses.get(this.buses.size() - 1).statistics().delivered();
		this.buses.forEach(DefaultPubSub::close);
		if (!this.subscriber.equals("nobody") && published != delivered) {
			throw new IllegalStateException(delivered + " of " + published + " were delivered");
		}
	}

}
