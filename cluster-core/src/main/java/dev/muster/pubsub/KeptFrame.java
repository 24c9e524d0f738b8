package dev.muster.pubsub;

import dev.muster.pubsub.replay.Kept;
import dev.muster.pubsub.replay.ReplayRing;

/**
 * A message that is kept after it was sent. Each of its receivers has a number of its own
 * for it.
 */
class KeptFrame extends OutboundFrame {

	private final ReplayRing<OutboundFrame> ring;

	private final Kept<OutboundFrame> kept;

	KeptFrame(OutboundFrame message, ReplayRing<OutboundFrame> ring, Kept<OutboundFrame> kept) {
		super(message, ReplayFrames.MAX_HEAD);
		this.ring = ring;
		this.kept = kept;
	}

	final ReplayRing<OutboundFrame> ring() {
		return this.ring;
	}

	final Kept<OutboundFrame> kept() {
		return this.kept;
	}

	/**
	 * A message in the queue for one member, with its number.
	 */
	static final class Numbered extends KeptFrame {

		private final long number;

		Numbered(KeptFrame frame, long number) {
			super(frame, frame.ring, frame.kept);
			this.number = number;
		}

		long number() {
			return this.number;
		}

	}

}
