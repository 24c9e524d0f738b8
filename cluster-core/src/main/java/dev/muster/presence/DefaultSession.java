package dev.muster.presence;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A session.
 */
final class DefaultSession implements PresenceSession {

	private final OwnEntries own;

	private final boolean bounded;

	private final Consumer<DefaultSession> onClose;

	/** By the number that each began as; guarded by the replica's lock. */
	private final Map<Long, Tracked> entries = new LinkedHashMap<>();

	private volatile boolean closed;

	DefaultSession(OwnEntries own, boolean bounded, Consumer<DefaultSession> onClose) {
		this.own = own;
		this.bounded = bounded;
		this.onClose = onClose;
	}

	Map<Long, Tracked> entries() {
		return this.entries;
	}

	boolean isBounded() {
		return this.bounded;
	}

	/** With the replica's lock: what is tracked after this is seen by who closes. */
	void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("The presence session is closed: open another one");
		}
	}

	@Override
	public PresenceRef track(String topic, String key, Object meta) {
		return trackAll(List.of(new NewPresence(topic, key, meta))).get(0);
	}

	@Override
	public List<PresenceRef> trackAll(Collection<NewPresence> newEntries) {
		requireOpen();
		return this.own.track(this, newEntries.stream().map(this.own::encode).toList());
	}

	@Override
	public void update(PresenceRef ref, Object meta) {
		this.own.update(this, ref, meta);
	}

	@Override
	public void untrack(PresenceRef ref) {
		this.own.untrack(this, ref);
	}

	@Override
	public boolean isOpen() {
		return !this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
		this.own.close(this);
		this.onClose.accept(this);
	}

}
