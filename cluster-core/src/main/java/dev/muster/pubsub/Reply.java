package dev.muster.pubsub;

import dev.muster.Member;
import org.jspecify.annotations.Nullable;

/**
 * What one member replied to a request to all, or why it did not.
 *
 * @param <R> the type of replies
 * @param member the member that was asked
 * @param value the reply, which may be {@code null} also if there was one
 * @param error what went wrong, or {@code null}: a {@link RequestException}, or what says
 * that the payload or the reply could not be encoded or decoded or was too large
 */
public record Reply<R>(Member member, @Nullable R value, @Nullable RuntimeException error) {

	/**
	 * Return whether the member replied.
	 * @return whether there is no error
	 */
	public boolean isSuccess() {
		return this.error == null;
	}

	/**
	 * Return the reply, or throw the error.
	 * @return the reply
	 */
	public @Nullable R valueOrThrow() {
		if (this.error != null) {
			throw this.error;
		}
		return this.value;
	}

}
