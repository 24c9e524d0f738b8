package dev.muster.transport.jgroups;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import dev.muster.MemberId;
import dev.muster.transport.SearchedAddress;
import dev.muster.transport.SearchedAddress.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What became of asking at one address. Times are in nanoseconds. Not thread-safe.
 */
final class SearchEntry {

	/** How long an address may be silent before that is an outcome. */
	static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final int MAX_NAMES = 8;

	private Outcome outcome = Outcome.NOT_TRIED;

	private String detail = "";

	private List<String> names = List.of();

	private long attempts;

	private @Nullable Long lastAttempt;

	private @Nullable Long since;

	/** When it was asked first since it was heard of last. */
	private @Nullable Long silentSince;

	private SearchPauses.@Nullable Pause pause;

	private @Nullable MemberId peer;

	boolean is(Outcome other) {
		return this.outcome == other;
	}

	/** Return whether it was asked, and nothing came of it yet. */
	boolean isAsked() {
		return this.silentSince != null;
	}

	boolean mayAsk(long now) {
		return this.pause == null || now - this.pause.end() >= 0;
	}

	int pauses() {
		return (this.pause != null) ? this.pause.number() : 0;
	}

	void pause(SearchPauses.@Nullable Pause pause) {
		this.pause = pause;
	}

	void names(Collection<String> listed) {
		this.names = listed.stream().sorted().limit(MAX_NAMES).toList();
	}

	void asked(long now) {
		this.attempts++;
		this.lastAttempt = now;
		if (this.silentSince == null) {
			this.silentSince = now;
		}
	}

	void answered(Outcome other, PeerState state, long now) {
		became(other, (state.standing() == Standing.MEMBER) ? "" : "it is starting", now);
		this.peer = state.id();
	}

	void became(Outcome other, String why, long now) {
		if (this.outcome != other) {
			this.outcome = other;
			this.since = now;
		}
		this.detail = why;
		this.silentSince = null;
		this.peer = null;
	}

	/**
	 * Return how it is to be told.
	 * @param address the address
	 * @param view the present view
	 * @param now the time
	 * @param wallClock the same time, for people
	 * @return the description
	 */
	SearchedAddress describe(String address, SearchView view, long now, Instant wallClock) {
		Outcome told = this.outcome;
		String text = this.detail;
		Long from = this.since;
		if (told != Outcome.TIMED_OUT && this.silentSince != null && now - this.silentSince > PATIENCE.toNanos()) {
			told = Outcome.TIMED_OUT;
			from = this.silentSince;
			text = "no answer for " + Duration.ofNanos(now - this.silentSince).toSeconds() + " s";
		}
		if (this.outcome != Outcome.SELF
				&& view.isMember(address, (this.outcome == Outcome.ANSWERED) ? this.peer : null)) {
			told = Outcome.MEMBER;
			text = "";
		}
		return new SearchedAddress(address, this.names.stream().filter((name) -> !name.equals(address)).toList(), told,
				text, this.attempts, instant(this.lastAttempt, now, wallClock), instant(from, now, wallClock),
				instant(next(told, view), now, wallClock));
	}

	private @Nullable Long next(Outcome told, SearchView view) {
		if (told == Outcome.MEMBER || (told == Outcome.SELF && this.pause == null)) {
			return null;
		}
		Long usual = (this.lastAttempt != null) ? this.lastAttempt + view.interval().toNanos() : null;
		if (this.pause != null && (usual == null || this.pause.end() - usual > 0)) {
			return this.pause.end();
		}
		return usual;
	}

	private static @Nullable Instant instant(@Nullable Long nanos, long now, Instant wallClock) {
		return (nanos != null) ? wallClock.plusNanos(nanos - now) : null;
	}

}
