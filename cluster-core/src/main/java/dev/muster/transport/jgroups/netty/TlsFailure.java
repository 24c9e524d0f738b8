package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.util.Locale;

import javax.net.ssl.SSLException;

import dev.muster.transport.Refusal;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no TLS with somebody.
 *
 * @param reason why
 * @param byUs whether this node did not want, and not the other
 * @param detail the same for people
 */
record TlsFailure(Refusal.Reason reason, boolean byUs, String detail) {

	/**
	 * Read an exception.
	 * @param cause what failed
	 * @return the failure, or {@code null} if the connection just ended
	 */
	static @Nullable TlsFailure of(Throwable cause) {
		SSLException tls = null;
		for (Throwable each = cause; each != null && tls == null; each = each.getCause()) {
			tls = (each instanceof SSLException found) ? found : null;
		}
		if (tls instanceof NotSslRecordException) {
			return new TlsFailure(Refusal.Reason.UNENCRYPTED, true, "it does not encrypt, and this node does");
		}
		if (tls == null || tls instanceof SslHandshakeTimeoutException || hasEnded(tls)) {
			return null;
		}
		String text = String.valueOf(tls.getMessage());
		if (text.toLowerCase(Locale.ROOT).contains("received fatal alert")) {
			return new TlsFailure(Refusal.Reason.UNAUTHENTICATED, false, text);
		}
		Throwable root = tls;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return new TlsFailure(Refusal.Reason.UNAUTHENTICATED, true, String.valueOf(root.getMessage()));
	}

	// Amid the handshake Netty throws one that has no class of its own
	private static boolean hasEnded(SSLException ex) {
		return (ex.getCause() instanceof IOException io && !(io instanceof SSLException))
				|| String.valueOf(ex.getMessage()).startsWith("Connection closed");
	}

}
