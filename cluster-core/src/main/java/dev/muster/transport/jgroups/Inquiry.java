package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

import dev.muster.discovery.PeerAddress;
import dev.muster.transport.Refusal;
import dev.muster.transport.SearchedAddress.Outcome;

/**
 * Asks at addresses who is there, strangers less often than others, and takes note of
 * what becomes of it. Not thread-safe.
 */
final class Inquiry {

	private final AddressResolver resolver;

	private final SearchRecord searchRecord;

	private final LongSupplier clock;

	private final OpenQuestions questions = new OpenQuestions();

	private final FormerMembers formerMembers = new FormerMembers();

	private final OwnStanding own;

	private final EngineDiscovery engine;

	private final NameDispute nameDispute;

	private final RefusalLog refusals;

	Inquiry(AddressResolver resolver, SearchRecord searchRecord, OwnStanding own, EngineDiscovery engine,
			NameDispute nameDispute, RefusalLog refusals, LongSupplier clock) {
		this.resolver = resolver;
		this.searchRecord = searchRecord;
		this.own = own;
		this.engine = engine;
		this.nameDispute = nameDispute;
		this.refusals = refusals;
		this.clock = clock;
		searchRecord.begin(own.address(), clock.getAsLong());
	}

	/**
	 * Return where candidates are.
	 * @param candidates what discovery lists
	 * @return their addresses, as far as known
	 */
	AddressResolver.Resolved locate(Collection<PeerAddress> candidates) {
		AddressResolver.Resolved resolved = this.resolver.resolve(candidates);
		this.searchRecord.listed(resolved, this.clock.getAsLong());
		return resolved;
	}

	/** From now on everybody may be asked at once, also who was a stranger. */
	void begin() {
		this.searchRecord.askAnew();
	}

	/**
	 * Ask at an address, unless it is to be spared. A packet is queued, never waited for.
	 */
	void ask(InetSocketAddress to) {
		long now = this.clock.getAsLong();
		if (!this.searchRecord.mayAsk(to, now)) {
			return;
		}
		this.searchRecord.asked(to, now);
		int token = this.questions.ask(to);
		this.engine.transmit(to, PacketCodec.encode(new Packet.Probe(token, this.own.hello(), this.own.state())));
	}

	/**
	 * Ask everybody who may be a member of a separated part of the cluster.
	 * @param candidates what discovery lists
	 * @param insiders where the members of the view are
	 */
	void askOutsiders(Collection<PeerAddress> candidates, Set<InetSocketAddress> insiders) {
		Set<InetSocketAddress> outsiders = new LinkedHashSet<>(this.formerMembers.addresses(this.clock.getAsLong()));
		outsiders.addAll(locate(candidates).addresses());
		outsiders.removeAll(insiders);
		outsiders.remove(this.own.address());
		outsiders.forEach(this::ask);
	}

	/** Keep in mind where a member was, to find it even when discovery is silent. */
	void remember(InetSocketAddress member) {
		this.formerMembers.add(member, this.clock.getAsLong());
	}

	/** An answer came. */
	void answered(Packet.Answer answer) {
		InetSocketAddress asked = this.questions.answered(answer.token());
		if (asked == null) {
			return; // not asked, or too long ago
		}
		long now = this.clock.getAsLong();
		PeerState state = answer.state();
		this.searchRecord.answered(asked, state, false, now);
		Rendezvous table = this.own.rendezvous();
		table.heard(asked, state, now);
		answer.joining().forEach((joining) -> table.learn(joining, now));
		if (this.engine.isOutsider(state)) {
			this.engine.compareViews(state);
		}
	}

	/**
	 * This node was asked by itself: so it is at that address, too.
	 * @param token what was asked
	 * @param state what it said of itself
	 */
	void askedSelf(int token, PeerState state) {
		InetSocketAddress alias = this.questions.askedUnder(token);
		if (alias != null) {
			long now = this.clock.getAsLong();
			this.searchRecord.answered(alias, state, true, now);
			this.own.rendezvous().heard(alias, state, now);
		}
	}

	/**
	 * A refusal came for an answer.
	 * @param sender who refuses
	 * @param refused why
	 */
	void refused(InetSocketAddress sender, Packet.Refused refused) {
		InetSocketAddress asked = this.questions.answered(refused.token());
		if (asked == null) {
			return;
		}
		Refusal.Reason reason = refused.reason();
		String detail = detail(reason);
		this.refusals.add(Introducer.text(sender), reason, false, detail);
		if (reason == Refusal.Reason.DUPLICATE_NAME) {
			this.nameDispute.said(Introducer.text(sender), this.clock.getAsLong());
			failed(asked, Outcome.of(reason), detail);
		}
		else {
			missed(asked, Outcome.of(reason), detail);
		}
	}

	/**
	 * The handshake with an address that was connected to failed.
	 * @param address the address
	 * @param reason why
	 * @param byUs whether this node refused it, or it this node
	 * @param detail the reason in words, if there is more to say than the reason
	 */
	void refused(InetSocketAddress address, Refusal.Reason reason, boolean byUs, String detail) {
		String text = detail.isEmpty() ? detail(reason) : detail;
		this.refusals.add(Introducer.text(address), reason, byUs, text);
		missed(address, Outcome.of(reason), text);
	}

	/**
	 * There is nobody to join at an address.
	 * @param address the address
	 * @param outcome what became of asking there
	 * @param detail the same for people
	 */
	void missed(InetSocketAddress address, Outcome outcome, String detail) {
		failed(address, outcome, detail);
		this.own.rendezvous().absent(address);
	}

	/**
	 * Asking at an address was in vain, though there may be somebody who is slow.
	 * @param address the address
	 * @param outcome what became of asking there
	 * @param detail the same for people
	 */
	void failed(InetSocketAddress address, Outcome outcome, String detail) {
		this.searchRecord.failed(address, outcome, detail, this.clock.getAsLong());
	}

	// The name of another cluster is nobody's business, so a node does not tell it
	private String detail(Refusal.Reason saidByPeer) {
		return switch (saidByPeer) {
			case OTHER_CLUSTER -> "its cluster has another name than '" + this.own.hello().clusterName() + "'";
			case OTHER_PROTOCOL ->
				"it speaks none of the protocol versions " + Hello.MIN_VERSION + " to " + Hello.MAX_VERSION;
			case DUPLICATE_NAME -> "a live member has this node's name";
			case GARBAGE -> "it took what this node sent for garbage";
			case UNAUTHENTICATED -> "it has another shared secret than this node, or only one of both has one";
			case UNENCRYPTED -> "only one of both takes the connection for an encrypted one";
		};
	}

}
