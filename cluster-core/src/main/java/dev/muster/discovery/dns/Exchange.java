package dev.muster.discovery.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Asks one server one question.
 */
@FunctionalInterface
interface Exchange {

	/**
	 * Ask. Returns at once.
	 * @param server the server
	 * @param question the question
	 * @param timeout how long to wait for the answer
	 * @return the reply, never truncated; or fails with an {@link ExchangeException}
	 */
	CompletableFuture<Reply> ask(InetSocketAddress server, Question question, Duration timeout);

}
