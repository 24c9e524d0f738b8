package dev.muster.pubsub;

/**
 * Takes the answer of this member to where it is waited for.
 */
@FunctionalInterface
interface AnswerSink {

	void answer(Answer answer);

}
