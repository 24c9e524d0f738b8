package dev.muster.presence;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

import dev.muster.codec.PayloadCodecs;

/**
 * Entries that are made when they are asked for. Immutable.
 */
final class EntryList extends AbstractList<PresenceEntry> implements RandomAccess {

	private final Source source;

	private final int size;

	private final PayloadCodecs codecs;

	private EntryList(Source source, int size, PayloadCodecs codecs) {
		this.source = source;
		this.size = size;
		this.codecs = codecs;
	}

	static List<PresenceEntry> of(Members members, Hidden hidden, PayloadCodecs codecs) {
		if (members.count(hidden) == members.size()) {
			return (members.size() == 0) ? List.of() : new EntryList(members::get, members.size(), codecs);
		}
		return of(members.list(hidden), codecs);
	}

	static List<PresenceEntry> of(List<Tracked> entries, PayloadCodecs codecs) {
		return entries.isEmpty() ? List.of() : new EntryList(entries::get, entries.size(), codecs);
	}

	@Override
	public PresenceEntry get(int index) {
		Objects.checkIndex(index, this.size);
		return this.source.get(index).toEntry(this.codecs);
	}

	@Override
	public int size() {
		return this.size;
	}

	@FunctionalInterface
	private interface Source {

		Tracked get(int index);

	}

}
