package dev.muster.test.simulation;

import java.util.HashMap;
import java.util.Map;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;

/**
 * Says which members have been silent for too long. It looks at what really is, instead
 * of at heartbeats, but as one observer: whether packets from the member could reach it.
 */
final class SilenceDetector {

	private final Incarnation incarnation;

	private final Map<MemberId, Watch> watches = new HashMap<>();

	SilenceDetector(Incarnation incarnation) {
		this.incarnation = incarnation;
	}

	/**
	 * Watch the members of a view, and nobody else.
	 */
	void watch(ClusterView view) {
		this.watches.keySet().removeIf((id) -> !view.contains(id));
		long now = this.incarnation.simulation().nanoTime();
		for (Member member : view.members()) {
			if (!member.equals(this.incarnation.self())) {
				this.watches.computeIfAbsent(member.id(), (id) -> new Watch(now, drawTimeout()));
			}
		}
	}

	private long drawTimeout() {
		MembershipTimings timings = this.incarnation.timings();
		return timings.detection().toNanos() + this.incarnation.simulation().nextNanos(timings.detectionJitter());
	}

	/**
	 * Look who is heard at this moment.
	 */
	void look(ClusterView view) {
		long now = this.incarnation.simulation().nanoTime();
		for (Member member : view.members()) {
			Watch watch = this.watches.get(member.id());
			if (watch != null && this.incarnation.network().hears(this.incarnation.self(), member)) {
				watch.lastHeard = now;
			}
		}
	}

	boolean isSilent(Member member) {
		Watch watch = this.watches.get(member.id());
		return watch != null && this.incarnation.simulation().nanoTime() - watch.lastHeard > watch.timeout;
	}

	private static final class Watch {

		private final long timeout;

		private long lastHeard;

		Watch(long lastHeard, long timeout) {
			this.lastHeard = lastHeard;
			this.timeout = timeout;
		}

	}

}
