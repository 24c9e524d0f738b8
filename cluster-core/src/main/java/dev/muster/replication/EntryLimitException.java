package dev.muster.replication;

import dev.muster.MusterException;

/**
 * Thrown at who wants to add more than a replica takes.
 */
public final class EntryLimitException extends MusterException {

	EntryLimitException(String message) {
		super(message);
	}

}
