package dev.muster.replication;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up what it is told, and finds what it must never be told.
 */
final class FoldingListener implements ReplicaListener<TextEntry> {

	private final Map<Origin<TextEntry>, Map<Long, String>> told = new HashMap<>();

	private final Map<Origin<TextEntry>, Boolean> visible = new HashMap<>();

	private long confirmed = -1;

	@Override
	public TextEntry create(Origin<TextEntry> origin, long dot, byte[] body) {
		return new TextEntry(dot, body);
	}

	@Override
	public TextEntry update(Origin<TextEntry> origin, long dot, TextEntry before, byte[] change) {
		return new TextEntry(dot, TextEntry.bytes(before.text() + "+" + new TextEntry(dot, change).text()));
	}

	@Override
	public void added(Origin<TextEntry> origin, TextEntry entry) {
		check(entries(origin).put(entry.dot(), entry.text()) == null, origin, "an entry twice");
	}

	@Override
	public void removed(Origin<TextEntry> origin, TextEntry entry) {
		check(entry.text().equals(entries(origin).remove(entry.dot())), origin,
				"of an entry's end, not of its beginning");
	}

	@Override
	public void shown(Origin<TextEntry> origin) {
		check(!Boolean.TRUE.equals(this.visible.put(origin, true)), origin, "twice that it is shown");
	}

	@Override
	public void hidden(Origin<TextEntry> origin) {
		check(Boolean.TRUE.equals(this.visible.put(origin, false)), origin, "that it is hidden, not shown before");
	}

	@Override
	public void gone(Origin<TextEntry> origin, Entries<TextEntry> entries, boolean wasVisible) {
		Map<Long, String> dropped = new TreeMap<>();
		entries.forEach((entry) -> dropped.put(entry.dot(), entry.text()));
		check(dropped.size() == entries.size(), origin, "a wrong number of entries");
		check(dropped.equals(entries(origin)), origin, "that others are gone than there were");
		check(wasVisible == Boolean.TRUE.equals(this.visible.get(origin)), origin, "wrongly what was visible");
		this.told.remove(origin);
		this.visible.remove(origin);
	}

	@Override
	public void confirmed(long version) {
		this.confirmed = version;
	}

	private Map<Long, String> entries(Origin<TextEntry> origin) {
		return this.told.computeIfAbsent(origin, (key) -> new TreeMap<>());
	}

	Map<Long, String> told(Origin<TextEntry> origin) {
		return this.told.getOrDefault(origin, Map.of());
	}

	boolean isVisible(Origin<TextEntry> origin) {
		return origin.isSelf() || Boolean.TRUE.equals(this.visible.get(origin));
	}

	long confirmed() {
		return this.confirmed;
	}

	private static void check(boolean condition, Origin<TextEntry> origin, String what) {
		if (!condition) {
			throw new IllegalStateException("The listener was told " + what + ": " + origin);
		}
	}

}
