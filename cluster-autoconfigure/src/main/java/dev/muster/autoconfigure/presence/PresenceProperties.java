package dev.muster.autoconfigure.presence;

import java.time.Duration;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.presence.PresenceSettings;

import org.springframework.util.unit.DataSize;

/**
 * Properties below {@code muster.presence}.
 */
public class PresenceProperties {

	private static final PresenceSettings DEFAULTS = PresenceSettings.defaults();

	/**
	 * Limit of the encoded metadata of an entry.
	 */
	private DataSize maxMetaSize = DataSize.ofBytes(DEFAULTS.maxMetaSize());

	/**
	 * Limit of a key, in UTF-8.
	 */
	private DataSize maxKeySize = DataSize.ofBytes(DEFAULTS.maxKeySize());

	/**
	 * Limit of a topic, in UTF-8: 255B at the most.
	 */
	private DataSize maxTopicSize = DataSize.ofBytes(DEFAULTS.maxTopicSize());

	/**
	 * Number of entries that this node may have.
	 */
	private int maxEntries = DEFAULTS.maxEntries();

	/**
	 * Number of entries that a session may have.
	 */
	private int maxSessionEntries = DEFAULTS.maxSessionEntries();

	/**
	 * Number of entries that a topic may have, on all members.
	 */
	private int maxTopicEntries = DEFAULTS.maxTopicEntries();

	/**
	 * Number of diffs that may wait for a listener before it is told the net change.
	 */
	private int queueCapacity = DEFAULTS.queueCapacity();

	/**
	 * How long the entries of a member that stopped stay, so that another member can take
	 * them over without a leave and a join. Zero lets them go at once.
	 */
	private Duration handOver = DEFAULTS.handOver();

	/**
	 * How long the hidden entries of a member that failed are kept, in case it comes
	 * back.
	 */
	private Duration downRetention = DEFAULTS.downRetention();

	/**
	 * Number of such entries that are kept in all: above, the member that is away the
	 * longest is forgotten first.
	 */
	private int maxDownEntries = DEFAULTS.maxDownEntries();

	/**
	 * Whether each change of presence is also published as a Spring event.
	 */
	private boolean events;

	public DataSize getMaxMetaSize() {
		return this.maxMetaSize;
	}

	public void setMaxMetaSize(DataSize maxMetaSize) {
		this.maxMetaSize = maxMetaSize;
	}

	public DataSize getMaxKeySize() {
		return this.maxKeySize;
	}

	public void setMaxKeySize(DataSize maxKeySize) {
		this.maxKeySize = maxKeySize;
	}

	public DataSize getMaxTopicSize() {
		return this.maxTopicSize;
	}

	public void setMaxTopicSize(DataSize maxTopicSize) {
		this.maxTopicSize = maxTopicSize;
	}

	public int getMaxEntries() {
		return this.maxEntries;
	}

	public void setMaxEntries(int maxEntries) {
		this.maxEntries = maxEntries;
	}

	public int getMaxSessionEntries() {
		return this.maxSessionEntries;
	}

	public void setMaxSessionEntries(int maxSessionEntries) {
		this.maxSessionEntries = maxSessionEntries;
	}

	public int getMaxTopicEntries() {
		return this.maxTopicEntries;
	}

	public void setMaxTopicEntries(int maxTopicEntries) {
		this.maxTopicEntries = maxTopicEntries;
	}

	public int getQueueCapacity() {
		return this.queueCapacity;
	}

	public void setQueueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	public Duration getHandOver() {
		return this.handOver;
	}

	public void setHandOver(Duration handOver) {
		this.handOver = handOver;
	}

	public Duration getDownRetention() {
		return this.downRetention;
	}

	public void setDownRetention(Duration downRetention) {
		this.downRetention = downRetention;
	}

	public int getMaxDownEntries() {
		return this.maxDownEntries;
	}

	public void setMaxDownEntries(int maxDownEntries) {
		this.maxDownEntries = maxDownEntries;
	}

	public boolean isEvents() {
		return this.events;
	}

	public void setEvents(boolean events) {
		this.events = events;
	}

	/**
	 * Make the settings of presence.
	 * @return the settings
	 * @throws InvalidClusterPropertyException if a property is out of its bounds
	 */
	public PresenceSettings toSettings() {
		try {
			return new PresenceSettings(bytes(this.maxMetaSize), bytes(this.maxKeySize), bytes(this.maxTopicSize),
					this.maxEntries, this.maxSessionEntries, this.maxTopicEntries, this.queueCapacity, this.handOver,
					this.downRetention, this.maxDownEntries);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidClusterPropertyException.from(ex, "muster.presence");
		}
	}

	private static int bytes(DataSize size) {
		return (int) Math.max(-1, Math.min(size.toBytes(), Integer.MAX_VALUE));
	}

}
