package dev.muster.transport.jgroups.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * The threads that serve the sockets of a node. No group of Netty's, since the end of one
 * starts a thread that keeps the process alive for a second.
 */
final class Loops {

	private static final AtomicInteger THREADS = new AtomicInteger();

	private static final ThreadFactory THREAD_FACTORY = (task) -> {
		Thread thread = new FastThreadLocalThread(task, "muster-io-" + THREADS.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	};

	private static final int MAX_LOOPS = 2;

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final List<SingleThreadIoEventLoop> loops;

	private final AtomicInteger turn = new AtomicInteger();

	Loops(IoHandlerFactory factory) {
		this.loops = IntStream.range(0, Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors()))
			.mapToObj((i) -> new SingleThreadIoEventLoop(null, THREAD_FACTORY, factory))
			.toList();
	}

	/** Return the loop whose turn it is. */
	IoEventLoop next() {
		return this.loops.get(Math.floorMod(this.turn.getAndIncrement(), this.loops.size()));
	}

	/** End all that they serve, and the threads. */
	void close() {
		this.loops.forEach((loop) -> loop.shutdownGracefully(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
		this.loops.forEach((loop) -> loop.terminationFuture().awaitUninterruptibly(2 * TIMEOUT.toMillis()));
	}

}
