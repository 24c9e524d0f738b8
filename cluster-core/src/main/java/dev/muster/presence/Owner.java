package dev.muster.presence;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

import dev.muster.Member;
import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a member, as the owner of entries. There is one object for each.
 */
final class Owner {

	private static final Member NOT_STARTED = new Member(new MemberId(0, 0), "not-started", "localhost", 0, Map.of());

	private static final int[] NONE = {};

	/** How large topics may be that share their counts. */
	private static final int SHARED = 64;

	/** Never used again for another one. */
	private final int number;

	private final Supplier<@Nullable Member> source;

	private volatile long id;

	private volatile long epochMillis;

	private volatile int entries;

	// the writer's

	private final int[][] alone = new int[SHARED + 1][];

	private boolean superseded;

	Owner(int number, Supplier<@Nullable Member> source) {
		this.number = number;
		this.source = source;
		this.id = member().id().high() ^ member().id().low();
	}

	int number() {
		return this.number;
	}

	Member member() {
		Member member = this.source.get();
		return (member != null) ? member : NOT_STARTED;
	}

	/** What the refs of its entries have as their origin. */
	long id() {
		return this.id;
	}

	void identify(Item.Identity identity) {
		this.id = identity.id();
		this.epochMillis = identity.epochMillis();
	}

	Instant since(long tenths) {
		return Instant.ofEpochMilli(this.epochMillis + tenths * 100);
	}

	/** How many entries it has, hidden or not. */
	int entries() {
		return this.entries;
	}

	@SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
	void count(int change) {
		this.entries += change;
	}

	/**
	 * Return the counts of a topic whose entries are all its. Most topics are small, and
	 * one array serves all of a size.
	 */
	int[] alone(int count) {
		if (count == 0) {
			return NONE;
		}
		if (count > SHARED) {
			return new int[] { this.number, count };
		}
		int[] counts = this.alone[count];
		if (counts == null) {
			counts = new int[] { this.number, count };
			this.alone[count] = counts;
		}
		return counts;
	}

	/** A later incarnation of the same node is here. */
	void supersede() {
		this.superseded = true;
	}

	boolean isSuperseded() {
		return this.superseded;
	}

	@Override
	public String toString() {
		return member().toString();
	}

}
