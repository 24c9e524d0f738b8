package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

import dev.muster.transport.Refusal.Reason;

/**
 * Answers those who ask who this node is, and turns strangers away. The asker tells its
 * own state, so being asked is a way to learn. Not thread-safe.
 */
final class Reception {

	private final OwnStanding own;

	private final EngineDiscovery engine;

	private final Introducer.Host host;

	private final Inquiry inquiry;

	private final NameDispute nameDispute;

	private final RefusalLog refusals;

	private final LongSupplier clock;

	Reception(OwnStanding own, EngineDiscovery engine, Introducer.Host host, Inquiry inquiry, NameDispute nameDispute,
			RefusalLog refusals, LongSupplier clock) {
		this.own = own;
		this.engine = engine;
		this.host = host;
		this.inquiry = inquiry;
		this.nameDispute = nameDispute;
		this.refusals = refusals;
		this.clock = clock;
	}

	/**
	 * Somebody asks.
	 * @param sender where it listens
	 * @param probe what it says
	 */
	void asked(InetSocketAddress sender, Packet.Probe probe) {
		long now = this.clock.getAsLong();
		Hello theirs = probe.hello();
		Hello ours = this.own.hello();
		PeerState state = probe.state();
		Rendezvous table = this.own.rendezvous();
		if (state.id().equals(this.own.id())) {
			this.inquiry.askedSelf(probe.token(), state);
			return;
		}
		if (!theirs.clusterName().equals(ours.clusterName())) {
			refuse(sender, probe, Reason.OTHER_CLUSTER, "it belongs to a cluster of another name");
			return;
		}
		if (!theirs.speaksWith(ours)) {
			refuse(sender, probe, Reason.OTHER_PROTOCOL, "it speaks protocol versions " + theirs.minVersion() + " to "
					+ theirs.maxVersion() + ", this node " + Hello.MIN_VERSION + " to " + Hello.MAX_VERSION);
			return;
		}
		if (state.standing() != Standing.MEMBER && (this.own.keepsName(theirs.nodeName(), state.id())
				|| this.host.isNameTaken(theirs.nodeName(), state.id(), state.address()))) {
			refuse(sender, probe, Reason.DUPLICATE_NAME,
					"the name '" + theirs.nodeName() + "' is taken by a live member");
			return;
		}
		if (state.standing() == Standing.JOINING && theirs.nodeName().equals(ours.nodeName())) {
			this.nameDispute.said(Introducer.text(sender), now); // its id is the lower
																	// one
		}
		table.heard(state.address(), state, now);
		this.engine.learnAddress(state);
		this.engine.transmit(sender, PacketCodec
			.encode(new Packet.Answer(probe.token(), this.own.state(), table.joining(Packet.Answer.MAX_JOINING))));
		if (this.engine.isOutsider(state)) {
			this.engine.compareViews(state);
		}
	}

	private void refuse(InetSocketAddress sender, Packet.Probe probe, Reason reason, String detail) {
		this.refusals.add(Introducer.text(sender), reason, true, detail);
		this.engine.transmit(sender, PacketCodec.encode(new Packet.Refused(probe.token(), reason)));
	}

}
