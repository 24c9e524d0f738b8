package dev.muster.autoconfigure.presence.web;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import dev.muster.ClusterNode;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceSession;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/**
 * Tests for {@link EmitterPresence}, with Spring MVC and a container that does as told.
 */
class EmitterPresenceTests {

	private final ClusterNode node = ClusterNode.builder().clusterName("shop").build();

	private final Presence presence = this.node.presence();

	private final AtomicInteger completions = new AtomicInteger();

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void whenTheStreamIsCompleteThenTheSessionIsClosed() throws Exception {
		tell(AsyncListener::onComplete);
		assertThat(this.presence.topics()).isEmpty();
		assertThat(this.completions).as("the application's own callbacks").hasValue(1);
	}

	@Test
	void whenTheStreamHasTimedOutThenTheSessionIsClosed() throws Exception {
		tell(AsyncListener::onTimeout);
		assertThat(this.presence.topics()).isEmpty();
	}

	@Test
	void whenTheStreamFailsThenTheSessionIsClosed() throws Exception {
		tell(AsyncListener::onError);
		assertThat(this.presence.topics()).isEmpty();
	}

	private void tell(Call call) throws Exception {
		MvcResult result = MockMvcBuilders.standaloneSetup(new Streams()).build().perform(get("/stream")).andReturn();
		assertThat(this.presence.isPresent("room:1", "ann")).isTrue();
		MockAsyncContext async = (MockAsyncContext) Objects.requireNonNull(result.getRequest().getAsyncContext());
		for (AsyncListener listener : async.getListeners()) {
			call.on(listener, new AsyncEvent(async, new IllegalStateException("the browser is gone")));
		}
	}

	@FunctionalInterface
	private interface Call {

		void on(AsyncListener listener, AsyncEvent event) throws Exception;

	}

	@RestController
	private final class Streams {

		@GetMapping("/stream")
		SseEmitter stream() {
			PresenceSession session = EmitterPresenceTests.this.presence.open();
			session.track("room:1", "ann", "here");
			SseEmitter emitter = new SseEmitter(0L);
			emitter.onCompletion(EmitterPresenceTests.this.completions::incrementAndGet);
			return EmitterPresence.bind(emitter, session);
		}

	}

}
