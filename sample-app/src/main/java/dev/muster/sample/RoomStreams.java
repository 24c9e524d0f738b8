package dev.muster.sample;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.muster.autoconfigure.presence.web.EmitterPresence;
import dev.muster.presence.PresenceSession;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The browsers that are connected to this node.
 */
@Component
class RoomStreams implements DisposableBean {

	/** How many browsers one node serves. */
	static final int MAX_STREAMS = 200;

	private final BoardReader reader;

	private final Occupancy occupancy;

	private final Set<RoomStream> streams = ConcurrentHashMap.newKeySet();

	/**
	 * A thread for each browser at the most, and only while there is something to send to
	 * it: a browser that does not take it blocks that thread, until the server's time-out
	 * for a write.
	 */
	private final ThreadPoolExecutor executor;

	private boolean closed;

	RoomStreams(BoardReader reader, Occupancy occupancy) {
		this.reader = reader;
		this.occupancy = occupancy;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("stream-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(0, MAX_STREAMS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
	}

	/**
	 * Stream a room to a browser. Whoever is named is in the room until the stream ends.
	 * @throws TooManyStreamsException if there are too many, or the node is stopping
	 */
	SseEmitter open(String room, @Nullable String name) {
		SseEmitter emitter = new SseEmitter(0L); // lasts until one side ends it
		RoomStream stream = new RoomStream(emitter, room, this.reader, this.executor);
		add(stream);
		if (name != null) {
			EmitterPresence.bind(emitter, enter(stream, room, name));
		}
		emitter.onCompletion(() -> this.streams.remove(stream));
		emitter.onError((ex) -> this.streams.remove(stream));
		stream.wake();
		return emitter;
	}

	private PresenceSession enter(RoomStream stream, String room, String name) {
		try {
			return this.occupancy.enter(room, name);
		}
		catch (RuntimeException ex) {
			this.streams.remove(stream);
			throw ex;
		}
	}

	private synchronized void add(RoomStream stream) {
		if (this.closed) {
			throw new TooManyStreamsException("This node is stopping: try another one");
		}
		if (this.streams.size() >= MAX_STREAMS) {
			throw new TooManyStreamsException(
					"This node serves " + MAX_STREAMS + " browsers, which is its limit: try another one");
		}
		this.streams.add(stream);
	}

	@EventListener(BoardChangedEvent.class)
	void wakeAll() {
		this.streams.forEach(RoomStream::wake);
	}

	@Scheduled(fixedDelayString = "${board.heartbeat}")
	void heartbeat() {
		this.streams.forEach(RoomStream::heartbeat);
	}

	/**
	 * End all streams before the web server stops, which would wait for them. Browsers
	 * come back by themselves, to this node once it runs again.
	 */
	@EventListener(ContextClosedEvent.class)
	void close() {
		synchronized (this) {
			this.closed = true;
		}
		this.streams.forEach(RoomStream::close);
		this.executor.shutdown(); // what it was given it still does
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
