package dev.muster.test.transport;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.muster.ClusterView;
import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.ViewChange;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A transport, and all that it told since it was made: view changes, and text frames on
 * one channel, in the order in which they came.
 */
final class ObservedTransport {

	static final int CHANNEL = 100;

	private final ClusterTransport transport;

	private final Queue<Object> history = new ConcurrentLinkedQueue<>();

	ObservedTransport(ClusterTransport transport) {
		this.transport = transport;
		transport.addViewListener(this.history::add);
		transport.openChannel(CHANNEL,
				(sender, frame) -> this.history.add(new Frame(sender, new String(frame, StandardCharsets.UTF_8))));
	}

	ClusterTransport transport() {
		return this.transport;
	}

	MemberId id() {
		return this.transport.self().id();
	}

	List<ViewChange> viewChanges() {
		return select(ViewChange.class);
	}

	List<String> framesFrom(Member sender) {
		return frames().stream().filter((frame) -> frame.sender().equals(sender)).map(Frame::text).toList();
	}

	List<Frame> frames() {
		return select(Frame.class);
	}

	/**
	 * How it was told that a member departed, if it was.
	 */
	Optional<Departure> departure(Member member) {
		return viewChanges().stream()
			.flatMap((change) -> change.departed().stream())
			.filter((departed) -> departed.member().equals(member))
			.map(ViewChange.DepartedMember::reason)
			.findFirst();
	}

	Optional<ViewChange> merge() {
		return viewChanges().stream().filter((change) -> !change.mergedParts().isEmpty()).findFirst();
	}

	boolean send(ObservedTransport to, String text) {
		return this.transport.send(to.id(), CHANNEL, bytes(text));
	}

	int broadcast(String text) {
		return this.transport.broadcast(CHANNEL, bytes(text));
	}

	/**
	 * Check what must hold of any history.
	 */
	void verify() {
		ClusterView view = null;
		Set<Member> known = new HashSet<>();
		for (Object event : this.history) {
			if (event instanceof ViewChange change) {
				verify(change, view);
				view = change.current();
				known.addAll(view.members());
			}
			else if (event instanceof Frame frame) {
				assertThat(known).as("members that %s was told of before a frame from %s", this, frame.sender())
					.contains(frame.sender());
			}
		}
	}

	private void verify(ViewChange change, @Nullable ClusterView before) {
		ClusterView previous = change.previous();
		ClusterView current = change.current();
		assertThat(current.coordinator()).as("coordinator of %s", current).isEqualTo(current.members().get(0));
		assertThat(current.members()).doesNotHaveDuplicates();
		if (previous == null) {
			assertThat(change.joined()).isEqualTo(current.members());
			assertThat(change.departed()).isEmpty();
			return;
		}
		assertThat(previous).as("each change begins where the last one ended").isEqualTo(before);
		assertThat(current.number()).as("numbers rise").isGreaterThan(previous.number());
		ViewChange expected = ViewChange.between(previous, current, (member) -> Departure.LEFT, List.of());
		assertThat(change.joined()).isEqualTo(expected.joined());
		assertThat(change.departed()).extracting(ViewChange.DepartedMember::member)
			.isEqualTo(expected.departed().stream().map(ViewChange.DepartedMember::member).toList());
	}

	private <T> List<T> select(Class<T> type) {
		return this.history.stream().filter(type::isInstance).map(type::cast).toList();
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.transport.isRunning() ? this.transport.self().name() : "(not running)";
	}

	record Frame(Member sender, String text) {
	}

}
