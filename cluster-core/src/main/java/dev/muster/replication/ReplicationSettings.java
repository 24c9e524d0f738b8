package dev.muster.replication;

import java.time.Duration;

/**
 * Settings of a replica. Immutable: each {@code with} method returns another object.
 *
 * @param batchDelay how long an operation may wait for others when many come
 * @param idleAfter after how long without a batch an operation is sent at once
 * @param maxFrame how large a frame of several operations or entries becomes, in bytes
 * @param maxBody how large an entry may be, in bytes
 * @param maxEntries how many entries a member may have
 * @param logBytes how much of this member's log is kept for those that missed it, in
 * bytes; who missed more gets a snapshot
 * @param logOperations how many operations are kept, at the most
 * @param retention how long the entries of a member that is out of the view are kept
 * @param maxHiddenEntries how many such entries are kept in all: above, the member that
 * is away the longest is dropped first
 * @param retryDelay after how long something that was asked for, or not confirmed, is
 * looked after for the first time; each time after twice as long
 * @param maxRetryDelay the longest such pause
 * @param digestInterval how often two others are told what is known here
 * @param outboxBytes how much may wait to be sent to a member, in bytes. What is more is
 * dropped, and made good by what the member fetches later
 */
public record ReplicationSettings(Duration batchDelay, Duration idleAfter, int maxFrame, int maxBody, int maxEntries,
		int logBytes, int logOperations, Duration retention, int maxHiddenEntries, Duration retryDelay,
		Duration maxRetryDelay, Duration digestInterval, int outboxBytes) {

	private static final int MAX_FRAME = 1024 * 1024;

	public ReplicationSettings {
		require(!batchDelay.isNegative() && !idleAfter.isNegative(), "a delay must not be negative");
		require(maxFrame >= 64 && maxFrame <= MAX_FRAME, "a frame has 64 bytes to 1 MiB");
		require(maxBody >= 1 && maxBody <= MAX_FRAME, "an entry has 1 byte to 1 MiB");
		require(maxEntries >= 1 && maxHiddenEntries >= 0, "at least one entry has to be possible");
		require(logBytes >= 0 && logOperations >= 0, "the log cannot be smaller than nothing");
		require(!retention.isNegative(), "the retention must not be negative");
		require(retryDelay.toMillis() >= 1 && maxRetryDelay.compareTo(retryDelay) >= 0
				&& digestInterval.toMillis() >= 1, "intervals have at least a millisecond");
		require(outboxBytes >= 1, "at least one byte has to be able to wait");
	}

	/**
	 * Return the defaults.
	 * @return the settings
	 */
	public static ReplicationSettings defaults() {
		return new ReplicationSettings(Duration.ofMillis(5), Duration.ofMillis(1), 32 * 1024, 64 * 1024, 2_000_000,
				8 * 1024 * 1024, 65_536, Duration.ofMinutes(20), 1_000_000, Duration.ofSeconds(2),
				Duration.ofSeconds(30), Duration.ofSeconds(20), 4 * 1024 * 1024);
	}

	/**
	 * Bound the entries.
	 * @param body how large one may be, in bytes
	 * @param entries how many a member may have
	 * @return the settings
	 */
	public ReplicationSettings withLimits(int body, int entries) {
		return new ReplicationSettings(this.batchDelay, this.idleAfter, this.maxFrame, body, entries, this.logBytes,
				this.logOperations, this.retention, this.maxHiddenEntries, this.retryDelay, this.maxRetryDelay,
				this.digestInterval, this.outboxBytes);
	}

	/**
	 * Bound the log.
	 * @param bytes how much is kept, in bytes
	 * @param operations how many operations are kept
	 * @return the settings
	 */
	public ReplicationSettings withLog(int bytes, int operations) {
		return new ReplicationSettings(this.batchDelay, this.idleAfter, this.maxFrame, this.maxBody, this.maxEntries,
				bytes, operations, this.retention, this.maxHiddenEntries, this.retryDelay, this.maxRetryDelay,
				this.digestInterval, this.outboxBytes);
	}

	/**
	 * Say how large a frame becomes.
	 * @param bytes the size
	 * @return the settings
	 */
	public ReplicationSettings withMaxFrame(int bytes) {
		return new ReplicationSettings(this.batchDelay, this.idleAfter, bytes, this.maxBody, this.maxEntries,
				this.logBytes, this.logOperations, this.retention, this.maxHiddenEntries, this.retryDelay,
				this.maxRetryDelay, this.digestInterval, this.outboxBytes);
	}

	/**
	 * Say what is kept of members that are out of the view.
	 * @param time for how long
	 * @param entries how many entries in all
	 * @return the settings
	 */
	public ReplicationSettings withRetention(Duration time, int entries) {
		return new ReplicationSettings(this.batchDelay, this.idleAfter, this.maxFrame, this.maxBody, this.maxEntries,
				this.logBytes, this.logOperations, time, entries, this.retryDelay, this.maxRetryDelay,
				this.digestInterval, this.outboxBytes);
	}

	private static void require(boolean condition, String remedy) {
		if (!condition) {
			throw new IllegalArgumentException("Settings of replication: " + remedy);
		}
	}

}
