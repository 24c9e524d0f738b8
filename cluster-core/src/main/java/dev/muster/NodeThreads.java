package dev.muster;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of a node.
 */
final class NodeThreads {

	private NodeThreads() {
	}

	/**
	 * Make an executor that starts a thread whenever all others are busy. Its users bound
	 * it: each member and each subscription has one task at the most.
	 */
	static ExecutorService executor(String prefix, boolean virtual) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				virtual ? virtualFactory(prefix) : platformFactory(prefix));
	}

	private static ThreadFactory platformFactory(String prefix) {
		AtomicLong count = new AtomicLong();
		return (task) -> {
			Thread thread = new Thread(task, prefix + count.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	// Java 21 has them, and we compile for 17
	private static ThreadFactory virtualFactory(String prefix) {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			Class<?> type = Class.forName("java.lang.Thread$Builder");
			builder = type.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
			return (ThreadFactory) type.getMethod("factory").invoke(builder);
		}
		catch (NoSuchMethodException ex) {
			return platformFactory(prefix);
		}
		catch (ClassNotFoundException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("This Java has virtual threads and does not give them", ex);
		}
	}

}
