package dev.muster.replication;

import java.util.List;

import dev.muster.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * This member's log: the operations that are not sent yet, and the end of those that are.
 * For one thread at a time.
 */
final class OwnLog {

	private final int maxFrame;

	private final OpLog sent;

	private @Nullable WireWriter pending;

	private int pendingCount;

	private long version;

	OwnLog(ReplicationSettings settings) {
		this.maxFrame = settings.maxFrame();
		this.sent = new OpLog(settings.logBytes(), settings.logOperations());
	}

	/**
	 * Return the number of the last operation.
	 */
	long version() {
		return this.version;
	}

	boolean hasPending() {
		return this.pendingCount > 0;
	}

	boolean isFull() {
		return this.pending != null && this.pending.size() >= this.maxFrame;
	}

	void add(byte[] body) {
		Frames.add(next(), body);
	}

	void remove(long dot) {
		Frames.remove(next(), this.version - dot);
	}

	void update(long dot, byte[] body) {
		Frames.update(next(), this.version - dot, body);
	}

	private WireWriter next() {
		WireWriter writer = this.pending;
		if (writer == null) {
			writer = Frames.delta(this.version);
			this.pending = writer;
		}
		this.version++;
		this.pendingCount++;
		return writer;
	}

	/**
	 * Take what is not sent yet as sent.
	 * @return the frame, or {@code null} if there is nothing
	 */
	byte @Nullable [] take() {
		WireWriter writer = this.pending;
		if (writer == null) {
			return null;
		}
		byte[] frame = writer.toByteArray();
		this.sent.append(this.version - this.pendingCount, this.pendingCount, frame);
		this.pending = null;
		this.pendingCount = 0;
		return frame;
	}

	/**
	 * Return the frames with what follows on a number, or {@code null} if not all are
	 * kept.
	 */
	@Nullable List<byte[]> since(long from) {
		return this.sent.since(from);
	}

}
