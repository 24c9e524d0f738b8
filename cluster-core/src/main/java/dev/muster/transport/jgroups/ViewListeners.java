package dev.muster.transport.jgroups;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import dev.muster.Registration;
import dev.muster.transport.ViewChange;
import dev.muster.transport.ViewListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told of views. Outlives incarnations. Safe for use by many threads.
 */
final class ViewListeners {

	private static final Logger logger = LoggerFactory.getLogger(ViewListeners.class);

	private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

	private final LongAdder changes = new LongAdder();

	Registration add(ViewListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	void tell(ViewChange change) {
		this.changes.increment();
		for (ViewListener listener : this.listeners) {
			try {
				listener.viewChanged(change);
			}
			catch (RuntimeException | Error ex) {
				logger.error("A view listener failed: {}", listener, ex);
			}
		}
	}

	long changes() {
		return this.changes.sum();
	}

}
