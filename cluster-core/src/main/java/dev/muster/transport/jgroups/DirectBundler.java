package dev.muster.transport.jgroups;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jgroups.Message;
import org.jgroups.protocols.NoBundler;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends each message at once, on the thread that has it, as {@link NoBundler} does, but
 * does not make a new buffer for each: what the socket does not take at once is copied
 * anyway. Bounded; for many threads.
 */
final class DirectBundler extends NoBundler {

	/** Buffers that are kept; who finds none makes one. */
	private static final int MAX_BUFFERS = 8;

	/** Room for a whole batch; what is larger is not kept. */
	private static final int BUFFER_SIZE = EngineStack.FRAGMENT_SIZE + 1024;

	private final ConcurrentLinkedQueue<ByteArrayDataOutputStream> buffers = new ConcurrentLinkedQueue<>();

	private final AtomicInteger kept = new AtomicInteger();

	@Override
	public void send(Message message) throws Exception {
		ByteArrayDataOutputStream buffer = take();
		if (buffer == null) {
			buffer = new ByteArrayDataOutputStream(BUFFER_SIZE).growExponentially(true);
		}
		try {
			sendSingle(message.dest(), message, buffer);
		}
		finally {
			give(buffer);
		}
	}

	private @Nullable ByteArrayDataOutputStream take() {
		ByteArrayDataOutputStream buffer = this.buffers.poll();
		if (buffer != null) {
			this.kept.decrementAndGet();
			buffer.position(0);
		}
		return buffer;
	}

	private void give(ByteArrayDataOutputStream buffer) {
		if (buffer.capacity() > BUFFER_SIZE) {
			return;
		}
		if (this.kept.incrementAndGet() <= MAX_BUFFERS) {
			this.buffers.add(buffer);
		}
		else {
			this.kept.decrementAndGet();
		}
	}

}
