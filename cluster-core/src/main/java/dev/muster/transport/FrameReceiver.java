package dev.muster.transport;

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

}
