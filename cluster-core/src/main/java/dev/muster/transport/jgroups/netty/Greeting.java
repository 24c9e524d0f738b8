package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import dev.muster.transport.Refusal;
import dev.muster.transport.handshake.Handshake;
import dev.muster.transport.handshake.Step;
import dev.muster.transport.jgroups.netty.LinkListener.Unreached;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What happens on a connection before frames go both ways: TLS if need be, then the
 * handshake, all within a deadline; and what is told when that fails. Used by the
 * connection's event loop only.
 */
final class Greeting {

	// A record of a TLS handshake, and the first half of its version
	private static final int TLS_HANDSHAKE = 0x1603;

	private final LinkContext context;

	private final Connection connection;

	private final ChannelHandlerContext channel;

	private final InetSocketAddress remote;

	private final Future<?> deadline;

	private @Nullable Handshake handshake;

	private boolean over;

	Greeting(LinkContext context, Connection connection, ChannelHandlerContext channel) {
		this.context = context;
		this.connection = connection;
		this.channel = channel;
		this.remote = (InetSocketAddress) channel.channel().remoteAddress();
		this.deadline = channel.executor()
			.schedule(this::tookTooLong, context.settings().timeouts().handshake().toNanos(), TimeUnit.NANOSECONDS);
		if (!connection.isByUs()) {
			Connection pushedOut = context.halfOpen().add(connection, this.remote.getAddress());
			if (pushedOut != null) {
				pushedOut.pushOut();
			}
		}
	}

	boolean isOver() {
		return this.over;
	}

	/** There is TCP, and TLS if need be: begin the handshake. */
	void begin() {
		if (this.connection.isByUs()) {
			Handshake begun = Handshake.initiator(this.context.identity());
			this.handshake = begun;
			step(begun.begin());
		}
	}

	/** The other side said something. */
	void received(ByteBuf message) {
		Handshake begun = this.handshake;
		if (begun == null) {
			begun = Handshake.responder(this.context.identity()); // costs a key: not
																	// before
			this.handshake = begun;
		}
		step(begun.receive(message.nioBuffer()));
	}

	private void step(Step step) {
		if (step instanceof Step.Send send) {
			write(send.message());
			this.channel.flush();
		}
		else if (step instanceof Step.Done done) {
			end();
			byte[] last = done.message();
			if (last != null) {
				write(last); // before all that waits for the peer
			}
			this.connection.open(done);
			this.channel.flush();
		}
		else if (step instanceof Step.Refuse refuse) {
			end();
			write(refuse.message()).addListener(ChannelFutureListener.CLOSE);
			this.channel.flush();
			refused(refuse.reason(), true, refuse.detail());
		}
		else if (step instanceof Step.Refused refused) {
			end();
			refused(refused.reason(), false, "");
			this.channel.close();
		}
	}

	private ChannelFuture write(byte[] message) {
		ByteBuf frame = this.channel.alloc().buffer(FrameReader.PREFIX + message.length);
		return this.channel.write(frame.writeInt(message.length).writeBytes(message));
	}

	/** What came is not our protocol. */
	void invalid(String reason) {
		end();
		refused(Refusal.Reason.GARBAGE, true, reason);
		this.connection.abort();
	}

	/** What came is our protocol, but not in TLS; the other side is being told so. */
	void notEncrypted() {
		end();
		refused(Refusal.Reason.UNENCRYPTED, true, "it does not encrypt, and this node does");
		this.connection.abortAfter(this.context.settings().timeouts().close());
	}

	/**
	 * What came is no frame of the handshake: refuse it if it is TLS, which is another
	 * mistake than garbage.
	 * @param prefix its first four bytes
	 * @return whether it was TLS
	 */
	boolean refusesTls(int prefix) {
		if (prefix >>> Short.SIZE != TLS_HANDSHAKE || this.over
				|| this.context.security() instanceof LinkSecurity.Tls) {
			return false;
		}
		end();
		refused(Refusal.Reason.UNENCRYPTED, true, "it speaks TLS, and this node does not");
		write(Handshake.refusal(Refusal.Reason.UNENCRYPTED)).addListener(ChannelFutureListener.CLOSE);
		this.channel.flush();
		this.connection.abortAfter(this.context.settings().timeouts().close());
		return true;
	}

	/** TLS failed; the other side may still be being told why. */
	void tlsFailed(Throwable cause) {
		TlsFailure failure = TlsFailure.of(cause);
		if (failure != null && !this.over) {
			end();
			refused(failure.reason(), failure.byUs(), failure.detail());
		}
		this.channel.close();
		this.connection.abortAfter(this.context.settings().timeouts().close());
	}

	private void tookTooLong() {
		end();
		this.context.timedOut();
		unreached(Unreached.TIMED_OUT, "it took the connection, and then no handshake came about in time");
		this.connection.abort();
	}

	/** Others need the room. */
	void pushedOut() {
		if (!this.over) {
			end();
			this.context.pushedOut();
			this.connection.abort();
		}
	}

	/**
	 * The connection has ended.
	 * @param byUs whether this node ended it
	 */
	void ended(boolean byUs) {
		if (!this.over) {
			end();
			if (!byUs) {
				this.context.brokenOff();
				unreached(Unreached.CLOSED,
						"it took the connection and ended it amid the handshake, as nodes do of which "
								+ "only one has TLS");
			}
		}
	}

	private void end() {
		this.over = true;
		this.handshake = null;
		this.deadline.cancel(false);
		this.context.halfOpen().remove(this.connection);
	}

	private void unreached(Unreached reason, String detail) {
		Peer target = this.connection.target();
		if (target != null) {
			this.context.unreached(target.address(), reason, detail);
		}
	}

	private void refused(Refusal.Reason reason, boolean byUs, String detail) {
		Peer target = this.connection.target();
		if (target != null) {
			this.context.refused(target.address(), reason, byUs, detail);
		}
		else if (reason == Refusal.Reason.GARBAGE && byUs) {
			this.context.invalid(this.remote.getAddress().getHostAddress(), detail);
		}
		else {
			this.context.refused(new InetSocketAddress(this.remote.getAddress(), 0), reason, byUs, detail);
		}
	}

}
