package dev.muster.pubsub;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its handler on this member, or is being handled. It ends once:
 * with an answer, or without one when nobody waits for it any more.
 */
final class ServedRequest implements Receipt {

	private final ServedRequests table;

	private final @Nullable MemberId server;

	private final Key key;

	private final long deadline;

	private final AnswerSink sink;

	private boolean done;

	private @Nullable CompletableFuture<?> work;

	ServedRequest(ServedRequests table, @Nullable MemberId server, Key key, long deadline, AnswerSink sink) {
		this.table = table;
		this.server = server;
		this.key = key;
		this.deadline = deadline;
		this.sink = sink;
	}

	/**
	 * Return who this member was when it got the request: another one after a restart.
	 */
	@Nullable MemberId server() {
		return this.server;
	}

	Key key() {
		return this.key;
	}

	long deadline() {
		return this.deadline;
	}

	@Override
	public boolean begin() {
		if (this.table.now() >= this.deadline) {
			abandon();
		}
		synchronized (this) {
			return !this.done;
		}
	}

	@Override
	public void handled(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			await(stage);
		}
		else {
			answer(this.table.encode(result));
		}
	}

	private void await(CompletionStage<?> stage) {
		synchronized (this) {
			if (!this.done) {
				this.work = future(stage);
			}
		}
		stage.whenComplete((value, error) -> {
			if (error == null) {
				answer(this.table.encode(value));
			}
			else {
				this.table.countFailure();
				failed((error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error);
			}
		});
	}

	private static @Nullable CompletableFuture<?> future(CompletionStage<?> stage) {
		try {
			return stage.toCompletableFuture();
		}
		catch (UnsupportedOperationException ex) {
			return null; // it cannot be cancelled then
		}
	}

	@Override
	public void failed(Throwable error) {
		answer(Answer.Failure.of(Answer.Reason.HANDLER, error));
	}

	@Override
	public void undecodable(Throwable error) {
		answer(Answer.Failure.of(Answer.Reason.UNDECODABLE, error));
	}

	@Override
	public void refused() {
		answer(Answer.Signal.REFUSED);
	}

	private void answer(Answer answer) {
		if (end()) {
			this.table.ended(this, answer);
			this.sink.answer(answer);
		}
	}

	/**
	 * Nobody waits for the answer any more.
	 */
	void abandon() {
		if (end()) {
			this.table.abandoned(this);
			CompletableFuture<?> begun;
			synchronized (this) {
				begun = this.work;
			}
			if (begun != null) {
				begun.cancel(false);
			}
		}
	}

	private synchronized boolean end() {
		boolean first = !this.done;
		this.done = true;
		return first;
	}

	/**
	 * What tells a request from others.
	 */
	record Key(MemberId asker, long id) {
	}

}
