package dev.muster.test.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.PortInUseException;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportException;
import dev.muster.transport.TransportStatistics;
import dev.muster.transport.ViewChange;
import dev.muster.transport.ViewListener;
import org.jspecify.annotations.Nullable;

/**
 * A node's transport over a {@link SimulatedNetwork}. It belongs to the simulation's
 * thread. {@link #start()} and {@link #stop()} let virtual time pass until they are done;
 * {@link #beginStart()} and {@link #beginStop()} do not. {@code send} never blocks.
 */
public final class SimulatedTransport implements ClusterTransport {

	/**
	 * How large a frame may be.
	 */
	public static final int MAX_FRAME_SIZE = 2 * 1024 * 1024;

	/**
	 * The port that all simulated nodes have, each on a host of its own.
	 */
	public static final int PORT = 7800;

	private static final Duration START_LIMIT = Duration.ofMinutes(5);

	private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

	private final SimulatedNetwork network;

	private final SimulatedProcess process;

	private final String host;

	private final String name;

	private final String clusterName;

	private final Map<String, String> metadata;

	private final Registrations registrations;

	private @Nullable Session session;

	private boolean everStarted;

	SimulatedTransport(SimulatedNetwork network, SimulatedProcess process, String host, String name, String clusterName,
			Map<String, String> metadata) {
		this.network = network;
		this.process = process;
		this.host = host;
		this.name = name;
		this.clusterName = clusterName;
		this.metadata = Map.copyOf(metadata);
		this.registrations = new Registrations(process.simulation(), name);
	}

	/**
	 * Return the node's process, to run its other parts in.
	 * @return the process, paused and killed with the node
	 */
	public SimulatedProcess process() {
		return this.process;
	}

	/**
	 * Observe views at the moment when they are in force, before view listeners are told:
	 * for the checks of a test, which must not act on the node.
	 * @param observer the observer
	 */
	public void observeViews(Consumer<ViewChange> observer) {
		this.registrations.addObserver(observer);
	}

	@Override
	public void start() {
		CompletableFuture<@Nullable Void> started = beginStart();
		if (!this.process.simulation().runUntil(started::isDone, START_LIMIT) && this.session != null) {
			this.session.end(new TransportException("No view after " + START_LIMIT, null));
		}
		try {
			started.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/**
	 * Begin to start, and return at once.
	 * @return completes when there is a view, or with the exception that {@code start()}
	 * would throw
	 */
	public CompletableFuture<@Nullable Void> beginStart() {
		requireActive();
		Session current = this.session;
		if (current == null) {
			if (!this.network.occupy(this.host, this)) {
				throw new PortInUseException(this.host, PORT, PORT, null);
			}
			this.everStarted = true;
			MemberId id = new MemberId(this.process.simulation().random().nextLong(),
					this.process.simulation().random().nextLong());
			Member self = new Member(id, this.name, this.host, PORT, this.metadata);
			current = new Session(
					new Incarnation(this.network, this.process, this.clusterName, self, this.network.nextNumber()),
					this.registrations.host(this::ended));
			this.session = current;
			current.begin();
		}
		return current.started();
	}

	@Override
	public void stop() {
		this.process.simulation().runUntil(beginStop()::isDone, STOP_LIMIT);
	}

	/**
	 * Begin to leave, and return at once.
	 * @return completes when it is done
	 */
	public CompletableFuture<@Nullable Void> beginStop() {
		if (this.session == null) {
			return CompletableFuture.completedFuture(null);
		}
		requireActive();
		return this.session.leave();
	}

	private void requireActive() {
		if (!this.process.isRunning()) {
			throw new IllegalStateException("The process of " + this.name + " is "
					+ (this.process.isKilled() ? "killed: make a new transport" : "paused: resume it first"));
		}
	}

	void crashed() {
		if (this.session != null) {
			this.session.end(new TransportException(this.name + " crashed", null));
		}
	}

	private void ended(Session over) {
		if (this.session == over) {
			this.session = null;
		}
	}

	void packetCame(Packet.Envelope envelope) {
		if (this.session != null) {
			this.session.packetCame(envelope);
		}
	}

	/**
	 * Return whether the address can be had by another transport of that name.
	 */
	boolean isOver(String otherName) {
		return this.name.equals(otherName) && this.everStarted && this.session == null;
	}

	boolean isOccupied() {
		return this.session != null;
	}

	boolean is(Member member) {
		return this.session != null && this.session.self().equals(member);
	}

	String host() {
		return this.host;
	}

	@Override
	public boolean isRunning() {
		return currentView() != null;
	}

	private @Nullable ClusterView currentView() {
		return (this.session != null) ? this.session.view() : null;
	}

	@Override
	public Member self() {
		if (this.session == null || this.session.view() == null) {
			throw new NotRunningException();
		}
		return this.session.self();
	}

	@Override
	public ClusterView view() {
		ClusterView view = currentView();
		if (view == null) {
			throw new NotRunningException();
		}
		return view;
	}

	@Override
	public Registration addViewListener(ViewListener listener) {
		return this.registrations.addViewListener(listener);
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver receiver) {
		requireChannel(channel);
		return this.registrations.openChannel(channel, receiver);
	}

	@Override
	public boolean send(MemberId to, int channel, byte[] frame) {
		requireChannel(channel);
		requireSize(frame);
		ClusterView view = currentView();
		if (this.session == null || view == null) {
			return false;
		}
		requireActive();
		if (to.equals(this.session.self().id())) {
			throw new IllegalArgumentException("A member cannot send to itself");
		}
		if (!view.contains(to)) {
			return false;
		}
		this.session.send(to, channel, frame);
		this.registrations.sent(frame.length);
		return true;
	}

	@Override
	public int broadcast(int channel, byte[] frame) {
		requireChannel(channel);
		requireSize(frame);
		ClusterView view = currentView();
		int count = 0;
		if (this.session != null && view != null) {
			for (Member member : view.members()) {
				if (!member.equals(this.session.self()) && send(member.id(), channel, frame)) {
					count++;
				}
			}
		}
		return count;
	}

	private static void requireChannel(int channel) {
		if (channel < 1 || channel > 127) {
			throw new IllegalArgumentException("There is no channel " + channel + ", only 1 to 127");
		}
	}

	private static void requireSize(byte[] frame) {
		if (frame.length > MAX_FRAME_SIZE) {
			throw new IllegalArgumentException(
					"A frame of " + frame.length + " bytes is larger than " + MAX_FRAME_SIZE);
		}
	}

	@Override
	public int maxFrameSize() {
		return MAX_FRAME_SIZE;
	}

	@Override
	public TransportStatistics statistics() {
		return this.registrations.statistics();
	}

	@Override
	public List<Refusal> refusals() {
		return this.registrations.refusals();
	}

	@Override
	public String toString() {
		return this.name + "@" + this.host;
	}

}
