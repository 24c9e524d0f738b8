package dev.muster.transport.jgroups.netty;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.Locale;

import dev.muster.transport.jgroups.netty.LinkListener.Unreached;
import io.netty.channel.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection to an address.
 *
 * @param unreached why, or {@code null} if nobody listens there
 * @param detail the same for people
 */
record DialFailure(@Nullable Unreached unreached, String detail) {

	/**
	 * Read an exception.
	 * @param cause why connecting failed
	 * @return the failure
	 */
	static DialFailure of(Throwable cause) {
		String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		if (cause instanceof ConnectTimeoutException || text.contains("timed out")) {
			return new DialFailure(Unreached.TIMED_OUT, "the connection was not taken in time");
		}
		// Also where the system's words are not these
		if (cause instanceof ConnectException && !text.contains("unreachable") && !text.contains("no route")) {
			return new DialFailure(null, "");
		}
		return new DialFailure(Unreached.NO_ROUTE, "no way to it: " + cause.getClass().getSimpleName());
	}

	void tell(LinkContext context, InetSocketAddress address) {
		if (this.unreached == null) {
			context.absent(address);
		}
		else {
			context.unreached(address, this.unreached, this.detail);
		}
	}

}
