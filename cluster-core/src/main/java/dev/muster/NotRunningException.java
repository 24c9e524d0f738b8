package dev.muster;

/**
 * Thrown when something needs a running node and the node is not running: not yet
 * started, or stopped.
 */
public class NotRunningException extends MusterException {

	public NotRunningException() {
		super("The cluster node is not running: it has not been started yet, or was stopped");
	}

}
