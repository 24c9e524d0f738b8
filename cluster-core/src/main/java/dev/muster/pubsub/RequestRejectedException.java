package dev.muster.pubsub;

/**
 * Tells that a request was surely not handled, since there was no room for it: too many
 * are open on this node, or the queues on the way to, or of, all responders are full.
 */
public class RequestRejectedException extends RequestException {

	RequestRejectedException(String message) {
		super(message);
	}

}
