package dev.muster.transport;

import java.nio.ByteBuffer;
import java.util.List;

import dev.muster.Member;

/**
 * Is given the frames of a channel.
 */
@FunctionalInterface
public interface FrameReceiver {

	/**
	 * Take a frame. Called by one thread at a time for each sender, at the same time for
	 * different senders. To block here pushes back on the sender, on all its channels. An
	 * exception is counted, logged and ends at the transport.
	 * @param sender a member of the view, never this one
	 * @param frame the frame; the receiver may keep it and must not change it
	 */
	void receive(Member sender, byte[] frame);

	/**
	 * Take a frame that may lie in several arrays, one after the other. They are joined
	 * by default; a receiver that can do so spares the copy. A large part of a frame that
	 * was sent by {@link ClusterTransport#sendParts} comes as an array of its own if the
	 * transport cares, but whoever sends frames of several parts has to expect any cut.
	 * Called as {@link #receive} is, and instead of it.
	 * @param sender a member of the view, never this one
	 * @param parts the frame, at least one array; the receiver may keep them and must not
	 * change them
	 */
	default void receiveParts(Member sender, List<byte[]> parts) {
		if (parts.size() == 1) {
			receive(sender, parts.get(0));
			return;
		}
		int length = 0;
		for (byte[] part : parts) {
			length += part.length;
		}
		ByteBuffer frame = ByteBuffer.allocate(length);
		parts.forEach(frame::put);
		receive(sender, frame.array());
	}

}
