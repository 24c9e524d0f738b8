package dev.muster.pubsub;

import org.jspecify.annotations.Nullable;

/**
 * Lets a subscription handle several messages at a time: lanes, each of which hands over
 * one after the other. Messages of one key go by one lane and so keep their order; those
 * without a key go where least waits, and keep none. A lane that hangs holds up the
 * others once it is full.
 */
final class HandlerLanes {

	/**
	 * How many messages may wait in a lane, besides those of the subscription's queue.
	 */
	static final int CAPACITY = 16;

	private final LocalSubscription subscription;

	private final Lane[] lanes;

	HandlerLanes(LocalSubscription subscription, int count, BusContext context) {
		this.subscription = subscription;
		this.lanes = new Lane[count];
		for (int i = 0; i < count; i++) {
			this.lanes[i] = new Lane(context);
		}
	}

	/**
	 * Hand a message to its lane. For one thread at a time.
	 * @return whether there was room
	 */
	boolean offer(InboundMessage message) {
		return lane(message.key()).offer(message);
	}

	/**
	 * Return whether a message's lane has room.
	 */
	boolean hasRoom(InboundMessage message) {
		return lane(message.key()).count() < CAPACITY;
	}

	private Lane lane(@Nullable String key) {
		if (key != null) {
			int hash = key.hashCode();
			return this.lanes[Math.floorMod(hash ^ (hash >>> 16), this.lanes.length)];
		}
		Lane best = this.lanes[0];
		for (Lane lane : this.lanes) {
			if (lane.load() < best.load()) {
				best = lane;
			}
		}
		return best;
	}

	/**
	 * Return how many messages wait.
	 */
	int count() {
		int count = 0;
		for (Lane lane : this.lanes) {
			count += lane.count();
		}
		return count;
	}

	/**
	 * Return since when the lane has been at work that has been so for longest, or 0.
	 */
	long busySince() {
		long since = 0;
		for (Lane lane : this.lanes) {
			long each = lane.busySince;
			if (each != 0 && (since == 0 || each - since < 0)) {
				since = each;
			}
		}
		return since;
	}

	/**
	 * Return whether nothing is handled.
	 */
	boolean areIdle() {
		for (Lane lane : this.lanes) {
			if (!lane.isIdle()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The subscription is closed: what waits is discarded.
	 */
	void close() {
		for (Lane lane : this.lanes) {
			lane.discardAll();
		}
	}

	private final class Lane extends Mailbox<InboundMessage> {

		/** When it began with the present message, or 0. */
		private volatile long busySince;

		Lane(BusContext context) {
			super(CAPACITY, 1L << 39, Overflow.FAIL, context.executor());
		}

		/** What waits and what is being handled. */
		int load() {
			return count() + ((this.busySince != 0) ? 1 : 0);
		}

		@Override
		void work() {
			for (InboundMessage message = take(); message != null; message = take()) {
				this.busySince = System.nanoTime() | 1; // 0 is for none
				giveBack(); // the next one may come while this is handled
				HandlerLanes.this.subscription.laneHasRoom();
				HandlerLanes.this.subscription.deliver(message);
			}
		}

		@Override
		void idle() {
			this.busySince = 0;
			HandlerLanes.this.subscription.laneIdle();
		}

		@Override
		int sizeOf(InboundMessage element) {
			return element.size();
		}

		@Override
		void dropped(InboundMessage element) {
			HandlerLanes.this.subscription.dropped(element);
		}

		@Override
		void discarded(InboundMessage element) {
			HandlerLanes.this.subscription.discarded(element);
		}

		@Override
		boolean isClosed() {
			return HandlerLanes.this.subscription.isClosed();
		}

		@Override
		String describe() {
			return HandlerLanes.this.subscription.describe();
		}

	}

}
