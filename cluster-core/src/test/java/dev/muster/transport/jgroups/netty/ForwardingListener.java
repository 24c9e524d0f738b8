package dev.muster.transport.jgroups.netty;

import java.net.InetSocketAddress;

import dev.muster.transport.Refusal;
import io.netty.buffer.ByteBuf;

/**
 * Gives all on to another listener, but for what a test does otherwise.
 */
class ForwardingListener implements LinkListener {

	private final LinkListener other;

	ForwardingListener(LinkListener other) {
		this.other = other;
	}

	@Override
	public void frame(InetSocketAddress peer, ByteBuf frame) {
		this.other.frame(peer, frame);
	}

	@Override
	public void absent(InetSocketAddress address) {
		this.other.absent(address);
	}

	@Override
	public void unreached(InetSocketAddress address, Unreached reason, String detail) {
		this.other.unreached(address, reason, detail);
	}

	@Override
	public void closed(InetSocketAddress address) {
		this.other.closed(address);
	}

	@Override
	public void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail) {
		this.other.refused(address, reason, byUs, detail);
	}

	@Override
	public void invalid(String host, String reason) {
		this.other.invalid(host, reason);
	}

	@Override
	public void unknownFrame() {
		this.other.unknownFrame();
	}

}
