package dev.muster.pubsub;

import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import dev.muster.Departure;
import dev.muster.pubsub.replay.InboundReplay;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts messages that their publishers keep into order, and asks for what is missing. Acts
 * on one publisher at a time under the lock of its stream, as the batches of messages do.
 */
final class ReplayInbox {

	private static final Logger logger = LoggerFactory.getLogger(PubSub.class);

	/** How many messages wait for what is missing before them, of a publisher's ring. */
	private static final int MAX_HELD = 10_000;

	private static final long MAX_HELD_BYTES = 4L * 1024 * 1024;

	private static final long MAX_INTERVAL_MILLIS = 1000;

	private final BusContext context;

	private final InterestTable table;

	private final Function<Peer, Receiver> receivers;

	private final InboundReplay.Limits limits;

	private final long intervalMillis;

	/**
	 * Create the inbox.
	 * @param receivers acts on what comes from a member
	 */
	ReplayInbox(BusContext context, InterestTable table, Function<Peer, Receiver> receivers) {
		this.context = context;
		this.table = table;
		this.receivers = receivers;
		long timeout = context.settings().replayTimeout().toMillis();
		this.limits = new InboundReplay.Limits(MAX_HELD, MAX_HELD_BYTES, timeout);
		this.intervalMillis = Math.max(10, Math.min(MAX_INTERVAL_MILLIS, timeout / 4));
	}

	/**
	 * A message came from its publisher's queue.
	 */
	void kept(Receiver receiver, int ring, long epoch, long number, long behind, FrameReader message) {
		Actions actions = new Actions(receiver, inbound(receiver.peer(), ring));
		long now = this.context.millis().getAsLong();
		if (actions.replay().arrived(epoch, number, behind, () -> bytes(message), now, actions)) {
			receiver.peer().reader().readKept(message, receiver);
			actions.replay().proceed(now, actions);
		}
		watch(receiver.peer(), actions.replay());
	}

	/**
	 * A publisher says where it stands.
	 */
	void mark(Receiver receiver, int ring, long epoch, long next, String pattern) {
		ReplayStreams.Inbound inbound = inbound(receiver.peer(), ring);
		inbound.setPattern(pattern);
		inbound.replay().position(epoch, next, this.context.millis().getAsLong(), new Actions(receiver, inbound));
		watch(receiver.peer(), inbound.replay());
	}

	/**
	 * A publisher has answered.
	 */
	void fill(Receiver receiver, int ring, long epoch, long from, long to, @Nullable FrameReader message) {
		Actions actions = new Actions(receiver, inbound(receiver.peer(), ring));
		actions.replay()
			.filled(epoch, from, to, (message != null) ? bytes(message) : null, this.context.millis().getAsLong(),
					actions);
	}

	private ReplayStreams.Inbound inbound(Peer peer, int ring) {
		return peer.streams().replay().inbound(ring, peer, this.limits);
	}

	private static byte[] bytes(FrameReader message) {
		byte[] array = message.array();
		return Arrays.copyOfRange(array, message.position(), message.position() + message.remaining());
	}

	private void watch(Peer peer, InboundReplay replay) {
		ReplayStreams streams = peer.streams().replay();
		if (replay.isMissing() && !streams.isWatched()) {
			streams.setWatched(true);
			watchLater(peer);
		}
	}

	private void watchLater(Peer peer) {
		try {
			this.context.delayer().execute(() -> look(peer, false), this.intervalMillis);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread to look for what is missing of {}", peer.member(), ex); // closing
		}
	}

	/** See what is still missing of a publisher. */
	private void look(Peer peer, boolean left) {
		StreamTable.Streams streams = peer.streams();
		boolean current = this.context.streams().isCurrent(streams);
		Receiver receiver = this.receivers.apply(peer);
		streams.inbound().locked(() -> {
			boolean missing = false;
			for (ReplayStreams.Inbound inbound : streams.replay().inbound()) {
				Actions actions = new Actions(receiver, inbound);
				if (left) {
					inbound.replay().left(actions);
				}
				else if (!current) {
					inbound.replay().giveUp(actions); // we are another member now
				}
				else {
					missing |= inbound.replay().tick(this.context.millis().getAsLong(), actions);
				}
			}
			if (!left) {
				streams.replay().setWatched(missing);
				if (missing) {
					watchLater(peer);
				}
			}
		});
		receiver.finish();
	}

	/**
	 * Members departed: from those that said goodbye nothing more is to come.
	 */
	void viewChanged(ViewChange change) {
		for (ViewChange.DepartedMember departed : change.departed()) {
			StreamTable.Streams streams = (departed.reason() == Departure.LEFT)
					? this.context.streams().find(departed.member().id()) : null;
			Peer peer = (streams != null) ? streams.replay().peer() : null;
			if (peer != null) {
				Completions.execute(this.context.executor(), () -> look(peer, true));
			}
		}
	}

	/**
	 * Does what there is to be done.
	 */
	private final class Actions implements InboundReplay.Effects {

		private final Receiver receiver;

		private final ReplayStreams.Inbound inbound;

		Actions(Receiver receiver, ReplayStreams.Inbound inbound) {
			this.receiver = receiver;
			this.inbound = inbound;
		}

		InboundReplay replay() {
			return this.inbound.replay();
		}

		@Override
		public void deliver(byte[] message, boolean replayed) {
			if (replayed) {
				ReplayInbox.this.context.counters().replayed.increment();
			}
			this.receiver.peer().reader().readKept(new FrameReader(message, 0, message.length), this.receiver);
		}

		@Override
		public void lost(long from, long to) {
			MessagesLost lost = new MessagesLost(this.receiver.peer().member(), from, to, this.inbound.pattern());
			ReplayInbox.this.context.counters().unfilled.add(lost.count());
			ReplayInbox.this.context.losses().report(lost);
		}

		@Override
		public void ask(long epoch, long from, long to) {
			ReplayInbox.this.context.counters().replayRequests.increment();
			Peer publisher = ReplayInbox.this.table.peer(this.receiver.peer().member().id());
			if (publisher != null) {
				publisher.replays().ask(this.inbound.ring(), epoch, from, to);
			}
		}

	}

}
