package dev.muster.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.muster.Cluster;
import dev.muster.ClusterNode;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.MembershipListener;
import dev.muster.Registration;
import dev.muster.autoconfigure.event.ClusterReadyEvent;
import dev.muster.autoconfigure.listener.RecordingPubSub;
import dev.muster.transport.TransportException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link ClusterLifecycle}.
 */
class ClusterLifecycleTests {

	private static final Member SELF = new Member(new MemberId(0, 1), "one", "127.0.0.1", 7800, Map.of());

	private static final ClusterView VIEW = new ClusterView(1, SELF, List.of(SELF));

	private final ClusterNode node = mock(ClusterNode.class);

	private final Cluster cluster = mock(Cluster.class);

	private final Registration registration = mock(Registration.class);

	private final List<Object> published = new CopyOnWriteArrayList<>();

	private ClusterLifecycle lifecycle = mock(ClusterLifecycle.class);

	private MembershipListener listener = mock(MembershipListener.class);

	@BeforeEach
	void create() {
		ArgumentCaptor<MembershipListener> captor = ArgumentCaptor.forClass(MembershipListener.class);
		given(this.cluster.addListener(captor.capture())).willReturn(this.registration);
		given(this.cluster.view()).willReturn(VIEW);
		given(this.node.pubSub()).willReturn(new RecordingPubSub());
		this.lifecycle = new ClusterLifecycle(this.node, this.cluster, this.published::add);
		this.listener = captor.getValue();
	}

	@Test
	void phaseIsBeforeThatOfWebServers() {
		assertThat(this.lifecycle.getPhase()).isEqualTo(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024);
	}

	@Test
	void isStartedAutomaticallyAndMayBePaused() {
		SmartLifecycle smart = this.lifecycle;
		assertThat(smart.isAutoStartup()).isTrue();
		assertThat(smart.isPauseable()).isTrue();
	}

	@Test
	void startStartsTheNodeAndPublishes() {
		assertThat(this.lifecycle.state()).isEqualTo(ClusterLifecycle.State.NEW);
		willAnswer((invocation) -> {
			this.listener.memberJoined(SELF, VIEW);
			return null;
		}).given(this.node).start();
		this.lifecycle.start();
		assertThat(this.lifecycle.isRunning()).isTrue();
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(this.published).hasSize(2));
		assertThat(this.published).first().isInstanceOf(ClusterReadyEvent.class);
	}

	@Test
	void startingTwiceStartsOnce() {
		this.lifecycle.start();
		this.lifecycle.start();
		verify(this.node, times(1)).start();
		assertThat(this.published).hasSize(1);
	}

	@Test
	void whenTheNodeCannotStartThenNothingIsPublishedAndItMayBeTriedAgain() {
		willThrow(new TransportException("No network", null)).willDoNothing().given(this.node).start();
		assertThatExceptionOfType(TransportException.class).isThrownBy(this.lifecycle::start);
		this.listener.memberJoined(SELF, VIEW);
		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(this.published).isEmpty();
		this.lifecycle.start();
		assertThat(this.lifecycle.isRunning()).isTrue();
	}

	@Test
	void whenAListenerOfReadyFailsThenTheStartFailsAndTheNodeIsStillStopped() {
		ClusterLifecycle failing = new ClusterLifecycle(this.node, this.cluster, (event) -> {
			throw new IllegalStateException("The listener fails");
		});
		assertThatIllegalStateException().isThrownBy(failing::start);
		failing.stop();
		verify(this.node).stop();
	}

	@Test
	void restarts() {
		this.lifecycle.start();
		this.lifecycle.stop();
		assertThat(this.lifecycle.state()).isEqualTo(ClusterLifecycle.State.STOPPED);
		this.lifecycle.start();
		InOrder order = inOrder(this.node);
		order.verify(this.node).start();
		order.verify(this.node).stop();
		order.verify(this.node).start();
		assertThat(this.published).hasSize(2)
			.allSatisfy((event) -> assertThat(event).isInstanceOf(ClusterReadyEvent.class));
	}

	@Test
	void whenNotStartedThenStopDoesNothing() {
		this.lifecycle.stop();
		verify(this.node, never()).stop();
		assertThat(this.lifecycle.state()).isEqualTo(ClusterLifecycle.State.NEW);
	}

	@Test
	void whileTheNodeStopsNothingIsPublished() {
		this.lifecycle.start();
		this.published.clear();
		willAnswer((invocation) -> {
			this.listener.memberLeft(SELF, dev.muster.Departure.LEFT, VIEW);
			return null;
		}).given(this.node).stop();
		this.lifecycle.stop();
		assertThat(this.published).isEmpty();
	}

	@Test
	void stopWithACallbackDoesNotWait() {
		CountDownLatch stopping = new CountDownLatch(1);
		CountDownLatch called = new CountDownLatch(1);
		willAnswer((invocation) -> stopping.await(30, TimeUnit.SECONDS)).given(this.node).stop();
		this.lifecycle.start();
		this.lifecycle.stop(called::countDown);
		assertThat(called.getCount()).isEqualTo(1);
		stopping.countDown();
		await().atMost(Duration.ofSeconds(30)).until(() -> called.getCount() == 0);
		assertThat(this.lifecycle.isRunning()).isFalse();
	}

	@Test
	void whenStoppingFailsThenTheCallbackIsStillCalled() {
		CountDownLatch called = new CountDownLatch(1);
		willThrow(new TransportException("Cannot leave", null)).given(this.node).stop();
		this.lifecycle.start();
		this.lifecycle.stop(called::countDown);
		await().atMost(Duration.ofSeconds(30)).until(() -> called.getCount() == 0);
		assertThat(this.lifecycle.state()).isEqualTo(ClusterLifecycle.State.STOPPED);
	}

	@Test
	void whenDestroyedThenItListensNoMore() {
		this.lifecycle.destroy();
		verify(this.registration).close();
		verify(this.cluster).addListener(any());
	}

}
