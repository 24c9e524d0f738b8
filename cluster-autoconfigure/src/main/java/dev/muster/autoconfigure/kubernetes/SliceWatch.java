package dev.muster.autoconfigure.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import org.jspecify.annotations.Nullable;

/**
 * The slices of one list, kept current by the watch that was opened for it. Safe for use
 * by many threads.
 */
final class SliceWatch implements Watcher<EndpointSlice> {

	/** More than this many slices are no cluster's. */
	static final int MAX_SLICES = 1000;

	private final Map<String, EndpointSlice> slices = new LinkedHashMap<>();

	private final Listener listener;

	private State state = State.OPENING;

	private @Nullable Watch watch;

	SliceWatch(EndpointSliceList list, Listener listener) {
		this.listener = listener;
		replace(list);
	}

	/**
	 * Take over what was listed anew.
	 * @param list the list
	 */
	synchronized void replace(EndpointSliceList list) {
		this.slices.clear();
		list.getItems().forEach(this::put);
	}

	synchronized List<EndpointSlice> slices() {
		return new ArrayList<>(this.slices.values());
	}

	synchronized boolean isOpen() {
		return this.state == State.OPEN;
	}

	synchronized boolean isClosed() {
		return this.state == State.CLOSED;
	}

	/**
	 * The watch is open.
	 * @param opened closes it
	 */
	void opened(Watch opened) {
		synchronized (this) {
			if (this.state == State.OPENING) {
				this.state = State.OPEN;
				this.watch = opened;
				return;
			}
		}
		opened.close(); // nobody wants it any more
	}

	/**
	 * Close, for good.
	 */
	void close() {
		Watch opened;
		synchronized (this) {
			this.state = State.CLOSED;
			opened = this.watch;
			this.watch = null;
		}
		if (opened != null) {
			opened.close();
		}
	}

	private boolean put(EndpointSlice slice) {
		String name = (slice.getMetadata() != null) ? slice.getMetadata().getName() : null;
		if (name == null || (this.slices.size() >= MAX_SLICES && !this.slices.containsKey(name))) {
			this.listener.refused();
			return false;
		}
		return !slice.equals(this.slices.put(name, slice));
	}

	private boolean remove(EndpointSlice slice) {
		return slice.getMetadata() != null && this.slices.remove(slice.getMetadata().getName()) != null;
	}

	@Override
	public void eventReceived(Action action, @Nullable EndpointSlice slice) {
		boolean different = false;
		synchronized (this) {
			if (this.state != State.CLOSED && slice != null) {
				different = switch (action) {
					case ADDED, MODIFIED -> put(slice);
					case DELETED -> remove(slice);
					default -> false;
				};
			}
		}
		if (different) {
			this.listener.changed();
		}
	}

	@Override
	public void onClose() {
		close();
	}

	@Override
	public void onClose(WatcherException cause) {
		boolean wasWanted = !isClosed();
		close();
		if (wasWanted) {
			this.listener.ended(cause);
		}
	}

	private enum State {

		OPENING, OPEN, CLOSED

	}

	/**
	 * Is told what happens. Must not block.
	 */
	interface Listener {

		/**
		 * The slices are others than before.
		 */
		void changed();

		/**
		 * A slice was one too many, or has no name.
		 */
		void refused();

		/**
		 * The watch has ended, though nobody closed it.
		 * @param cause how
		 */
		void ended(WatcherException cause);

	}

}
