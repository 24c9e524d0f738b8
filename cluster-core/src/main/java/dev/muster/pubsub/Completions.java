package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done about the answers of one batch: by one task of the executor, since a
 * thread for each would cost more than the work, and one that the transport lends must
 * not run what users have made depend on their futures. Used by one thread at a time.
 */
final class Completions implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PubSub.class);

	private @Nullable List<Runnable> actions;

	void add(Runnable action) {
		if (this.actions == null) {
			this.actions = new ArrayList<>();
		}
		this.actions.add(action);
	}

	/**
	 * Hand the work over. Nothing is added afterwards.
	 */
	void execute(Executor executor) {
		if (this.actions != null) {
			try {
				executor.execute(this);
			}
			catch (RejectedExecutionException ex) {
				run(); // the node is being closed
			}
		}
	}

	@Override
	public void run() {
		if (this.actions != null) {
			for (Runnable action : this.actions) {
				try {
					action.run();
				}
				catch (RuntimeException | Error ex) {
					logger.error("Cannot complete a request", ex);
				}
			}
		}
	}

	/**
	 * Do one thing on an executor.
	 */
	static void execute(Executor executor, Runnable action) {
		Completions completions = new Completions();
		completions.add(action);
		completions.execute(executor);
	}

}
