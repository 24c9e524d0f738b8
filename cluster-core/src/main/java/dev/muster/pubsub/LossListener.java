package dev.muster.pubsub;

/**
 * Is told of messages that this member should have got and never will.
 */
@FunctionalInterface
public interface LossListener {

	/**
	 * Messages are lost. Listeners are called one at a time, for each publisher in the
	 * order of its messages, by a thread of the bus that does nothing else: what arrives
	 * meanwhile goes on to its subscriptions. If more than 10,000 reports wait, the next
	 * ones are logged and counted only. An exception is logged.
	 * @param lost which
	 */
	void messagesLost(MessagesLost lost);

}
