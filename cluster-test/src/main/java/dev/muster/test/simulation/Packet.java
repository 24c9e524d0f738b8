package dev.muster.test.simulation;

import java.util.List;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import org.jspecify.annotations.Nullable;

/**
 * What simulated nodes send one another. Every packet may be lost, come twice, or late.
 */
sealed interface Packet {

	/**
	 * Who is there?
	 *
	 * @param query names the question, so that late answers to an earlier one are known
	 */
	record Probe(long query) implements Packet {
	}

	/**
	 * I am.
	 *
	 * @param query the question that this answers
	 * @param birth when the node was started, as a number that rises from start to start
	 * @param view its view, or {@code null} while it is joining
	 */
	record Presence(long query, long birth, @Nullable ClusterView view) implements Packet {
	}

	/**
	 * You are of another cluster.
	 */
	record Stranger() implements Packet {
	}

	/**
	 * Let me in.
	 */
	record Join() implements Packet {
	}

	/**
	 * Your name is taken.
	 *
	 * @param owner who has it
	 */
	record NameTaken(Member owner) implements Packet {
	}

	/**
	 * This is the view, says its coordinator.
	 *
	 * @param view the view
	 * @param goodbyes who of those that departed said goodbye
	 * @param parts the views that were merged, if it is a merge
	 */
	record Install(ClusterView view, List<MemberId> goodbyes, List<ClusterView> parts) implements Packet {
	}

	/**
	 * I have that view.
	 *
	 * @param number the view's number
	 */
	record Installed(long number) implements Packet {
	}

	/**
	 * I will not have that view.
	 *
	 * @param number the view's number
	 */
	record Rejected(long number) implements Packet {
	}

	/**
	 * I am leaving.
	 */
	record Goodbye() implements Packet {
	}

	/**
	 * I know that you are leaving.
	 */
	record GoodbyeHeard() implements Packet {
	}

	/**
	 * A frame.
	 *
	 * @param stream names the stream that it belongs to
	 * @param sequence its place in the stream, from 1
	 * @param channel its channel
	 * @param bytes its content
	 */
	record Frame(long stream, long sequence, int channel, byte[] bytes) implements Packet {
	}

	/**
	 * I have all frames of a stream up to one.
	 *
	 * @param stream the stream
	 * @param sequence the last frame of the gapless beginning
	 */
	record FramesHeard(long stream, long sequence) implements Packet {
	}

	/**
	 * A packet on its way.
	 *
	 * @param clusterName the sender's cluster
	 * @param from the sender
	 * @param to the receiver's id, or {@code null} for whoever is at the address
	 * @param packet the packet
	 */
	record Envelope(String clusterName, Member from, @Nullable MemberId to, Packet packet) {
	}

}
