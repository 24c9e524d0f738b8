package dev.muster.pubsub;

/**
 * What another member was told, and has to be told, of interest.
 */
final class Announcement {

	/** Version of our interest that it was sent, or -1 if it needs a snapshot. */
	long sent = -1;

	/** Version of our interest that it said it knows. */
	long acked = -1;

	/** Version of its interest to confirm, or -1. */
	long ackDue = -1;

	/** Whether to ask for its interest. */
	boolean requestDue;

}
