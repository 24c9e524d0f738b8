package dev.muster.autoconfigure.reactive;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.muster.pubsub.Message;
import dev.muster.pubsub.MessageHandler;
import reactor.core.publisher.FluxSink;

/**
 * Hands on one message at a time, and each only when downstream has asked for it. Until
 * then the handler does not return, and messages wait in the subscription's queue.
 */
final class DemandDrivenHandler implements MessageHandler<Object> {

	private final FluxSink<Message<Object>> sink;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private boolean closed;

	DemandDrivenHandler(FluxSink<Message<Object>> sink) {
		this.sink = sink;
	}

	@Override
	public void handle(Message<Object> message) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!this.closed && this.sink.requestedFromDownstream() == 0) {
				this.changed.await();
			}
			if (this.closed) {
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		this.sink.next(message); // without the lock, as downstream may do anything
	}

	/**
	 * Downstream has asked for more.
	 */
	void requested() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Hand on nothing more.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void complete() {
		this.sink.complete();
	}

}
