package dev.muster.replication;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.transport.ClusterTransport;

/**
 * Sends what the core hands out: over a queue for each member, and over one for all where
 * the transport multicasts. A frame may then overtake what is for one, which only makes
 * that one ask for what it misses.
 */
final class Outboxes implements Network {

	private final ClusterTransport transport;

	private final int channel;

	private final Executor executor;

	private final long capacity;

	private final Outbox.Totals totals = new Outbox.Totals();

	private final Map<MemberId, Outbox> outboxes = new ConcurrentHashMap<>();

	private final Outbox group;

	Outboxes(ClusterTransport transport, int channel, Executor executor, long capacity) {
		this.transport = transport;
		this.channel = channel;
		this.executor = executor;
		this.capacity = capacity;
		this.group = new Outbox(this::multicast, executor, capacity, this.totals);
	}

	Outbox.Totals totals() {
		return this.totals;
	}

	/**
	 * There is a new view: what waits for those that are not in it is dropped, and what
	 * waited for an earlier incarnation of this member.
	 */
	void viewChanged(Member self, ClusterView view, boolean restarted) {
		this.outboxes.entrySet().removeIf((each) -> {
			boolean over = restarted || !view.contains(each.getKey());
			if (over) {
				each.getValue().close();
			}
			return over;
		});
		for (Member member : view.members()) {
			if (!member.equals(self)) {
				MemberId id = member.id();
				this.outboxes.computeIfAbsent(id,
						(key) -> new Outbox((frame) -> this.transport.send(id, this.channel, frame), this.executor,
								this.capacity, this.totals));
			}
		}
	}

	@Override
	public void send(MemberId to, byte[] frame) {
		Outbox outbox = this.outboxes.get(to);
		if (outbox != null) {
			outbox.add(frame);
		}
	}

	@Override
	public void send(MemberId to, FrameStream frames) {
		Outbox outbox = this.outboxes.get(to);
		if (outbox != null) {
			outbox.add(frames);
		}
	}

	@Override
	public void broadcast(byte[] frame) {
		if (this.transport.multicasts()) {
			this.group.add(frame);
		}
		else {
			this.outboxes.values().forEach((outbox) -> outbox.add(frame));
		}
	}

	private boolean multicast(byte[] frame) {
		try {
			Member self = this.transport.self();
			List<MemberId> members = this.transport.view()
				.members()
				.stream()
				.filter((member) -> !member.equals(self))
				.map(Member::id)
				.toList();
			return !members.isEmpty() && this.transport.sendParts(members, this.channel, List.of(frame)) > 0;
		}
		catch (NotRunningException ex) {
			return false;
		}
	}

}
