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

	/** Never used again for another one. */
	private final int number;

	private final Supplier<@Nullable Member> source;

	private volatile long id;

	private volatile long epochMillis;

	private volatile int entries;

	/** The writer's. */
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
