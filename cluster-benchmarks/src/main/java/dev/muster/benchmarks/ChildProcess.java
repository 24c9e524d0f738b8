package dev.muster.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A process that is told what to do by lines on its standard input, and answers by
 * {@link Told} lines on its standard output. Everything else that it says is shown if it
 * fails. Used by one thread.
 */
public final class ChildProcess implements AutoCloseable {

	private static final int SHOWN_LINES = 60;

	private static final long DEADLINE = TimeUnit.SECONDS.toNanos(120);

	private final String name;

	private final Process process;

	private final long startedAt;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition news = this.lock.newCondition();

	private final List<Told> told = new ArrayList<>();

	private final Deque<String> log = new ArrayDeque<>();

	private boolean ended;

	private long endedAt;

	ChildProcess(String name, ProcessBuilder builder, long startedAt) throws IOException {
		this.name = name;
		this.startedAt = startedAt;
		this.process = builder.start();
		Thread reader = new Thread(this::read, "output of " + name);
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a program that is told nothing.
	 * @param name what to call it
	 * @param command its words
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static ChildProcess of(String name, List<String> command) throws IOException {
		return new ChildProcess(name, new ProcessBuilder(command).redirectErrorStream(true), System.nanoTime());
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				heard(line);
			}
		}
		catch (IOException ex) {
			heard(ex.toString());
		}
		finally {
			this.lock.lock();
			try {
				this.ended = true;
				this.endedAt = System.nanoTime();
				this.news.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void heard(String line) {
		this.lock.lock();
		try {
			Told parsed = Told.parse(line);
			if (parsed != null) {
				this.told.add(parsed);
				this.news.signalAll();
			}
			else if (this.log.size() < SHOWN_LINES || this.log.remove() != null) {
				this.log.add(line);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return when it was started.
	 * @return the time, in terms of {@link System#nanoTime()}
	 */
	public long startedAt() {
		return this.startedAt;
	}

	/**
	 * Return its process id.
	 * @return the id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return its CPU time as the system tells it, in steps of 10 ms.
	 * @return the time in nanoseconds, 0 where it is not told
	 */
	public long cpu() {
		return this.process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
	}

	/**
	 * Wait until it tells something.
	 * @param word the first word
	 * @return what it told, which is not found again
	 */
	public Told await(String word) {
		return await(word, (line) -> true);
	}

	/**
	 * Wait until it tells something.
	 * @param word the first word
	 * @param condition whether it is what is waited for
	 * @return what it told, which is not found again
	 * @throws IllegalStateException if it ends before, or does not in two minutes
	 */
	public Told await(String word, Predicate<Told> condition) {
		return await(word, condition, Duration.ofNanos(DEADLINE));
	}

	/**
	 * Wait until it tells something.
	 * @param word the first word
	 * @param condition whether it is what is waited for
	 * @param patience how long to wait
	 * @return what it told, which is not found again
	 * @throws IllegalStateException if it ends before, or does not in that time
	 */
	public Told await(String word, Predicate<Told> condition, Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		this.lock.lock();
		try {
			while (true) {
				Told found = take(word, condition);
				if (found != null) {
					return found;
				}
				long rest = deadline - System.nanoTime();
				if (this.ended || rest <= 0) {
					throw new IllegalStateException("No '" + word + "' from " + this.name
							+ (this.ended ? ", which ended" : "") + "; it said\n" + String.join("\n", this.log));
				}
				this.news.awaitNanos(rest);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Told take(String word, Predicate<Told> condition) {
		for (Iterator<Told> lines = this.told.iterator(); lines.hasNext();) {
			Told line = lines.next();
			if (line.word().equals(word) && condition.test(line)) {
				lines.remove();
				return line;
			}
		}
		return null;
	}

	/**
	 * Return how often it has told something that nobody waited for.
	 * @param word the first word
	 * @return how often
	 */
	public int count(String word) {
		this.lock.lock();
		try {
			return (int) this.told.stream().filter((line) -> line.word().equals(word)).count();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until it has ended by itself.
	 * @return when it had, in terms of {@link System#nanoTime()}
	 * @throws IllegalStateException if it does not in two minutes, or failed
	 */
	public long awaitEnd() {
		try {
			if (!this.process.waitFor(DEADLINE, TimeUnit.NANOSECONDS)) {
				throw new IllegalStateException(this.name + " does not end");
			}
			this.lock.lock();
			try {
				while (!this.ended) {
					this.news.await();
				}
				if (this.process.exitValue() != 0) {
					throw new IllegalStateException(this.name + " failed; it said\n" + String.join("\n", this.log));
				}
				return this.endedAt;
			}
			finally {
				this.lock.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted", ex);
		}
	}

	/**
	 * Tell it to do something.
	 * @param words the line
	 */
	public void say(Object... words) {
		StringBuilder line = new StringBuilder();
		for (Object word : words) {
			line.append((line.length() > 0) ? " " : "").append(word);
		}
		try {
			this.process.getOutputStream().write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End it as {@code kill -9} does.
	 * @return when, in terms of {@link System#nanoTime()}
	 */
	public long kill() {
		long now = System.nanoTime();
		this.process.destroyForcibly();
		return now;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
