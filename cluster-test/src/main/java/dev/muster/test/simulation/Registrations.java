package dev.muster.test.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.muster.Member;
import dev.muster.Registration;
import dev.muster.transport.FrameReceiver;
import dev.muster.transport.Refusal;
import dev.muster.transport.TransportStatistics;
import dev.muster.transport.ViewChange;
import dev.muster.transport.ViewListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a transport outlives its sessions: who is registered, and the counters.
 */
final class Registrations {

	private static final Logger logger = LoggerFactory.getLogger(SimulatedTransport.class);

	private final Simulation simulation;

	private final String name;

	private final List<ViewListener> listeners = new CopyOnWriteArrayList<>();

	private final List<Consumer<ViewChange>> observers = new CopyOnWriteArrayList<>();

	private final Map<Integer, FrameReceiver> receivers = new HashMap<>();

	private final Refusals refusals = new Refusals();

	private long framesSent;

	private long framesReceived;

	private long bytesSent;

	private long bytesReceived;

	private long framesDropped;

	private long viewChanges;

	Registrations(Simulation simulation, String name) {
		this.simulation = simulation;
		this.name = name;
	}

	void addObserver(Consumer<ViewChange> observer) {
		this.observers.add(observer);
	}

	Registration addViewListener(ViewListener listener) {
		ViewListener entry = listener::viewChanged; // the same one may be added twice
		this.listeners.add(entry);
		return () -> this.listeners.remove(entry);
	}

	Registration openChannel(int channel, FrameReceiver receiver) {
		FrameReceiver entry = receiver::receive;
		if (this.receivers.putIfAbsent(channel, entry) != null) {
			throw new IllegalStateException("Channel " + channel + " has a receiver already");
		}
		return () -> this.receivers.remove(channel, entry);
	}

	void sent(int bytes) {
		this.framesSent++;
		this.bytesSent += bytes;
	}

	TransportStatistics statistics() {
		return new TransportStatistics(this.framesSent, this.framesReceived, this.bytesSent, this.bytesReceived,
				this.framesDropped, 0, this.viewChanges, 0);
	}

	List<Refusal> refusals() {
		return this.refusals.newestFirst();
	}

	/**
	 * Return where a session delivers to.
	 * @param whenEnded is told of its end
	 */
	Session.Host host(Consumer<Session> whenEnded) {
		return new Host(whenEnded);
	}

	private void failed(String who, RuntimeException ex) {
		this.simulation.trace(this.name, "%s failed: %s", who, ex.toString());
		logger.debug("{} of {} failed", who, this.name, ex);
	}

	private final class Host implements Session.Host {

		private final Consumer<Session> whenEnded;

		Host(Consumer<Session> whenEnded) {
			this.whenEnded = whenEnded;
		}

		@Override
		public void deliver(Member sender, Packet.Frame frame) {
			Registrations parent = Registrations.this;
			FrameReceiver receiver = parent.receivers.get(frame.channel());
			if (receiver == null) {
				parent.framesDropped++;
				return;
			}
			parent.framesReceived++;
			parent.bytesReceived += frame.bytes().length;
			try {
				receiver.receive(sender, frame.bytes());
			}
			catch (RuntimeException ex) { // but an Error is a test's failed assertion
				parent.framesDropped++;
				failed("The receiver of channel " + frame.channel(), ex);
			}
		}

		@Override
		public void dropped(int frames) {
			Registrations.this.framesDropped += frames;
		}

		@Override
		public void viewInstalled(ViewChange change) {
			Registrations.this.viewChanges++;
			Registrations.this.observers.forEach((observer) -> observer.accept(change));
		}

		@Override
		public void tell(ViewChange change) {
			for (ViewListener listener : Registrations.this.listeners) {
				try {
					listener.viewChanged(change);
				}
				catch (RuntimeException ex) {
					failed("A view listener", ex);
				}
			}
		}

		@Override
		public void refused(Member other, Refusal.Reason reason, boolean byUs) {
			Registrations.this.refusals.add(other.host() + ":" + other.port(), reason, byUs,
					Registrations.this.simulation.clock().instant());
		}

		@Override
		public void sessionEnded(Session session) {
			this.whenEnded.accept(session);
		}

	}

}
