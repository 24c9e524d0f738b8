package dev.muster.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.Registration;

/**
 * Membership, and frames between members. Every feature talks through a numbered channel
 * of its own. Restartable: registrations outlive a stop, and each start is a new
 * incarnation with a new member id. Safe for use by many threads.
 *
 * <p>
 * <b>Order.</b> Frames from one member on one channel arrive in the order in which they
 * were handed to {@code send} and {@code broadcast} by one thread (or by several that
 * agree on an order), whichever of the two was used. There is no order between members or
 * between channels.
 *
 * <p>
 * <b>Reliability.</b> Between members that stay in one another's views every frame
 * arrives exactly once. When a member departs, frames to and from it that are on their
 * way may be lost. A frame is never delivered from a member that is not in the view: the
 * view listeners are told of a member before its first frame, and a frame that was not
 * delivered when its member departs is dropped. A frame may be sent to a member as soon
 * as it is in the sender's view: if the receiver does not have that view yet, it holds
 * the frame until it has. So what a member sent while it was missing in the receiver's
 * view may still come, in order, after a merge.
 *
 * <p>
 * All implementations pass {@code ClusterTransportContract} of {@code cluster-test}.
 */
public interface ClusterTransport {

	/**
	 * Bind, join or found the cluster, and return once there is a view. View listeners
	 * may be told of it a little later. Does nothing when running.
	 * @throws TransportException if that is impossible, such as a
	 * {@link PortInUseException}
	 * @throws dev.muster.DuplicateNodeNameException if another live member has this
	 * node's name
	 */
	void start();

	/**
	 * Say goodbye and leave. Returns when done, bounded by a few seconds. Does nothing
	 * when not running.
	 */
	void stop();

	/**
	 * Return whether there is a view.
	 * @return whether the transport is running
	 */
	boolean isRunning();

	/**
	 * Return this member.
	 * @return this member
	 * @throws dev.muster.NotRunningException if not running
	 */
	Member self();

	/**
	 * Return the current view.
	 * @return the view
	 * @throws dev.muster.NotRunningException if not running
	 */
	ClusterView view();

	/**
	 * Add a listener for views from the next one on. Listeners are called in the order in
	 * which they were added, by one thread at a time, never by a thread of the engine. An
	 * exception is logged and does not reach other listeners.
	 * @param listener the listener
	 * @return closes to remove it
	 */
	Registration addViewListener(ViewListener listener);

	/**
	 * Receive the frames of a channel, until closed.
	 * @param channel the channel's number, 1 to 127
	 * @param receiver is given the frames
	 * @return closes to stop; frames on a channel that nobody receives are counted and
	 * dropped
	 * @throws IllegalArgumentException if there is no such channel
	 * @throws IllegalStateException if the channel has a receiver already
	 */
	Registration openChannel(int channel, FrameReceiver receiver);

	/**
	 * Send a frame to one member. May block while the member is slow to take frames, at
	 * the longest until it is declared failed.
	 * @param to the member; this member itself is no legal destination
	 * @param channel the channel's number
	 * @param frame the frame; must not be changed afterwards
	 * @return whether the frame was handed to the engine; {@code false} if the member is
	 * not in the view or this transport is not running
	 * @throws IllegalArgumentException if the frame is larger than
	 * {@link #maxFrameSize()}, there is no such channel, or the member is this one
	 */
	boolean send(MemberId to, int channel, byte[] frame);

	/**
	 * Send a frame of several parts to one member, as {@link #send} does. A transport
	 * that can do so spares the copy that would join them.
	 * @param to the member; this member itself is no legal destination
	 * @param channel the channel's number
	 * @param parts what makes the frame, one after the other; neither the list nor the
	 * parts may be changed afterwards
	 * @return as {@link #send}
	 * @throws IllegalArgumentException as {@link #send}
	 */
	default boolean sendParts(MemberId to, int channel, List<byte[]> parts) {
		ByteBuffer frame = ByteBuffer.allocate(parts.stream().mapToInt((part) -> part.length).sum());
		parts.forEach(frame::put);
		return send(to, channel, frame.array());
	}

	/**
	 * Send a frame to every other member of the current view. May block as {@code send}
	 * does.
	 * @param channel the channel's number
	 * @param frame the frame; must not be changed afterwards
	 * @return how many members it was handed to the engine for; 0 if this transport is
	 * not running
	 * @throws IllegalArgumentException if the frame is larger than
	 * {@link #maxFrameSize()}, or there is no such channel
	 */
	int broadcast(int channel, byte[] frame);

	/**
	 * Send a frame of several parts to some members, as {@link #sendParts} does to one,
	 * and in one order with all frames that go to them.
	 * @param to the members; this member itself is no legal destination
	 * @param channel the channel's number
	 * @param parts what makes the frame, one after the other; neither the list nor the
	 * parts may be changed afterwards
	 * @return how many members it was handed to the engine for
	 * @throws IllegalArgumentException as {@link #send}
	 */
	default int sendParts(List<MemberId> to, int channel, List<byte[]> parts) {
		int count = 0;
		for (MemberId member : to) {
			if (sendParts(member, channel, parts)) {
				count++;
			}
		}
		return count;
	}

	/**
	 * Return whether a frame for many members crosses the network once. All frames are in
	 * one stream then: it pays to send to many at once, and one member that is slow slows
	 * down what is for the others.
	 * @return whether it does
	 */
	default boolean multicasts() {
		return false;
	}

	/**
	 * Return how large a frame may be.
	 * @return the limit, in bytes
	 */
	int maxFrameSize();

	/**
	 * Return which versions of the protocol a member of the view speaks.
	 * @param member the member, also this one
	 * @return its versions; empty if there is no such member, or if this transport knows
	 * no versions
	 */
	default Optional<ProtocolVersions> protocolVersions(MemberId member) {
		return Optional.empty();
	}

	/**
	 * Return the channels that have a receiver.
	 * @return their numbers, in order; none if this transport does not tell
	 */
	default List<Integer> channels() {
		return List.of();
	}

	/**
	 * Return whether what crosses the network is encrypted and authenticated.
	 * @return whether it is
	 */
	default boolean isEncrypted() {
		return false;
	}

	/**
	 * Return how the connections to peers fare: to members, and to candidates for a
	 * while.
	 * @return them in the order of addresses; none if this transport has no connections,
	 * or does not run
	 */
	default List<LinkStatus> links() {
		return List.of();
	}

	/**
	 * Return what happened on all connections since this object was created and belongs
	 * to no peer, such as handshakes that failed.
	 * @return the totals; {@link LinkTotals#NONE} if this transport has no connections
	 */
	default LinkTotals linkTotals() {
		return LinkTotals.NONE;
	}

	/**
	 * Return at which addresses peers were looked for, and what became of it.
	 * @return the addresses since the last start; none if this transport does not tell
	 */
	default SearchStatus search() {
		return SearchStatus.NONE;
	}

	/**
	 * Return counters since this object was created.
	 * @return the counters
	 */
	TransportStatistics statistics();

	/**
	 * Return who was refused, or refused us, and why. Bounded; the newest first.
	 * @return the refusals
	 */
	List<Refusal> refusals();

}
