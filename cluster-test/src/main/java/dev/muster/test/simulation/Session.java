package dev.muster.test.simulation;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import dev.muster.ClusterView;
import dev.muster.DuplicateNodeNameException;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.Refusal.Reason;
import dev.muster.transport.TransportException;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * A transport from one start to the next stop: hands packets to the parts of the protocol
 * and tells the transport what comes of it.
 */
final class Session implements Membership.Listener {

	private final Incarnation incarnation;

	private final Host host;

	private final Membership membership;

	private final Formation formation;

	private final FrameExchange frames;

	private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();

	private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

	private final Queue<ViewChange> untold = new ArrayDeque<>();

	private List<Member> unaware = List.of();

	private boolean telling;

	private boolean leaving;

	Session(Incarnation incarnation, Host host) {
		this.incarnation = incarnation;
		this.host = host;
		this.membership = new Membership(incarnation, this);
		this.formation = new Formation(incarnation, this.membership);
		this.frames = new FrameExchange(incarnation, host);
	}

	Member self() {
		return this.incarnation.self();
	}

	@Nullable ClusterView view() {
		return this.membership.view();
	}

	/**
	 * Completes with the first view.
	 */
	CompletableFuture<@Nullable Void> started() {
		return this.started;
	}

	void begin() {
		this.incarnation.trace("starts as %s", this.incarnation.id());
		this.formation.begin();
		this.membership.tick();
	}

	void send(MemberId to, int channel, byte[] frame) {
		this.frames.send(to, channel, frame);
	}

	/**
	 * Say goodbye until all have heard it or there is no time left.
	 * @return completes when this session has ended
	 */
	CompletableFuture<@Nullable Void> leave() {
		if (!this.leaving) {
			this.incarnation.trace("leaves");
			this.leaving = true;
			this.unaware = this.membership.leave();
			this.incarnation.schedule(this.incarnation.timings().leaveTimeout(), () -> this.unaware = List.of());
			sayGoodbye();
		}
		return this.ended;
	}

	private void sayGoodbye() {
		if (this.unaware.isEmpty()) {
			end(new TransportException("Stopped before there was a view", null));
			return;
		}
		this.unaware.forEach((member) -> this.incarnation.send(member, new Packet.Goodbye()));
		this.incarnation.schedule(this.incarnation.timings().probeWait(), this::sayGoodbye);
	}

	private void goodbyeHeard(Member by) {
		this.unaware = this.unaware.stream().filter((member) -> !member.equals(by)).toList();
		if (this.leaving && this.unaware.isEmpty()) {
			end(new TransportException("Stopped before there was a view", null));
		}
	}

	/**
	 * End at once.
	 * @param reason what a start that still waits fails with
	 */
	void end(RuntimeException reason) {
		if (!this.incarnation.hasEnded()) {
			this.incarnation.trace("ends");
			this.incarnation.end();
			this.frames.close();
			this.host.sessionEnded(this);
			this.started.completeExceptionally(reason);
			this.ended.complete(null);
		}
	}

	void packetCame(Packet.Envelope envelope) {
		Member from = envelope.from();
		if (!envelope.clusterName().equals(this.incarnation.clusterName())) {
			strangerCame(from, envelope.packet());
		}
		else if (envelope.to() == null || envelope.to().equals(this.incarnation.id())) {
			dispatch(from, envelope.packet());
		}
	}

	private void strangerCame(Member from, Packet packet) {
		if (packet instanceof Packet.Stranger) {
			this.host.refused(from, Reason.OTHER_CLUSTER, false);
		}
		else if (packet instanceof Packet.Probe) {
			this.host.refused(from, Reason.OTHER_CLUSTER, true);
			this.incarnation.send(from, new Packet.Stranger());
		}
	}

	private void dispatch(Member from, Packet packet) {
		if (packet instanceof Packet.Frame frame) {
			this.frames.frameCame(from, frame);
		}
		else if (packet instanceof Packet.FramesHeard heard) {
			this.frames.framesHeard(from, heard);
		}
		else if (packet instanceof Packet.Install install) {
			this.membership.installCame(from, install);
		}
		else if (packet instanceof Packet.Installed installed) {
			this.membership.installed(from, installed.number());
		}
		else if (packet instanceof Packet.Rejected rejected) {
			this.membership.rejected(from, rejected.number());
		}
		else if (packet instanceof Packet.Join) {
			this.membership.join(from);
		}
		else if (packet instanceof Packet.NameTaken taken) {
			nameTakenBy(taken.owner());
		}
		else if (packet instanceof Packet.Goodbye) {
			this.membership.goodbyeCame(from);
		}
		else if (packet instanceof Packet.GoodbyeHeard) {
			goodbyeHeard(from);
		}
		else if (!this.leaving && packet instanceof Packet.Probe probe) {
			this.formation.probeCame(from, probe);
		}
		else if (packet instanceof Packet.Presence presence) {
			this.formation.presenceCame(from, presence);
		}
	}

	@Override
	public void nameTaken(Member joiner) {
		this.host.refused(joiner, Reason.DUPLICATE_NAME, true);
	}

	private void nameTakenBy(Member owner) {
		if (view() == null) {
			this.host.refused(owner, Reason.DUPLICATE_NAME, false);
			end(new DuplicateNodeNameException(owner.name(), owner.host() + ":" + owner.port()));
		}
	}

	@Override
	public void viewInstalled(ViewChange change) {
		this.frames.viewInstalled(change);
		this.untold.add(change);
		this.host.viewInstalled(change);
		this.started.complete(null);
		long delay = this.incarnation.simulation().nextNanos(this.incarnation.timings().tellDelay());
		this.incarnation.schedule(delay, this::tell);
	}

	private void tell() {
		if (this.telling) {
			return; // a listener blocks, and the next view waits for it
		}
		this.telling = true;
		try {
			for (ViewChange change = this.untold.poll(); change != null; change = this.untold.poll()) {
				this.host.tell(change);
				this.frames.viewTold();
			}
		}
		finally {
			this.telling = false;
		}
	}

	/**
	 * What outlives the session.
	 */
	interface Host extends FrameExchange.Delivery {

		void viewInstalled(ViewChange change);

		void tell(ViewChange change);

		void refused(Member other, Reason reason, boolean byUs);

		void sessionEnded(Session session);

	}

}
