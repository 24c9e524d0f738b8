package dev.muster.pubsub;

import dev.muster.MemberId;
import dev.muster.pubsub.exchange.Exchange;

/**
 * What waits for the answers of an exchange.
 */
interface Pending {

	/**
	 * Return who this member was when it asked: another one after a restart.
	 */
	MemberId asker();

	/**
	 * All answers are there that will come. Called once, unless {@link #fail} is.
	 */
	void complete(Exchange<Pending, Answer> exchange);

	/**
	 * No answers will come, since the node is closed.
	 */
	void fail(RuntimeException error);

	/**
	 * Return whether another member is to be asked than the one that answered this. If
	 * so, {@link #askAnother} is called.
	 */
	default boolean mayAskAnother(Answer answer) {
		return false;
	}

	/**
	 * Ask another member, or take the answer if there is none.
	 */
	default void askAnother(Exchange<Pending, Answer> exchange, MemberId member, Answer answer) {
	}

}
