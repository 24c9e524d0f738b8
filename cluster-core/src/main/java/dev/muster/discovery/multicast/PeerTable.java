package dev.muster.discovery.multicast;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.muster.discovery.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who was heard, and when. Pure: the time comes in, in nanoseconds since an origin of the
 * caller's. Senders that are gone are remembered for a while, so that an old datagram of
 * theirs does not bring them back. Not safe for use by many threads.
 */
final class PeerTable {

	/** How many senders are remembered. */
	static final int MAX_SENDERS = 1000;

	/** A datagram is authentic for a minute before and after what it says: so twice. */
	static final Duration MEMORY = Duration.ofMinutes(2);

	private final long expiry;

	/** Who was heard last stands last. */
	private final Map<UUID, Sender> senders = new LinkedHashMap<>();

	/**
	 * Create an empty table.
	 * @param expiry for how long a sender that is not heard any more counts as there
	 */
	PeerTable(Duration expiry) {
		this.expiry = expiry.toNanos();
	}

	/**
	 * Take what was heard.
	 * @param beacon of another node
	 * @param now the time
	 * @return {@link Heard#NEWS} if {@link #addresses()} may have changed
	 */
	Heard heard(Beacon beacon, long now) {
		Sender known = this.senders.get(beacon.sender());
		if (known != null && beacon.sequence() <= known.sequence()) {
			return Heard.REPLAYED;
		}
		if (known == null && this.senders.size() >= MAX_SENDERS && !forgetOne()) {
			return Heard.REFUSED;
		}
		PeerAddress address = (beacon.kind() != Beacon.Kind.GOODBYE) ? beacon.address() : null;
		this.senders.remove(beacon.sender());
		this.senders.put(beacon.sender(), new Sender(beacon.sequence(), now, address));
		boolean changed = (known != null) ? !equal(known.address(), address) : address != null;
		return changed ? Heard.NEWS : Heard.NOTHING_NEW;
	}

	private static boolean equal(@Nullable PeerAddress one, @Nullable PeerAddress other) {
		return (one != null) ? one.equals(other) : other == null;
	}

	/** A sender that is gone gives room for one that is there, and not the reverse. */
	private boolean forgetOne() {
		for (Iterator<Sender> all = this.senders.values().iterator(); all.hasNext();) {
			if (all.next().address() == null) {
				all.remove();
				return true;
			}
		}
		return false;
	}

	/**
	 * Let time pass.
	 * @param now the time
	 * @return whether {@link #addresses()} may have changed
	 */
	boolean expire(long now) {
		boolean changed = false;
		for (Iterator<Map.Entry<UUID, Sender>> all = this.senders.entrySet().iterator(); all.hasNext();) {
			Map.Entry<UUID, Sender> entry = all.next();
			Sender sender = entry.getValue();
			long age = now - sender.heardAt();
			if (sender.address() != null && age > this.expiry) {
				entry.setValue(new Sender(sender.sequence(), sender.heardAt(), null));
				changed = true;
			}
			if (age > Math.max(this.expiry, MEMORY.toNanos())) {
				all.remove();
			}
		}
		return changed;
	}

	/**
	 * Return where those listen who are there.
	 * @return the addresses
	 */
	Set<PeerAddress> addresses() {
		Set<PeerAddress> addresses = new HashSet<>();
		for (Sender sender : this.senders.values()) {
			if (sender.address() != null) {
				addresses.add(sender.address());
			}
		}
		return addresses;
	}

	int size() {
		return this.senders.size();
	}

	/**
	 * What a beacon meant.
	 */
	enum Heard {

		/** The addresses may be others now. */
		NEWS,

		/** They are as before. */
		NOTHING_NEW,

		/** It was heard before, or one that was sent later. */
		REPLAYED,

		/** There is no room for another sender. */
		REFUSED

	}

	/**
	 * A sender.
	 *
	 * @param sequence of its last beacon
	 * @param heardAt when that was
	 * @param address where it listens, or {@code null} if it is gone or does not say
	 */
	private record Sender(long sequence, long heardAt, @Nullable PeerAddress address) {
	}

}
