package dev.muster.test.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final Logger logger = LoggerFactory.getLogger(SimulatedTransport.class);

	private static final Duration START_LIMIT = Duration.ofMinutes(5);

	private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

	private final SimulatedNetwork network;

	private final SimulatedProcess process;

	private final String host;

	private final String name;

	private final String clusterName;

	private final Map<String, String> metadata;

	private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

	private final List<Consumer<ViewChange>> observers = new CopyOnWriteArrayList<>();

	private final Map<Integer, FrameReceiver> receivers = new HashMap<>();

	private final Refusals refusals = new Refusals();

	private @Nullable Session session;

	private boolean everStarted;

	private long framesSent;

	private long framesReceived;

	private long bytesSent;

	private long bytesReceived;

	private long framesDropped;

	private long viewChanges;

	SimulatedTransport(SimulatedNetwork network, SimulatedProcess process, String host, String name, String clusterName,
			Map<String, String> metadata) {
		this.network = network;
		this.process = process;
		this.host = host;
		this.name = name;
		this.clusterName = clusterName;
		this.metadata = Map.copyOf(metadata);
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
		this.observers.add(observer);
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
					new Host());
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
		ViewListener entry = listener::viewChanged; // the same one may be added twice
		this.listeners.add(entry);
		return () -> this.listeners.remove(entry);
	}

	@Override
	public Registration openChannel(int channel, FrameReceiver receiver) {
		requireChannel(channel);
		FrameReceiver entry = receiver::receive;
		if (this.receivers.putIfAbsent(channel, entry) != null) {
			throw new IllegalStateException("Channel " + channel + " has a receiver already");
		}
		return () -> this.receivers.remove(channel, entry);
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
		this.framesSent++;
		this.bytesSent += frame.length;
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
		return new TransportStatistics(this.framesSent, this.framesReceived, this.bytesSent, this.bytesReceived,
				this.framesDropped, 0, this.viewChanges);
	}

	@Override
	public List<Refusal> refusals() {
		return this.refusals.newestFirst();
	}

	@Override
	public String toString() {
		return this.name + "@" + this.host;
	}

	/**
	 * What a session tells this transport.
	 */
	private final class Host implements Session.Host {

		@Override
		public void deliver(Member sender, Packet.Frame frame) {
			SimulatedTransport transport = SimulatedTransport.this;
			FrameReceiver receiver = transport.receivers.get(frame.channel());
			if (receiver == null) {
				transport.framesDropped++;
				return;
			}
			transport.framesReceived++;
			transport.bytesReceived += frame.bytes().length;
			try {
				receiver.receive(sender, frame.bytes());
			}
			catch (RuntimeException ex) {
				transport.framesDropped++;
				failed("The receiver of channel " + frame.channel(), ex);
			}
		}

		@Override
		public void dropped(int frames) {
			SimulatedTransport.this.framesDropped += frames;
		}

		@Override
		public void viewInstalled(ViewChange change) {
			SimulatedTransport.this.viewChanges++;
			SimulatedTransport.this.observers.forEach((observer) -> observer.accept(change));
		}

		@Override
		public void tell(ViewChange change) {
			for (ViewListener listener : SimulatedTransport.this.listeners) {
				try {
					listener.viewChanged(change);
				}
				catch (RuntimeException ex) {
					failed("A view listener", ex);
				}
			}
		}

		private void failed(String who, RuntimeException ex) {
			SimulatedTransport transport = SimulatedTransport.this;
			transport.process.simulation().trace(transport.name, "%s failed: %s", who, ex.toString());
			logger.debug("{} of {} failed", who, transport, ex);
		}

		@Override
		public void refused(Member other, Refusal.Reason reason, boolean byUs) {
			SimulatedTransport transport = SimulatedTransport.this;
			transport.refusals.add(other.host() + ":" + other.port(), reason, byUs,
					transport.process.simulation().clock().instant());
		}

		@Override
		public void sessionEnded(Session ended) {
			if (SimulatedTransport.this.session == ended) {
				SimulatedTransport.this.session = null;
			}
		}

	}

}
