package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.DuplicateNodeNameException;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.NotRunningException;
import dev.muster.discovery.PeerAddress;
import dev.muster.transport.ProtocolVersions;
import dev.muster.transport.TransportSettings;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a node, from start to stop: an engine channel, a member id, and a lane for
 * each sender. Engine threads are never kept: what may block goes to the transport's own.
 */
final class Incarnation implements Receiver, Introducer.Host {

	static final int CONTROL = 0;

	/** How many lanes there may be, so of senders that were members once. */
	private static final int MAX_LANES = 4096;

	private static final Logger logger = LoggerFactory.getLogger(Incarnation.class);

	private final MemberId id;

	private final TransportParts parts;

	private final Function<InetSocketAddress, Member> describe;

	private final Introducer introducer;

	private final JChannel channel;

	private final FrameCarrier carrier;

	private final ViewPublisher views;

	private final Map<Address, SenderLane> lanes = new ConcurrentHashMap<>();

	private final Set<Address> goodbyes = ConcurrentHashMap.newKeySet();

	private final Map<Address, CountDownLatch> goodbyesUnheard = new ConcurrentHashMap<>();

	private final Map<Address, CompletableFuture<Void>> introducing = new ConcurrentHashMap<>();

	private final CompletableFuture<ClusterView> firstView = new CompletableFuture<>();

	private volatile @Nullable Member self;

	private volatile boolean leaving;

	Incarnation(MemberId id, TransportParts parts, Introducer introducer, TransportSettings settings,
			Function<InetSocketAddress, Member> describe) throws Exception {
		this.id = id;
		this.parts = parts;
		this.describe = describe;
		this.introducer = introducer;
		introducer.attach(this);
		// A member that hangs is excluded by then
		Duration patience = settings.failureDetectionTimeout()
			.plus(settings.failureDetectionInterval().multipliedBy(2))
			.plus(settings.verifyTimeout())
			.plusSeconds(1);
		this.views = new ViewPublisher(this::member, this::departed, parts, this::published, this::askForIntroductions,
				patience);
		this.channel = EngineStack.channel(parts.clusterName(), settings, introducer);
		this.carrier = (settings.udp() != null) ? new MulticastCarrier(this.channel) : new UnicastCarrier(this.channel);
		this.channel.addAddressGenerator(() -> EngineDiscovery.engineAddress(id));
		this.channel.setName("muster-" + id.toString().substring(0, 8)); // in the
																			// engine's
																			// own logs
		this.channel.setReceiver(this);
		this.channel.setDiscardOwnMessages(true);
	}

	void connect(Duration patience) throws Exception {
		this.channel.connect("muster:" + this.parts.clusterName());
		// Only the introductions of the members are missing now
		requireOwnName(this.firstView.get(patience.toMillis(), TimeUnit.MILLISECONDS));
	}

	/**
	 * Of two that joined under one name before either heard of the other, the older keeps
	 * it.
	 */
	private void requireOwnName(ClusterView view) {
		Member self = view.members().stream().filter((member) -> member.id().equals(this.id)).findFirst().orElseThrow();
		for (Member older : view.members().subList(0, view.members().indexOf(self))) {
			if (older.name().equals(self.name())) {
				throw new DuplicateNodeNameException(self.name(), older.host() + ":" + older.port());
			}
		}
	}

	/** Give up what {@link #connect} is waiting for. */
	void cancel() {
		this.leaving = true;
		this.introducer.cancel();
	}

	/** Discovery has news: look for separated parts of the cluster at once. */
	void candidatesChanged() {
		if (this.views.current() != null && !this.leaving) {
			this.introducer.lookForOutsiders();
		}
	}

	void leave(Duration timeout) {
		this.leaving = true;
		ClusterView view = this.views.current();
		if (view != null && view.size() > 1) {
			sayGoodbye(view, timeout);
		}
		this.channel.close();
		this.lanes.values().forEach(SenderLane::close);
	}

	// A member that leaves without its goodbye heard would look like one that crashed
	private void sayGoodbye(ClusterView view, Duration timeout) {
		for (Member member : view.members()) {
			if (!member.id().equals(this.id)) {
				this.goodbyesUnheard.put(EngineDiscovery.engineAddress(member.id()), new CountDownLatch(1));
			}
		}
		this.goodbyesUnheard.keySet().forEach((address) -> control(address, new byte[] { Introduction.GOODBYE }));
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			for (CountDownLatch heard : this.goodbyesUnheard.values()) {
				if (!heard.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt(); // leave at once then
		}
	}

	@Override
	public void bound(InetSocketAddress address) {
		Member described = this.describe.apply(address);
		this.self = described;
		this.introducer.bound(address, described.name());
		this.parts.discovery().start(this.parts.clusterName(), new PeerAddress(described.host(), described.port()));
	}

	/** What the engine's packets and ours go through. */
	PacketPort port() {
		return (PacketPort) this.channel.getProtocolStack().getTransport();
	}

	/** The engine's channel, for tests and benchmarks. */
	JChannel channel() {
		return this.channel;
	}

	Member self() {
		Member known = this.self;
		if (known == null) {
			throw new NotRunningException();
		}
		return known;
	}

	@Nullable ClusterView view() {
		return this.views.current();
	}

	/** Return the other members of the view. */
	List<MemberId> others() {
		ClusterView view = this.views.current();
		return (view != null)
				? view.members().stream().map(Member::id).filter((other) -> !other.equals(this.id)).toList()
				: List.of();
	}

	/**
	 * Send a frame to those of some members that are in the view.
	 * @return to how many
	 */
	int send(List<MemberId> to, int number, List<byte[]> parts, int length) {
		ClusterView view = this.views.current();
		if (this.leaving || view == null) {
			return 0;
		}
		List<MemberId> present = to.stream().filter(view::contains).toList();
		for (MemberId member : present) {
			CompletableFuture<Void> introduction = this.introducing.get(EngineDiscovery.engineAddress(member));
			if (introduction != null) {
				introduction.join(); // what overtakes it is dropped
			}
		}
		return this.carrier.send(present, number, parts, length);
	}

	private void transmit(Address to, byte[] control) {
		this.carrier.send(List.of(EngineDiscovery.memberId(to)), CONTROL, List.of(control), control.length);
	}

	private void control(Address to, byte[] frame) {
		onWorker(() -> transmit(to, frame));
	}

	// Engine threads must not wait for a busy member or a slow receiver
	private void onWorker(Runnable task) {
		try {
			this.parts.worker().execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The node has stopped");
			this.introducing.values().forEach((introduction) -> introduction.complete(null));
		}
	}

	@Override
	public void receive(Message message) {
		int number = FrameCarrier.channel(message, this.id);
		if (number == FrameCarrier.NOT_MEANT) {
			return;
		}
		List<byte[]> frame = GatheringMessage.parts(message);
		if (number < 0 || message.getSrc() == null || frame == null) {
			this.introducer.invalid(String.valueOf(message.getSrc()), "an engine message that is none of ours");
			return;
		}
		SenderLane lane = lane(message.getSrc());
		if (number == CONTROL) {
			control(message.getSrc(), lane, frame.get(0)); // which is sent as one
		}
		else {
			lane.frame(number, frame);
		}
	}

	private SenderLane lane(Address sender) {
		SenderLane lane = this.lanes.get(sender);
		if (lane != null) {
			return lane;
		}
		if (this.lanes.size() >= MAX_LANES) {
			this.lanes.values().removeIf(SenderLane::isClosed);
		}
		return this.lanes.computeIfAbsent(sender, (key) -> new SenderLane(this.parts.receivers()));
	}

	private void control(Address sender, SenderLane lane, byte[] frame) {
		switch ((frame.length > 0) ? frame[0] : 0) {
			case Introduction.INTRODUCTION -> {
				try {
					lane.introduced(Introduction.decode(EngineDiscovery.memberId(sender), frame));
					this.goodbyes.remove(sender);
					this.views.introduced();
				}
				catch (MalformedPacketException ex) {
					this.introducer.invalid(sender.toString(), String.valueOf(ex.getMessage()));
				}
			}
			case Introduction.INTRODUCE_YOURSELF -> introduceTo(sender);
			case Introduction.GOODBYE -> {
				if (this.goodbyes.size() < MAX_LANES) {
					this.goodbyes.add(sender);
				}
				control(sender, new byte[] { Introduction.GOODBYE_HEARD });
			}
			case Introduction.GOODBYE_HEARD -> {
				CountDownLatch unheard = this.goodbyesUnheard.get(sender);
				if (unheard != null) {
					unheard.countDown();
				}
			}
			default -> this.introducer.unknown();
		}
	}

	@Override
	public void viewAccepted(View view) {
		View before = this.views.engineView();
		List<Address> strangers = new ArrayList<>();
		for (Address member : view.getMembers()) {
			// After a merge everybody is told again: a side may have given up on this
			// member
			// while this member never lost sight of that side
			boolean known = before != null && before.containsMember(member) && !(view instanceof MergeView);
			if (!known && !member.equals(this.channel.getAddress())) {
				strangers.add(member);
			}
		}
		if (before != null) {
			for (Address gone : View.leftMembers(before, view)) {
				SenderLane lane = this.lanes.get(gone);
				if (lane != null) {
					lane.close();
				}
			}
		}
		if (view instanceof MergeView) {
			// Who had excluded this node did not count what it sent: that credit never
			// returns
			this.carrier.unblock();
		}
		strangers.forEach(this::introduceTo);
		this.views.engineView(view);
	}

	private void introduceTo(Address member) {
		CompletableFuture<Void> introduction = new CompletableFuture<>();
		this.introducing.put(member, introduction);
		onWorker(() -> {
			try {
				transmit(member, Introduction.encode(self()));
			}
			finally {
				this.introducing.remove(member, introduction);
				introduction.complete(null);
			}
		});
	}

	private @Nullable Member member(Address address) {
		if (address.equals(this.channel.getAddress())) {
			return this.self;
		}
		Introduction.Introduced introduced = introduced(address);
		return (introduced != null) ? introduced.member() : null;
	}

	private Introduction.@Nullable Introduced introduced(Address address) {
		SenderLane lane = this.lanes.get(address);
		return (lane != null && !lane.isClosed()) ? lane.introduced() : null;
	}

	@Nullable ProtocolVersions protocolVersions(MemberId member) {
		if (member.equals(this.id)) {
			return Hello.VERSIONS;
		}
		Introduction.Introduced introduced = introduced(EngineDiscovery.engineAddress(member));
		return (introduced != null) ? introduced.versions() : null;
	}

	// The engine does not tell a goodbye from a failure; our members do
	private Departure departed(Member member) {
		return this.goodbyes.remove(EngineDiscovery.engineAddress(member.id())) ? Departure.LEFT : Departure.FAILED;
	}

	private void published(ClusterView view, List<Member> joined) {
		this.firstView.complete(view);
		for (Member member : joined) {
			SenderLane lane = this.lanes.get(EngineDiscovery.engineAddress(member.id()));
			if (lane != null) {
				onWorker(lane::open);
			}
		}
	}

	/** Ask members of the engine's view that have not introduced themselves to do so. */
	private void askForIntroductions(List<Address> silent) {
		silent.forEach((address) -> control(address, new byte[] { Introduction.INTRODUCE_YOURSELF }));
	}

	@Override
	public boolean isNameTaken(String name, MemberId asker, InetSocketAddress address) {
		ClusterView view = this.views.current();
		if (view == null) {
			return false;
		}
		for (Member member : view.members()) {
			// Somebody else at the same address can only be its successor
			if (member.name().equals(name) && !member.id().equals(asker) && !(member.port() == address.getPort()
					&& member.host().equals(address.getAddress().getHostAddress()))) {
				return true;
			}
		}
		return false;
	}

}
