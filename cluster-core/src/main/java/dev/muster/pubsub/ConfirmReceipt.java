package dev.muster.pubsub;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Answers when all subscriptions of this member are done with a message.
 */
final class ConfirmReceipt implements Receipt {

	private final AtomicInteger open;

	private final AnswerSink sink;

	private volatile boolean failed;

	/**
	 * Create a receipt.
	 * @param count how many subscriptions get the message
	 * @param sink gets the answer
	 */
	ConfirmReceipt(int count, AnswerSink sink) {
		this.open = new AtomicInteger(count);
		this.sink = sink;
	}

	@Override
	public boolean begin() {
		return true; // it is a message like others, however long it takes
	}

	@Override
	public void handled(@Nullable Object result) {
		done();
	}

	@Override
	public void failed(Throwable error) {
		refused();
	}

	@Override
	public void undecodable(Throwable error) {
		refused();
	}

	@Override
	public void refused() {
		this.failed = true;
		done();
	}

	private void done() {
		if (this.open.decrementAndGet() == 0) {
			this.sink.answer(this.failed ? Answer.Signal.FAILED : Answer.Signal.DELIVERED);
		}
	}

}
