package dev.muster.replication;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent to a member, or to all, in order: one task at a time sends it, as
 * that may block. What is too much is dropped, for whoever misses it asks for it.
 */
final class Outbox implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Replica.class);

	private final Sender sender;

	private final Executor executor;

	private final long capacity;

	private final Totals totals;

	/** Guards the rest. Never held while something is sent. */
	private final Object lock = new Object();

	/** Frames, and streams of them. */
	private final Deque<Object> waiting = new ArrayDeque<>();

	private long bytes;

	private boolean scheduled;

	private boolean closed;

	private boolean failed;

	Outbox(Sender sender, Executor executor, long capacity, Totals totals) {
		this.sender = sender;
		this.executor = executor;
		this.capacity = capacity;
		this.totals = totals;
	}

	void add(byte[] frame) {
		synchronized (this.lock) {
			if (this.closed || (this.bytes > 0 && this.bytes + frame.length > this.capacity)) {
				this.totals.dropped().increment();
				return;
			}
			this.bytes += frame.length;
			this.waiting.add(frame);
		}
		schedule();
	}

	/** A stream is there once for each origin at the most: that bounds it. */
	void add(FrameStream frames) {
		synchronized (this.lock) {
			if (this.closed) {
				return;
			}
			this.waiting.add(frames);
		}
		schedule();
	}

	/**
	 * Drop what waits, and what comes.
	 */
	void close() {
		synchronized (this.lock) {
			this.closed = true;
			this.waiting.clear();
			this.bytes = 0;
		}
	}

	private void schedule() {
		synchronized (this.lock) {
			if (this.scheduled) {
				return;
			}
			this.scheduled = true;
		}
		try {
			this.executor.execute(this);
		}
		catch (RejectedExecutionException ex) {
			close(); // the node is being closed
		}
	}

	@Override
	public void run() {
		for (byte[] frame = next(); frame != null; frame = next()) {
			send(frame);
		}
	}

	private void send(byte[] frame) {
		try {
			if (this.sender.send(frame)) {
				this.totals.frames().increment();
				this.totals.bytes().add(frame.length);
			}
			else {
				this.totals.dropped().increment();
			}
		}
		catch (RuntimeException ex) {
			this.totals.dropped().increment();
			if (!this.failed) {
				this.failed = true;
				logger.error("A frame could not be sent; further ones are counted only", ex);
			}
		}
	}

	private byte @Nullable [] next() {
		synchronized (this.lock) {
			while (true) {
				Object first = this.waiting.peek();
				if (first == null) {
					this.scheduled = false;
					return null;
				}
				if (first instanceof byte[] frame) {
					this.waiting.remove();
					this.bytes -= frame.length;
					return frame;
				}
				byte[] frame = ((FrameStream) first).next();
				if (frame != null) {
					return frame;
				}
				this.waiting.remove();
			}
		}
	}

	/**
	 * The way to whom it is for.
	 */
	@FunctionalInterface
	interface Sender {

		/** Return whether there was somebody to send to. */
		boolean send(byte[] frame);

	}

	/**
	 * What all outboxes of a replica have done.
	 */
	record Totals(LongAdder frames, LongAdder bytes, LongAdder dropped) {

		Totals() {
			this(new LongAdder(), new LongAdder(), new LongAdder());
		}

	}

}
