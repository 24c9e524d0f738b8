package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;

import dev.muster.transport.Refusal;
import io.netty.buffer.ByteBuf;

/**
 * Is told what comes and what happens on the connections. Called by the threads that
 * serve them, several at a time for different connections: must be quick and never block.
 * What it throws is logged and otherwise ignored.
 */
public interface LinkListener {

	/**
	 * A frame came. The frames of one lane arrive in the order in which they were sent,
	 * unless a connection was replaced by another meanwhile.
	 * @param peer where the sender listens, as it says
	 * @param frame the frame: what is readable in it. Valid during this call; to keep it,
	 * copy it
	 */
	void frame(InetSocketAddress peer, ByteBuf frame);

	/**
	 * Nobody listens at an address that was connected to: the connection was refused.
	 * @param address the address
	 */
	void absent(InetSocketAddress address);

	/**
	 * No handshake came about at an address that was connected to, and nobody refused it.
	 * @param address the address
	 * @param reason what happened
	 * @param detail the same for people
	 */
	void unreached(InetSocketAddress address, Unreached reason, String detail);

	/**
	 * The last connection to a peer ended, and not by our will: it is the first sign that
	 * its process has died. Not told for a connection that another one replaces.
	 * @param address where the peer listened
	 */
	void closed(InetSocketAddress address);

	/**
	 * A node was refused, or refused us.
	 * @param address the address that was connected to; or the one that it connected
	 * from, with port 0 since that changes with each try
	 * @param reason why
	 * @param byUs whether we refused it, and not it us
	 * @param detail the same for people; empty if the peer said no more than the reason
	 */
	void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail);

	/**
	 * Something came that is not our protocol.
	 * @param host where it came from, without a port
	 * @param reason what is wrong with it
	 */
	void invalid(String host, String reason);

	/**
	 * A peer sent a frame of a type that only later versions know. It was skipped.
	 */
	void unknownFrame();

	/**
	 * Why an address was not reached.
	 */
	enum Unreached {

		/** The network knows no way to it. */
		NO_ROUTE,

		/** Nothing came back in time. */
		TIMED_OUT,

		/** Who took the connection ended it without a word. */
		CLOSED

	}

}
