package dev.muster.pubsub;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import dev.muster.MemberId;
import dev.muster.test.simulation.SimulatedTransport;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * When members departed as one node sees it: the views in force, and what its bus was
 * told of them.
 */
final class ViewWatch {

	private final SimulatedTransport transport;

	private final Map<MemberId, Instant> departed = new HashMap<>();

	private final Map<MemberId, Instant> told = new HashMap<>();

	private @Nullable Instant begun;

	/**
	 * Watch the views in force.
	 */
	ViewWatch(SimulatedTransport transport) {
		this.transport = transport;
		transport.observeViews((change) -> {
			if (change.previous() == null) {
				this.begun = now();
			}
			change.departed().forEach((each) -> this.departed.put(each.member().id(), now()));
		});
	}

	/**
	 * Watch what the bus is told, too: to be called when the bus has its listener.
	 */
	void follow() {
		this.transport.addViewListener(this::told);
	}

	private void told(ViewChange change) {
		if (this.transport.isRunning()) {
			change.departed()
				.stream()
				.map((each) -> each.member().id())
				.filter((id) -> !this.transport.view().contains(id))
				.forEach((id) -> this.told.put(id, now()));
		}
	}

	private Instant now() {
		return this.transport.process().clock().instant();
	}

	/**
	 * Return whether a member that was in the view at some time may be said to be gone:
	 * also since this node itself left, or was started again.
	 */
	boolean mayBeGone(MemberId member, Instant since) {
		Instant at = this.departed.get(member);
		return !this.transport.isRunning() || (at != null && !at.isBefore(since))
				|| (this.begun != null && !this.begun.isBefore(since));
	}

	/**
	 * Return whether the bus was told between two moments that a member is gone.
	 */
	boolean wasToldBetween(MemberId member, Instant from, Instant to) {
		Instant at = this.told.get(member);
		return at != null && at.isAfter(from) && at.isBefore(to);
	}

}
