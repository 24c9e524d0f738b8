package dev.muster.sample;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter.DataWithMediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RoomStreamTests {

	private final BoardReader reader = mock(BoardReader.class);

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final RecordingEmitter emitter = new RecordingEmitter();

	private final RoomStream stream = new RoomStream(this.emitter, "lobby", this.reader, this.tasks::add);

	private final Rooms rooms = new Rooms(10, 50);

	@BeforeEach
	void board() {
		given(this.reader.cluster()).willReturn(new ClusterStatus("board", "node-1", 1, 1, List.of(), List.of()));
		given(this.reader.rooms()).willReturn(List.of(new RoomSummary("lobby", 0, 0)));
		given(this.reader.occupants("lobby")).willReturn(List.of());
		given(this.reader.arrivedAfter(eq("lobby"), anyLong()))
			.willAnswer((call) -> this.rooms.arrivedAfter("lobby", call.getArgument(1)));
	}

	@Test
	void whenOpenedThenTheWholeStateIsSent() {
		this.rooms.add(message("one"));
		this.rooms.add(message("two"));
		this.stream.wake();
		run();
		assertThat(this.emitter.events).containsExactly("cluster", "rooms", "presence-state", "message", "message");
	}

	@Test
	void whenNothingChangedThenNothingIsSent() {
		this.stream.wake();
		run();
		this.emitter.events.clear();
		this.stream.wake();
		run();
		assertThat(this.emitter.events).isEmpty();
	}

	@Test
	void whenSomethingChangedThenOnlyThatIsSent() {
		this.stream.wake();
		run();
		this.emitter.events.clear();
		given(this.reader.occupants("lobby")).willReturn(List.of(new Occupant("ada", "1.1", "node-1")));
		this.rooms.add(message("hello"));
		this.stream.wake();
		run();
		assertThat(this.emitter.events).containsExactly("presence-diff", "message");
	}

	@Test
	void whenABrowserIsSlowThenWakingItCostsOneTaskAndItGetsTheLatest() {
		this.stream.wake();
		for (int i = 0; i < 1000; i++) {
			this.rooms.add(message("message " + i));
			this.stream.wake();
		}
		assertThat(this.tasks).hasSize(1);
		run();
		assertThat(this.emitter.events).filteredOn("message"::equals).hasSize(50);
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void whenWokenWhileItSendsThenItSendsAgain() {
		this.emitter.whileSending = () -> {
			this.emitter.whileSending = () -> {
			};
			this.rooms.add(message("meanwhile"));
			given(this.reader.cluster()).willReturn(new ClusterStatus("board", "node-1", 2, 2, List.of(), List.of()));
			this.stream.wake();
		};
		this.stream.wake();
		run();
		assertThat(this.emitter.events).containsExactly("cluster", "rooms", "presence-state", "message", "cluster");
	}

	@Test
	void whenAHeartbeatIsDueThenACommentIsSentOnce() {
		this.stream.heartbeat();
		run();
		this.stream.wake();
		run();
		assertThat(this.emitter.events).filteredOn("comment"::equals).hasSize(1);
	}

	@Test
	void whenTheBrowserIsGoneThenNothingMoreIsSent() {
		this.emitter.whileSending = () -> {
			throw new IllegalStateException("gone");
		};
		this.stream.wake();
		run();
		this.emitter.events.clear();
		this.emitter.whileSending = () -> {
		};
		this.stream.wake();
		run();
		assertThat(this.emitter.events).isEmpty();
		assertThat(this.emitter.completed).isTrue();
	}

	@Test
	void whenClosedThenItEnds() {
		this.stream.close();
		run();
		assertThat(this.emitter.events).isEmpty();
		assertThat(this.emitter.completed).isTrue();
	}

	private void run() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	private static BoardMessage message(String text) {
		return new BoardMessage(UUID.randomUUID(), "lobby", "ada", text, Instant.now(), "node-1");
	}

	/** Notes the kind of each event. */
	private static final class RecordingEmitter extends SseEmitter {

		private final List<String> events = new ArrayList<>();

		private Runnable whileSending = () -> {
		};

		private boolean completed;

		@Override
		public void send(SseEventBuilder builder) throws IOException {
			StringBuilder text = new StringBuilder();
			for (DataWithMediaType part : builder.build()) {
				text.append(part.getData());
			}
			int name = text.indexOf("event:");
			this.events.add((name >= 0) ? text.substring(name + 6, text.indexOf("\n", name)) : "comment");
			this.whileSending.run();
		}

		@Override
		public synchronized void complete() {
			this.completed = true;
		}

	}

}
