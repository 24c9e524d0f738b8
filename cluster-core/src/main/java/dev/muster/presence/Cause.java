package dev.muster.presence;

/**
 * Why a {@link PresenceDiff} is told.
 */
public enum Cause {

	/** The state when the listener subscribed. */
	STATE,

	/** A session of this member changed something. */
	LOCAL,

	/** Another member changed something. */
	REMOTE,

	/** A member left the view. */
	NODE_DOWN,

	/** A member came back into the view, with entries that were known before. */
	NODE_UP,

	/** Another member's changes that were missed, as one net change. */
	RESYNC,

	/** The listener was slow: the net change of what it missed. */
	CATCH_UP

}
