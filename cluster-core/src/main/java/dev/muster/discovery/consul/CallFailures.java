package dev.muster.discovery.consul;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;

import javax.net.ssl.SSLException;

import com.ecwid.consul.transport.TransportException;
import com.ecwid.consul.v1.OperationException;
import dev.muster.discovery.DiscoveryException;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says in clear words why a call failed, and what to look at. What the other side wrote
 * is shown shortened and without the token, should it send it back.
 */
final class CallFailures {

	private static final int MAX_EXCERPT = 120;

	private final ConsulSettings settings;

	private final String agent;

	CallFailures(ConsulSettings settings) {
		this.settings = settings;
		this.agent = settings.url() + ":" + settings.port();
	}

	/**
	 * Explain.
	 * @param failure what consul-api, or its HTTP client, threw
	 * @return the same in words
	 */
	DiscoveryException explain(RuntimeException failure) {
		if (failure instanceof OperationException refusal) {
			// Without its cause, whose text is all that the other side sent
			return new DiscoveryException(
					explain(refusal.getStatusCode(), excerpt(refusal.getStatusContent(), refusal.getStatusMessage())));
		}
		if (failure instanceof TransportException && failure.getCause() instanceof IOException cause) {
			return new DiscoveryException(explain(cause), cause);
		}
		String message = failure.getMessage();
		if (failure instanceof IllegalStateException && message != null && message.contains("shut down")) {
			return new DiscoveryException("The strategy 'consul' was closed");
		}
		return noConsul(failure);
	}

	/** What answers is no Consul. */
	DiscoveryException noConsul(@Nullable RuntimeException cause) {
		return new DiscoveryException("What listens at " + this.agent + " answers, but not as a Consul agent does: is"
				+ " consul.port the agent's HTTP port (8500 by default)?", cause);
	}

	private String explain(int status, String content) {
		String answer = " (" + status + ": " + content + ")";
		String lower = content.toLowerCase(Locale.ROOT);
		if (status == 401 || status == 403) {
			return (this.settings.token() != null)
					? "The Consul agent at " + this.agent + " refuses consul.token" + answer
							+ ": has it expired, or does it lack 'service:write', 'service:read' or 'node:read'?"
					: "The Consul agent at " + this.agent + " wants a token" + answer
							+ ": set consul.token to one with 'service:write', 'service:read' and 'node:read'";
		}
		if (status == 400 && lower.contains("https server")) {
			return "The Consul agent at " + this.agent + " speaks HTTPS at that port: set consul.ssl.bundle";
		}
		if (lower.contains("no path to datacenter")) {
			return "The Consul agent at " + this.agent + " knows no way to consul.datacenter '"
					+ this.settings.datacenter() + "'" + answer;
		}
		if (lower.contains("no cluster leader")) {
			return "The Consul agent at " + this.agent + " has no servers with a leader at present" + answer;
		}
		return "The Consul agent at " + this.agent + " answered with an error" + answer;
	}

	private String explain(IOException cause) {
		String message = (cause.getMessage() != null) ? " (" + excerpt(cause.getMessage(), null) + ")" : "";
		if (cause instanceof UnknownHostException) {
			return "The name consul.host '" + this.settings.host() + "' does not resolve";
		}
		if (cause instanceof ConnectTimeoutException) {
			return "The Consul agent at " + this.agent + " cannot be reached: no connection in time";
		}
		if (cause instanceof ConnectException) {
			return "No Consul agent at " + this.agent + message
					+ ": does it run there? See consul.host and consul.port";
		}
		if (cause instanceof SocketTimeoutException) {
			return "What listens at " + this.agent + " does not answer in time: does the Consul agent hang, or is"
					+ " consul.port another one's?";
		}
		if (cause instanceof AnswerLimit.AnswerTooLargeException) {
			return "What listens at " + this.agent + " answers with more than a Consul agent would" + message
					+ ": is consul.port the agent's HTTP port?";
		}
		if (cause instanceof SSLException) {
			return "No TLS with the Consul agent at " + this.agent + message
					+ ": is consul.port its HTTPS port (8501 by convention), and does consul.ssl.bundle trust it?";
		}
		// A connection that breaks, or bytes that are no HTTP
		return "What listens at " + this.agent + " does not speak HTTP, or broke off ("
				+ cause.getClass().getSimpleName() + "): is consul.port the agent's HTTP port (8500 by default)?";
	}

	private String excerpt(@Nullable String content, @Nullable String otherwise) {
		String text = (content != null && !content.isBlank()) ? content : otherwise;
		if (text == null) {
			return "no text";
		}
		String beginning = text.substring(0, Math.min(text.length(), 10 * MAX_EXCERPT));
		String token = this.settings.token();
		if (token != null) {
			beginning = beginning.replace(token, "***");
		}
		beginning = beginning.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
		return (beginning.length() > MAX_EXCERPT) ? beginning.substring(0, MAX_EXCERPT) + "..." : beginning;
	}

}
