package dev.muster.transport.jgroups.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Links} that connect to one another at the same time.
 */
@ExtendWith(BufferLeaks.class)
class LinksSimultaneousIT {

	private static final int ROUNDS = 200;

	private static final int FRAMES = 20;

	@Test
	void whenBothConnectThenOneConnectionIsLeftAndNothingIsLost() throws Exception {
		List<String> texts = IntStream.range(0, FRAMES).mapToObj(Integer::toString).toList();
		for (int round = 0; round < ROUNDS; round++) {
			try (Node a = Node.start(); Node b = Node.start()) {
				CyclicBarrier barrier = new CyclicBarrier(2);
				Thread other = new Thread(() -> burst(barrier, b, a));
				other.start();
				burst(barrier, a, b);
				other.join();
				a.awaitFrames(FRAMES);
				b.awaitFrames(FRAMES);
				a.awaitConnections(b, 1);
				b.awaitConnections(a, 1);
				a.send(b, "more");
				b.send(a, "more");
				a.awaitFrames(FRAMES + 1);
				b.awaitFrames(FRAMES + 1);
				for (Node each : List.of(a, b)) {
					assertThat(each.texts()).contains("more").containsAll(texts).hasSize(FRAMES + 1);
					assertThat(each.closed).isEmpty();
					assertThat(each.absent).isEmpty();
				}
				Node.await("both use the same").until(() -> a.statistics(b).byUs() != b.statistics(a).byUs());
			}
		}
	}

	@Test
	void whenManyNodesConnectToAllThenEachPairHasOneConnection() throws Exception {
		List<Node> nodes = new ArrayList<>();
		try {
			for (int i = 0; i < 6; i++) {
				nodes.add(Node.start());
			}
			CyclicBarrier barrier = new CyclicBarrier(nodes.size());
			List<Thread> threads = nodes.stream()
				.map((node) -> new Thread(
						() -> burst(barrier, node, nodes.stream().filter((each) -> each != node).toArray(Node[]::new))))
				.toList();
			threads.forEach(Thread::start);
			for (Node node : nodes) {
				node.awaitFrames(FRAMES * (nodes.size() - 1));
				for (Node peer : nodes) {
					if (peer != node) {
						node.awaitConnections(peer, 1);
					}
				}
				assertThat(node.closed).isEmpty();
			}
		}
		finally {
			nodes.forEach(Node::close);
		}
	}

	private static void burst(CyclicBarrier barrier, Node from, Node... to) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		for (int i = 0; i < FRAMES; i++) {
			for (Node each : to) {
				from.send(each, Integer.toString(i));
			}
		}
	}

}
