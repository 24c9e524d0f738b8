package dev.muster.test.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;

/**
 * Frames between the members of one incarnation's views: each exactly once, in order. A
 * frame waits until the view listeners were told of its sender.
 */
final class FrameExchange {

	private static final int MAX_SENDERS = 1000;

	private final Incarnation incarnation;

	private final Delivery delivery;

	private final Map<MemberId, OutgoingStream> outgoing = new LinkedHashMap<>();

	private final Map<MemberId, IncomingStream> incoming = new LinkedHashMap<>();

	// How many views ago does not matter: only whether the one in which a member joined
	// has been told
	private final Map<MemberId, Long> joinedIn = new HashMap<>();

	private final Set<MemberId> scheduled = new HashSet<>();

	private long installed;

	private long told;

	FrameExchange(Incarnation incarnation, Delivery delivery) {
		this.incarnation = incarnation;
		this.delivery = delivery;
	}

	/**
	 * Send to a member of the view.
	 */
	void send(MemberId to, int channel, byte[] bytes) {
		OutgoingStream stream = this.outgoing.get(to);
		if (stream == null) {
			throw new IllegalStateException("No stream to the member " + to);
		}
		stream.send(channel, bytes);
	}

	void frameCame(Member from, Packet.Frame frame) {
		IncomingStream stream = this.incoming.get(from.id());
		if (stream == null) {
			if (this.incoming.size() >= MAX_SENDERS) {
				return; // not heard of, so it comes again
			}
			stream = new IncomingStream(from);
			this.incoming.put(from.id(), stream);
		}
		this.incarnation.send(from, stream.accept(frame));
		deliverLater(stream);
	}

	void framesHeard(Member by, Packet.FramesHeard heard) {
		OutgoingStream stream = this.outgoing.get(by.id());
		if (stream != null) {
			stream.heard(heard);
		}
	}

	/**
	 * A view is in force, and the listeners will be told.
	 */
	void viewInstalled(ViewChange change) {
		this.installed++;
		for (ViewChange.DepartedMember departed : change.departed()) {
			departed(departed.member());
		}
		for (Member joined : change.joined()) {
			if (!joined.equals(this.incarnation.self())) {
				this.joinedIn.put(joined.id(), this.installed);
				this.outgoing.put(joined.id(),
						new OutgoingStream(this.incarnation, joined, this.incarnation.network().nextNumber()));
			}
		}
	}

	private void departed(Member member) {
		this.joinedIn.remove(member.id());
		OutgoingStream to = this.outgoing.remove(member.id());
		if (to != null) {
			to.close();
		}
		IncomingStream from = this.incoming.get(member.id());
		if (from != null) {
			this.delivery.dropped(from.dropUndelivered());
		}
	}

	/**
	 * The listeners have been told of the next view.
	 */
	void viewTold() {
		this.told++;
		this.incoming.values().forEach(this::deliverLater);
	}

	void close() {
		this.outgoing.values().forEach(OutgoingStream::close);
		this.incoming.values().forEach((stream) -> this.delivery.dropped(stream.dropUndelivered()));
	}

	private void deliverLater(IncomingStream stream) {
		if (mayDeliver(stream) && this.scheduled.add(stream.from().id())) {
			this.incarnation.schedule(0, () -> {
				this.scheduled.remove(stream.from().id());
				deliver(stream);
			});
		}
	}

	private void deliver(IncomingStream stream) {
		if (!mayDeliver(stream)) {
			return;
		}
		Packet.Frame frame = stream.begin();
		try {
			this.delivery.deliver(stream.from(), frame);
		}
		finally {
			stream.end();
		}
		deliverLater(stream);
	}

	private boolean mayDeliver(IncomingStream stream) {
		Long joined = this.joinedIn.get(stream.from().id());
		return joined != null && joined <= this.told && stream.isReady();
	}

	/**
	 * Where frames go.
	 */
	interface Delivery {

		void deliver(Member sender, Packet.Frame frame);

		void dropped(int frames);

	}

}
