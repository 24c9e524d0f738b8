package dev.muster.test.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ViewChange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that the nodes of a history sent, received and were told, and whether it may be.
 */
final class Journal {

	static final int CHANNEL = 7;

	private final Map<MemberId, Life> lives = new HashMap<>();

	private long sequence;

	/**
	 * Write down what happens on a transport.
	 */
	void follow(SimulatedTransport transport) {
		transport.addViewListener((change) -> life(transport.self().id()).told(change));
		transport.openChannel(CHANNEL, (sender, frame) -> {
			assertThat(transport.view().members()).as("current view of %s at a frame", transport).contains(sender);
			life(transport.self().id())
				.received(new Received(sender, Long.parseLong(new String(frame, StandardCharsets.UTF_8))));
		});
	}

	void send(SimulatedTransport from, Member to) {
		long number = ++this.sequence;
		ClusterView view = from.view();
		if (from.send(to.id(), CHANNEL, String.valueOf(number).getBytes(StandardCharsets.UTF_8))) {
			life(from.self().id()).sent(to.id(), number, view);
		}
	}

	void broadcast(SimulatedTransport from) {
		long number = ++this.sequence;
		ClusterView view = from.view();
		int count = from.broadcast(CHANNEL, String.valueOf(number).getBytes(StandardCharsets.UTF_8));
		assertThat(count).isEqualTo(view.size() - 1);
		for (Member member : view.members()) {
			if (!member.equals(from.self())) {
				life(from.self().id()).sent(member.id(), number, view);
			}
		}
	}

	void leaving(SimulatedTransport transport) {
		if (transport.isRunning()) {
			life(transport.self().id()).leaving = true;
		}
	}

	private Life life(MemberId id) {
		return this.lives.computeIfAbsent(id, (key) -> new Life());
	}

	long received() {
		return this.lives.values().stream().mapToLong((life) -> life.received.size()).sum();
	}

	/**
	 * Check the whole history.
	 * @param survivors who lives at its end
	 */
	void verify(Collection<MemberId> survivors) {
		Map<List<Object>, List<Member>> views = new HashMap<>();
		this.lives.forEach((id, life) -> life.changes.forEach((told) -> {
			ClusterView view = told.change().current();
			List<Member> members = views.computeIfAbsent(List.of(view.number(), view.coordinator().id()),
					(key) -> view.members());
			assertThat(view.members()).as("members of view %s of %s", view.number(), view.coordinator())
				.isEqualTo(members);
		}));
		this.lives.forEach((id, life) -> {
			verifyViews(id, life);
			this.lives.forEach((other, otherLife) -> {
				boolean survive = survivors.contains(id) && survivors.contains(other);
				verifyFrames(id, life, other, otherLife, survive);
			});
		});
	}

	private void verifyViews(MemberId id, Life life) {
		ClusterView previous = null;
		for (Told told : life.changes) {
			ViewChange change = told.change();
			assertThat(change.previous()).isEqualTo(previous);
			assertThat(change.current().contains(id)).isTrue();
			assertThat(change.current().coordinator()).isEqualTo(change.current().members().get(0));
			assertThat(change.current().members()).doesNotHaveDuplicates();
			if (previous != null) {
				assertThat(change.current().number()).as("numbers rise").isGreaterThan(previous.number());
			}
			for (ViewChange.DepartedMember departed : change.departed()) {
				assertThat(departed.reason() == Departure.FAILED || life(departed.member().id()).leaving)
					.as("%s said goodbye", departed.member())
					.isTrue();
			}
			previous = change.current();
		}
	}

	private void verifyFrames(MemberId from, Life sender, MemberId to, Life receiver, boolean survive) {
		List<Long> received = receiver.received.stream()
			.filter((frame) -> frame.sender().id().equals(from))
			.map(Received::number)
			.toList();
		List<Sent> sent = sender.sent.getOrDefault(to, List.of());
		assertThat(received).as("each once, in the order in which they were sent").isSorted().doesNotHaveDuplicates();
		assertThat(sent.stream().map(Sent::number).toList()).containsAll(received);
		Set<Long> arrived = new HashSet<>(received);
		for (Sent frame : sent) {
			boolean stay = survive && !sender.drops(to, frame.view()) && !receiver.dropsAfter(from, frame.number());
			assertThat(!stay || arrived.contains(frame.number()))
				.as("frame %s from %s to %s arrives, since both stay; sender %s; receiver %s", frame.number(), from, to,
						sender, receiver)
				.isTrue();
		}
	}

	/**
	 * One incarnation.
	 */
	private final class Life {

		private final List<Told> changes = new ArrayList<>();

		private final List<Received> received = new ArrayList<>();

		private final Map<MemberId, List<Sent>> sent = new HashMap<>();

		private boolean leaving;

		@Override
		public String toString() {
			StringBuilder text = new StringBuilder();
			for (Told told : this.changes) {
				text.append("\n  after frame ").append(told.sequence()).append(": ").append(told.change().current());
			}
			return text.append('\n').toString();
		}

		void told(ViewChange change) {
			this.changes.add(new Told(change, Journal.this.sequence));
		}

		void sent(MemberId to, long number, ClusterView view) {
			this.sent.computeIfAbsent(to, (key) -> new ArrayList<>()).add(new Sent(number, view));
		}

		void received(Received frame) {
			assertThat(this.changes).as("views told of before the first frame").isNotEmpty();
			ClusterView told = this.changes.get(this.changes.size() - 1).change().current();
			assertThat(told.members()).as("the view that listeners were told of, at a frame").contains(frame.sender());
			this.received.add(frame);
		}

		/**
		 * Whether a member departed from a view later than the given one.
		 */
		boolean drops(MemberId other, ClusterView view) {
			boolean later = false;
			for (Told told : this.changes) {
				if (later && told.drops(other)) {
					return true;
				}
				later |= told.change().current().equals(view);
			}
			return !later; // never told of that view: ended before
		}

		/**
		 * Whether a member departed after something was sent.
		 */
		boolean dropsAfter(MemberId other, long number) {
			return this.changes.stream().anyMatch((told) -> told.sequence() >= number && told.drops(other));
		}

	}

	private record Told(ViewChange change, long sequence) {

		boolean drops(MemberId other) {
			return this.change.departed().stream().anyMatch((departed) -> departed.member().id().equals(other));
		}

	}

	private record Sent(long number, ClusterView view) {
	}

	private record Received(Member sender, long number) {
	}

}
