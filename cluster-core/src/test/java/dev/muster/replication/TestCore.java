package dev.muster.replication;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

/**
 * A core whose frames wait until the test delivers them, or does not.
 */
final class TestCore implements Network, ReplicaListener<TestCore.Text> {

	private static final long SECOND = 1_000_000_000L;

	final Member self;

	final ReplicaCore<Text> core;

	/** What it was told, in short. */
	final List<String> events = new ArrayList<>();

	/** What it sent and was not delivered yet. */
	final List<Sent> sent = new ArrayList<>();

	long now;

	private @Nullable ClusterView view;

	TestCore(String name, long id, ReplicationSettings settings) {
		this.self = new Member(new MemberId(0, id), name, "10.0.0.1", 7800, Map.of());
		this.core = new ReplicaCore<>(settings, this, this, EnumSet.allOf(Rule.class));
	}

	TestCore(String name, long id) {
		this(name, id, ReplicationSettings.defaults());
	}

	/** Give each of some the view of all of them. */
	static void meet(TestCore... cores) {
		for (TestCore core : cores) {
			core.view(Departure.FAILED, cores);
		}
	}

	void view(Departure reason, TestCore... cores) {
		List<Member> members = new ArrayList<>();
		for (TestCore each : cores) {
			members.add(each.self);
		}
		ClusterView before = this.view;
		ClusterView current = new ClusterView((before != null) ? before.number() + 1 : 1, members.get(0), members);
		this.view = current;
		this.core.viewChanged(this.now, this.self, ViewChange.between(before, current, (member) -> reason, List.of()));
	}

	/** Deliver all frames of some among each other until there are none. */
	static void settle(TestCore... cores) {
		boolean more = true;
		while (more) {
			more = false;
			for (TestCore core : cores) {
				for (Sent each : core.take()) {
					for (TestCore to : cores) {
						if (to.self.id().equals(each.to())) {
							to.receive(core, each.frame());
							more = true;
						}
					}
				}
			}
		}
	}

	List<Sent> take() {
		List<Sent> taken = new ArrayList<>(this.sent);
		this.sent.clear();
		return taken;
	}

	/** Take the frames of a type, and forget the others. */
	List<byte[]> take(int type) {
		return take().stream().map(Sent::frame).filter((frame) -> (frame[0] & 0xf) == type).toList();
	}

	@Nullable String receive(TestCore from, byte[] frame) {
		return this.core.received(this.now, from.self, frame);
	}

	void receive(TestCore from, List<byte[]> frames) {
		frames.forEach((frame) -> receive(from, frame));
	}

	/** Let a second pass. */
	void tick() {
		this.now += SECOND;
		this.core.tick(this.now);
	}

	long add(String text) {
		this.now += SECOND; // so that each operation goes alone
		return this.core.add(this.now, text.getBytes(StandardCharsets.UTF_8)).dot();
	}

	void remove(long dot) {
		this.now += SECOND;
		this.core.remove(this.now, dot);
	}

	Origin<Text> of(TestCore other) {
		Origin<Text> origin = this.core.origin(other.self.id());
		if (origin == null) {
			throw new AssertionError(this.self + " does not know " + other.self);
		}
		return origin;
	}

	List<String> texts(TestCore other) {
		List<String> texts = new ArrayList<>();
		of(other).entries().forEach((entry) -> texts.add(entry.text()));
		return texts;
	}

	@Override
	public void send(MemberId to, byte[] frame) {
		this.sent.add(new Sent(to, frame));
	}

	@Override
	public void send(MemberId to, FrameStream frames) {
		for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
			send(to, frame);
		}
	}

	@Override
	public void broadcast(byte[] frame) {
		ClusterView current = this.view;
		if (current != null) {
			current.members()
				.stream()
				.filter((member) -> !member.equals(this.self))
				.forEach((member) -> send(member.id(), frame));
		}
	}

	@Override
	public Text create(Origin<Text> origin, long dot, byte[] body) {
		return new Text(dot, body);
	}

	@Override
	public void added(Origin<Text> origin, Text entry) {
		this.events.add("+" + entry.text());
	}

	@Override
	public void removed(Origin<Text> origin, Text entry) {
		this.events.add("-" + entry.text());
	}

	@Override
	public void hidden(Origin<Text> origin) {
		this.events.add("hidden " + origin.requireMember().name());
	}

	@Override
	public void shown(Origin<Text> origin) {
		this.events.add("shown " + origin.requireMember().name());
	}

	@Override
	public void current(Origin<Text> origin) {
		this.events.add("current " + origin.requireMember().name());
	}

	@Override
	public void gone(Origin<Text> origin, Entries<Text> entries, boolean wasVisible) {
		this.events.add("gone " + origin.requireMember().name() + " with " + entries.size());
	}

	/**
	 * An entry that says a text.
	 */
	static final class Text extends Entry {

		Text(long dot, byte[] body) {
			super(dot, body);
		}

		String text() {
			return new String(body(), StandardCharsets.UTF_8);
		}

	}

	/**
	 * A frame on its way.
	 */
	record Sent(MemberId to, byte[] frame) {
	}

}
