package dev.muster.pubsub;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to make the frame of a message, and to take a batch apart, for each
 * message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FrameBenchmark {

	private static final int BATCH = 100;

	private static final long SENT_AT = 1_700_000_000_000L;

	/** The size of the payload, in bytes. */
	@Param({ "100", "1024" })
	private int size;

	private final byte[] topic = Frames.topic("orders.created");

	private final BatchReader reader = new BatchReader(PubSubSettings.DEFAULT_MAX_MESSAGE_SIZE);

	private byte[] payload = {};

	private byte[] batch = {};

	/**
	 * Make a batch.
	 */
	@Setup(Level.Trial)
	public void fill() {
		this.payload = new byte[this.size];
		byte[] frame = encode();
		FrameWriter writer = new FrameWriter(BATCH * frame.length).writeByte(Frames.VERSION);
		for (int i = 0; i < BATCH; i++) {
			writer.writeBytes(frame);
		}
		this.batch = writer.toByteArray();
	}

	/**
	 * Make a frame.
	 * @return the frame
	 */
	@Benchmark
	public byte[] encode() {
		return Frames.message(this.topic, 0, SENT_AT, Frames.headers(Map.of()), this.payload);
	}

	/**
	 * Take a batch apart.
	 * @param blackhole takes the parts
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void decode(Blackhole blackhole) {
		this.reader.read(this.batch, new Sink(blackhole));
	}

	private record Sink(Blackhole blackhole) implements FrameSink {

		@Override
		public void message(String topic, int codec, long sentAt, Map<String, String> headers, byte[] batch, int offset,
				int length) {
			this.blackhole.consume(topic);
			this.blackhole.consume(offset + length);
		}

		@Override
		public void enveloped(Envelope envelope, String topic, int codec, long sentAt, Map<String, String> headers,
				byte[] batch, int offset, int length) {
			throw new IllegalStateException("not measured");
		}

		@Override
		public void answer(long id, Answer answer) {
			throw new IllegalStateException("not measured");
		}

		@Override
		public void cancel(long id) {
			throw new IllegalStateException("not measured");
		}

		@Override
		public void skipped(String problem) {
			unexpected();
		}

		private static void unexpected() {
			throw new IllegalStateException("There are messages only");
		}

	}

}
