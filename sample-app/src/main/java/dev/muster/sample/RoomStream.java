package dev.muster.sample;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * What one browser sees of one room.
 *
 * <p>
 * No event is ever queued. The stream is woken, by anybody and at no cost, and then sends
 * whatever its browser has not got yet, all by itself. So a browser that takes its time
 * holds up neither the bus nor other browsers, needs no memory, and gets the latest state
 * when it is ready for it.
 */
final class RoomStream {

	private static final Logger logger = LoggerFactory.getLogger(RoomStream.class);

	private final SseEmitter emitter;

	private final String room;

	private final BoardReader reader;

	private final Executor executor;

	/** Wake-ups that are not yet answered; above zero while a thread sends. */
	private final AtomicInteger wakeUps = new AtomicInteger();

	private final AtomicBoolean heartbeatDue = new AtomicBoolean();

	private volatile boolean closed;

	// What the browser has got. Guarded by the rule that one thread sends at a time.

	private long lastArrival;

	private @Nullable ClusterStatus cluster;

	private @Nullable List<RoomSummary> rooms;

	private @Nullable List<Occupant> occupants;

	RoomStream(SseEmitter emitter, String room, BoardReader reader, Executor executor) {
		this.emitter = emitter;
		this.room = room;
		this.reader = reader;
		this.executor = executor;
	}

	/**
	 * Send what is new, soon. Never blocks.
	 */
	void wake() {
		if (this.wakeUps.getAndIncrement() == 0) {
			try {
				this.executor.execute(this::send);
			}
			catch (RejectedExecutionException ex) {
				this.emitter.complete(); // the browser comes back
			}
		}
	}

	/**
	 * Send a sign of life, soon: that is how a vanished browser is noticed.
	 */
	void heartbeat() {
		this.heartbeatDue.set(true);
		wake();
	}

	/**
	 * End it, soon. Never blocks.
	 */
	void close() {
		this.closed = true;
		wake();
	}

	private void send() {
		int answered;
		do {
			answered = this.wakeUps.get();
			try {
				if (this.closed) {
					this.emitter.complete(); // would wait for a send, so it is done here
				}
				else {
					sendWhatIsNew();
				}
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("The browser of a stream of '{}' is gone", this.room, ex);
				this.closed = true;
			}
		}
		while (!this.wakeUps.compareAndSet(answered, 0));
	}

	private void sendWhatIsNew() throws IOException {
		ClusterStatus clusterNow = this.reader.cluster();
		if (!clusterNow.equals(this.cluster)) {
			emit(SseEmitter.event().name("cluster").reconnectTime(1000), clusterNow);
			this.cluster = clusterNow;
		}
		List<RoomSummary> roomsNow = this.reader.rooms();
		if (!roomsNow.equals(this.rooms)) {
			emit(SseEmitter.event().name("rooms"), roomsNow);
			this.rooms = roomsNow;
		}
		List<Occupant> occupantsNow = this.reader.occupants(this.room);
		sendOccupants(this.occupants, occupantsNow);
		this.occupants = occupantsNow;
		Rooms.Arrivals arrivals = this.reader.arrivedAfter(this.room, this.lastArrival);
		for (BoardMessage message : arrivals.messages()) {
			emit(SseEmitter.event().name("message").id(message.id().toString()), message);
		}
		this.lastArrival = arrivals.last();
		if (this.heartbeatDue.getAndSet(false)) {
			this.emitter.send(SseEmitter.event().comment("heartbeat"));
		}
	}

	/** The state first, then what changes: a slow browser gets the net change. */
	private void sendOccupants(@Nullable List<Occupant> before, List<Occupant> now) throws IOException {
		if (before == null) {
			emit(SseEmitter.event().name("presence-state"), now);
			return;
		}
		OccupantsDiff diff = OccupantsDiff.between(before, now);
		if (!diff.isEmpty()) {
			emit(SseEmitter.event().name("presence-diff"), diff);
		}
	}

	private void emit(SseEventBuilder event, Object data) throws IOException {
		this.emitter.send(event.data(data, MediaType.APPLICATION_JSON));
	}

}
