package dev.muster.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process, or the machine, has used so far.
 */
public final class Usage {

	private static final Path STAT = Path.of("/proc/stat");

	/** Linux tells programs its times in hundredths of a second. */
	private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

	private Usage() {
	}

	/**
	 * Return the CPU time of this process.
	 * @return the time, in nanoseconds
	 */
	public static long processCpu() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
	}

	/**
	 * Return what was allocated on the heap. Before Java 21 what threads that have ended
	 * allocated is missing.
	 * @return the bytes
	 */
	public static long allocated() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		try {
			return (long) ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads);
		}
		catch (ReflectiveOperationException ex) {
			long sum = 0;
			for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
				sum += Math.max(0, bytes); // -1: it has just ended
			}
			return sum;
		}
	}

	/**
	 * Return the CPU time of all processes.
	 * @return the time, in nanoseconds, or -1 where it is not known
	 */
	public static long machineCpu() {
		if (!Files.isReadable(STAT)) {
			return -1;
		}
		try {
			// cpu user nice system idle iowait irq softirq steal
			String[] parts = Files.readString(STAT).lines().findFirst().orElse("").toLowerCase(Locale.ROOT).split(" +");
			long ticks = 0;
			for (int i = 1; i <= 7; i++) {
				ticks += (i == 4 || i == 5) ? 0 : Long.parseLong(parts[i]);
			}
			return ticks * NANOS_PER_TICK;
		}
		catch (IOException ex) {
			return -1;
		}
	}

}
