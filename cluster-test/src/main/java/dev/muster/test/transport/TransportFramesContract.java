package dev.muster.test.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.Registration;
import dev.muster.transport.ClusterTransport;
import dev.muster.transport.TransportStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Frames: delivery, order, channels, limits.
 */
abstract class TransportFramesContract extends TransportViewsContract {

	private static final int OTHER_CHANNEL = CHANNEL + 1;

	@Test
	void sendReachesOneMember() {
		List<ObservedTransport> nodes = cluster(3);
		assertThat(nodes.get(0).send(nodes.get(1), "for b")).isTrue();
		assertThat(nodes.get(0).broadcast("for all")).isEqualTo(2);
		await("the frames", () -> nodes.get(1).frames().size() == 2 && nodes.get(2).frames().size() == 1);
		assertThat(nodes.get(1).framesFrom(nodes.get(0).transport().self())).containsExactly("for b", "for all");
		assertThat(nodes.get(2).framesFrom(nodes.get(0).transport().self())).containsExactly("for all");
		assertThat(nodes.get(0).frames()).as("frames to itself").isEmpty();
	}

	@Test
	void partsArriveAsOneFrameInOrder() {
		List<ObservedTransport> nodes = cluster(2);
		List<String> sent = new ArrayList<>();
		for (int size : new int[] { 1, 100, 30_000, 59_900, 60_000, 60_001, 200_000, 10 }) {
			List<byte[]> parts = List.of(ObservedTransport.bytes("begin" + size), new byte[0],
					ObservedTransport.bytes("x".repeat(size)), ObservedTransport.bytes("end"));
			sent.add("begin" + size + "x".repeat(size) + "end");
			assertThat(nodes.get(0).transport().sendParts(nodes.get(1).id(), ObservedTransport.CHANNEL, parts))
				.isTrue();
			sent.add("whole");
			nodes.get(0).send(nodes.get(1), "whole");
		}
		await("all frames", () -> nodes.get(1).frames().size() == sent.size());
		assertThat(nodes.get(1).framesFrom(nodes.get(0).transport().self())).isEqualTo(sent);
	}

	@Test
	void whenAloneThenBroadcastReachesNobody() {
		ObservedTransport node = cluster(1).get(0);
		assertThat(node.broadcast("anybody?")).isZero();
	}

	@Test
	void framesKeepTheirOrderWhetherSentOrBroadcast() {
		List<ObservedTransport> nodes = cluster(3);
		List<String> toAll = new ArrayList<>();
		List<String> toOne = new ArrayList<>();
		for (int i = 0; i < 600; i++) {
			String text = "frame " + i;
			toOne.add(text);
			if (i % 3 == 0) {
				nodes.get(0).send(nodes.get(1), text);
			}
			else {
				toAll.add(text);
				nodes.get(0).broadcast(text);
			}
		}
		await("all frames",
				() -> nodes.get(1).frames().size() >= toOne.size() && nodes.get(2).frames().size() >= toAll.size());
		assertThat(nodes.get(1).framesFrom(nodes.get(0).transport().self())).isEqualTo(toOne);
		assertThat(nodes.get(2).framesFrom(nodes.get(0).transport().self())).isEqualTo(toAll);
	}

	@Test
	void whenManyThreadsOfAllMembersSendThenEachOneKeepsItsOrder() {
		int threads = 3;
		int frames = 200;
		List<ObservedTransport> nodes = cluster(3);
		List<Runnable> senders = new ArrayList<>();
		for (ObservedTransport node : nodes) {
			for (int thread = 0; thread < threads; thread++) {
				String prefix = thread + ":";
				senders.add(() -> IntStream.range(0, frames).forEach((i) -> node.broadcast(prefix + i)));
			}
		}
		together(senders);
		int expected = (nodes.size() - 1) * threads * frames;
		for (ObservedTransport receiver : nodes) {
			await("all frames at " + receiver, () -> receiver.frames().size() >= expected);
			assertThat(receiver.frames()).hasSize(expected);
			for (ObservedTransport sender : nodes) {
				for (int thread = 0; thread < threads && sender != receiver; thread++) {
					String prefix = thread + ":";
					assertThat(receiver.framesFrom(sender.transport().self()))
						.filteredOn((text) -> text.startsWith(prefix))
						.isEqualTo(IntStream.range(0, frames).mapToObj((i) -> prefix + i).toList());
				}
			}
		}
	}

	@Test
	void channelsAreSeparate() {
		List<ObservedTransport> nodes = cluster(2);
		Queue<String> others = new ConcurrentLinkedQueue<>();
		nodes.get(1)
			.transport()
			.openChannel(OTHER_CHANNEL, (sender, frame) -> others.add(new String(frame, StandardCharsets.UTF_8)));
		nodes.get(0).send(nodes.get(1), "here");
		nodes.get(0).transport().send(nodes.get(1).id(), OTHER_CHANNEL, ObservedTransport.bytes("there"));
		await("both frames", () -> nodes.get(1).frames().size() == 1 && others.size() == 1);
		assertThat(others).containsExactly("there");
		assertThat(nodes.get(1).frames()).extracting(ObservedTransport.Frame::text).containsExactly("here");
	}

	@Test
	void whenNobodyReceivesTheChannelThenTheFrameIsCountedAndDropped() {
		List<ObservedTransport> nodes = cluster(2);
		Queue<String> received = new ConcurrentLinkedQueue<>();
		ClusterTransport receiver = nodes.get(1).transport();
		Registration registration = receiver.openChannel(OTHER_CHANNEL, (sender, frame) -> received.add("first"));
		nodes.get(0).transport().send(nodes.get(1).id(), OTHER_CHANNEL, new byte[1]);
		await("the frame", () -> received.size() == 1);
		registration.close();
		registration.close();
		nodes.get(0).transport().send(nodes.get(1).id(), OTHER_CHANNEL, new byte[1]);
		await("the frame is counted", () -> receiver.statistics().framesDropped() == 1);
		receiver.openChannel(OTHER_CHANNEL, (sender, frame) -> received.add("second"));
		nodes.get(0).transport().send(nodes.get(1).id(), OTHER_CHANNEL, new byte[1]);
		await("a frame for the new receiver", () -> received.size() == 2);
		assertThat(received).containsExactly("first", "second");
	}

	@Test
	void whenAChannelHasAReceiverThenASecondOneIsRefused() {
		ObservedTransport node = node("a");
		assertThatIllegalStateException()
			.isThrownBy(() -> node.transport().openChannel(CHANNEL, (sender, frame) -> assertThat(frame).isNull()))
			.withMessageContaining(String.valueOf(CHANNEL));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 128 })
	void whenTheChannelsNumberIsOutOfRangeThenItIsRefused(int channel) {
		List<ObservedTransport> nodes = cluster(2);
		ClusterTransport transport = nodes.get(0).transport();
		MemberId other = nodes.get(1).id();
		assertThatIllegalArgumentException().isThrownBy(() -> transport.openChannel(channel, (sender, frame) -> {
		}));
		assertThatIllegalArgumentException().isThrownBy(() -> transport.send(other, channel, new byte[1]));
		assertThatIllegalArgumentException().isThrownBy(() -> transport.broadcast(channel, new byte[1]));
	}

	@Test
	void framesMayBeEmptyOrAsLargeAsTheLimitAndNotLarger() {
		List<ObservedTransport> nodes = cluster(2);
		ClusterTransport sender = nodes.get(0).transport();
		MemberId to = nodes.get(1).id();
		int limit = sender.maxFrameSize();
		Queue<byte[]> received = new ConcurrentLinkedQueue<>();
		nodes.get(1).transport().openChannel(OTHER_CHANNEL, (member, frame) -> received.add(frame));
		byte[] largest = new byte[limit];
		largest[limit - 1] = 42;
		assertThat(sender.send(to, OTHER_CHANNEL, new byte[0])).isTrue();
		assertThat(sender.broadcast(OTHER_CHANNEL, largest)).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> sender.send(to, OTHER_CHANNEL, new byte[limit + 1]));
		assertThatIllegalArgumentException().isThrownBy(() -> sender.broadcast(OTHER_CHANNEL, new byte[limit + 1]));
		await("both frames", () -> received.size() == 2);
		assertThat(received).containsExactly(new byte[0], largest);
	}

	@Test
	void whenTheMemberIsUnknownThenSendSaysSo() {
		ObservedTransport node = cluster(2).get(0);
		assertThat(node.transport().send(MemberId.random(), CHANNEL, new byte[1])).isFalse();
	}

	@Test
	void toSendToItselfIsAMistake() {
		ObservedTransport node = cluster(1).get(0);
		assertThatIllegalArgumentException().isThrownBy(() -> node.transport().send(node.id(), CHANNEL, new byte[1]));
	}

	@Test
	void whenAReceiverThrowsThenTheFrameIsCountedAndTheNextOnesArrive() {
		List<ObservedTransport> nodes = cluster(2);
		ClusterTransport receiver = nodes.get(1).transport();
		Queue<Byte> received = new ConcurrentLinkedQueue<>();
		receiver.openChannel(OTHER_CHANNEL, (sender, frame) -> {
			if (frame[0] % 2 == 0) {
				throw new IllegalStateException("thrown by a test's receiver");
			}
			received.add(frame[0]);
		});
		for (byte i = 0; i < 6; i++) {
			nodes.get(0).transport().send(nodes.get(1).id(), OTHER_CHANNEL, new byte[] { i });
		}
		await("the frames that the receiver likes", () -> received.size() == 3);
		assertThat(received).containsExactly((byte) 1, (byte) 3, (byte) 5);
		assertThat(receiver.statistics().framesDropped()).isEqualTo(3);
	}

	@Test
	void whenAReceiverBlocksThenFramesOfOtherMembersStillArrive() {
		List<ObservedTransport> nodes = cluster(3);
		AtomicBoolean released = new AtomicBoolean();
		Queue<String> received = new ConcurrentLinkedQueue<>();
		nodes.get(0).transport().openChannel(OTHER_CHANNEL, (sender, frame) -> {
			if (sender.name().equals("b")) {
				received.add("b enters");
				if (!released.get()) {
					nodes.get(2).transport().send(nodes.get(0).id(), OTHER_CHANNEL, new byte[1]);
				}
				await("the frame of c", released::get);
			}
			received.add(sender.name());
			released.set(sender.name().equals("c") || released.get());
		});
		nodes.get(1).transport().send(nodes.get(0).id(), OTHER_CHANNEL, new byte[1]);
		nodes.get(1).transport().send(nodes.get(0).id(), OTHER_CHANNEL, new byte[1]);
		await("all frames", () -> received.size() == 5);
		assertThat(received).containsExactly("b enters", "c", "b", "b enters", "b");
	}

	@Test
	void whenAMemberDepartsThenItsUndeliveredFramesAreDropped() {
		List<ObservedTransport> nodes = cluster(3);
		ObservedTransport receiver = nodes.get(0);
		ObservedTransport leaver = nodes.get(1);
		Member gone = leaver.transport().self();
		Queue<String> received = new ConcurrentLinkedQueue<>();
		receiver.transport().openChannel(OTHER_CHANNEL, (sender, frame) -> {
			received.add(sender.name());
			if (sender.name().equals("b")) {
				leaver.transport().stop();
				await("the departure of b", () -> receiver.departure(gone).isPresent());
			}
		});
		for (int i = 0; i < 20; i++) {
			leaver.transport().send(receiver.id(), OTHER_CHANNEL, new byte[1]);
		}
		await("the receiver is busy with b", () -> received.contains("b"));
		awaitOneView(receiver, nodes.get(2));
		await("the departure", () -> receiver.departure(gone).isPresent());
		nodes.get(2).transport().send(receiver.id(), OTHER_CHANNEL, new byte[1]);
		await("a frame of the member that stays", () -> received.contains("c"));
		assertThat(received).containsExactly("b", "c");
	}

	@Test
	void aReceiverMaySend() {
		List<ObservedTransport> nodes = cluster(2);
		Queue<Integer> rallies = new ConcurrentLinkedQueue<>();
		for (ObservedTransport node : nodes) {
			node.transport().openChannel(OTHER_CHANNEL, (sender, frame) -> {
				rallies.add((int) frame[0]);
				if (frame[0] < 100) {
					node.transport().send(sender.id(), OTHER_CHANNEL, new byte[] { (byte) (frame[0] + 1) });
				}
			});
		}
		nodes.get(0).transport().send(nodes.get(1).id(), OTHER_CHANNEL, new byte[] { 1 });
		await("a hundred returns", () -> rallies.size() == 100);
		assertThat(rallies).containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
	}

	@Test
	void statisticsCountFramesBytesAndViews() {
		List<ObservedTransport> nodes = cluster(3);
		nodes.get(0).send(nodes.get(1), "1234");
		nodes.get(0).broadcast("123456");
		await("the frames", () -> nodes.get(1).frames().size() == 2 && nodes.get(2).frames().size() == 1);
		TransportStatistics sender = nodes.get(0).transport().statistics();
		assertThat(sender.framesSent()).as("a broadcast counts for each member").isEqualTo(3);
		assertThat(sender.bytesSent()).isEqualTo(4 + 6 + 6);
		assertThat(sender.framesReceived()).isZero();
		assertThat(sender.viewChanges()).isGreaterThanOrEqualTo(3);
		await("what was received is counted", () -> nodes.get(1).transport().statistics().framesReceived() == 2);
		TransportStatistics receiver = nodes.get(1).transport().statistics();
		assertThat(receiver.bytesReceived()).isEqualTo(10);
		assertThat(receiver.framesDropped()).isZero();
		assertThat(receiver.invalidPackets()).isZero();
	}

}
