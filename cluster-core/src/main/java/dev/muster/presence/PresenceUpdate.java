package dev.muster.presence;

/**
 * An entry whose metadata was replaced; or one that another member took over, see
 * {@code muster.presence.hand-over}: then the two have different refs, and that of
 * {@code before} is never heard of again.
 *
 * @param before the entry before
 * @param after the entry now
 */
public record PresenceUpdate(PresenceEntry before, PresenceEntry after) {

	/**
	 * Return whether another member took the entry over.
	 * @return whether it is another entry now, of the same topic and key
	 */
	public boolean isHandOver() {
		return !this.before.ref().equals(this.after.ref());
	}

}
