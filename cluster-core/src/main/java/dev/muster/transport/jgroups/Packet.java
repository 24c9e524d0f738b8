package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.util.List;

import dev.muster.transport.Refusal;

/**
 * What nodes tell each other before they are in one view. Travels beside the engine's own
 * packets, see {@link PacketCodec}.
 */
sealed interface Packet {

	/**
	 * Who are you? Told with it: who is asking.
	 *
	 * @param token to be repeated in the answer
	 * @param hello who asks
	 * @param state how far the asker is
	 */
	record Probe(int token, Hello hello, PeerState state) implements Packet {
	}

	/**
	 * The answer to a node of the same cluster.
	 *
	 * @param token that of the probe
	 * @param state how far the answerer is
	 * @param joining where other joining nodes are
	 */
	record Answer(int token, PeerState state, List<InetSocketAddress> joining) implements Packet {

		/** How many other joining nodes an answer names. */
		static final int MAX_JOINING = 32;

		public Answer {
			joining = List.copyOf(joining);
		}

	}

	/**
	 * The answer to everybody else. It tells a stranger nothing but why.
	 *
	 * @param token that of the probe
	 * @param reason why
	 */
	record Refused(int token, Refusal.Reason reason) implements Packet {
	}

}
